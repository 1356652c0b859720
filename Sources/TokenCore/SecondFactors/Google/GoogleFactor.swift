import Foundation
public import ServiceModel

/// Codes of an authenticator application (contract: `two-factor.md` §7).
public struct GoogleFactor: SecondFactorProvider {
    public static let about = ProviderDescription(
        code: "google", name: "Google Authenticator", isResetAllowed: true, folder: "tfa/google/",
        extraActions: ["qr", "configurepost", "authpost"],
        settings: [window.descriptor])

    static let window = SettingKey.integer(
        "twofactorauth/google/otp_window", default: 1, in: 0...2, "steps",
        help: "How many steps of 30 seconds a code may be old or early.")

    public struct State: Codable, Sendable {
        /// Base32.
        var secret: String
        /// What the first versions noted instead of the next: the last step that was accepted.
        var lastStep: Int64?
        /// See ``TOTP/Accepted``.
        var acceptedSteps: [Int64]?

        var accepted: TOTP.Accepted {
            get { TOTP.Accepted(steps: acceptedSteps ?? lastStep.map { [$0] } ?? []) }
            set { (acceptedSteps, lastStep) = (newValue.steps, nil) }
        }
    }

    let pipeline: FactorPipeline
    let random: any RandomSource
    let site: PublicSite
    let drawing: any QRCodeDrawing

    /// 20 random bytes (RFC 4226 §4 R6).
    public func newState() -> State {
        State(secret: Base32.encode(random.bytes(20)))
    }

    /// What the application needs.
    public struct Configuration: Sendable {
        /// PNG, base64.
        public let qrCode: String
        public let secret: Secret
    }

    /// - Throws: as `two-factor.md` §6 has it.
    public func configure(_ token: Secret, _ context: CallContext) async throws(Fault) -> Configuration {
        let (admin, secret) = try await pipeline.configure(self, token, context, callProvider: FactorPipeline.nobody) { factor, _, _ in
            (factor.admin, factor.state.secret)
        }
        let png = try drawing.png(of: Secret(uri(for: admin, secret)))
        return Configuration(qrCode: Data(png).base64EncodedString(), secret: Secret(secret))
    }

    /// - Throws: as `two-factor.md` §6 has it; `tfa.code-invalid`.
    public func activate(_ token: Secret, code: Secret, _ context: CallContext) async throws(Fault) {
        try await pipeline.activate(self, token, context, callProvider: FactorPipeline.nobody) { factor, _, _ in
            try Self.accept(code, &factor)
            return true
        }
    }

    /// - Throws: as `two-factor.md` §5 has it; `tfa.code-invalid`.
    public func signIn(_ credentials: AdminCredentials, code: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        try await pipeline.signIn(self, credentials, context) { factor, _ in try Self.accept(code, &factor) }
    }

    /// Each step is accepted once; the transaction that this runs in decides who is first.
    private static func accept(_ code: Secret, _ factor: inout Factor<State>) throws {
        let window = Int64(factor.settings[Self.window])
        guard let secret = Base32.decode(factor.state.secret),
            let step = TOTP.match(
                code, secret, at: factor.now, window: window, after: factor.state.accepted.last(at: factor.now, window: window))
        else { throw SecondFactorError(.tfaCodeInvalid) }
        factor.state.accepted.insert(step, at: factor.now, window: window)
    }

    /// The key URI that applications read.
    func uri(for admin: AdminAccount, _ secret: String) -> String {
        let issuer = site.host ?? "token-gateway"
        let label = PercentEncoding.encode("\(issuer):\(admin.email)")
        return "otpauth://totp/\(label)?issuer=\(PercentEncoding.encode(issuer))&secret=\(secret)"
    }

    /// A secret as an operator gives it, in the form in which it is kept.
    /// - Returns: `nil` unless it is base32 of at least 5 bytes and at most 256 characters.
    static func canonical(_ secret: Secret) -> String? {
        let text = secret.revealed
        guard text.utf8.count <= 256, let bytes = Base32.decode(text), bytes.count >= 5 else { return nil }
        return Base32.encode(bytes)
    }
}
