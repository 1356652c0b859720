/// What is kept of one admin and one provider.
public struct SecondFactorRecord: Sendable, Equatable {
    public let adminID: Int
    public let provider: String
    /// `nil`: set up but not proven yet.
    public var activatedAt: Timestamp?
    /// The provider's state as JSON, sealed for ``purpose``.
    public var state: String
    /// 0 until it is in the database; every change makes it one higher, so that of two changes at the same moment one is refused.
    public let revision: Int

    public init(adminID: Int, provider: String, activatedAt: Timestamp? = nil, state: String, revision: Int = 0) {
        self.adminID = adminID
        self.provider = provider
        self.activatedAt = activatedAt
        self.state = state
        self.revision = revision
    }

    public var isActive: Bool { activatedAt != nil }

    /// What the state is sealed for.
    var purpose: String { Self.purpose(provider, adminID: adminID) }

    static func purpose(_ provider: String, adminID: Int) -> String { "second factor \(provider) of admin \(adminID)" }
}

/// A registered security key. Nothing of it is secret.
public struct SecurityKeyRecord: Sendable, Equatable {
    public var id: Int
    public let adminID: Int
    /// Base64; unique among all admins.
    public let credentialID: String
    /// COSE_Key, base64.
    public let publicKey: String
    /// Base64.
    public let aaguid: String
    public var counter: Int64
    public let createdAt: Timestamp
    public var lastUsedAt: Timestamp?

    public init(
        id: Int = 0, adminID: Int, credentialID: String, publicKey: String, aaguid: String, counter: Int64, createdAt: Timestamp,
        lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.adminID = adminID
        self.credentialID = credentialID
        self.publicKey = publicKey
        self.aaguid = aaguid
        self.counter = counter
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }
}

/// What tools have noted about an admin; it changes nothing about what is required.
public struct SecondFactorPreference: Sendable, Equatable {
    public var providers: [String]
    public var defaultProvider: String?

    public init(providers: [String] = [], defaultProvider: String? = nil) {
        self.providers = providers
        self.defaultProvider = defaultProvider
    }
}
