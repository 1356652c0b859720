import Foundation
import Testing
import TokenCore

@testable import TokenGateway

/// `import magento` as an operator runs it.
@Suite struct ImportCommandTests {
    private let session: Session
    private static let columns = """
        entity_id,website_id,email,group_id,store_id,created_at,updated_at,is_active,disable_auto_group_change,created_in,prefix,\
        firstname,middlename,lastname,suffix,dob,password_hash,default_billing,default_shipping,taxvat,confirmation,gender
        """
    private static let keyed = "df5d27c17eabebee696204fa792d675d74f6794571cd043eb407f27ac55fa2b4"

    init() throws {
        session = try Session()
        try FileManager.default.createDirectory(atPath: session.folder.path + "/shop", withIntermediateDirectories: true)
        let row = "7,1,ann@shop.test,1,1,2024-01-01 00:00:00,2024-01-01 00:00:00,1,0,,,Ann,,Lee,,,\(Self.keyed),,,,,\n"
        _ = try session.folder.file("shop/customer_entity.csv", Self.columns + "\n" + row)
    }

    private var shop: String { session.folder.path + "/shop" }

    @Test func aDryRunThenAnImportThenNothing() async throws {
        let dry = await session.run("import", "magento", "--from", shop, "--dry-run")
        #expect(dry.status == 0 && dry.out.hasSuffix("this would be imported; nothing was changed\n"))
        #expect(dry.out.contains("customers") && !dry.out.contains(Self.keyed))
        #expect(await session.run("customer", "list", "--json").out == "[]\n")
        let done = await session.run("import", "magento", "--from", shop)
        #expect(done.status == 0 && done.out.hasSuffix("imported\n") && done.err.isEmpty)
        #expect(await session.run("customer", "list", "--json").out.contains(#""email":"ann@shop.test""#))
        let again = await session.run("import", "magento", "--from", shop, "--json")
        #expect(again.status == 0 && again.out.hasPrefix(#"{"changed":false,"dry_run":false,"notes":[],"tables":[{"kind":"passwords of"#))
    }

    @Test func theCryptKeyComesFromStandardInput() async throws {
        let wrong = await session.run("import", "magento", "--from", shop, "--crypt-key-stdin", input: FakeInput.piped("short\n"))
        let expected = "standard input holds no crypt key: 32 characters, or base64 and the encoded 32 bytes"
        #expect(wrong == .init(status: 1, out: "", err: "token-gateway: \(expected)\n"))
        let key = FakeInput.piped("0123456789abcdef0123456789abcdef\n")
        let done = await session.run("import", "magento", "--from", shop, "--crypt-key-stdin", input: key)
        #expect(done.status == 0 && !done.out.contains("passwords of"))
        let stored = try await session.core().database.read { try $0.customer(id: 7)?.passwordHash }
        #expect(stored?.hasPrefix("keyed:\(Self.keyed):") == true)
        let passwords = FakeInput.piped("Passw0rd!-new\n")
        #expect(await session.run("customer", "password", "ann@shop.test", "--password-stdin", input: passwords).status == 0)
    }

    @Test func refusalsNameFileAndLine() async throws {
        _ = try session.folder.file("shop/newsletter_subscriber.csv", "customer_id,subscriber_status\n7,1\n7\n")
        let refused = await session.run("import", "magento", "--from", shop)
        let expected = "newsletter_subscriber.csv, line 3: the line has 1 fields, the header 2"
        #expect(refused == .init(status: 1, out: "", err: "token-gateway: \(expected)\n"))
        #expect(await session.run("import", "magento", "--from", session.folder.path + "/none").status == 1)
        #expect(await session.run("import", "magento").status == 64)
        #expect(await session.run("import").status == 64)
    }
}
