<?php
// PHP's SoapServer with the description of orders.wsdl, as a router of `php -S`.
final class Orders
{
    public function getOrder($request)
    {
        return ['order' => $this->order((int) $request->id)];
    }

    public function findOrders($request)
    {
        return ['order' => [$this->order(1), $this->order(2)]];
    }

    private function order(int $id): array
    {
        return [
            'id' => $id, 'status' => 'paid', 'customer' => "Zo\u{eb} <& S\u{f6}hne>", 'placed' => '2024-02-29',
            'line' => [['article' => 'AB-1234', 'quantity' => 2]],
        ];
    }
}

ini_set('soap.wsdl_cache_enabled', '0');
ini_set('display_errors', '0');
$server = new SoapServer(__DIR__ . '/../orders.wsdl', [
    'soap_version' => str_contains($_SERVER['REQUEST_URI'], '1.1') ? SOAP_1_1 : SOAP_1_2,
]);
$server->setClass(Orders::class);
$server->handle();
