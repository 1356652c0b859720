// A server that gSOAP generates from orders.wsdl; prints its port and serves one connection after the other.
#include <cstdio>
#include "ordersH.h"
#include "orders.nsmap"

static const char *customer = "Zo\xc3\xab <& S\xc3\xb6hne>";

static ns1__Order *order(struct soap *soap, int number) {
    ns1__Order *made = soap_new_ns1__Order(soap, 1);
    ns1__Line *line = soap_new_ns1__Line(soap, 1);
    line->article = "AB-1234";
    line->quantity = 2;
    made->id = number;
    made->status = ns1__Status__paid;
    made->customer = customer;
    made->placed = "2024-02-29";
    made->line.push_back(line);
    return made;
}

int __ns1__getOrder(struct soap *soap, _ns1__getOrder *request, _ns1__getOrderResponse &response) {
    response.order = order(soap, request->id);
    return SOAP_OK;
}

int __ns1__findOrders(struct soap *soap, _ns1__findOrders *, _ns1__findOrdersResponse &response) {
    response.order.push_back(order(soap, 1));
    response.order.push_back(order(soap, 2));
    return SOAP_OK;
}

// The second binding has the same messages under other names.
int __ns1__getOrder_(struct soap *soap, _ns1__getOrder *request, _ns1__getOrderResponse &response) {
    return __ns1__getOrder(soap, request, response);
}

int __ns1__findOrders_(struct soap *soap, _ns1__findOrders *request, _ns1__findOrdersResponse &response) {
    return __ns1__findOrders(soap, request, response);
}

int main() {
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING | SOAP_XML_STRICT);
    soap->bind_flags = SO_REUSEADDR;
    soap->recv_timeout = soap->send_timeout = 10;
    SOAP_SOCKET listener = soap_bind(soap, "127.0.0.1", 0, 100);
    if (!soap_valid_socket(listener)) return 1;
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    getsockname(listener, (struct sockaddr *)&address, &length);
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    for (;;) {
        if (!soap_valid_socket(soap_accept(soap))) return 1;
        soap_serve(soap);
        soap_destroy(soap);
        soap_end(soap);
    }
}
