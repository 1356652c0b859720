import ServiceModel

extension AnyOperation {
    /// Authenticates and authorizes the caller of a request, decodes the parameters and calls the operation, for REST and SOAP.
    ///
    /// Anonymous operations verify no credentials, except for certain parameters.
    /// - Parameters:
    ///   - channel: the façade, for the audit trail.
    ///   - authentication: the caller. If authentication fails, the credentials that were presented, for the challenge.
    ///   - parameters: decodes the parameters; called when the caller is authorized.
    /// - Throws: the faults of the authenticator, `auth.denied`, those of `parameters` and of the operation.
    func call(
        for request: GatewayRequest, by channel: Origin.Channel, in store: StoreScope, _ authenticator: Authenticator,
        _ authentication: inout Authentication,
        parameters: () throws(Fault) -> (WireObject, InputRules)
    ) async throws(Fault) -> Wire {
        if !description.isAnonymous {
            try await authenticator.authenticate(request, into: &authentication)
            try authorize(authentication.caller, in: store)
        }
        let (parameters, rules) = try parameters()
        if description.verifiesCredentials(for: parameters) {
            try await authenticator.authenticate(request, into: &authentication)
        }
        let context = CallContext(caller: authentication.caller, store: store, origin: request.origin.entering(channel))
        return try await call(parameters, rules: rules, context: context)
    }
}
