<?php
// A SoapClient under remote control. The first line of standard input is a JSON object that says how to make it, every further line is a
// call. Each call is answered by one line.

declare(strict_types=1);

ini_set('soap.wsdl_cache_enabled', '0');
error_reporting(E_ALL);
set_error_handler(static function (int $level, string $text): never {
    throw new ErrorException($text, 0, $level);
});

$setup = json_decode(fgets(STDIN), true, 16, JSON_THROW_ON_ERROR);

$options = [
    'soap_version' => $setup['version'] === '1.1' ? SOAP_1_1 : SOAP_1_2,
    'cache_wsdl' => WSDL_CACHE_NONE,
    'exceptions' => true,
    'trace' => true,
];
if ($setup['token'] !== null) {
    // The way to send a bearer with SoapClient, for the WSDL as well as for the calls.
    $header = 'Authorization: Bearer ' . $setup['token'];
    $options['stream_context'] = stream_context_create(['http' => ['header' => $header]]);
}
if ($setup['location'] !== null) {
    $options['location'] = $setup['location'];
}

function answer(mixed $value): void
{
    fwrite(STDOUT, json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE) . "\n");
    fflush(STDOUT);
}

try {
    $client = new SoapClient($setup['wsdl'], $options);
    answer(['functions' => $client->__getFunctions()]);
} catch (SoapFault $fault) {
    answer(['error' => $fault->getMessage()]);
    exit(1);
}

while (($line = fgets(STDIN)) !== false) {
    $call = json_decode($line, true, 16, JSON_THROW_ON_ERROR);
    try {
        $answer = ['value' => $client->__soapCall($call['operation'], [(object) $call['arguments']])];
    } catch (SoapFault $fault) {
        $answer = ['fault' => [
            'code' => $fault->faultcode,
            'text' => $fault->faultstring,
            'detail' => $fault->detail ?? null,
        ]];
    }
    $answer['body'] = base64_encode((string) $client->__getLastResponse());
    $answer['headers'] = (string) $client->__getLastResponseHeaders();
    answer($answer);
}
