import ServiceModel
import Testing
import TokenCore

@testable import MagentoImport

struct ImportTests {
    private let workshop: Workshop

    init() throws {
        workshop = try Workshop()
    }

    private func line(_ report: ImportReport, _ kind: String) -> [Int]? {
        report.lines.first { $0.kind == kind }.map { [$0.new, $0.present, $0.skipped] }
    }

    @Test func aShopIsImportedCompletely() async throws {
        let report = try await workshop.run(workshop.dump(Dump.shop))
        #expect(line(report, "admins") == [3, 0, 0])
        #expect(line(report, "roles") == [2, 1, 0])
        #expect(line(report, "customers") == [4, 0, 0])
        #expect(line(report, "addresses") == [2, 0, 1])
        #expect(line(report, "customer groups") == [2, 1, 0])
        #expect(line(report, "settings") == [4, 0, 3])
        #expect(line(report, "websites and stores") == [3, 2, 0])
        #expect(line(report, "passwords of customers") == [0, 0, 1])
        for table in ["jwt_auth_revoked", "tfa_user_config"] { #expect(report.notes.contains { $0.hasPrefix("\(table) is skipped") }) }
        #expect(report.notes.contains { $0.hasPrefix("Setting oauth/authentication_lock/timeout stays") })
        let trail = try await workshop.core.database.read { try $0.auditTrail(limit: 10) }
        #expect(trail.count == 1 && trail.first?.action == "import.magento" && trail.first?.subject == "shop.sql")
    }

    @Test func customersAreImportedWithAllMembers() async throws {
        try await workshop.run(workshop.dump(Dump.shop))
        let ann = try await workshop.customer(7)
        #expect(ann.email == "Ann@shop.test" && ann.lastName == "O'Lee" && ann.dateOfBirth == "1990-01-31" && ann.gender == 2)
        #expect(
            ann.createdAt.sqlDateTime == "2024-02-29 12:00:01" && ann.updatedAt.sqlDateTime == "2024-03-01 00:00:00" && !ann.isSubscribed)
        #expect(ann.defaultBillingID == 11 && ann.defaultShippingID == nil)
        #expect(try await workshop.customer(8).isSubscribed)
        let other = try await workshop.customer(9)
        #expect(other.websiteID == 2 && other.storeID == 3 && other.groupID == 4 && other.passwordHash == nil)
        #expect(try await workshop.customer(70_000).passwordHash == nil)
        let addresses = try await workshop.core.database.read { try $0.addresses(ofCustomers: [7]) }
        #expect(addresses.map(\.id) == [11, 12])
        #expect(addresses.first?.street == ["Weg 1", "Haus B"] && addresses.first?.region == .init(name: "NRW", id: 88))
        #expect(addresses.last?.company == "A \"B\" & Co" && addresses.last?.region == nil && addresses.last?.taxNumber == "DE1")
    }

    @Test func sitesRolesAndSettingsAreImported() async throws {
        try await workshop.run(workshop.dump(Dump.shop))
        let snapshot = try await workshop.core.directory.current()
        #expect(snapshot.websites.map(\.code) == ["base", "b2b"] && snapshot.websites.map(\.defaultStoreID) == [2, 3])
        #expect(snapshot.stores.map(\.code) == ["default", "english", "b2b"] && snapshot.defaultStore?.code == "english")
        #expect(SettingCatalog.standard.shown("oauth/access_token_lifetime/customer", in: snapshot.settings) == "2.5")
        #expect(SettingCatalog.standard.shown("webapi/validation/default_page_size", in: snapshot.settings) == "500")
        #expect(snapshot.settings.lifetime(.admin) == nil)
        #expect(SettingCatalog.standard.shown("oauth/authentication_lock/timeout", in: snapshot.settings) == "1800")
        let roles = try await workshop.core.administration(as: .localOperator).roles()
        #expect(roles.map(\.name) == ["Administrators", "Readers", "Readers (5)"])
        #expect(roles[1].resources == ["Magento_Customer::customer", "Magento_Sales::sales"] && roles[2].resources.isEmpty)
        let admins = try await workshop.core.administration(as: .localOperator).admins()
        #expect(admins.map(\.account.id) == [1, 2, 3] && admins.map(\.roleName) == ["Administrators", "Readers", nil])
        #expect(admins.map { $0.account.expiresAt?.sqlDateTime } == [nil, "2001-01-01 00:00:00", nil])
    }

    @Test func oldPasswordsAreAcceptedAndRehashed() async throws {
        try await workshop.run(workshop.dump(Dump.shop))
        #expect(try await workshop.outcome(.customer, "ann@shop.test", "Passw0rd") == "auth.failed")
        #expect(try await workshop.outcome(.customer, "ann@shop.test", "Passw0rd!") == "token")
        #expect(try await workshop.outcome(.customer, "bob@shop.test", "Passw0rd!") == "token")
        #expect(try await workshop.outcome(.customer, "bob@shop.test", "Passw0rd!", store: "b2b") == "auth.failed")
        #expect(try await workshop.outcome(.admin, "root", "Passw0rd!") == "token")
        #expect(try await workshop.outcome(.admin, "lim", "Passw0rd!") == "auth.failed")
        for id in [7, 8] { #expect(try await workshop.customer(id).passwordHash?.hasPrefix("$argon2id$") == true) }
        #expect(try await workshop.outcome(.customer, "ann@shop.test", "Passw0rd!") == "token")
        #expect(try await workshop.outcome(.customer, "ann@shop.test", "Passw0rd") == "auth.failed")
    }

    @Test func aSecondRunChangesNothing() async throws {
        let path = try workshop.dump(Dump.shop)
        try await workshop.run(path)
        // Later changes are kept.
        _ = try await workshop.outcome(.customer, "ann@shop.test", "Passw0rd!")
        try await workshop.core.administration(as: .localOperator).setSetting("oauth/access_token_lifetime/customer", to: "7")
        try await workshop.core.administration(as: .localOperator).setRole("Readers", resources: ["Magento_Customer::customer"])
        try await workshop.core.administration(as: .localOperator).setAdmin("root", active: false)
        let before = try await workshop.contents()
        let report = try await workshop.run(path)
        #expect(report.isUnchanged)
        #expect(line(report, "customers") == [0, 4, 0] && line(report, "addresses") == [0, 2, 1] && line(report, "admins") == [0, 3, 0])
        #expect(report.notes.contains("Role Readers allows something else here, and stays so."))
        #expect(try await workshop.contents() == before)
    }

    @Test func aDryRunChangesNothing() async throws {
        let before = try await workshop.contents()
        let path = try workshop.dump(Dump.shop)
        let rehearsed = try await workshop.run(path, rehearsal: true)
        #expect(try await workshop.contents() == before)
        #expect(try await workshop.run(path) == rehearsed)
    }

    @Test func tablePrefixesAreSupported() async throws {
        let text = MagentoTable.allCases.reduce(Dump.shop) { $0.replacing("`\($1.rawValue)`", with: "`mg_\($1.rawValue)`") }
        #expect(try await workshop.refusal(workshop.dump(text)) != nil)
        let report = try await workshop.run(workshop.dump(text), prefix: "mg_")
        #expect(line(report, "customers") == [4, 0, 0])
        let refusal = try await workshop.refusal(workshop.dump("SELECT 1;\n"))
        #expect(refusal?.text == "no table of Magento is in here (names of tables may have a prefix, which --prefix tells)")
    }
}
