/// The settings in force: stored values over defaults.
public struct Settings: Sendable, Equatable {
    private let stored: [String: String]

    /// - Parameter stored: values by path; they were checked when they were set.
    public init(stored: [String: String] = [:]) {
        self.stored = stored
    }

    /// The value in force, empty for a path that does not exist.
    public func value(_ path: String) -> String {
        stored[path] ?? SettingPath.named(path)?.standard ?? ""
    }

    public func isStored(_ path: String) -> Bool { stored[path] != nil }

    /// How long a new token lives, in milliseconds; `nil` for ever (contract: `tokens.md` §3).
    public func lifetime(_ kind: AccountKind) -> Int64? {
        guard let hours = Double(strict: value("oauth/access_token_lifetime/\(kind.label)")), hours > 0 else { return nil }
        return Int64((hours * 3_600_000).rounded())
    }

    public var throttle: ThrottleLimits {
        ThrottleLimits(
            maximumFailures: number("oauth/authentication_lock/max_failures_count"),
            lockSeconds: number("oauth/authentication_lock/timeout"))
    }

    /// Refused sign-ins within ten minutes after which an address must wait; 0 is no limit.
    ///
    /// Loopback has a limit only where an operator has set one. A proxy on the same machine that is not in `trusted-proxies` makes every
    /// client come from there, and by default one guesser must not keep all of them out.
    func addressFailures(for address: IPAddress?) -> Int {
        address?.isLoopback == true && !isStored(SettingPath.addressFailures) ? 0 : number(SettingPath.addressFailures)
    }

    public var adminNamesKeepCase: Bool { value("admin/security/use_case_sensitive_login") == "1" }
    public var sharesCustomers: Bool { value("customer/account_share/scope") == "0" }
    /// Whether strangers may learn which e-mail addresses are taken.
    public var revealsFreeEmails: Bool { value("checkout/options/enable_guest_checkout_login") == "1" }
    public var defaultCustomerGroup: Int { number(SettingPath.defaultGroup) }

    public var passwordPolicy: PasswordPolicy {
        PasswordPolicy(
            minimumLength: number("customer/password/minimum_password_length"),
            characterClasses: number("customer/password/required_character_classes_number"))
    }

    /// The value of a path that takes whole numbers.
    func number(_ path: String) -> Int {
        Int(strict: value(path)) ?? SettingPath.named(path).flatMap { Int(strict: $0.standard) } ?? 0
    }

    /// Why a value cannot be stored, or `nil`. Looks at the other settings, too.
    public func problem(setting path: String, to value: String) -> String? {
        guard let known = SettingPath.named(path) else { return SettingPath.problem(path) }
        guard known.accepts(value) else { return "\(path) takes \(known.range)" }
        var next = stored
        next[path] = value
        let after = Settings(stored: next)
        let largest = after.number("webapi/validation/maximum_page_size")
        guard after.number("webapi/validation/default_page_size") <= largest else {
            return "webapi/validation/default_page_size must not exceed webapi/validation/maximum_page_size"
        }
        return nil
    }
}
