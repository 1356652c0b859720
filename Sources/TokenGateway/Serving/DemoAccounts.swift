import ServiceModel
import TokenCore

/// Accounts to try the gateway with. Their password is public, so only `--demo` creates them, and only in a database without other
/// accounts.
struct DemoAccounts {
    static let username = "demo"
    static let email = "demo@example.test"
    static let password = "Demo-Passw0rd"
    /// The administrator may read customers and ask about tokens, and nothing else.
    static let role = "Demo"
    static let resources = ["Magento_Customer::customer", "Magento_Integration::config_oauth"]

    let core: Core

    private var administration: Administration { core.administration(as: .localOperator) }

    /// What a start with `--demo` found or created.
    struct Outcome: Equatable {
        var created: [String] = []
        /// The customer's id, for the calls.
        var customerID: Int
    }

    /// - Throws: ``CommandError`` for a host that others can reach: the password is public.
    static func check(host: String) throws {
        guard host == "localhost" || IPAddress(host: host)?.isLoopback == true else {
            throw CommandError("--demo makes accounts with a public password, so its host must be 127.0.0.1 or ::1, not \(host)")
        }
    }

    /// Creates what is missing. Accounts that exist stay as they are, whatever their password and rights.
    /// - Throws: ``CommandError`` for a database with other accounts, leaving it as it is.
    func prepare() async throws -> Outcome {
        let admins = try await administration.admins().map(\.account.username)
        let customers = try await core.customers.list(after: 0, limit: 2)
        if let other = admins.first(where: { LoginName.folded($0) != Self.username }) ?? customers.map(\.email).first(where: isForeign) {
            throw CommandError("--demo adds accounts with a public password, so it refuses a database with other accounts (\(other))")
        }
        var outcome = Outcome(customerID: customers.first?.id ?? 0)
        if admins.isEmpty {
            try await createAdmin()
            outcome.created.append("administrator \(Self.username)")
        }
        if customers.isEmpty {
            let draft = CustomerDraft.with(email: Self.email, firstName: "Demo", lastName: "Customer")
            let customer = try await core.customers.create(
                draft, password: Secret(Self.password), storeCode: nil, .localOperator)
            outcome.customerID = customer.account.id
            outcome.created.append("customer \(Self.email)")
        }
        return outcome
    }

    private func isForeign(_ email: String) -> Bool { LoginName.folded(email) != Self.email }

    private func createAdmin() async throws {
        let roles = try await administration.roles()
        if !roles.contains(where: { $0.name.utf8Equals(Self.role) }) {
            _ = try await administration.createRole(Self.role, resources: Self.resources)
        }
        _ = try await administration.createAdmin(
            .init(username: Self.username, email: Self.email, firstName: "Demo", lastName: "Admin", roleName: Self.role),
            password: Secret(Self.password))
    }
}
