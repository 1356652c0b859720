<?php
declare(strict_types=1);
require 'store.php';

$caller = (new Store())->caller();
header('Content-Type: application/json');
if ($caller === null) {
    http_response_code(401);
}
echo json_encode($caller ?? ['message' => 'A token is needed.']);
