import Foundation
import Yams

/// What a tester knows and a description does not say: values, credentials, which operations may be called, what follows from what.
package struct DataFile: Sendable {
    struct Operation: Sendable {
        var values: [String: DataValue] = [:]
        var authentication: Authentication?
        /// Variables by name, with the place of their value in the response: local names joined by `/`.
        var saved: [String: String] = [:]
        var isAllowed = false
    }

    package var endpoint: String?
    var authentication: Authentication?
    var operations: [String: Operation] = [:]
    /// Names of operations in the order of the file.
    var order: [String] = []
    var cases: [NamedCase] = []
    /// REST operations by the names of the SOAP operations that mean the same.
    var pairs: [String: String] = [:]
    /// Operations that read although their names do not say so.
    var reading: Set<String> = []
    /// Elements whose values the server ignores, so that wrong ones do no harm.
    var ignored: Set<String> = []
    /// Rules that are not reported.
    package var suppressed: Set<String> = []
    /// Values for the placeholders of recordings.
    var placeholders: [String: DataValue] = [:]
    /// Element names whose values differ from response to response.
    package var volatile: Set<String> = []

    package init() {}

    /// - Throws: ``DataFileError`` naming the line.
    package init(path: String, environment: [String: String]) throws(DataFileError) {
        guard let data = FileManager.default.contents(atPath: path) else { throw DataFileError(nil, "\(path) cannot be read") }
        try self.init(
            yaml: String(decoding: data, as: UTF8.self), environment: environment,
            folder: URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    package init(yaml: String, environment: [String: String], folder: String = ".") throws(DataFileError) {
        let root: Node?
        do { root = try Yams.compose(yaml: yaml) } catch { throw DataFileError(nil, "it is not YAML: \(error)") }
        guard let root else { return }
        guard let mapping = root.mapping else { throw DataFileError(root, "names with values are expected") }
        let reading = DataReading(environment: environment, folder: folder)
        for (key, value) in mapping {
            switch key.string ?? "" {
            case "endpoint": endpoint = value.string
            case "auth": authentication = try Authentication(value, reading)
            case "operations": try readOperations(value, reading)
            case "cases":
                for item in value.sequence ?? [] { cases.append(try NamedCase(item, reading)) }
            case "pairs":
                for (soap, rest) in value.mapping ?? [:] { pairs[soap.string ?? ""] = rest.string ?? "" }
            case "reads": self.reading = Set(Self.names(value))
            case "ignored": ignored = Set(Self.names(value))
            case "suppress": suppressed = Set(Self.names(value))
            case "volatile": volatile = Set(Self.names(value))
            case "secrets":
                for (name, secret) in value.mapping ?? [:] { placeholders[name.string ?? ""] = try DataValue(secret, reading) }
            case let other: throw DataFileError(key, "there is no setting \(other)")
            }
        }
    }

    private static func names(_ node: Node) -> [String] {
        (node.sequence.map { $0.compactMap(\.string) }) ?? node.string.map { [$0] } ?? []
    }

    private mutating func readOperations(_ node: Node, _ reading: DataReading) throws(DataFileError) {
        for (key, value) in node.mapping ?? [:] {
            guard let name = key.string else { throw DataFileError(key, "the name of an operation is expected") }
            var operation = Operation()
            for (setting, content) in value.mapping ?? [:] {
                switch setting.string ?? "" {
                case "values":
                    guard case .object(let members) = try DataValue(content, reading) else {
                        throw DataFileError(content, "names with values are expected")
                    }
                    operation.values = members
                case "auth": operation.authentication = try Authentication(content, reading)
                case "save":
                    for (variable, place) in content.mapping ?? [:] { operation.saved[variable.string ?? ""] = place.string ?? "" }
                case "allow": operation.isAllowed = content.bool ?? false
                case let other: throw DataFileError(setting, "there is no setting \(other) of an operation")
                }
            }
            operations[name] = operation
            order.append(name)
        }
    }

    /// Every secret in the file, for masking.
    var secrets: [String] {
        let values = operations.values.flatMap { $0.values.values.flatMap(\.secrets) + ($0.authentication?.secrets ?? []) }
        let ofCases = cases.flatMap { $0.values.values.flatMap(\.secrets) }
        return values + ofCases + (authentication?.secrets ?? []) + placeholders.values.flatMap(\.secrets)
    }

    func authentication(of operation: String) -> Authentication {
        operations[operation]?.authentication ?? authentication ?? .none
    }

    /// The payload with the values of the file where it has such elements.
    func applying(to payload: Payload, of operation: String, _ variables: Variables) -> Payload {
        guard let values = operations[operation]?.values, !values.isEmpty else { return payload }
        return payload.applying(values, variables)
    }
}

extension Payload {
    /// Sets the children that are named; those that are not there stay out.
    func applying(_ values: [String: DataValue], _ variables: Variables) -> Payload {
        var result = self
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let index = result.children.firstIndex(where: { $0.name.local == name }) else { continue }
            switch value {
            case .null: result.children.removeAll { $0.name.local == name }
            case .object(let members):
                for index in result.children.indices where result.children[index].name.local == name {
                    result.children[index] = result.children[index].applying(members, variables)
                }
            case .list(let items):
                let model = result.children[index]
                result.children.removeAll { $0.name.local == name }
                result.children.insert(contentsOf: items.map { model.setting($0, variables) }, at: index)
            case .text, .secret:
                for index in result.children.indices where result.children[index].name.local == name {
                    result.children[index] = result.children[index].setting(value, variables)
                }
            }
        }
        return result
    }

    private func setting(_ value: DataValue, _ variables: Variables) -> Payload {
        if case .object(let members) = value { return applying(members, variables) }
        var result = self
        result.attributes[QName(Namespace.instance, "nil")] = nil
        result.text = value.text(variables) ?? ""
        result.origin.isFromData = true
        return result
    }
}
