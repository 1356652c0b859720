import Foundation
import Testing
import TokenCore

@testable import GatewayMail

@Suite struct OutboxTests {
    private func message(_ reference: String = "abc") throws -> MailMessage {
        let address = try #require(MailAddress("a@b.test"))
        return try MailMessage(
            .init(
                sender: address, recipient: address, subject: "s", text: "t", html: "h", reference: reference,
                date: Timestamp(milliseconds: 1_700_000_000_000)))
    }

    private func temporaryFolder() -> String { NSTemporaryDirectory() + "outbox-\(UUID().uuidString)" }

    @Test func eachMessageIsOneFileReadableByItsOwner() async throws {
        let folder = temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let mailer = OutboxMailer(folder: folder)
        for reference in ["abc", "def", "abc"] { try await mailer.send(message(reference)) }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["20231114T221320Z-abc.eml", "20231114T221320Z-def.eml"])
        let file = "\(folder)/\(names[0])"
        #expect(try Data(contentsOf: URL(filePath: file)) == Data(message().bytes))
        for (path, mode) in [(folder, 0o700), (file, 0o600)] {
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == mode)
        }
    }

    @Test func fileOfAnInterruptedAttemptIsReplaced() async throws {
        let folder = temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("half".utf8).write(to: URL(filePath: "\(folder)/.20231114T221320Z-abc.part"))
        try await OutboxMailer(folder: folder).send(message())
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["20231114T221320Z-abc.eml"])
    }

    @Test func folderThatCannotBeCreatedIsATemporaryFailure() async throws {
        let failure = await #expect(throws: MailFailure.self) { try await OutboxMailer(folder: "/dev/null/outbox").send(message()) }
        #expect(failure?.isFinal == false)
        #expect(failure?.reason.hasPrefix("outbox: ") == true)
    }
}
