/// Compares two WSDL documents by what clients of the old one meet at a server of the new one. Order, prefixes, documentation and the
/// position of declarations play no part.
package struct DescriptionDiff {
    private let old: ServiceDescription
    private let new: ServiceDescription
    private let oldCatalogue: OperationCatalogue
    private let newCatalogue: OperationCatalogue
    private var changes: [Change] = []

    /// Changes in the order of the old document, additions last.
    package static func changes(from old: ServiceDescription, to new: ServiceDescription) -> [Change] {
        var diff = DescriptionDiff(old, new)
        diff.compare()
        return diff.changes
    }

    private init(_ old: ServiceDescription, _ new: ServiceDescription) {
        self.old = old
        self.new = new
        oldCatalogue = OperationCatalogue(old)
        newCatalogue = OperationCatalogue(new)
    }

    private mutating func report(_ place: String, _ message: String, _ compatibility: Compatibility, _ reason: String) {
        changes.append(Change(place, message, compatibility, reason))
    }

    private mutating func compare() {
        if old.targetNamespace != new.targetNamespace {
            report(
                "definitions", "the target namespace is \(new.targetNamespace ?? "none") instead of \(old.targetNamespace ?? "none")",
                .breaksWire,
                "old clients send elements in the old namespace; servers that ignore namespaces take them, strict clients refuse the responses"
            )
        }
        names("service", old.services.map(\.name.local), new.services.map(\.name.local))
        names("port", old.services.flatMap(\.ports).map(\.name), new.services.flatMap(\.ports).map(\.name))
        names("port type", old.portTypes.map(\.name.local), new.portTypes.map(\.name.local))
        bindings()
        operations()
    }

    private mutating func names(_ kind: String, _ old: [String], _ new: [String]) {
        for name in old where !new.contains(name) {
            report(
                "\(kind) \(name)", "it is gone or renamed", .breaksGeneratedCode,
                "generated classes are named after it; messages do not carry it")
        }
        for name in new where !old.contains(name) { report("\(kind) \(name)", "it is new", .compatible, "old clients do not know it") }
    }

    private mutating func bindings() {
        for version in SOAPVersion.allCases {
            let before = old.bindings.filter { $0.version == version }
            let after = new.bindings.filter { $0.version == version }
            if !before.isEmpty, after.isEmpty {
                report("SOAP \(version.rawValue)", "the binding is gone", .breaksWire, "clients of this version get no valid response")
            }
            if before.isEmpty, !after.isEmpty {
                report("SOAP \(version.rawValue)", "there is a binding", .compatible, "clients choose one")
            }
            for operation in before.flatMap(\.operations) {
                guard let other = after.flatMap(\.operations).first(where: { $0.name == operation.name }) else { continue }
                if operation.soapAction ?? "" != other.soapAction ?? "" {
                    report(
                        "operation \(operation.name)",
                        "the soapAction for SOAP \(version.rawValue) is '\(other.soapAction ?? "")' instead of '\(operation.soapAction ?? "")'",
                        .breaksWire, "servers and proxies that dispatch by the action do not find the operation")
                }
                if operation.input?.use ?? "literal" != other.input?.use ?? "literal" {
                    report(
                        "operation \(operation.name)", "the input is \(other.input?.use ?? "literal")", .breaksWire,
                        "it is another encoding")
                }
            }
        }
        let before = old.services.flatMap(\.ports).compactMap(\.location)
        let after = new.services.flatMap(\.ports).compactMap(\.location)
        if Set(before) != Set(after) {
            report(
                "address", "ports are at other addresses", .compatible,
                "addresses are configuration of a client; the old ones may have to go on")
        }
    }

    private mutating func operations() {
        let known = Set(newCatalogue.operations.map(\.name) + newCatalogue.untestable.map(\.name))
        for operation in oldCatalogue.operations {
            let place = "operation \(operation.name)"
            guard let other = newCatalogue.operations.first(where: { $0.name == operation.name }) else {
                let message = known.contains(operation.name) ? "its messages cannot be read any more" : "it is gone or renamed"
                report(place, message, .breaksWire, "old clients call it")
                continue
            }
            compare(operation, other, place)
        }
        let before = Set(oldCatalogue.operations.map(\.name) + oldCatalogue.untestable.map(\.name))
        for operation in newCatalogue.operations where !before.contains(operation.name) {
            report("operation \(operation.name)", "it is new", .compatible, "old clients do not call it")
        }
    }

    private mutating func compare(_ operation: TestableOperation, _ other: TestableOperation, _ place: String) {
        let renaming = [old.targetNamespace ?? "": new.targetNamespace ?? ""]
        for (direction, before, after) in [
            (SchemaDiff.Direction.request, operation.input, other.input), (.response, operation.output, other.output),
        ] {
            var diff = SchemaDiff(oldCatalogue.schema, newCatalogue.schema, direction, renaming: renaming)
            switch (before, after) {
            case (let before?, let after?):
                if renaming[before.name.namespace ?? ""] ?? before.name.namespace != after.name.namespace
                    || before.name.local != after.name.local
                {
                    report(
                        "\(place), \(direction.rawValue)", "the element is \(after.name) instead of \(before.name)", .breaksWire,
                        "it is another message")
                }
                diff.compare(before, after, at: "\(place), \(direction.rawValue)")
            case (nil, nil): break
            default:
                report(
                    "\(place), \(direction.rawValue)", "the message is \(after == nil ? "empty" : "no longer empty")", .breaksWire,
                    "it is another message")
            }
            changes += diff.changes
        }
        if operation.isOneWay != other.isOneWay {
            report(
                place, other.isOneWay ? "it has no response any more" : "it has a response", .breaksWire,
                "clients wait for a response, or not")
        }
        for header in other.headers where !operation.headers.contains(where: { $0.name.local == header.name.local }) {
            report(place, "it needs the header block \(header.name.local)", .breaksWire, "old clients do not send it")
        }
        faults(operation, other, place, renaming)
    }

    private mutating func faults(_ operation: TestableOperation, _ other: TestableOperation, _ place: String, _ renaming: [String: String])
    {
        for fault in operation.faults {
            guard let same = other.faults.first(where: { $0.name.local == fault.name.local }) else {
                report(place, "the fault \(fault.name.local) is gone", .breaksGeneratedCode, "code that catches the typed fault never runs")
                continue
            }
            var diff = SchemaDiff(oldCatalogue.schema, newCatalogue.schema, .response, renaming: renaming)
            diff.compare(fault, same, at: "\(place), fault \(fault.name.local)")
            changes += diff.changes
        }
        for fault in other.faults where !operation.faults.contains(where: { $0.name.local == fault.name.local }) {
            report(
                place, "the fault \(fault.name.local) is new", .breaksGeneratedCode,
                "old clients catch it as an untyped fault; checked exceptions change")
        }
    }
}
