/// An operation with its handler and its types erased: what the REST and SOAP façades call.
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

    /// - Throws: `auth.denied` unless the caller holds every resource of the operation.
    public func authorize(_ caller: Caller, in store: StoreScope) throws(Fault) {
        guard caller.mayUse(description.resources, in: store) else { throw .denied(description.resources) }
    }

    /// Applies forced parameters, decodes the input and runs the handler.
    /// - Returns: the result with camelCase names, `.null` when the operation has none.
    public func call(_ parameters: WireObject, rules: InputRules, context: CallContext) async throws(Fault) -> Wire {
        var wire = Wire.object(parameters)
        for forced in description.forced { forced.apply(to: &wire, caller: context.caller) }
        return try await run(wire, rules, context)
    }
}
