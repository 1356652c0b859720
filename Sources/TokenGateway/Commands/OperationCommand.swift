import ArgumentParser
import ServiceModel
import TokenCore
import TokenServices

/// The parameters of an operation by their declared names; `nil` leaves one out.
typealias Parameters = KeyValuePairs<String, Wire?>

/// A command that calls one operation of administration as the operator of this machine.
protocol AdministrationCommand: DatabaseCommand {
    static var operation: HandledOperation<Core> { get }
    func parameters(in shell: Shell) throws -> Parameters
}

extension AdministrationCommand {
    func parameters(in shell: Shell) throws -> Parameters { [:] }

    fileprivate static var columns: [Column<WireObject>] { Column.columns(of: operation.description.output) }
}

/// A command that prints a sentence about the result.
protocol OperationCommand: AdministrationCommand {
    func sentence(_ result: Wire) -> String
}

extension OperationCommand {
    func act(on core: Core, in shell: Shell) async throws {
        try await shell.print(sentence(core.call(Self.operation, WireObject(parameters(in: shell)))))
    }
}

/// A command that creates or changes an object, and prints it as a sentence or as JSON.
protocol ObjectCommand: OperationCommand {
    var form: OutputOptions { get }
}

extension ObjectCommand {
    func act(on core: Core, in shell: Shell) async throws {
        let result = try await core.call(Self.operation, WireObject(parameters(in: shell)))
        try shell.print(form.json ? Listing.json(result.object, Self.columns) : sentence(result))
    }
}

/// A command that lists what an operation returns in pages.
protocol ListCommand: AdministrationCommand {
    var form: OutputOptions { get }
}

extension ListCommand {
    /// Prints all pages together, so that the columns of a table are aligned.
    func act(on core: Core, in shell: Shell) async throws {
        let size = PageRequest.maximumSize
        var rows: [WireObject] = []
        var number = 1
        while true {
            var page = try WireObject(parameters(in: shell))
            page.append("pageSize", .int(size))
            page.append("currentPage", .int(number))
            let found = try await core.call(Self.operation, page).items
            rows += found
            guard found.count == size else { break }
            number += 1
        }
        try Listing.print(rows, Self.columns, asJSON: form.json, in: shell)
    }

    /// Prints rows as they come.
    func listing(in shell: Shell) -> Listing<WireObject> {
        Listing(Self.columns, asJSON: form.json, in: shell)
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
    init(_ parameters: Parameters) {
        self.init(parameters.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }
}

extension Wire {
    /// A member that is a scalar, as a sentence shows it.
    func shown(_ name: String) -> String {
        object[name].flatMap(Scalar.text).map(VisibleText.of) ?? ""
    }

    /// A result that is a text.
    var text: String { Scalar.text(self) ?? "" }

    /// A result that is a number.
    var count: Int { if case .int(let count) = self { count } else { 0 } }

    /// The items of a page.
    var items: [WireObject] {
        guard case .list(let items)? = object["items"] else { return [] }
        return items.map(\.object)
    }

    /// A result that is an object.
    var object: WireObject { if case .object(let object) = self { object } else { WireObject() } }
}
