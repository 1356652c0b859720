/// All that the façades and the documents know of an operation.
public struct OperationDescription: Sendable {
    /// SOAP service, `integrationAdminTokenServiceV1`.
    public let service: String
    /// Method of the service, `createAdminAccessToken`.
    public let method: String
    /// Where REST offers it; `nil` for SOAP only.
    public let route: Route?
    /// All of them must pass.
    public let resources: [Resource]
    public let input: ObjectSchema
    /// `nil` when there is no result.
    public let output: Schema?
    /// SOAP answers as if there were no result: it has no fixed shape.
    public let hidesResultFromSOAP: Bool
    /// Parameters that come from the caller, whatever was sent.
    public let forced: [ForcedParameter]
    /// Whether credentials count although nobody needs any.
    public let credentials: CredentialUse
    public let documentation: String
    /// SOAP's name of the operation: service and method with its first letter raised.
    public let name: String
    public let isAnonymous: Bool

    init(
        service: String, method: String, route: Route?, resources: [Resource], input: ObjectSchema, output: Schema?,
        hidesResultFromSOAP: Bool, forced: [ForcedParameter], credentials: CredentialUse, documentation: String
    ) {
        self.service = service
        self.method = method
        self.route = route
        self.resources = resources
        self.input = input
        self.output = output
        self.hidesResultFromSOAP = hidesResultFromSOAP
        self.forced = forced
        self.credentials = credentials
        self.documentation = documentation
        name = service + FieldName.raisingFirst(method)
        isAnonymous = resources == [.anonymous]
    }

    /// What SOAP and its documents show of the result.
    public var soapOutput: Schema? { hidesResultFromSOAP ? nil : output }

    /// Whether a parameter never comes from the client.
    public func forces(_ parameter: String) -> Bool {
        forced.contains { $0.path == [parameter] }
    }
}

/// A declared operation: the single place where its service, route, permission, parameters and result are written down.
public struct Operation<Input: Sendable, Output: Sendable>: Sendable {
    public let description: OperationDescription
    let input: Codec<Input>
    let output: Codec<Output>?

    /// - Parameters:
    ///   - input: an object codec without a type name: the parameter list.
    ///   - forced: parameters set from the caller (contract: `tokens.md` §7).
    ///   - credentials: for anonymous operations that know better what to do when they know who calls.
    public init(
        service: String, method: String, route: Route? = nil, resources: [Resource], input: Codec<Input>, output: Codec<Output>?,
        forced: [ForcedParameter] = [], credentials: CredentialUse = .never, hidesResultFromSOAP: Bool = false,
        documentation: String
    ) {
        let schema = if case .object(let object) = input.schema { object } else { ObjectSchema(name: "", members: []) }
        description = OperationDescription(
            service: service, method: method, route: route, resources: resources, input: schema, output: output?.schema,
            hidesResultFromSOAP: hidesResultFromSOAP, forced: forced, credentials: credentials, documentation: documentation)
        self.input = input
        self.output = output
    }

    /// An operation without a result.
    public init(
        service: String, method: String, route: Route? = nil, resources: [Resource], input: Codec<Input>,
        forced: [ForcedParameter] = [], documentation: String
    ) where Output == Void {
        self.init(
            service: service, method: method, route: route, resources: resources, input: input, output: nil, forced: forced,
            documentation: documentation)
    }

    private init(_ description: OperationDescription, _ input: Codec<Input>, _ output: Codec<Output>?) {
        self.description = description
        self.input = input
        self.output = output
    }

    /// The same operation as SOAP offers it under another service's name; REST keeps its one route.
    public func offered(as service: String) -> Operation {
        let own = description
        return Operation(
            OperationDescription(
                service: service, method: own.method, route: nil, resources: own.resources, input: own.input, output: own.output,
                hidesResultFromSOAP: own.hidesResultFromSOAP, forced: own.forced, credentials: own.credentials,
                documentation: own.documentation), input, output)
    }

    /// The operation with what carries it out.
    /// - Parameter run: gets the core that the program is assembled with, the decoded parameters and the call's context.
    public func handled<Core: Sendable>(
        by run: @escaping @Sendable (Core, Input, CallContext) async throws(Fault) -> Output
    ) -> HandledOperation<Core> {
        let input = input
        let output = output
        let call: @Sendable (Core, Wire, InputRules, CallContext) async throws(Fault) -> Wire = {
            core, wire, rules, context async throws(Fault) in
            let value = try input.decode(wire, rules: rules)
            let result = try await run(core, value, context)
            return output?.encode(result) ?? .null
        }
        return HandledOperation(
            description: description, run: call, echo: input.echo, echoResult: output.flatMap { $0.isReadable ? $0.echo : nil })
    }
}

extension Codec {
    /// Decodes as REST does and encodes again.
    var echo: @Sendable (Wire) throws(Fault) -> Wire {
        let codec = self
        return { wire throws(Fault) in codec.encode(try codec.decode(wire, rules: .rest)) }
    }
}

/// An operation whose handler still needs its core.
public struct HandledOperation<Core: Sendable>: Sendable {
    public let description: OperationDescription
    let run: @Sendable (Core, Wire, InputRules, CallContext) async throws(Fault) -> Wire
    /// Decodes and encodes parameters without calling the handler; tests hold codecs against schemas with it.
    public let echo: @Sendable (Wire) throws(Fault) -> Wire
    /// The same for results; `nil` when there is none, or when it is only written.
    public let echoResult: (@Sendable (Wire) throws(Fault) -> Wire)?

    public func bound(to core: Core) -> AnyOperation {
        AnyOperation(description: description) { [run] wire, rules, context throws(Fault) in
            try await run(core, wire, rules, context)
        }
    }
}
