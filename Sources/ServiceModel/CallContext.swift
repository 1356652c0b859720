/// What a handler knows of a call besides its parameters.
public struct CallContext: Sendable {
    public let caller: Caller
    public let store: StoreScope
    public let origin: Origin

    public init(caller: Caller, store: StoreScope, origin: Origin) {
        self.caller = caller
        self.store = store
        self.origin = origin
    }
}
