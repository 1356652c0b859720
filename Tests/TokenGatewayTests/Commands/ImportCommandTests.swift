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
        #expect(again.status == 0 && again.out.hasPrefix(#"{"changed":false,"dry_run":false,"left_out":0,"notes":[],"tables":[{"kind":""#))
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

    @Test func whatIsLeftOutIsNamedInTheReportAndCounted() async throws {
        let customers = try String(contentsOfFile: shop + "/customer_entity.csv", encoding: .utf8)
        let odd = customers.split(separator: "\n")[1].replacing("7,1,ann", with: "8,1,bob").replacing(Self.keyed, with: "aa:b:77")
        _ = try session.folder.file("shop/customer_entity.csv", customers + odd + "\n9,5" + odd.dropFirst(3) + "\n")
        let file = session.folder.path + "/odd.csv"
        for options in [["--dry-run"], []] {
            let done = await session.run(["import", "magento", "--from", shop, "--report", file] + options)
            #expect(
                done.status == 0 && done.out.contains("2 rows were left out, or their passwords: they are named in \(file)\n"), "\(done)")
            let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\r\n").map(String.init)
            #expect(
                lines == [
                    "table,key,file,line,row,problem",
                    "customer_entity,8,customer_entity.csv,3,,\"password_hash is of a version that is not known, or its parameters are out of bounds\"",
                    "customer_entity,9,customer_entity.csv,4,,there is no website 5 with a store",
                ])
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
            #expect(await session.run("import", "magento", "--from", shop, "--report", file).err.contains("exists already"))
            try FileManager.default.removeItem(atPath: file)
        }
        let listed = await session.run("customer", "list", "--json").out
        #expect(listed.contains("ann@shop.test") && listed.contains("bob@shop.test") && !listed.contains(#""id":9"#))
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
