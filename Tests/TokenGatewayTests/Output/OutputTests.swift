import ServiceModel
import Testing
import TokenCore

@testable import TokenGateway

@Suite struct OutputTests {
    private struct Thing {
        var id: Int
        var name: String?
        var tags: [String] = []
    }

    private let columns: [Column<Thing>] = [
        Column("id") { .number($0.id) }, Column("full_name") { .text($0.name) }, Column("tags") { .list($0.tags) },
        Column("is_odd") { .flag($0.id % 2 == 1) },
    ]

    private func printed(_ pages: [[Thing]], json: Bool) async throws -> String {
        let session = try Session()
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        var shell = session.shell()
        shell.output = { continuation.yield($0) }
        var listing = Listing(columns, asJSON: json, in: shell)
        for page in pages { try listing.add(page) }
        try listing.finish()
        continuation.finish()
        return await stream.reduce("", +)
    }

    @Test func tablesAreAligned() async throws {
        let text = try await printed([[Thing(id: 1, name: "Zoë", tags: ["a", "b"]), Thing(id: 1000, name: nil)]], json: false)
        #expect(
            text == """
                ID    FULL NAME  TAGS  IS ODD
                1     Zoë        a, b  yes
                1000  -          -     no

                """)
    }

    @Test func laterPagesHaveNoTitles() async throws {
        let text = try await printed([[Thing(id: 1, name: "a")], [Thing(id: 22, name: "b")]], json: false)
        #expect(text == "ID  FULL NAME  TAGS  IS ODD\n1   a          -     yes\n22  b          -     no\n")
    }

    @Test func jsonHasOneObjectPerLine() async throws {
        let text = try await printed([[Thing(id: 1, name: "a/\"b\"\n")], [], [Thing(id: 2, tags: ["x"])]], json: true)
        #expect(
            text == """
                [
                  {"full_name":"a/\\"b\\"\\n","id":1,"is_odd":true,"tags":[]},
                  {"full_name":null,"id":2,"is_odd":false,"tags":["x"]}
                ]

                """)
    }

    @Test func emptyListingsAreValid() async throws {
        #expect(try await printed([], json: true) == "[]\n")
        #expect(try await printed([[]], json: false) == "ID  FULL NAME  TAGS  IS ODD\n")
    }

    @Test(arguments: [
        ("plain ä 日本 🙂", "plain ä 日本 🙂"), ("a\nb", "a\\u{a}b"), ("\u{1B}[31m", "\\u{1b}[31m"), ("\u{7F}\u{9B}", "\\u{7f}\\u{9b}"),
        ("\u{202E}x", "\\u{202e}x"), ("a\u{2028}b", "a\\u{2028}b"),
    ])
    func hiddenCharactersAreEscaped(text: String, shown: String) {
        #expect(VisibleText.of(text) == shown)
    }

    @Test func faultsAreDescribedWithTheirValues() {
        #expect(
            ErrorLine.text(of: Fault(.passwordTooShort, [.init(.text("8"))])) == "A password has at least 8 characters.")
        #expect(
            ErrorLine.text(of: Fault(.entityNotFound, [.init("fieldName", "customerId"), .init("fieldValue", .int(3))]))
                == "customerId 3 was not found.")
        #expect(
            ErrorLine.text(of: Fault(.serviceUnavailable, cause: "disk full")) == "The service is busy. Try again shortly. (disk full)")
        #expect(ErrorLine.text(of: Fault(.passwordTooLong)) == "A password has at most %1 characters.")
        let inner = Fault(.inputType, [.init(.text("x")), .init(.text("int"))])
        #expect(ErrorLine.text(of: Fault(.inputNested, [.init(.text("a")), .init(inner)])) == "In \"a\": \"x\" does not fit type int.")
        #expect(ErrorLine.text(of: StoreFailure.schema("newer")) == "the database cannot be used: newer")
    }

    @Test func errorsAreOneLine() async throws {
        let session = try Session()
        let outcome = await session.run("config", "get", "a\nb")
        #expect(outcome.status == 1)
        #expect(outcome.err == "token-gateway: there is no setting a\\u{a}b; see token-gateway config list\n")
    }
}
