import Foundation
import Testing

@testable import MagentoImport

struct SQLDumpTests {
    private let workshop: Workshop

    init() throws {
        workshop = try Workshop()
    }

    private func open(_ text: String, prefix: String = "") throws -> SQLDump {
        try SQLDump(path: workshop.dump(text), prefix: prefix) { _, _ in }
    }

    private func rules(_ text: String) throws -> [[String?]] {
        var rows: [[String?]] = []
        let dump = try open(text)
        try dump.rows(of: .rule) { row in
            rows.append([try row.optionalText("role_id"), try row.optionalText("resource_id"), try row.optionalText("permission")])
        }
        #expect(dump.counts[.rule] == rows.count)
        return rows
    }

    private func insert(_ values: String, columns: String = "role_id, resource_id, permission") -> String {
        "INSERT INTO authorization_rule (\(columns)) VALUES \(values);\n"
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
        (#"'a\'b'"#, "a'b"), (#"'a''b'"#, "a'b"), (#"'a\"b"c'"#, "a\"b\"c"), (#""a'b""c""#, "a'b\"c"), (#"'a\\'"#, "a\\"),
        (#"'\\\''"#, "\\'"), (#"'l\nr\tz\r\Z\b'"#, "l\nr\tz\r\u{1A}\u{8}"), (#"'\%\_\x'"#, "\\%\\_x"), ("'日本語 🔑 é'", "日本語 🔑 é"),
        ("'a;b),(c -- d /* e */ # f'", "a;b),(c -- d /* e */ # f"), ("''", ""), ("x'4142'", "AB"), ("X'c3a9'", "é"), ("0x4142", "AB"),
        ("b'1000001'", "A"), ("0b01000001", "A"), ("_binary 'ab'", "ab"), ("_utf8mb4'ab'", "ab"), ("_binary 0x4142", "AB"),
        ("NULL", nil), ("null", nil), ("-1.5e+3", "-1.5e+3"), ("TRUE", "1"), ("'two\nlines'", "two\nlines"), ("'NULL'", "NULL"),
        ("x''", ""),
    ])
    func values(_ literal: String, _ expected: String?) throws {
        #expect(try rules(insert("(1,\(literal),'x')")) == [["1", expected, "x"]])
        #expect(
            try rules(insert("( 1 , \(literal)\n, /* c */ 'x' ) , (2,\(literal),'y')")) == [["1", expected, "x"], ["2", expected, "y"]])
    }

    @Test func columnsComeFromTheDefinitionOrTheStatement() throws {
        let defined = Dump.table("authorization_rule", "permission role_id resource_id")
        #expect(try rules(defined + "INSERT INTO `authorization_rule` VALUES ('p',1,'r');") == [["1", "r", "p"]])
        #expect(try rules(defined + insert("(1,'r','p')")) == [["1", "r", "p"]])
        let unknown = try problem("INSERT INTO authorization_rule VALUES (1,'r','p');")
        #expect(unknown?.line == 1 && unknown?.text.contains("columns of authorization_rule are not known") == true)
        #expect(try problem(insert("(1,'r')", columns: "role_id, resource_id"))?.text == "authorization_rule has no column permission")
        #expect(try problem(insert("(1,'r','p')", columns: "role_id, role_id, permission"))?.text == "a column stands twice")
    }

    @Test func otherStatementsAreSkipped() throws {
        let others = """
            # a comment; with 'quotes
            -- another; "one
            /* a third; ' */
            SET NAMES 'a;b';
            CREATE TABLE other (a text DEFAULT ';' COMMENT ")(", b int);
            INSERT INTO other VALUES (1,'); INSERT INTO authorization_rule VALUES (9,9,9);'),(2,'\\\\'),(3,'it\\'s');
            INSERT INTO `other_authorization_rule` VALUES (1);
            DELIMITER ;;
            CREATE TRIGGER t BEFORE INSERT ON other FOR EACH ROW BEGIN SET NEW.a = 'x;;'; SET NEW.b = 1; END ;;
            DELIMITER ;
            ;;
            CREATE ALGORITHM=UNDEFINED VIEW v AS SELECT 1;

            """
        #expect(try rules(others + insert("(1,'r','p')") + others + insert("(2,'s','q')")) == [["1", "r", "p"], ["2", "s", "q"]])
        #expect(try rules("REPLACE INTO `db`.`authorization_rule` (role_id,resource_id,permission) VALUES (1,'r','p');").count == 1)
        #expect(try rules("insert ignore into authorization_rule (role_id,resource_id,permission) value (1,'r','p');").count == 1)
    }

