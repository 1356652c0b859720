import ServiceModel
import TokenCore

/// Tokens of customers (contract: `tokens.md` §1).
enum CustomerTokenService {
    static let name = "integrationCustomerTokenServiceV1"

    static let create = Operation(
        service: name, method: "createCustomerAccessToken", route: Route(.post, "/V1/integration/customer/token"),
        resources: [.anonymous], input: .credentials, output: .secret,
        documentation: "Exchanges the credentials of a customer of the current store's website for an access token.")

    static let revoke = Operation(
        service: name, method: "revokeCustomerAccessToken", route: Route(.post, "/V1/integration/customer/revoke-customer-token"),
        resources: [.customerSelf], input: .ownCustomer, output: .boolean, forced: [.customerID],
        documentation: "Ends all access tokens of the calling customer.")

    static let operations: [HandledOperation<Core>] = [
        create.handled { core, input, context throws(Fault) in
            try await core.signIn.customer(username: input.username, password: input.password, context)
        },
        revoke.handled { core, input, context throws(Fault) in
            try await core.revocation.revokeOwn(.customer, id: input.customerID, context)
        },
    ]
}

/// The caller's own id; it never comes from the client.
struct OwnCustomer: Sendable {
    let customerID: Int
}

extension Codec where Value == OwnCustomer {
    static let ownCustomer = object(
        "", OwnCustomer.init, .required("customerId", \.customerID, .int, "Always the calling customer, whatever is sent."))
}
