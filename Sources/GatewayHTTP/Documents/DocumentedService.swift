package import ServiceModel

/// The operations of one service in a document, in the order of the table.
package struct DocumentedService: Sendable {
    package let name: String
    package let operations: [OperationDescription]

    package init(name: String, operations: [OperationDescription]) {
        self.name = name
        self.operations = operations
    }
}

extension DocumentedService {
    /// The service's name in words: `integrationAdminTokenServiceV1` → `Integration admin token service, version 1`.
    var description: String {
        let mark = name.lastIndex(of: "V") ?? name.endIndex
        var words = ""
        for character in name[..<mark] {
            words += character.isUppercase && !words.isEmpty ? " " + character.lowercased() : String(character)
        }
        return FieldName.raisingFirst(words) + ", version " + name[mark...].dropFirst()
    }
}

extension [DocumentedService] {
    /// Groups operations by service, in the order of first occurrence.
    package init(_ operations: [OperationDescription]) {
        var names: [String] = []
        var byName: [String: [OperationDescription]] = [:]
        for operation in operations {
            if byName[operation.service] == nil { names.append(operation.service) }
            byName[operation.service, default: []].append(operation)
        }
        self = names.map { .init(name: $0, operations: byName[$0] ?? []) }
    }

    /// The operations with a REST route, without services that have none.
    var offeredByREST: [DocumentedService] {
        map { .init(name: $0.name, operations: $0.operations.filter { $0.route != nil }) }.filter { !$0.operations.isEmpty }
    }
}