    @Test(arguments: [
        "(1,'r','p'", "(1,'r','p'),", "(1,'r','p') ON DUPLICATE KEY UPDATE role_id=1", "(1,'r')", "(1,'r','p','q')", "(1,now(),'p')",
        "(1,r,'p')", "(1,'r' 'p')", "(1,'r',)", "()", "1,2,3", "(1,x'4G','p')", "(1,0x4Z,'p')", "(1,b'2','p')", "(1,_binary,'p')",
        "(1,1+1,'p')",
        "(1,--1,'p')", "(1,'r','p') (2,'r','p')", "(SELECT 1)",
    ])
    func malformedRowsAreRefused(_ values: String) throws {
        let found = try #require(try problem("\n\n" + insert(values)))
        #expect(found.file == "shop.sql" && (found.line ?? 0) >= 3, "\(found)")
    }

    @Test func problemsNameLineAndRow() throws {
        let text = Dump.customers(Dump.customer(1, "a@b.c"), Dump.customer(2, "b@b.c").replacing(",1,0,'Default", with: ",1,7,'Default"))
        let dump = try open(text)
        let found = #expect(throws: ImportProblem.self) {
            try dump.rows(of: .customer) { _ = try $0.flag("disable_auto_group_change") }
        }
        let line = try #require(text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.hasPrefix("(2,") })
        #expect(found?.line == line + 1 && found?.row == 2)
        #expect(found?.description == "shop.sql, line \(line + 1), row 2: disable_auto_group_change is not a number from 0 to 1")
    }

    /// A dump that is truncated at any byte before its trailer is refused, and nothing is imported.
    @Test func aTruncatedDumpIsRefused() async throws {
        let whole = Array(Dump.customers(Dump.customer(1, "a@b.c", hash: "'\(Dump.sha)'"), Dump.customer(2, "ü@b.c")).utf8)
        let end = try #require(String(decoding: whole, as: UTF8.self).range(of: "-- Dump completed"))
        let text = String(decoding: whole, as: UTF8.self)
        let last = text.utf8.distance(from: text.startIndex, to: end.upperBound)
        for length in 0..<last {
            let path = try workshop.dump(Data(whole.prefix(length)))
            #expect(throws: ImportProblem.self, "\(length)") { try SQLDump(path: path, prefix: "") { _, _ in } }
        }
        let before = try await workshop.contents()
        for length in stride(from: 0, to: last, by: 97) {
            #expect(try await workshop.refusal(workshop.dump(Data(whole.prefix(length)))) != nil)
        }
        #expect(try await workshop.contents() == before)
        #expect(try await workshop.run(workshop.dump(Data(whole))).lines.first?.new == 2)
    }

    @Test func dumpsWithoutCommentsAreCheckedByTheirStatements() throws {
        let notes = "/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;\n" + insert("(1,'r','p')")
        #expect(try problem(notes)?.text == "SET SQL_NOTES=@OLD_SQL_NOTES is missing at the end: the file was cut")
        let admin = "START TRANSACTION;\n" + insert("(1,'r','p')")
        #expect(try problem(admin)?.text == "COMMIT is missing at the end: the file was cut")
        #expect(try rules(admin + "COMMIT;\n").count == 1)
        let locked = "LOCK TABLES `authorization_rule` WRITE;\n" + insert("(1,'r','p')")
        #expect(try problem(locked)?.text == "UNLOCK TABLES is missing at the end: the file was cut")
    }

    @Test func overlongInputIsRefused() throws {
        let long = String(repeating: "x", count: RowValues.maximumRowLength + 1)
        #expect(try problem(insert("(1,'\(long)','p')"))?.text == "a row is too long")
        let many = Array(repeating: "1", count: RowValues.maximumValues + 2).joined(separator: ",")
        #expect(try problem(insert("(\(many))"))?.text == "the row is too long")
        #expect(try rules("INSERT INTO other VALUES ('\(long)');" + insert("(1,'r','p')")).count == 1)
    }

    @Test func invalidUTF8IsRefused() throws {
        #expect(try problem(insert("(1,x'ff','p')"))?.text == "resource_id is not UTF-8")
        #expect(try problem(insert(#"(1,'a\0b','p')"#))?.text == "resource_id holds a zero byte")
    }
}
