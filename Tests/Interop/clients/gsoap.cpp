// A client that gSOAP made from the WSDL of all services: a customer with two addresses is created, signs in and is read back.
// Arguments: the address of the services, the e-mail address, the password. Prints what the gateway told about the customer.
#include <cstdio>
#include <cstring>
#include <string>

#include "gatewayH.h"
#include "gateway.nsmap"

static std::string *text(struct soap *soap, const char *value) {
    std::string *made = soap_new_std__string(soap);
    *made = value;
    return made;
}

static ns1__CustomerDataAddressInterface *address(struct soap *soap, const char *city, bool billing, bool shipping) {
    ns1__CustomerDataAddressInterface *made = soap_new_ns1__CustomerDataAddressInterface(soap);
    made->firstname = text(soap, "Ann");
    made->lastname = text(soap, "Lee");
    made->countryId = text(soap, "NL");
    made->city = text(soap, city);
    made->telephone = text(soap, "+31 20 000");
    made->street = soap_new_ns1__ArrayOfString(soap);
    made->street->item.push_back("Keizersgracht 1");
    made->street->item.push_back("2nd <floor> & more");
    made->defaultBilling = soap_new_bool(soap);
    *made->defaultBilling = billing;
    made->defaultShipping = soap_new_bool(soap);
    *made->defaultShipping = shipping;
    return made;
}

static int failed(struct soap *soap, const char *step) {
    std::fprintf(stderr, "%s: ", step);
    soap_print_fault(soap, stderr);
    return 1;
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    struct soap *soap = soap_new1(SOAP_XML_STRICT | SOAP_C_UTFSTRING);
    soap_set_namespaces(soap, namespaces);
    const char *place = arguments[1];

    ns1__CustomerDataCustomerInterface *customer = soap_new_ns1__CustomerDataCustomerInterface(soap);
    customer->email = arguments[2];
    customer->firstname = "Ann";
    customer->lastname = "Lee";
    customer->addresses = soap_new_ns1__ArrayOfCustomerDataAddressInterface(soap);
    customer->addresses->item.push_back(address(soap, "Amsterdam", true, false));
    customer->addresses->item.push_back(address(soap, "Utrecht", false, true));
    ns1__CustomerAccountManagementV1CreateAccountRequest create;
    create.soap_default(soap);
    create.customer = customer;
    create.password = text(soap, arguments[3]);
    ns1__CustomerAccountManagementV1CreateAccountResponse created;
    if (soap_call___ns1__customerAccountManagementV1CreateAccount(soap, place, "", &create, created)) return failed(soap, "create");

    ns1__IntegrationCustomerTokenServiceV1CreateCustomerAccessTokenRequest login;
    login.soap_default(soap);
    login.username = arguments[2];
    login.password = arguments[3];
    ns1__IntegrationCustomerTokenServiceV1CreateCustomerAccessTokenResponse token;
    if (soap_call___ns1__integrationCustomerTokenServiceV1CreateCustomerAccessToken(soap, place, "", &login, token))
        return failed(soap, "sign in");

    std::string bearer = "Authorization: Bearer " + token.result;
    soap->http_extra_header = bearer.c_str();
    ns1__CustomerCustomerRepositoryV1GetSelfRequest self;
    self.soap_default(soap);
    ns1__CustomerCustomerRepositoryV1GetSelfResponse read;
    if (soap_call___ns1__customerCustomerRepositoryV1GetSelf(soap, place, "", &self, read)) return failed(soap, "read");

    ns1__CustomerDataCustomerInterface *found = read.result;
    std::printf("%s %s %s\n", found->email.c_str(), found->firstname.c_str(), found->lastname.c_str());
    for (ns1__CustomerDataAddressInterface *one : found->addresses->item)
        std::printf("%s|%s|%s|%s%s\n", one->city->c_str(), one->street->item[0].c_str(), one->street->item[1].c_str(),
                    one->defaultBilling && *one->defaultBilling ? "billing" : "", one->defaultShipping && *one->defaultShipping ? "shipping" : "");

    // A wrong password is a typed refusal, not a broken message.
    login.password = "Not-the-one-1";
    soap->http_extra_header = NULL;
    int status = soap_call___ns1__integrationCustomerTokenServiceV1CreateCustomerAccessToken(soap, place, "", &login, token);
    std::printf("%d %s\n", status != SOAP_OK, soap_fault_string(soap) ? soap_fault_string(soap) : "none");
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
    return 0;
}
