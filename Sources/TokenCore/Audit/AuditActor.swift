public import ServiceModel

/// Who did something, from where and through which channel. Rules take it, and audit records are made from it.
public struct AuditActor: Sendable, Equatable {
    /// The raw values are stored.
    public enum Kind: String, Sendable {
        case guest, customer, admin, integration
        /// Somebody who runs commands on this machine.
        case `operator`
    }

    /// The operator who runs a command.
    public static let localOperator = AuditActor(.operator, id: nil, .cli)

    public let kind: Kind
    /// Id of the account or the integration; `nil` where none is known.
    public let id: Int?
    public let origin: Origin

    public init(_ kind: Kind, id: Int?, _ origin: Origin) {
        self.kind = kind
        self.id = id
        self.origin = origin
    }

    public init(account kind: AccountKind, id: Int?, _ origin: Origin) {
        self.init(kind == .admin ? .admin : .customer, id: id, origin)
    }

    public init(_ caller: Caller, _ origin: Origin) {
        switch caller {
        case .guest: self.init(.guest, id: nil, origin)
        case .customer(let customer): self.init(.customer, id: customer.id, origin)
        case .admin(let id, _): self.init(.admin, id: id, origin)
        case .integration(let id, _): self.init(.integration, id: id, origin)
        case .localOperator: self.init(.operator, id: nil, origin)
        }
    }
}

extension CallContext {
    /// The caller as the audit trail names it.
    public var actor: AuditActor { AuditActor(caller, origin) }
}
