import Foundation
import Testing

/// The glossary names types that exist, in the files that it names.
struct GlossaryTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func everyTermHasItsTypeInItsFile() throws {
        let glossary = try String(contentsOf: Self.root.appending(path: "Documentation/Glossary.md"), encoding: .utf8)
        let rows = glossary.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("`") }
        #expect(rows.count >= 30)
        for row in rows {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let types = cells[1].split(separator: ", ").map { $0.filter { $0 != "`" } }
            let files = cells[2].split(separator: ", ").map(String.init)
            #expect(types.count == files.count, "\(cells[0])")
            for (type, file) in zip(types, files) {
                let text = try String(contentsOf: Self.root.appending(path: "Sources/" + file).standardizedFileURL, encoding: .utf8)
                let declaration = try Regex("(struct|class|enum|protocol|actor) \(type)\\b")
                #expect(text.contains(declaration), "\(type) is not declared in \(file)")
            }
        }
    }

    @Test func termsAreSortedAndUnique() throws {
        let glossary = try String(contentsOf: Self.root.appending(path: "Documentation/Glossary.md"), encoding: .utf8)
        let rows = glossary.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("`") }
        let terms = rows.compactMap { $0.split(separator: "|").first?.trimmingCharacters(in: .whitespaces).replacing("ç", with: "c") }
        #expect(terms == terms.sorted())
        #expect(Set(terms).count == terms.count)
    }
}
