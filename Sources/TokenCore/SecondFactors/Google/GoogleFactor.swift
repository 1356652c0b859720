import Foundation
public import ServiceModel

/// One-time codes of an authenticator application (contract: `two-factor.md` §7).
public struct GoogleFactor: SecondFactorProvider {
    public static let descriptor = ProviderDescriptor(
        code: "google", name: "Google Authenticator", actionPrefix: "tfa/google/", extraActions: ["qr", "configurepost", "authpost"],
        settings: [window.descriptor])

    static let window = SettingKey.integer(
        "twofactorauth/google/otp_window", default: 1, in: 0...2, "steps",
        help: "How many steps of 30 seconds a code may be old or early.")

    public struct State: Codable, Sendable {
        /// Base32.
        var secret: String
        /// The last accepted step. Written by the first versions, which did not store ``acceptedSteps``.
        var lastStep: Int64?
        /// See ``TOTP/Accepted``.
        var acceptedSteps: [Int64]?

        var accepted: TOTP.Accepted {
            get { TOTP.Accepted(steps: acceptedSteps ?? lastStep.map { [$0] } ?? []) }
            set { (acceptedSteps, lastStep) = (newValue.steps, nil) }
        }
    }

    private let pipeline: FactorPipeline
    private let random: any RandomSource
    private let baseURL: PublicBaseURL
    private let qrCodes: any QRCodeEncoder

    public init(_ dependencies: ProviderDependencies) {
        pipeline = dependencies.pipeline
        random = dependencies.random
        baseURL = dependencies.baseURL
        qrCodes = dependencies.qrCodes
    }

    /// 20 random bytes (RFC 4226 §4 R6).
    public func newState() -> State {
        State(secret: Base32.encode(random.bytes(20)))
    }

    /// What an application needs to produce codes.
    public struct Configuration: Sendable {
        /// PNG, base64.
        public let qrCode: String
        public let secret: Secret
    }

    /// - Throws: the faults of `two-factor.md` §6.
    public func configure(_ token: Secret, _ context: CallContext) async throws(Fault) -> Configuration {
        let (admin, secret) = try await pipeline.configure(self, token, context, callProvider: FactorPipeline.none) { factor, _, _ in
            (factor.admin, factor.state.secret)
        }
        let png = try qrCodes.png(of: Secret(uri(for: admin, secret)))
        return Configuration(qrCode: Data(png).base64EncodedString(), secret: Secret(secret))
    }

    /// - Throws: the faults of `two-factor.md` §6; `tfa.code-invalid`.
    public func activate(_ token: Secret, code: Secret, _ context: CallContext) async throws(Fault) {
        try await pipeline.activate(self, token, context, callProvider: FactorPipeline.none) { factor, _, _ in
            try Self.accept(code, &factor)
            return true
        }
    }

    /// - Throws: the faults of `two-factor.md` §5; `tfa.code-invalid`.
    public func signIn(_ credentials: AdminCredentials, code: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        try await pipeline.signIn(self, credentials, context) { factor, _ in try Self.accept(code, &factor) }
    }

    /// Accepts each step once: of two concurrent calls with one code, the transaction refuses the later one.
    private static func accept(_ code: Secret, _ factor: inout Factor<State>) throws {
        let window = Int64(factor.settings[Self.window])
        guard let secret = Base32.decode(factor.state.secret),
            let step = TOTP.match(
                code, secret, at: factor.now, window: window, after: factor.state.accepted.last(at: factor.now, window: window))
        else { throw SecondFactorError(.tfaCodeInvalid) }
        factor.state.accepted.insert(step, at: factor.now, window: window)
    }

    /// The `otpauth` key URI, as Google Authenticator defines it.
    func uri(for admin: AdminAccount, _ secret: String) -> String {
        let issuer = baseURL.host ?? "token-gateway"
        let label = PercentEncoding.encode("\(issuer):\(admin.email)")
        return "otpauth://totp/\(label)?issuer=\(PercentEncoding.encode(issuer))&secret=\(secret)"
    }
}

extension SecondFactors {
    public var google: GoogleFactor { provider() }
}

/// Encodes texts as QR codes (ISO/IEC 18004).
public protocol QRCodeEncoder: Sendable {
    /// - Returns: a PNG of 400 × 400 pixels with error correction H.
    /// - Throws: `internal` for a text that is too long.
    func png(of text: Secret) throws(Fault) -> [UInt8]
}

/// For a core that enrols no one, such as that of a command.
public struct NoQRCodes: QRCodeEncoder {
    public init() {}

    public func png(of text: Secret) throws(Fault) -> [UInt8] {
        throw Fault(.internal, cause: "this program does not make QR codes")
    }
}
