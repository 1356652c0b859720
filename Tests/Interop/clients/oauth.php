<?php
// php-oauth under remote control: one JSON object on standard input says what to send, one line tells what came back.

declare(strict_types=1);

error_reporting(E_ALL);

$call = json_decode(stream_get_contents(STDIN), true, 16, JSON_THROW_ON_ERROR);
$client = new OAuth(
    $call['consumer_key'], $call['consumer_secret'], constant($call['method'] ?? 'OAUTH_SIG_METHOD_HMACSHA256'),
    OAUTH_AUTH_TYPE_AUTHORIZATION);
$client->setToken($call['access_token'], $call['access_token_secret']);
try {
    $client->fetch($call['url'], $call['body'] ?? null, $call['verb'], $call['headers'] ?? []);
} catch (OAuthException $refused) {
    // Any status above 299; what the server said is in the response all the same.
}
$information = $client->getLastResponseInfo();
echo json_encode(['status' => $information['http_code'], 'body' => $client->getLastResponse()], JSON_THROW_ON_ERROR), "\n";
