import ArgumentParser
import ServiceModel
import TokenCore

/// A command that calls one operation of administration as the operator of this machine, and prints its result.
protocol OperationCommand: DatabaseCommand {
    static var operation: HandledOperation<Core> { get }
    /// The parameters by their declared names; `nil` leaves one out.
    func parameters(in shell: Shell) throws -> KeyValuePairs<String, Wire?>
    func show(_ result: Wire, in shell: Shell) throws
}

extension OperationCommand {
    func act(on core: Core, in shell: Shell) async throws {
        try await show(core.call(Self.operation, WireObject(parameters(in: shell))), in: shell)
    }

    /// Prints an object that was created or changed: as JSON, or as a sentence.
    func show(_ result: Wire, asJSON isJSON: Bool, in shell: Shell, _ sentence: (WireObject) -> String) throws {
        guard case .object(let object) = result else { return }
        try shell.print(isJSON ? Listing.json(object, Column<WireObject>.columns(of: Self.operation.description.output)) : sentence(object))
    }

    /// Prints a number of things, such as `revoked 2 tokens`.
    func show(_ result: Wire, in shell: Shell, _ sentence: (_ count: Int) -> String) throws {
        guard case .int(let count) = result else { return }
        try shell.print(sentence(count))
    }
}

/// A command that lists what an operation returns in pages.
protocol ListCommand: OperationCommand {
    var form: OutputOptions { get }
}

extension ListCommand {
    func parameters(in shell: Shell) throws -> KeyValuePairs<String, Wire?> { [:] }

    /// All pages together, so that the columns of a table are aligned.
    func act(on core: Core, in shell: Shell) async throws {
        let parameters = try WireObject(self.parameters(in: shell))
        let size = 10_000
        var rows: [WireObject] = []
        var number = 1
        while true {
            var page = parameters
            page.append("pageSize", .int(size))
            page.append("currentPage", .int(number))
            let found = try await core.call(Self.operation, page).items
            rows += found
            guard found.count == size else { break }
            number += 1
        }
        try show(.list(rows.map(Wire.object)), in: shell)
    }

    func show(_ rows: Wire, in shell: Shell) throws {
        try Listing.print(rows.objects, Column<WireObject>.columns(of: Self.operation.description.output), asJSON: form.json, in: shell)
    }
}

extension Core {
    /// Calls an operation of administration with all rights.
    func call(_ operation: HandledOperation<Core>, _ parameters: WireObject) async throws(Fault) -> Wire {
        let context = CallContext.localOperator
        let bound = operation.bound(to: self)
        try bound.authorize(context.caller, in: context.store)
        return try await bound.call(parameters, rules: .rest, context: context)
    }
}

extension WireObject {
    init(_ parameters: KeyValuePairs<String, Wire?>) {
        self.init(parameters.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }

    /// A scalar as a sentence shows it.
    func shown(_ name: String) -> String {
        switch self[name] {
        case .text(let text)?: VisibleText.of(text)
        case .int(let number)?: String(number)
        default: ""
        }
    }
}

extension Wire {
    /// The items of a page.
    var items: [WireObject] {
        guard case .object(let page) = self, let items = page["items"] else { return [] }
        return items.objects
    }

    var objects: [WireObject] {
        guard case .list(let items) = self else { return [] }
        return items.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }
}
