import Foundation
import TestSupport
import Testing
import TokenCore

@testable import MagentoImport

struct CSVFolderTests {
    private let workshop: Workshop
    private let header = "role_id,resource_id,permission\n"

    init() throws {
        workshop = try Workshop()
    }

    private func rules(_ text: String) throws -> [[String?]] {
        let folder = try CSVFolder(path: workshop.csv("authorization_rule", text), prefix: "") { _, _ in }
        var rows: [[String?]] = []
        try folder.rows(of: .rule) { row in
            rows.append([try row.optionalText("role_id"), try row.optionalText("resource_id"), try row.optionalText("permission")])
        }
        return rows
    }

    private func problem(_ text: String) throws -> ImportProblem? {
        do {
            _ = try rules(text)
            return nil
        } catch let problem as ImportProblem {
            return problem
        }
    }

    @Test(arguments: [
        ("r", "r"), ("\"r\"", "r"), ("\"a,b\"\"c\nd\r\ne\"", "a,b\"c\nd\r\ne"), ("", nil), ("\"\"", ""), ("\\N", nil), ("NULL", nil),
        ("\"NULL\"", "NULL"), ("null", "null"), (" r ", " r "), ("日本語 🔑", "日本語 🔑"), ("a'b\\", "a'b\\"),
    ])
    func fields(_ field: String, _ expected: String?) throws {
        #expect(try rules(header + "1,\(field),x\n") == [["1", expected, "x"]])
        #expect(try rules("\u{FEFF}permission,resource_id,role_id,more\r\nx,\(field),1,\"\"\r\n") == [["1", expected, "x"]])
    }

    @Test(arguments: [
        ("1,r\n", "the line has 2 fields, the header 3"), ("1,r,p,q\n", "the line has 4 fields, the header 3"),
        ("1,\"r,p\n", "a quotation mark is not closed: the file was cut"), ("1,r\"s,p\n", "a quotation mark stands inside a field"),
        ("1,\"r\"s,p\n", "something follows a closing quotation mark"), ("1,r\rs,p\n", "a carriage return stands alone"),
        ("1,r,p", "the last line has no line break: the file was cut"), ("\n", "the line has 1 fields, the header 3"),
        ("1,\"r\"", "the last line has no line break: the file was cut"),
    ])
    func malformedLinesAreRefused(_ line: String, _ expected: String) throws {
        #expect(try problem(header + "0,\"a\nb\",p\n" + line) == ImportProblem("authorization_rule.csv", line: 4, expected))
    }

    @Test func anInvalidHeaderIsRefused() throws {
        #expect(try problem("")?.text == "the file is empty")
        #expect(try problem("role_id,permission\n")?.text == "there is no column resource_id")
        #expect(try problem("role_id,role_id,resource_id,permission\n")?.text == "a column stands twice in the header")
        #expect(throws: ImportProblem.self) { try CSVFolder(path: workshop.folder.url.path, prefix: "") { _, _ in } }
    }

    /// A file that is truncated within any line is refused, and nothing of the folder is imported.
    @Test func aTruncatedFileIsRefused() async throws {
        let header = Dump.customerColumns.split(separator: " ").joined(separator: ",") + "\n"
        let row = "7,1,\"ann@shop.test\",1,,1,2024-01-01 00:00:00,2024-01-01 00:00:00,1,0,,,Ann,,\"L\"\"é\",,,,,,,,,\n"
        try workshop.csv("customer_group", "customer_group_id,customer_group_code,tax_class_id\n9,New,3\n")
        let whole = Array((header + row).utf8)
        let before = try await workshop.contents()
        for length in 0..<whole.count where length != header.utf8.count {
            let path = workshop.folder.url.appendingPathComponent("csv")
            try Data(whole.prefix(length)).write(to: path.appendingPathComponent("customer_entity.csv"))
            #expect(try await workshop.refusal(path.path) != nil, "\(length)")
        }
        #expect(try await workshop.contents() == before)
        let report = try await workshop.run(workshop.csv("customer_entity", header + row))
        #expect(report.lines.map(\.kind) == ["customer groups", "customers"])
        #expect(try await workshop.customer(7).lastName == "L\"é")
    }
}
