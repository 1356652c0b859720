import ServiceModel
import TokenCore

/// The security keys of the calling administrator (contract: `two-factor.md` §12).
enum U2FKeyManagementService {
    static let name = "twoFactorAuthU2fKeyManagementV1"

    static let configure = Operation(
        service: name, method: "getRegistrationData", route: Route(.post, "/V1/tfa/provider/u2fkey/keys/configure"),
        resources: [.adminSelf], input: .ownAdmin, output: .keyRequest, forced: [.adminID],
        documentation: "Begins the registration of a further security key.")

    static let register = Operation(
        service: name, method: "register", route: Route(.post, "/V1/tfa/provider/u2fkey/keys"), resources: [.adminSelf],
        input: .furtherKey, forced: [.adminID],
        documentation: "Registers a further security key, with what it answers as proof.")

    static let list = Operation(
        service: name, method: "getList", route: Route(.get, "/V1/tfa/provider/u2fkey/keys"), resources: [.adminSelf],
        input: .ownAdmin, output: Codec<KeyData>.key.list(), forced: [.adminID], documentation: "Lists the security keys, oldest first.")

    static let delete = Operation(
        service: name, method: "deleteById", route: Route(.delete, "/V1/tfa/provider/u2fkey/keys/:keyId"), resources: [.adminSelf],
        input: .ownKey, output: .boolean, forced: [.adminID],
        documentation: "Forgets a security key. With the last one the provider is reset, and all access tokens end.")

    static let operations: [HandledOperation<Core>] = [
        configure.handled { core, input, context throws(Fault) in
            KeyRequestData(options: try await core.secondFactors.keys.configureFurther(adminID: input.adminID, context))
        },
        register.handled { core, input, context throws(Fault) in
            try await core.secondFactors.keys.registerFurther(adminID: input.adminID, credential: input.credential, context)
        },
        list.handled { core, input, context throws(Fault) in
            try await core.secondFactors.keys.keys(adminID: input.adminID, context).map(KeyData.init)
        },
        delete.handled { core, input, context throws(Fault) in
            try await core.secondFactors.keys.delete(keyID: input.keyID, adminID: input.adminID, context)
        },
    ]
}

struct FurtherKey: Sendable {
    let adminID: Int?
    let credential: Secret
}

extension Codec where Value == FurtherKey {
    static let furtherKey = object(
        "", FurtherKey.init, .optional("adminId", \.adminID, .int, "Always the calling administrator, whatever is sent."),
        .required("publicKeyCredentialJson", \.credential, .secret, "What the security key answers, as JSON text."))
}

struct OwnKey: Sendable {
    let keyID: Int
    let adminID: Int?
}

extension Codec where Value == OwnKey {
    static let ownKey = object(
        "", OwnKey.init, .required("keyId", \.keyID, .int, "Id of the key, as the list has it."),
        .optional("adminId", \.adminID, .int, "Always the calling administrator, whatever is sent."))
}

struct KeyData: Sendable {
    let id: Int
    let createdAt: String
    let lastUsedAt: String?
}

extension KeyData {
    init(_ record: SecurityKeyRecord) {
        self.init(id: record.id, createdAt: record.createdAt.sqlDateTime, lastUsedAt: record.lastUsedAt?.sqlDateTime)
    }
}

extension Codec where Value == KeyData {
    static let key = object(
        "TwoFactorAuthDataU2fKeyInterface", KeyData.init,
        .required("id", \.id, .int, "Names the key."),
        .required("createdAt", \.createdAt, .string, "When it was registered."),
        .optional("lastUsedAt", \.lastUsedAt, .string, "When it was last signed in with; absent while it was not."))
}
