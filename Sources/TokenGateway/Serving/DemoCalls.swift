import GatewayHTTP
import ServiceModel

/// Calls to copy into a terminal, for a start with `--demo`.
struct DemoCalls {
    /// Where the server listens, for example `http://127.0.0.1:8080`.
    let address: String
    /// The public base URL, from which the SOAP namespace is made.
    let baseURL: String
    let outcome: DemoAccounts.Outcome

    var text: String {
        let (admin, customer, password) = (DemoAccounts.username, DemoAccounts.email, DemoAccounts.password)
        let made = outcome.created.isEmpty ? "The demo accounts exist already; nothing was changed." : "Created: \(created)."
        return """

            \(made) Password: \(password)
            Never let others reach this server: the password is public.

            A token for the administrator, JSON:
              curl -s \(rest)/integration/admin/token -H 'Content-Type: application/json' \\
                -d '{"username":"\(admin)","password":"\(password)"}'

            A token for the customer, XML:
              curl -s \(rest)/integration/customer/token -H 'Content-Type: application/xml' -H 'Accept: application/xml' \\
                -d '<login><username>\(customer)</username><password>\(password)</password></login>'

            The same over SOAP 1.2:
              curl -s '\(address)\(path)/soap/default?services=\(Self.service)' \\
                -H 'Content-Type: application/soap+xml; charset=utf-8' \\
                -d '\(envelope(customer, password))'

            What a token is for:
              TOKEN=$(curl -s \(rest)/integration/customer/token -H 'Content-Type: application/json' \\
                -d '{"username":"\(customer)","password":"\(password)"}' | tr -d '"')
              curl -s \(rest)/customers/me -H "Authorization: Bearer $TOKEN"

            """
    }

    private static let service = "integrationCustomerTokenServiceV1"

    private var created: String { outcome.created.joined(separator: " and ") }
    private var path: String { PublicURL(baseURL)?.path ?? "" }
    private var rest: String { "\(address)\(path)/rest/V1" }

    /// On one line: it has no quotation marks that would end the argument.
    private func envelope(_ username: String, _ password: String) -> String {
        let operation = Self.service + "CreateCustomerAccessTokenRequest"
        return "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body>"
            + "<t:\(operation) xmlns:t=\"\(baseURL)/soap/default?services=\(Self.service)\">"
            + "<username>\(username)</username><password>\(password)</password></t:\(operation)></e:Body></e:Envelope>"
    }
}
