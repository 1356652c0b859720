/* The customer token service as gSOAP generates it from the gateway's WSDL, answering a constant token: a stand-alone server with
 * keep-alive and a thread for each connection, as gSOAP's guide has it.
 *
 *     gsoap_server PORT
 */
#include "integrationCustomerTokenServiceV1Binding.nsmap"
#include "soapH.h"
#include <pthread.h>
#include <stdlib.h>

typedef struct ns1__IntegrationCustomerTokenServiceV1CreateCustomerAccessTokenRequest LoginRequest;
typedef struct ns1__IntegrationCustomerTokenServiceV1CreateCustomerAccessTokenResponse LoginResponse;
typedef struct ns1__IntegrationCustomerTokenServiceV1RevokeCustomerAccessTokenRequest RevokeRequest;
typedef struct ns1__IntegrationCustomerTokenServiceV1RevokeCustomerAccessTokenResponse RevokeResponse;

int __ns1__integrationCustomerTokenServiceV1CreateCustomerAccessToken(struct soap *soap, LoginRequest *request, LoginResponse *response)
{
    if (!request || !request->username || !request->password) return soap_sender_fault(soap, "Credentials are missing.", NULL);
    response->result = "0123456789abcdef0123456789abcdef";
    return SOAP_OK;
}

int __ns1__integrationCustomerTokenServiceV1RevokeCustomerAccessToken(struct soap *soap, RevokeRequest *request, RevokeResponse *response)
{
    (void)request;
    (void)response;
    return soap_sender_fault(soap, "Only the token itself is served here.", NULL);
}

static void *serve_connection(void *argument)
{
    struct soap *soap = argument;
    pthread_detach(pthread_self());
    soap_serve(soap);
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
    return NULL;
}

int main(int count, char **arguments)
{
    if (count != 2) return 64;
    struct soap *soap = soap_new1(SOAP_IO_KEEPALIVE);
    soap->bind_flags = SO_REUSEADDR;
    soap->max_keep_alive = 0; /* Without end. */
    soap->accept_timeout = 0;
    soap->recv_timeout = 60;
    soap->send_timeout = 60;
    if (!soap_valid_socket(soap_bind(soap, "127.0.0.1", atoi(arguments[1]), 1024))) {
        soap_print_fault(soap, stderr);
        return 1;
    }
    for (;;) {
        if (!soap_valid_socket(soap_accept(soap))) continue;
        struct soap *copy = soap_copy(soap);
        pthread_t id;
        if (copy && pthread_create(&id, NULL, serve_connection, copy) == 0) continue;
        if (copy) soap_free(copy);
    }
}
