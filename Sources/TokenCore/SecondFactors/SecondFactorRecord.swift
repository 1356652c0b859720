/// What is stored of one admin and one provider.
public struct SecondFactorRecord: Sendable, Equatable {
    public let adminID: Int
    public let provider: String
    /// `nil` until the admin has proven the factor.
    public var activatedAt: Timestamp?
    /// The provider's state as JSON, sealed for ``purpose``.
    public var state: String
    /// 0 until the record is stored, then one higher with every change: of two concurrent changes one is refused.
    public let revision: Int

    public init(adminID: Int, provider: String, activatedAt: Timestamp? = nil, state: String, revision: Int = 0) {
        self.adminID = adminID
        self.provider = provider
        self.activatedAt = activatedAt
        self.state = state
        self.revision = revision
    }

    public var isActive: Bool { activatedAt != nil }

    /// The purpose that binds the sealed state to its admin and provider.
    var purpose: String { Self.purpose(provider, adminID: adminID) }

    static func purpose(_ provider: String, adminID: Int) -> String { "second factor \(provider) of admin \(adminID)" }
}

/// A registered security key. It contains no secret.
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

/// What tools have noted about an admin. It does not affect which factors are required.
public struct SecondFactorPreference: Sendable, Equatable {
    public var providers: [String]
    public var defaultProvider: String?

    public init(providers: [String] = [], defaultProvider: String? = nil) {
        self.providers = providers
        self.defaultProvider = defaultProvider
    }
}
