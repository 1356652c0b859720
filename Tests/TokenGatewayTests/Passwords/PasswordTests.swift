import Foundation
import ServiceModel
import Synchronization
import Testing

@testable import TokenGateway

@Suite struct PasswordTests {
    private func piped(_ bytes: [UInt8]) throws -> String {
        try PasswordReader.read(piped: true, of: "x", from: FakeInput(piped: bytes)).revealed
    }

    @Test(arguments: [
        ("secret", "secret"), ("secret\n", "secret"), ("secret\r\n", "secret"), ("secret\n\n", "secret\n"), (" s \n", " s "),
        ("s\r", "s\r"), ("pässwörd\n", "pässwörd"), ("two\nlines\n", "two\nlines"),
    ])
    func oneLineFeedOfStandardInputIsDropped(text: String, password: String) throws {
        #expect(try piped(Array(text.utf8)) == password)
    }

    @Test(
        arguments: [
            ([], "the password is empty"), ([0x0A], "the password is empty"), ([0x0D, 0x0A], "the password is empty"),
            ([0x61, 0xFF], "the password is not UTF-8"), ([0xED, 0xA0, 0x80], "the password is not UTF-8"),
        ] as [([UInt8], String)])
    func invalidPasswordsAreRefused(bytes: [UInt8], reason: String) throws {
        let error = try #require(throws: CommandError.self) { try piped(bytes) }
        #expect(error.description == reason)
    }

    @Test func tooMuchInputIsRefused() throws {
        let error = try #require(throws: CommandError.self) {
            try PasswordReader.read(piped: true, of: "x", from: FakeInput(piped: nil))
        }
        #expect(error.description.contains("too long"))
    }

    @Test func aPipeIsRead() throws {
        let pipe = Pipe()
        let writer = pipe.fileHandleForWriting
        let input = TerminalInput(descriptor: pipe.fileHandleForReading.fileDescriptor)
        #expect(!input.isTerminal)
        try writer.write(contentsOf: Data("Passw0rd!\n".utf8))
        try writer.close()
        #expect(try PasswordReader.read(piped: true, of: "x", from: input).revealed == "Passw0rd!")
    }

    @Test func aPipeIsReadToItsLimit() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(repeating: 0x61, count: 60000))
        try pipe.fileHandleForWriting.close()
        let input = TerminalInput(descriptor: pipe.fileHandleForReading.fileDescriptor)
        #expect(try input.readAll(limit: 50000) == nil)
    }

    @Test func aPasswordIsTypedTwice() throws {
        let same = FakeInput(isTerminal: true, typed: ["Passw0rd!", "Passw0rd!"])
        #expect(try PasswordReader.read(piped: false, of: "alice", from: same).revealed == "Passw0rd!")
        #expect(same.asked.prompts.withLock { $0 } == ["Password for alice: ", "The same again: "])
        let other = FakeInput(isTerminal: true, typed: ["Passw0rd!", "passw0rd!"])
        let error = try #require(throws: CommandError.self) { try PasswordReader.read(piped: false, of: "alice", from: other) }
        #expect(error.description == "the two passwords differ")
    }

    /// Canonically equivalent texts are different passwords.
    @Test func passwordsAreComparedByBytes() {
        let input = FakeInput(isTerminal: true, typed: ["\u{E9}12345678", "e\u{301}12345678"])
        #expect(throws: CommandError.self) { try PasswordReader.read(piped: false, of: "alice", from: input) }
    }

    @Test func withoutATerminalTheFlagIsNamed() throws {
        let error = try #require(throws: CommandError.self) { try PasswordReader.read(piped: false, of: "x", from: FakeInput()) }
        #expect(error.description.contains("--password-stdin"))
    }

    @Test(arguments: [
        ("ab\u{7F}c\n", "ac"), ("aä\u{8}b\r", "ab"), ("ab\u{15}c\n", "c"), ("\u{7F}a\n", "a"), ("ab\u{4}", "ab"),
    ])
    func editingKeysWork(keys: String, line: String) throws {
        var typed = TypedLine()
        for key in keys.utf8 where try typed.isEnded(by: key) { break }
        #expect(typed.bytes == Array(line.utf8))
    }

    @Test func controlCInterrupts() {
        var typed = TypedLine()
        #expect(throws: CommandError.self) { try typed.isEnded(by: 3) }
    }
}
