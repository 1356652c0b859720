import ServiceModel

/// One setting that `config set` takes: its default and the values it may have (contract: `README.md`, configuration paths).
public struct SettingPath: Sendable {
    public let path: String
    public let standard: String
    /// The range, in words for an operator.
    public let range: String
    /// Stored sealed and never printed.
    public let isSecret: Bool
    let accepts: @Sendable (String) -> Bool

    init(
        _ path: String, _ standard: String, _ range: String, isSecret: Bool = false, _ accepts: @escaping @Sendable (String) -> Bool
    ) {
        self.path = path
        self.isSecret = isSecret
        self.standard = standard
        self.range = range
        self.accepts = accepts
    }

    static func whole(_ path: String, _ standard: Int, _ range: ClosedRange<Int>, _ unit: String) -> SettingPath {
        let words = "\(range.lowerBound) to \(range.upperBound)" + (unit.isEmpty ? "" : " \(unit)")
        return SettingPath(path, String(standard), words) { Int(strict: $0).map(range.contains) ?? false }
    }

    static func flag(_ path: String, _ standard: Bool) -> SettingPath {
        SettingPath(path, standard ? "1" : "0", "0 or 1") { $0 == "0" || $0 == "1" }
    }

    static func lifetime(_ path: String, _ standard: String) -> SettingPath {
        SettingPath(path, standard, "0 to 87600 hours, decimals allowed; empty or 0 never expires") { text in
            text.isEmpty || (Double(strict: text).map { (0...87600).contains($0) } ?? false)
        }
    }
}

extension SettingPath {
    public static let defaultGroup = "customer/create_account/default_group"
    static let addressFailures = "security/address/max_failures"

    /// Every path there is.
    public static let all: [SettingPath] =
        [
            .lifetime("oauth/access_token_lifetime/admin", "4"),
            .lifetime("oauth/access_token_lifetime/customer", "1"),
            .whole("oauth/authentication_lock/max_failures_count", 6, 1...100, "failures"),
            .whole("oauth/authentication_lock/timeout", 1800, 1...86400, "seconds"),
            .whole(addressFailures, 100, 0...100_000, "failures within ten minutes from one address, 0 off"),
            .whole("oauth/consumer/expiration_period", 300, 1...86400, "seconds"),
            .whole("oauth/consumer/post_maxredirects", 0, 0...0, ""),
            .whole("oauth/consumer/post_timeout", 5, 1...60, "seconds"),
            .flag("oauth/consumer/enable_integration_as_bearer", true),
            .flag("oauth/consumer/enable_hmac_sha1", false),
            .whole("oauth/cleanup/expiration_period", 120, 10...10080, "minutes"),
            .flag("admin/security/use_case_sensitive_login", false),
            .flag("customer/account_share/scope", true),
            .whole(defaultGroup, 1, 1...Int(Int32.max), "(an existing group id)"),
            .whole("customer/create_account/confirm", 0, 0...0, ""),
            .whole("customer/password/minimum_password_length", 8, 1...128, "characters"),
            .whole("customer/password/required_character_classes_number", 3, 1...4, "classes"),
            .whole("customer/password/reset_link_expiration_period", 2, 1...168, "hours"),
            .whole("customer/password/password_reset_protection_type", 1, 0...3, "(0 off, 1 address and e-mail, 2 address, 3 e-mail)"),
            .whole("customer/password/max_number_password_reset_requests", 5, 0...1000, "an hour, 0 no limit"),
            .whole("customer/password/min_time_between_password_reset_requests", 10, 0...1440, "minutes, 0 no limit"),
            SettingPath("customer/password/reset_link_url", "", "empty, or text with :token and :email") { text in
                text.isEmpty || (text.count <= 2048 && text.contains(":token") && text.contains(":email"))
            },
            .flag("checkout/options/enable_guest_checkout_login", false),
            .whole("webapi/validation/maximum_page_size", 300, 1...1000, "entries"),
            .whole("webapi/validation/default_page_size", 300, 1...1000, "entries, at most the maximum"),
        ] + secondFactors

    public static func named(_ path: String) -> SettingPath? {
        all.first { $0.path.utf8Equals(path) }
    }

    /// Why there is no setting of a path, or `nil` when there is one.
    public static func problem(_ path: String) -> String? {
        guard named(path) == nil else { return nil }
        return withoutEffect(path) ?? "there is no setting \(path); see token-gateway config list"
    }

    /// Why a path that Magento has would do nothing here; `nil` for other paths.
    static func withoutEffect(_ path: String) -> String? {
        guard path.hasPrefix("webapi/jwtauth/") else { return nil }
        return "\(path) has no effect here: tokens are no JWT (JSON Web Tokens); oauth/access_token_lifetime/admin and "
            + "oauth/access_token_lifetime/customer say how long they live"
    }
}

extension Int {
    /// Optional minus and ASCII digits, nothing else.
    init?(strict text: String) {
        guard text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }) else { return nil }
        self.init(text)
    }
}

extension Double {
    /// ASCII digits and one point.
    init?(strict text: String) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }) else { return nil }
        self.init(text)
    }
}
