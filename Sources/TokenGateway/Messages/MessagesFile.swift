import ServiceModel

/// Texts of messages that an operator replaces: a CSV file of `"id","text"` without header (contract: `messages.md`).
enum MessagesFile {
    static let limit = 1024 * 1024

    /// Throws a problem for each invalid line: an unknown or repeated id, a placeholder that the default text lacks, a text that XML cannot
    /// represent.
    static func read(_ path: String) throws(ConfigurationProblems) -> MessageTexts {
        let rows: [CSVReader.Row]
        do {
            rows = try CSVReader.rows(TextFile.read(path, limit: limit))
        } catch let problem as CSVReader.Problem {
            throw ConfigurationProblems(all: [.init(place: "\(path):\(problem.line)", text: problem.text)])
        } catch let problems as ConfigurationProblems {
            throw problems
        } catch {
            throw ConfigurationProblems(all: [.init(place: path, text: "\(error)")])
        }
        var texts: [String: String] = [:]
        var problems: [ConfigurationProblem] = []
        for row in rows {
            guard row.fields.count == 2, let id = row.fields.first, let text = row.fields.last else {
                let count = row.fields.count == 1 ? "one" : String(row.fields.count)
                problems.append(.init(place: "\(path):\(row.line)", text: "a line has two columns, id and text, not \(count)"))
                continue
            }
            if let problem = problem(id, text, known: texts) {
                problems.append(.init(place: "\(path):\(row.line)", text: problem))
            } else {
                texts[id] = text
            }
        }
        guard problems.isEmpty else { throw ConfigurationProblems(all: problems) }
        return MessageTexts(replacing: texts)
    }

    private static func problem(_ id: String, _ text: String, known: [String: String]) -> String? {
        if known[id] != nil { return "the message \(id) has a text already" }
        if !text.unicodeScalars.allSatisfy(isXMLCharacter) { return "the text has a character that XML cannot carry" }
        return MessageTexts.problem(id: id, text: text)
    }

    /// `Char` of XML 1.0 §2.2.
    private static func isXMLCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD: true
        case 0..<0x20, 0xFFFE, 0xFFFF: false
        default: true
        }
    }
}
