/// What both façades call: an operation with its handler, its types erased.
public final class AnyOperation: Sendable {
    public let description: OperationDescription
    private let run: @Sendable (Wire, InputRules, CallContext) async throws(Fault) -> Wire

    init(
        description: OperationDescription,
        run: @escaping @Sendable (Wire, InputRules, CallContext) async throws(Fault) -> Wire
    ) {
        self.description = description
        self.run = run
    }

    /// - Throws: `auth.denied` unless the caller passes every resource of the operation.
    public func authorize(_ caller: Caller, in store: StoreScope) throws(Fault) {
        guard caller.mayUse(description.resources, in: store) else { throw .denied(description.resources) }
    }

    /// Sets forced parameters, reads the others, runs the handler.
    /// - Returns: the result with camelCase names, `.null` when the operation has none.
    public func call(_ parameters: WireObject, rules: InputRules, context: CallContext) async throws(Fault) -> Wire {
        var wire = Wire.object(parameters)
        for forced in description.forced { forced.apply(to: &wire, caller: context.caller) }
        return try await run(wire, rules, context)
    }
}
