import ServiceModel
import TestSupport
import Testing
import TokenCore

@testable import TokenServices

/// The operations of administration, called as a façade calls them.
struct AdministrationServicesTests {
    private struct Bench {
        private let test: TestCore
        var core: Core { test.core }

        init() throws { test = try TestCore() }

        func remove() { test.remove() }

        func call(
            _ operation: HandledOperation<Core>, _ parameters: Wire, as caller: Caller = .localOperator
        ) async throws(Fault) -> Wire {
            guard case .object(let object) = parameters else { throw Fault(.internal) }
            let context = CallContext(caller: caller, store: CallContext.localOperator.store, origin: .cli)
            let bound = operation.bound(to: core)
            try bound.authorize(caller, in: context.store)
            return try await bound.call(object, rules: .rest, context: context)
        }

        func page(_ operation: HandledOperation<Core>, _ parameters: Wire = [:]) async throws -> (ids: [Wire?], total: Wire?) {
            guard case .object(let page) = try await call(operation, parameters), case .list(let items)? = page["items"] else {
                throw Fault(.internal)
            }
            let ids = items.map { item -> Wire? in if case .object(let object) = item { object["id"] ?? object["accessor"] } else { nil } }
            return (ids, page["totalCount"])
        }
    }

    @Test func neitherRESTNorSOAPNorDocumentsHaveThem() {
        let offered = Set(Services.descriptions.map(\.service))
        for operation in AdministrationServices.operations {
            #expect(operation.description.route == nil, "\(operation.description.name)")
            #expect(!offered.contains(operation.description.service), "\(operation.description.name)")
        }
    }

    @Test func eachNeedsItsACLResource() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        for operation in AdministrationServices.operations {
            let resources = operation.description.resources.map(\.name)
            for caller in [Caller.guest, .admin(id: 1, permissions: .resources(["Magento_Customer::group"]))] {
                await #expect(throws: Fault.self, "\(operation.description.name)") {
                    _ = try await bench.call(operation, [:], as: caller)
                }
            }
            #expect(resources.allSatisfy { $0.hasPrefix("Magento_") })
        }
        let reader = Caller.admin(id: 1, permissions: .resources(["Magento_User::acl_roles"]))
        _ = try await bench.call(RoleService.getList, [:], as: reader)
    }

    @Test func secretsOfParametersAndResultsAreDeclared() {
        let secret = ["password", "secret", "value", "consumerSecret", "accessToken", "accessTokenSecret"]
        func members(_ schema: ObjectSchema) -> [ObjectSchema.Member] {
            schema.members.flatMap { member in if case .object(let inner) = member.schema { members(inner) } else { [member] } }
        }
        for description in AdministrationServices.operations.map(\.description) {
            var all = members(description.input)
            if description.method != "getList", case .object(let output)? = description.output { all += members(output) }
            for member in all where secret.contains(member.name) {
                #expect(member.schema.isSecret, "\(description.name) \(member.name)")
            }
        }
    }

    @Test func listsArePagedWithTheirTotal() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        for name in ["a", "b", "c"] {
            _ = try await bench.call(RoleService.create, ["name": .text(name), "resources": ["Magento_Customer::group"]])
        }
        var page = try await bench.page(RoleService.getList, ["pageSize": 3])
        #expect(page.ids == [1, 2, 3] && page.total == 4)
        page = try await bench.page(RoleService.getList, ["pageSize": 3, "currentPage": 2])
        #expect(page.ids == [4] && page.total == 4)
        page = try await bench.page(RoleService.getList, ["pageSize": 3, "currentPage": 3])
        #expect(page.ids.isEmpty && page.total == 4)
        for wrong: Wire in [["pageSize": 0], ["pageSize": 10_001], ["currentPage": 0], ["pageSize": -1]] {
            await #expect(throws: Fault.self) { _ = try await bench.call(RoleService.getList, wrong) }
        }
    }

    @Test func customersArePagedByTheLastID() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        for name in ["a", "b", "c"] {
            _ = try await bench.call(
                CustomerAdministrationService.create, ["email": .text("\(name)@example.test"), "password": "Correct-Horse-7-Battery"])
        }
        var page = try await bench.page(CustomerAdministrationService.getList, ["pageSize": 2])
        #expect(page.ids == [1, 2] && page.total == 3)
        page = try await bench.page(CustomerAdministrationService.getList, ["pageSize": 2, "afterId": 2])
        #expect(page.ids == [3] && page.total == nil)
    }

    /// A page may begin among tokens of accounts and end among those of integrations.
    @Test func tokensOfAllOwnersArePagedAcrossKinds() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let password = Secret("Correct-Horse-7-Battery")
        _ = try await bench.call(
            CustomerAdministrationService.create, ["email": "ann@example.test", "password": .text(password.revealed)])
        let store = try #require(try await bench.core.directory.current().defaultScope)
        let guest = CallContext(caller: .guest, store: store, origin: Origin(address: "192.0.2.7", requestID: "r"))
        for _ in 0..<2 { _ = try await bench.core.signIn.customer(username: "ann@example.test", password: password, guest) }
        for name in ["x", "y"] {
            _ = try await bench.call(IntegrationService.create, ["name": .text(name), "resources": ["Magento_Customer::group"]])
            _ = try await bench.call(IntegrationService.activate, ["name": .text(name), "baseUrl": "https://g.example"])
        }
        let all = try await bench.page(TokenAdministrationService.getList)
        #expect(all.ids.count == 4 && all.total == 4)
        for size in 1...5 {
            var found: [Wire?] = []
            for number in 1...5 {
                found += try await bench.page(TokenAdministrationService.getList, ["pageSize": .int(size), "currentPage": .int(number)]).ids
            }
            #expect(found == all.ids, "pages of \(size)")
        }
        #expect(try await bench.page(TokenAdministrationService.getList, ["integration": "x", "pageSize": 1]).total == 1)
        await #expect(throws: Fault.self) {
            _ = try await bench.call(TokenAdministrationService.getList, ["integration": "x", "customer": "ann@example.test"])
        }
        await #expect(throws: Fault.self) { _ = try await bench.call(TokenAdministrationService.revoke, [:]) }
    }

    @Test func theAuditTrailNamesTheCaller() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let admin = Caller.admin(id: 12, permissions: .everything)
        _ = try await bench.call(StoreService.create, ["code": "outlet"], as: admin)
        let result = try await bench.call(AuditService.getList, ["pageSize": 1])
        guard case .object(let page) = result, case .list(let items)? = page["items"], case .object(let row)? = items.first else {
            Issue.record("no audit record")
            return
        }
        #expect(row["action"] == "store.create" && row["actorKind"] == "admin" && row["actorId"] == 12 && row["subject"] == "outlet")
        #expect(page["totalCount"] == 1)
    }

    @Test func faultsHaveIDsAndNameTheValueInFull() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let name = String(repeating: "a", count: 100)
        do {
            _ = try await bench.call(RoleService.delete, ["name": .text(name)])
            Issue.record("deleted")
        } catch {
            #expect(error.message.id == "administration.role-unknown" && error.kind == .notFound)
            #expect(MessageTexts().text(of: error) == "there is no role \(name)")
        }
    }
}
