import ServiceModel
import Testing

struct OperationTableTests {
    private static func operation(_ method: Route.Method, _ path: String, _ name: String) -> AnyOperation {
        Operation(
            service: "shopV1", method: name, route: Route(method, path), resources: [.anonymous], input: .noParameters,
            output: Codec<String>.string, documentation: ""
        ).handled { (_: Void, _, _) async throws(Fault) in name }.bound(to: ())
    }

    private let table = OperationTable([
        operation(.get, "/V1/things/:id", "byId"), operation(.delete, "/V1/things/:id", "delete"),
        operation(.get, "/V1/things/me", "me"), operation(.put, "/V1/things/me", "saveMe"),
        operation(.get, "/V1/:kind/me", "anyMe"), operation(.post, "/V1/things", "create"),
    ])

    private func names(_ path: String) -> [String: String] {
        let matches = table.matches(path.split(separator: "/", omittingEmptySubsequences: false).map(String.init))
        return Dictionary(uniqueKeysWithValues: matches.map { ($0.key.rawValue, $0.value.operation.description.method) })
    }

    @Test(arguments: [
        ("V1/things/me", ["GET": "me", "PUT": "saveMe", "DELETE": "delete"]),
        ("V1/things/7", ["GET": "byId", "DELETE": "delete"]),
        ("V1/others/me", ["GET": "anyMe"]),
        ("V1/things", ["POST": "create"]),
        ("V1/things/", [:]), ("V1/things/7/x", [:]), ("V1/things/..", [:]), ("V1/things/.", [:]), ("V1//me", [:]),
        ("v1/things", [:]), ("V1/Things", [:]), ("V1/thing\u{73}\u{323}", [:]),
    ])
    func pathsMatchTheirRoutes(_ path: String, _ expected: [String: String]) {
        #expect(names(path) == expected)
    }

    @Test func capturedValuesStayEncoded() {
        #expect(table.matches(["V1", "things", "a%20b"])[.get]?.variables.first?.value == "a%20b")
    }

    @Test func operationNamesAreComparedAsBytes() {
        #expect(table.operation(named: "shopV1ById") != nil)
        #expect(table.operation(named: "shopV1byId") == nil)
        // The Kelvin sign equals K for Swift's strings.
        #expect(table.operation(named: "shopV1\u{212A}") == nil)
        #expect(table.operations(of: "nopeV1") == nil)
    }
}

struct CallerTests {
    private let store = StoreScope(storeID: 1, code: "default", websiteID: 1, isAdmin: false, sharesCustomers: false)
    private let admin = StoreScope(storeID: 0, code: "all", websiteID: 1, isAdmin: true, sharesCustomers: false)
    private let shared = StoreScope(storeID: 9, code: "other", websiteID: 2, isAdmin: false, sharesCustomers: true)
    private let customer = Caller.customer(.init(id: 7, groupID: 1, websiteID: 1, storeID: 1))
    private let full = Caller.admin(id: 1, permissions: .everything)
    private let limited = Caller.admin(id: 2, permissions: .resources(["Magento_Customer::customer"]))

    @Test func everyResourceMustBeHeld() {
        let read = Resource.acl("Magento_Customer::customer")
        let delete = Resource.acl("Magento_Customer::delete")
        #expect(Caller.guest.mayUse([.anonymous], in: store))
        #expect(!Caller.guest.mayUse([.customerSelf], in: store))
        #expect(customer.mayUse([.customerSelf], in: store))
        #expect(!customer.mayUse([.customerSelf], in: admin))
        #expect(customer.mayUse([.customerSelf], in: shared))
        #expect(!customer.mayUse([read], in: store))
        #expect(!customer.mayUse([.adminSelf], in: store))
        #expect(full.mayUse([.customerSelf, .adminSelf, read, delete], in: admin))
        #expect(limited.mayUse([.adminSelf, read], in: store))
        #expect(!limited.mayUse([delete], in: store))
        #expect(!limited.mayUse([read, delete], in: store))
        #expect(!limited.mayUse([.customerSelf], in: store))
        #expect(!Caller.integration(id: 1, permissions: .everything).mayUse([.adminSelf], in: store))
    }

    @Test func customersOfOtherWebsitesAreRefused() {
        let other = StoreScope(storeID: 2, code: "second", websiteID: 2, isAdmin: false, sharesCustomers: false)
        #expect(!customer.mayUse([.customerSelf], in: other))
    }
}

struct ForcedParameterTests {
    private struct Own: Sendable {
        let customerID: Int
    }

    private func call(_ sent: WireObject, as caller: Caller) async throws(Fault) -> Wire {
        let codec = Codec.object("", Own.init, .required("customerId", \.customerID, .int, ""))
        let operation = Operation(
            service: "sV1", method: "m", resources: [.customerSelf], input: codec, output: .int, forced: [.customerID], documentation: ""
        ).handled { (_: Void, input, _) async throws(Fault) in input.customerID }.bound(to: ())
        let store = StoreScope(storeID: 1, code: "default", websiteID: 1, isAdmin: false, sharesCustomers: false)
        let context = CallContext(caller: caller, store: store, origin: Origin(address: "test", requestID: "1"))
        return try await operation.call(sent, rules: .rest, context: context)
    }

    @Test(arguments: ["customerId", "customer_id", "CUSTOMERID", "customerid", "Customer_Id"])
    func theCallersIDReplacesWhatWasSent(_ name: String) async throws {
        let customer = Caller.customer(.init(id: 7, groupID: 1, websiteID: 1, storeID: 1))
        #expect(try await call(WireObject([.init(name: name, value: 99)]), as: customer) == 7)
        #expect(try await call(WireObject(), as: customer) == 7)
    }

    @Test func callersWithoutAnIDGetNone() async {
        await #expect(throws: Fault.self) {
            try await call(WireObject([.init(name: "customerId", value: 99)]), as: .admin(id: 1, permissions: .everything))
        }
    }
}
