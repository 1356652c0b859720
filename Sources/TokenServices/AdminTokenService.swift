import ServiceModel
import TokenCore

/// Tokens of administrators (contract: `tokens.md` §1).
enum AdminTokenService {
    static let name = "integrationAdminTokenServiceV1"
    /// Magento's name of this service while second factors are forced; here both names always work (D43).
    static let secondName = "twoFactorAuthAdminTokenServiceV1"

    static let create = Operation(
        service: name, method: "createAdminAccessToken", route: Route(.post, "/V1/integration/admin/token"),
        resources: [.anonymous], input: .credentials, output: .secret,
        documentation: "Exchanges the credentials of an administrator for an access token.")

    static let revoke = Operation(
        service: name, method: "revokeAdminAccessToken", route: Route(.post, "/V1/integration/admin/revoke-admin-token"),
        resources: [.adminSelf], input: .ownAdmin, output: .boolean, forced: [.adminID],
        documentation: "Ends all access tokens of the calling administrator.")

    static let operations: [HandledOperation<Core>] = [
        create.handled(by: issue),
        revoke.handled { core, input, context throws(Fault) in
            try await core.revocation.revokeOwn(.admin, id: input.adminID, context)
        },
    ]

    static let aliases: [HandledOperation<Core>] = [
        create.offered(as: secondName).handled(by: issue)
    ]

    private static let issue: @Sendable (Core, Credentials, CallContext) async throws(Fault) -> Secret = {
        core, input, context async throws(Fault) in
        try await core.signIn.admin(username: input.username, password: input.password, context)
    }
}

/// The caller's own id; it never comes from the client.
struct OwnAdmin: Sendable {
    let adminID: Int?
}

extension Codec where Value == OwnAdmin {
    static let ownAdmin = object(
        "", OwnAdmin.init, .optional("adminId", \.adminID, .int, "Always the calling administrator, whatever is sent."))
}
