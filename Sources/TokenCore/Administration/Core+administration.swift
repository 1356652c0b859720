public import ServiceModel

extension Core {
    /// The rules of administration, for one actor.
    public func administration(as actor: AuditActor) -> Administration {
        Administration(
            actor: actor, database: database, directory: directory, gate: gate, clock: clock, credentials: credentials, endpoint: endpoint)
    }

    /// The context in which the operator of this machine calls: all rights, and no store.
    public func localContext() async throws(Fault) -> CallContext {
        guard let store = try await directory.current().scope(code: Store.all) else { throw Fault(.internal, cause: "no admin store") }
        return CallContext(caller: .localOperator, store: store, origin: .cli)
    }
}
