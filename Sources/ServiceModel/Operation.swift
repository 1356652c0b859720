/// The declaration of an operation as façades and documents see it.
public struct OperationDescription: Sendable {
    /// The SOAP service, such as `integrationAdminTokenServiceV1`.
    public let service: String
    /// The method of the service, such as `createAdminAccessToken`.
    public let method: String
    /// The REST route; `nil` for an operation that only SOAP offers.
    public let route: Route?
    /// The caller must hold all of them.
    public let resources: [Resource]
    public let input: ObjectSchema
    /// `nil` for an operation without a result.
    public let output: Schema?
    /// Whether SOAP omits the result because it has no fixed shape.
    public let hidesResultFromSOAP: Bool
    /// Parameters that are set from the caller, whatever the client sent.
    public let forced: [ForcedParameter]
    /// When credentials are verified although the operation is open to guests.
    public let credentials: CredentialUse
    public let documentation: String
    /// The name of the SOAP operation: the service followed by the method in upper camel case.
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

    /// The result as SOAP and its documents show it.
    public var soapOutput: Schema? { hidesResultFromSOAP ? nil : output }

    /// Whether a parameter is always set from the caller.
    public func forces(_ parameter: String) -> Bool {
        forced.contains { $0.path == [parameter] }
    }
}

/// A declared operation: the one place that names its service, route, resources, parameters and result.
public struct Operation<Input: Sendable, Output: Sendable>: Sendable {
    public let description: OperationDescription
    let input: Codec<Input>
    let output: Codec<Output>?

    /// - Parameters:
    ///   - input: an object codec without a type name: the parameter list.
    ///   - forced: parameters that are set from the caller (contract: `tokens.md` §7).
    ///   - credentials: when an anonymous operation authenticates the caller all the same.
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

    /// The same operation under the name of another SOAP service. REST keeps its single route.
    public func offered(as service: String) -> Operation {
        let own = description
        return Operation(
            OperationDescription(
                service: service, method: own.method, route: nil, resources: own.resources, input: own.input, output: own.output,
                hidesResultFromSOAP: own.hidesResultFromSOAP, forced: own.forced, credentials: own.credentials,
                documentation: own.documentation), input, output)
    }

    /// Adds the handler.
    /// - Parameter run: receives the core of the program, the decoded parameters and the context of the call.
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
    /// Decodes with the rules of REST and encodes the result.
    var echo: @Sendable (Wire) throws(Fault) -> Wire {
        let codec = self
        return { wire throws(Fault) in codec.encode(try codec.decode(wire, rules: .rest)) }
    }
}

/// An operation with a handler that is not yet bound to a core.
public struct HandledOperation<Core: Sendable>: Sendable {
    public let description: OperationDescription
    let run: @Sendable (Core, Wire, InputRules, CallContext) async throws(Fault) -> Wire
    /// Decodes and encodes parameters without calling the handler, so that tests can compare codecs with schemas.
    public let echo: @Sendable (Wire) throws(Fault) -> Wire
    /// The same for results; `nil` when there is none, or when it is only written.
    public let echoResult: (@Sendable (Wire) throws(Fault) -> Wire)?

    public func bound(to core: Core) -> AnyOperation {
        AnyOperation(description: description) { [run] wire, rules, context throws(Fault) in
            try await run(core, wire, rules, context)
        }
    }
}
