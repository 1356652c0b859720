import Foundation
import TestSupport
import Testing
import TokenCore

@testable import MagentoImport

/// What ends an import without any change, and which rows are rejected and reported.
struct RefusalTests {
    private let workshop: Workshop

    init() throws {
        workshop = try Workshop()
    }

    private func refusal(_ text: String) async throws -> String? {
        let before = try await workshop.contents()
        let problem = try await workshop.refusal(workshop.dump(text))
        #expect(try await workshop.contents() == before)
        if let problem { #expect(problem.file == "shop.sql" && problem.line != nil, "\(problem)") }
        return problem?.text
    }

    /// The only row that an import rejects, or whose password it rejects.
    private func rejected(_ text: String) async throws -> RejectedRow? {
        let report = try await workshop.run(workshop.dump(text))
        #expect(report.rejectedRowCount == report.rejectedRows.count && report.rejectedRowCount <= 1, "\(report.rejectedRows)")
        if let odd = report.rejectedRows.first {
            #expect(odd.problem.file == "shop.sql" && odd.problem.line != nil && odd.problem.row != nil)
        }
        return report.rejectedRows.first
    }

    @Test(arguments: [
        "3_32_2_99999999999", "3_32_99_67108864", "3_1024_2_67108864", "1:1:1:1:1:1", "9", "3_32_2_67108864:3_32_2_999999999999",
    ])
    func aHostileHashIsRejectedButNotItsCustomer(_ version: String) async throws {
        let hash = "'\(String(repeating: "a", count: 64)):\(Dump.salt):\(version)'"
        let text = Dump.customers(Dump.customer(1, "a@b.c"), Dump.customer(2, "b@b.c", hash: hash), Dump.customer(3, "c@b.c"))
        let odd = try await rejected(text)
        #expect(odd?.problem.text == "password_hash is of a version that is not known, or its parameters are out of bounds")
        #expect(odd?.table == .customer && odd?.key == "2")
        #expect(try await workshop.customer(2).passwordHash == nil)
        #expect(try await workshop.customer(3).email == "c@b.c")
    }

    @Test func duplicateCustomersAreRejected() async throws {
        let text = Dump.customers(
            Dump.customer(1, "a@b.c"), Dump.customer(2, "A@B.c"), Dump.customer(1, "a@b.c"), Dump.customer(3, "d@b.c"))
        let report = try await workshop.run(workshop.dump(text))
        #expect(
            report.rejectedRows.map(\.problem.text) == [
                "another customer has this email in this website", "another customer before has this entity_id",
            ])
        #expect(report.lines.first { $0.kind == "customers" }.map { [$0.new, $0.present, $0.skipped] } == [2, 0, 2])
    }

    @Test func customersThatConflictWithExistingOnesAreRejected() async throws {
        try await workshop.run(workshop.dump(Dump.customers(Dump.customer(1, "a@b.c"))))
        let id = Dump.customers(Dump.customer(2, "new@b.c"), Dump.customer(1, "other@b.c"))
        #expect(try await rejected(id)?.problem.text == "customer 1 is another one here")
        let email = Dump.customers(Dump.customer(2, "new@b.c"), Dump.customer(3, "a@b.c"))
        #expect(try await rejected(email)?.problem.text == "another customer has this email in this website")
        #expect(try await workshop.customer(1).email == "a@b.c")
    }

