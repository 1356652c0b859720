// Settings that are named elsewhere, and those that a rule takes together.

extension Settings {
    static let addressFailuresKey = SettingKey.integer(
        "security/address/max_failures", default: 100, in: 0...100_000, "failures within ten minutes from one address, 0 off",
        help: "Failed sign-ins after which a network address must wait; loopback has no limit by default.")
    public static let defaultCustomerGroupKey = SettingKey.integer(
        "customer/create_account/default_group", default: 1, in: 1...Int(Int32.max), "(an existing group id)",
        help: "The group that a new customer gets.")
    static let maximumPageSizeKey = SettingKey.integer(
        "webapi/validation/maximum_page_size", default: 300, in: 1...1000, "entries", help: "The largest page that a search may ask for.")
    static let defaultPageSizeKey = SettingKey.integer(
        "webapi/validation/default_page_size", default: 300, in: 1...1000, "entries, at most the maximum",
        help: "The size of a page when a search names none.")
}

extension SettingKey<Int64?> {
    /// A lifetime in milliseconds, written in hours; `nil` when it never ends.
    static func lifetime(_ path: String, hours: Int, help: String) -> SettingKey {
        @Sendable func parse(_ text: String) -> Int64?? {
            guard !text.isEmpty else { return .some(nil) }
            return Double(strict: text).map { $0 > 0 ? Int64(($0 * 3_600_000).rounded()) : nil }
        }
        return SettingKey(
            path, default: Int64(hours) * 3_600_000, text: String(hours),
            range: "0 to 87600 hours, decimals allowed; empty or 0 never expires", help: help,
            accepts: { $0.isEmpty || (Double(strict: $0).map((0...87600).contains) ?? false) }, parse: parse)
    }
}

extension SettingKey<ResetLink?> {
    static var resetLink: SettingKey {
        SettingKey(
            "customer/password/reset_link_url", default: nil, text: "", range: "empty, or text with :token and :email",
            help: "The page on which a customer sets a new password; when empty, mails carry the bare token.",
            accepts: { $0.isEmpty || ($0.count <= 2048 && $0.contains(":token") && $0.contains(":email")) },
            parse: { .some($0.isEmpty ? nil : ResetLink(template: $0)) })
    }
}

extension ThrottleLimits {
    init(_ reader: inout SettingReader) {
        self.init(
            maximumFailures: reader.read(
                .integer(
                    "oauth/authentication_lock/max_failures_count", default: 6, in: 1...100, "failures",
                    help: "Failed sign-ins after which an account is locked.")),
            lockSeconds: reader.read(
                .integer(
                    "oauth/authentication_lock/timeout", default: 1800, in: 1...86400, "seconds", help: "How long an account stays locked.")
            ))
    }
}

extension PasswordPolicy {
    init(_ reader: inout SettingReader) {
        self.init(
            minimumLength: reader.read(
                .integer(
                    "customer/password/minimum_password_length", default: 8, in: 1...128, "characters",
                    help: "The least length of a customer's password.")),
            characterClasses: reader.read(
                .integer(
                    "customer/password/required_character_classes_number", default: 3, in: 1...4, "classes",
                    help: "How many of lower case, upper case, digits and other characters a customer's password must have.")))
    }
}

extension ResetLimits {
    init(_ reader: inout SettingReader) {
        let protection = reader.read(
            .integer(
                "customer/password/password_reset_protection_type", default: 1, in: 0...3,
                "(0 off, 1 address and e-mail, 2 address, 3 e-mail)", help: "What limits count requests for a new password by."))
        let kinds: [ResetRequestKind] =
            switch protection {
            case 1: [.address, .email]
            case 2: [.address]
            case 3: [.email]
            default: []
            }
        self.init(
            kinds: kinds,
            perHour: reader.read(
                .integer(
                    "customer/password/max_number_password_reset_requests", default: 5, in: 0...1000, "an hour, 0 no limit",
                    help: "How many requests for a new password are served in an hour.")),
            pauseMinutes: reader.read(
                .integer(
                    "customer/password/min_time_between_password_reset_requests", default: 10, in: 0...1440, "minutes, 0 no limit",
                    help: "The least time between two requests for a new password.")))
    }
}

/// Settings of integrations and OAuth 1.0a.
struct OAuthSettings: Sendable {
    /// How long an exchange may take, from its start.
    let exchangeSeconds: Int
    /// How long a client's endpoint may take to respond.
    let endpointTimeout: Int
    /// Whether access tokens of integrations are valid as bearer tokens.
    let acceptsIntegrationsAsBearer: Bool
    let acceptsHMACSHA1: Bool
    /// After how many seconds nonces and unused request tokens can be deleted.
    let cleanupSeconds: Int

    init(_ reader: inout SettingReader) {
        exchangeSeconds = reader.read(
            .integer(
                "oauth/consumer/expiration_period", default: 300, in: 1...86400, "seconds",
                help: "How long the token exchange of an integration may take."))
        reader.declare(
            .integer(
                "oauth/consumer/post_maxredirects", default: 0, in: 0...0, help: "Redirects of an integration's endpoint are not followed.")
        )
        endpointTimeout = reader.read(
            .integer(
                "oauth/consumer/post_timeout", default: 5, in: 1...60, "seconds",
                help: "How long an integration's endpoint may take to respond."))
        acceptsIntegrationsAsBearer = reader.read(
            .flag(
                "oauth/consumer/enable_integration_as_bearer", default: true,
                help: "Whether access tokens of integrations are accepted as bearer tokens."))
        acceptsHMACSHA1 = reader.read(
            .flag("oauth/consumer/enable_hmac_sha1", default: false, help: "Whether signatures with HMAC-SHA1 are accepted."))
        cleanupSeconds =
            60
            * reader.read(
                .integer(
                    "oauth/cleanup/expiration_period", default: 120, in: 10...10080, "minutes",
                    help: "After what time nonces and unused request tokens are deleted."))
    }
}
