import ServiceModel
import TokenCore

/// Recovery codes (contract: `two-factor.md` §12).
enum RecoveryService: ProviderService {
    static let provider = RecoveryFactor.descriptor
    static let name = "twoFactorAuthRecoveryV1"

    static let generate = Operation(
        service: name, method: "generateCodes", route: Route(.post, "/V1/tfa/provider/recovery/configure"), resources: [.adminSelf],
        input: .ownAdmin, output: Codec<Secret>.secret.list(), forced: [.adminID],
        documentation: "Makes ten recovery codes for the calling administrator; older ones end.")

    static let authenticate = Operation(
        service: name, method: "createAdminAccessToken", route: Route(.post, "/V1/tfa/provider/recovery/authenticate"),
        resources: [.anonymous], input: .recoveryCredentials, output: .secret,
        documentation: "Exchanges the credentials of an administrator and a recovery code for an access token.")

    static let operations: [HandledOperation<Core>] = [
        generate.handled { core, input, context throws(Fault) in
            try await core.secondFactors.recovery.generate(adminID: input.adminID, context)
        },
        authenticate.handled { core, input, context throws(Fault) in
            try await core.secondFactors.recovery.signIn(input.credentials, code: input.proof, context)
        },
    ]
}

extension Codec where Value == FactorCredentials {
    static let recoveryCredentials = factor("code", "A recovery code.")
}
