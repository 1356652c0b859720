import Foundation
import Testing

@testable import TokenGateway

@Suite struct CheckTests {
    private let session: Session

    init() throws {
        session = try Session()
    }

    @Test func checkCreatesNoFile() async throws {
        let outcome = await session.run("check")
        #expect(outcome.status == 0 && outcome.err.isEmpty)
        #expect(outcome.out.contains("database: \(session.database) will be created\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: session.folder.path).isEmpty)
        await session.run("store", "list")
        let before = try FileManager.default.contentsOfDirectory(atPath: session.folder.path)
        #expect(await session.run("check").out.contains("database: \(session.database) is good\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: session.folder.path) == before)
    }

    @Test func anEmptyFileWillBeMigrated() async throws {
        let empty = try session.folder.file("empty.sqlite", "")
        let outcome = await session.run("check", "--database", empty)
        #expect(outcome.status == 0)
        #expect(outcome.out.contains("will be migrated ("))
    }

    @Test func aDamagedDatabaseIsReported() async throws {
        let bad = try session.folder.file("bad.sqlite", String(repeating: "no database ", count: 1000))
        let outcome = await session.run("check", "--database", bad)
        #expect(outcome.status == 1)
        #expect(outcome.out.contains("wrong: \(bad): the database is damaged"))
        #expect(outcome.err == "token-gateway: the check found 1 problem\n")
    }

    @Test func everyInvalidLineIsReported() async throws {
        let file = try session.folder.file("c.yaml", "prot: 1\nport: x\n")
        let outcome = await session.run("check", "--config", file)
        #expect(outcome.status == 1)
        #expect(outcome.out.contains("wrong: \(file):1: there is no setting \"prot\"\n"))
        #expect(outcome.out.contains("wrong: \(file):2: port takes"))
        #expect(outcome.err == "token-gateway: the check found 2 problems\n")
    }

    @Test func theMessagesFileIsChecked() async throws {
        let good = try session.folder.file("good.csv", "auth.failed,Nein.\n")
        #expect(await session.run("check", "--messages", good).out.contains("messages: \(good) is good\n"))
        let bad = try session.folder.file("bad.csv", "auth.failed,a\nnope,b\n")
        let file = try session.folder.file("c.yaml", "messages: \(bad)\n")
        let outcome = await session.run("check", "--config", file)
        #expect(outcome.status == 1)
        #expect(outcome.out.contains("wrong: \(bad):2: there is no message nope\n"))
    }

    @Test func valuesAreListedWithTheirSources() async throws {
        let file = try session.folder.file("c.yaml", "drain: 3\n")
        let text = await session.run("check", "--config", file, "--port", "0", environment: ["TOKEN_GATEWAY_LOG_LEVEL": "debug"]).out
        let rows = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(rows.contains(["drain", "3", file]))
        #expect(rows.contains(["port", "0", "--port"]))
        #expect(rows.contains(["base-url", "http://HOST:PORT", "default"]))
        #expect(rows.contains(["log-level", "debug", "TOKEN_GATEWAY_LOG_LEVEL"]))
    }

    @Test func postgresIsRefusedForNow() async {
        let outcome = await session.run("check", "--database", "postgres://db/x")
        #expect(outcome.status == 1)
        #expect(outcome.out.contains("no PostgreSQL driver yet"))
    }
}

@Suite struct DocumentCommandTests {
    @Test func wsdl() async throws {
        let session = try Session()
        let one = await session.run("wsdl", "--services", "integrationAdminTokenServiceV1", "--base-url", "https://g.example/")
        #expect(one.status == 0)
        #expect(one.out.contains("targetNamespace=\"https://g.example/soap/default?services=integrationAdminTokenServiceV1\""))
        #expect(one.out.contains("integrationAdminTokenServiceV1Soap11Port"))
        let narrow = await session.run("wsdl", "--services", "integrationAdminTokenServiceV1", "--soap", "1.2").out
        #expect(narrow.contains("http://127.0.0.1:8080/soap/default") && !narrow.contains("Soap11"))
        let all = await session.run("wsdl").out
        #expect(all.contains("%2C") && all.contains("customerCustomerRepositoryV1"))
        #expect(!FileManager.default.fileExists(atPath: session.database))
        #expect(
            await session.run("wsdl", "--services", "nopeV1").err
                == "token-gateway: there is no service nopeV1; see token-gateway help wsdl\n")
        #expect(await session.run("wsdl", "--services", "no good").status == 1)
    }

    @Test func files() async throws {
        let session = try Session()
        let folder = session.folder.path + "/a/WSDL"
        #expect(await session.run("wsdl", "--write", folder).status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names.contains("integrationAdminTokenServiceV1.wsdl"))
        let written = try String(contentsOfFile: folder + "/integrationAdminTokenServiceV1.wsdl", encoding: .utf8)
        #expect(await session.run("wsdl", "--services", "integrationAdminTokenServiceV1").out == written)
        let file = session.folder.path + "/api.json"
        #expect(await session.run("openapi", "--write", file).status == 0)
        let text = await session.run("openapi").out
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(document?["openapi"] as? String == "3.1.0")
        #expect(await session.run("openapi", "--write", "/nowhere/x.json").err == "token-gateway: /nowhere/x.json cannot be written\n")
    }
}
