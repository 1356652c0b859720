import Foundation
import Yams

/// A value of a data file.
indirect enum DataValue: Sendable, Equatable {
    /// May hold `${NAME}`, which stands for a saved variable.
    case text(String)
    /// From the environment or a file; never shown.
    case secret(String)
    case object([String: DataValue])
    case list([DataValue])
    /// Leaves the element out.
    case null

    init(_ node: Node, _ reading: DataReading) throws(DataFileError) {
        if let mapping = node.mapping {
            let keys = Array(mapping.keys.compactMap(\.string))
            if keys == ["env"] {
                let name = mapping["env"]?.string ?? ""
                guard let value = reading.environment[name] else { throw DataFileError(node, "the environment has no \(name)") }
                self = .secret(value)
                return
            }
            if keys == ["file"] {
                let path = mapping["file"]?.string ?? ""
                let location = path.hasPrefix("/") ? path : "\(reading.folder)/\(path)"
                guard let data = FileManager.default.contents(atPath: location), data.count <= 65536 else {
                    throw DataFileError(node, "the file \(path) cannot be read")
                }
                self = .secret(String(decoding: data, as: UTF8.self).trimmingXMLSpace)
                return
            }
            var object: [String: DataValue] = [:]
            for (key, value) in mapping {
                guard let name = key.string else { throw DataFileError(key, "a name is expected") }
                object[name] = try DataValue(value, reading)
            }
            self = .object(object)
        } else if let sequence = node.sequence {
            var list: [DataValue] = []
            for item in sequence { list.append(try DataValue(item, reading)) }
            self = .list(list)
        } else if let scalar = node.scalar {
            let isPlainNull = scalar.style == .plain && ["null", "~", ""].contains(scalar.string)
            self = isPlainNull ? .null : .text(scalar.string)
        } else {
            throw DataFileError(node, "a value is expected")
        }
    }

    /// The text with variables filled in; `nil` for objects, lists and null.
    func text(_ variables: Variables) -> String? {
        switch self {
        case .text(let text): variables.filling(text)
        case .secret(let value): value
        case .object, .list, .null: nil
        }
    }

    /// All secrets inside.
    var secrets: [String] {
        switch self {
        case .secret(let value): [value]
        case .object(let members): members.values.flatMap(\.secrets)
        case .list(let items): items.flatMap(\.secrets)
        case .text, .null: []
        }
    }
}

/// What a run knows by name: values saved from responses. Those are secrets in reports.
struct Variables: Sendable {
    private(set) var values: [String: String] = [:]

    subscript(name: String) -> String? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// `${NAME}` replaced where the name is known.
    func filling(_ text: String) -> String {
        guard text.contains("${") else { return text }
        return values.reduce(text) { $0.replacing("${\($1.key)}", with: $1.value) }
    }

    /// Whether a variable that the text needs has no value.
    func lacks(_ text: String) -> Bool { filling(text).contains("${") }
}

/// Where values of a data file come from.
struct DataReading {
    let environment: [String: String]
    /// Relative file names start here.
    let folder: String
}

package struct DataFileError: Error, CustomStringConvertible {
    package let description: String

    init(_ node: Node?, _ reason: String) {
        description = node?.mark.map { "line \($0.line): \(reason)" } ?? reason
    }
}
