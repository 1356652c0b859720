<?php
declare(strict_types=1);
require 'store.php';

$input = json_decode(file_get_contents('php://input'), true);
$token = (new Store())->signIn($input['username'] ?? '', $input['password'] ?? '');
header('Content-Type: application/json');
if ($token === null) {
    http_response_code(401);
}
echo json_encode($token ?? ['message' => 'Sign-in refused.']);