    @Test(arguments: [
        (",1,'a@b.c',1,", ",5,'a@b.c',1,", "there is no website 5 with a store"),
        (",1,'a@b.c',1,", ",1,'a@b.c',77,", "there is no customer group 77"),
        (",1,'a@b.c',1,", ",1,'',1,", "email is not 1 to 255 visible characters"),
        (",1,'a@b.c',1,", ",1,'a\\nb',1,", "email is not 1 to 255 visible characters"),
        (",1,'a@b.c',1,", ",1,NULL,1,", "email is NULL"),
        (",NULL,1,'2024", ",NULL,9,'2024", "store 9 is none of website 1"),
        (",NULL,NULL,2)", ",NULL,NULL,4)", "gender is not a number from 0 to 3"),
        (",NULL,NULL,2)", ",NULL,NULL,'x')", "gender is not a number from 0 to 3"),
        ("'1990-01-31'", "'1990-02-30'", "dob is not a day of the form YYYY-MM-DD"),
        ("'2024-02-29 12:00:01'", "'2023-02-29 12:00:01'", "created_at is not a time of the form YYYY-MM-DD hh:mm:ss"),
        ("'2024-02-29 12:00:01'", "'2024-02-29'", "created_at is not a time of the form YYYY-MM-DD hh:mm:ss"),
        ("(1,1,", "(0,1,", "entity_id is not a number from 1 to 2147483647"),
        ("(1,1,", "(2147483648,1,", "entity_id is not a number from 1 to 2147483647"),
        ("(1,1,", "(-1,1,", "entity_id is not a number from 1 to 2147483647"),
        (",1,0,'Default", ",2,0,'Default", "is_active is not a number from 0 to 1"),
    ])
    func invalidCustomersAreRejected(_ old: String, _ new: String, _ expected: String) async throws {
        let text = Dump.customers(Dump.customer(1, "a@b.c"))
        #expect(text.contains(old))
        #expect(try await rejected(text.replacing(old, with: new))?.problem.text == expected)
        #expect(try await workshop.core.database.read { try !$0.hasCustomers() })
    }

    @Test(arguments: [
        ("'lim@shop.test','lim'", "'lim@shop.test','ROOT'", "another admin before has this username", MagentoTable.admin),
        ("'lim@shop.test','lim'", "'lim@shop.test',''", "username is not 1 to 255 visible characters", .admin),
        (
            "'Magento_Customer::manage',NULL,'deny'", "'Magento_Customer::manage',NULL,'maybe'", "permission is neither allow nor deny",
            .rule
        ),
        ("'G',0,'2','Readers'", "'X',0,'2','Readers'", "role_type is neither G nor U", .role),
        ("'G',0,'2','Readers'", "'G',0,'2',''", "role_name is not 1 to 255 visible characters", .role),
        ("(1,'default',0,'oauth", "(1,'galaxy',0,'oauth", "scope is not default, websites or stores", .configuration),
        ("(12,NULL,7,", "(11,NULL,7,", "another address has this entity_id", .address),
    ])
    func otherInvalidRowsAreRejected(_ old: String, _ new: String, _ expected: String, _ table: MagentoTable) async throws {
        #expect(Dump.shop.contains(old))
        let report = try await workshop.run(workshop.dump(Dump.shop.replacing(old, with: new)))
        let odd = report.rejectedRows.filter { $0.problem.text == expected }
        #expect(!odd.isEmpty && odd.allSatisfy { $0.table == table }, "\(report.rejectedRows)")
        #expect(try await workshop.customer(7).email == "Ann@shop.test")
    }

    /// Rows that all others depend on.
    @Test(arguments: [
        ("(2,'english',1,", "(2,'english',8,", "there is no website 8"),
        ("(2,'english',", "(2,'all',", "code is not 1 to 32 letters, digits and _ with a letter first"),
        ("(2,'english',", "(2,'default',", "another store has this code here"),
        ("(2,'b2b','B2B',0", "(2,'base','B2B',0", "another website has this code here"),
    ])
    func invalidSitesEndTheImport(_ old: String, _ new: String, _ expected: String) async throws {
        #expect(Dump.shop.contains(old))
        #expect(try await refusal(Dump.shop.replacing(old, with: new)) == expected)
    }

    @Test func sitesThatConflictWithExistingOnesEndTheImport() async throws {
        _ = try await workshop.core.administration(as: .localOperator).createStore("second", website: "second")
        #expect(try await refusal(Dump.shop) == "website 2 has another code here")
    }

    @Test func initialRowsAreReplacedInADatabaseWithoutCustomers() async throws {
        let text = Dump.shop.replacing("(1,'base','Haupt'", with: "(1,'main','Haupt'").replacing(
            "(1,'default',1,1", with: "(1,'german',1,1")
        try await workshop.run(workshop.dump(text))
        let snapshot = try await workshop.core.directory.current()
        #expect(snapshot.websites.map(\.code) == ["main", "b2b"] && snapshot.stores.map(\.code) == ["german", "english", "b2b"])
        #expect(try await refusal(text.replacing("(1,'main','Haupt'", with: "(1,'other','Haupt'")) == "website 1 has another code here")
    }

    @Test func aRefusedImportLeavesNothing() async throws {
        let missing = try await workshop.refusal(workshop.folder.url.path + "/nothing.sql")
        #expect(missing?.description == "nothing.sql: there is no such file or folder")
    }
}
