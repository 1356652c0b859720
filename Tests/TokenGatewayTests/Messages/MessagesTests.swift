import Foundation
import ServiceModel
import Testing

@testable import TokenGateway

@Suite struct CSVReaderTests {
    @Test(
        arguments: [
            ("", []),
            ("a,b", [["a", "b"]]),
            ("a,b\n", [["a", "b"]]),
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("\u{FEFF}a,b\n", [["a", "b"]]),
            ("\"a\",\"b, \"\"c\"\"\"\n", [["a", "b, \"c\""]]),
            ("\"a\r\nb\",c\n", [["a\r\nb", "c"]]),
            ("a,\n", [["a", ""]]),
            ("a,\"\"", [["a", ""]]),
            (",", [["", ""]]),
            ("\n", [[""]]),
            (" a , b ", [[" a ", " b "]]),
            ("\"\"", [[""]]),
        ] as [(String, [[String]])])
    func rowsAreParsed(text: String, rows: [[String]]) throws {
        #expect(try CSVReader.rows(text).map(\.fields) == rows)
    }

    @Test func lineFeedsInQuotesAreCounted() throws {
        #expect(try CSVReader.rows("\"a\nb\",c\nd,e\r\nf,\"g\"\n").map(\.line) == [1, 3, 4])
    }

    @Test(arguments: [
        ("a,b\n\"c", 2, "not closed"), ("a\"b,c", 1, "quotation mark stands inside"), ("x,y\n\"a\"b,c", 2, "follows the closing"),
        ("a,b\rc,d", 1, "stands alone"), ("\"a\" ,b", 1, "follows the closing"), ("\"a\nb\"c", 2, "follows the closing"),
    ])
    func invalidRowsAreRefusedWithTheirLine(text: String, line: Int, words: String) throws {
        let problem = try #require(throws: CSVReader.Problem.self) { try CSVReader.rows(text) }
        #expect(problem.line == line)
        #expect(problem.text.contains(words))
    }
}

@Suite struct MessagesFileTests {
    private func read(_ text: String) throws -> MessageTexts {
        let folder = try Folder()
        return try MessagesFile.read(folder.file("m.csv", text))
    }

    @Test func textsAreReplaced() throws {
        let texts = try read("auth.failed,Nein.\r\n\"body.too-large\",\"Mehr als %1 Bytes, \"\"leider\"\".\"\r\n")
        #expect(texts.template(.authFailed) == "Nein.")
        #expect(texts.text(of: Fault(.bodyTooLarge, [.init(.int(5))])) == "Mehr als 5 Bytes, \"leider\".")
        #expect(texts.template(.routeUnknown) == Message.routeUnknown.template)
        #expect(try read("body.too-large,Zu lang.\n").template(.bodyTooLarge) == "Zu lang.")
        #expect(try read("").template(.authFailed) == Message.authFailed.template)
    }

    @Test(arguments: [
        ("id,text\n", "m.csv:1: there is no message id"),
        ("auth.failed,a\n\nauth.denied,b\n", "m.csv:2: a line has two columns, id and text, not one"),
        ("auth.failed,a,b\n", "m.csv:1: a line has two columns, id and text, not 3"),
        ("auth.failed,a\nauth.failed,b\n", "m.csv:2: the message auth.failed has a text already"),
        ("auth.failed,a\nauth.denied,%1 fehlt\n", "m.csv:2: the message auth.denied has no placeholder %1"),
        ("auth.failed,%name\n", "m.csv:1: the message auth.failed has no placeholder %name"),
        ("auth.failed,a\u{1}b\n", "m.csv:1: the text has a character that XML cannot carry"),
        ("auth.failed,\"a\n", "m.csv:1: the quotation mark that begins here is not closed"),
    ])
    func invalidLinesAreRefusedWithTheirNumber(text: String, expected: String) throws {
        let problems = try #require(throws: ConfigurationProblems.self) { try read(text) }
        #expect(problems.all.count == 1)
        #expect(problems.description.hasSuffix(expected), "\(problems)")
    }

    @Test func allProblemsAreReportedAtOnce() throws {
        let problems = try #require(throws: ConfigurationProblems.self) { try read("a,b\nc,d\n") }
        #expect(problems.all.count == 2)
    }

    @Test func otherEncodingsAreRefused() throws {
        let folder = try Folder()
        let path = try folder.file("m.csv", Data("auth.failed,\u{E4}".unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }))
        let problems = try #require(throws: ConfigurationProblems.self) { try MessagesFile.read(path) }
        #expect(problems.description == "\(path): the file is not UTF-8")
    }
}
