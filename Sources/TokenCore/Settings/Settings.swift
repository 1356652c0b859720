/// The settings in force, parsed once when they change: stored values over defaults.
///
/// The initialiser declares each setting of the core where it reads it. What it reads, in its order, is what `config list` shows.
public struct Settings: Sendable {
    /// Texts by path; they were checked when they were set.
    let stored: [String: String]

    private let adminTokenLifetime: Int64?
    private let customerTokenLifetime: Int64?
    public let throttle: ThrottleLimits
    private let addressFailures: Int
    let oauth: OAuthSettings
    public let adminNamesKeepCase: Bool
    /// Whether customers belong to all websites.
    public let sharesCustomers: Bool
    public let defaultCustomerGroup: Int
    public let passwordPolicy: PasswordPolicy
    /// Hours in which a reset token is good.
    public let resetTokenHours: Int
    public let resetLimits: ResetLimits
    /// Where a customer sets a new password; `nil` when mails carry the bare token.
    public let resetLink: ResetLink?
    /// Whether anyone may ask which e-mail addresses are free.
    public let revealsFreeEmails: Bool
    let maximumPageSize: Int
    let defaultPageSize: Int

    /// - Parameter stored: texts by path. One that cannot be parsed gives way to the default.
    public init(stored: [String: String] = [:]) {
        var reader = SettingReader(stored: stored)
        self.init(&reader)
    }

    private init(_ reader: inout SettingReader) {
        stored = reader.stored
        adminTokenLifetime = reader.read(
            .lifetime("oauth/access_token_lifetime/admin", hours: 4, help: "How long a token of an administrator lives."))
        customerTokenLifetime = reader.read(
            .lifetime("oauth/access_token_lifetime/customer", hours: 1, help: "How long a token of a customer lives."))
        throttle = ThrottleLimits(&reader)
        addressFailures = reader.read(Self.addressFailuresKey)
        oauth = OAuthSettings(&reader)
        adminNamesKeepCase = reader.read(
            .flag(
                "admin/security/use_case_sensitive_login", default: false,
                help: "Whether the name of an administrator must be written in the case in which it was created."))
        sharesCustomers = !reader.read(
            .flag(
                "customer/account_share/scope", default: true,
                help: "1: a customer belongs to one website; 0: to all, and an e-mail address occurs once."))
        defaultCustomerGroup = reader.read(Self.defaultCustomerGroupKey)
        reader.declare(
            .integer("customer/create_account/confirm", default: 0, in: 0...0, help: "Confirmation of new accounts by mail is not served."))
        passwordPolicy = PasswordPolicy(&reader)
        resetTokenHours = reader.read(
            .integer(
                "customer/password/reset_link_expiration_period", default: 2, in: 1...168, "hours",
                help: "How long a mailed link for a new password is valid."))
        resetLimits = ResetLimits(&reader)
        resetLink = reader.read(.resetLink)
        revealsFreeEmails = reader.read(
            .flag(
                "checkout/options/enable_guest_checkout_login", default: false,
                help: "Whether anyone may ask which e-mail addresses are free; with 0 every address is reported as free."))
        maximumPageSize = reader.read(Self.maximumPageSizeKey)
        defaultPageSize = reader.read(Self.defaultPageSizeKey)
    }

    /// The settings of the core. Those of second factors are in ``ProviderRegistry/settings``.
    static let descriptors: [SettingDescriptor] = {
        var reader = SettingReader(stored: [:])
        _ = Settings(&reader)
        return reader.descriptors
    }()

    /// The value in force of a key that is declared elsewhere; parsed at each access.
    subscript<Value>(key: SettingKey<Value>) -> Value { key.value(in: stored) }

    /// These settings when they are stored like that, else new ones: unchanged settings are not parsed again.
    func updated(stored: [String: String]) -> Settings {
        stored == self.stored ? self : Settings(stored: stored)
    }

    public func isStored(_ path: String) -> Bool { stored[path] != nil }

    /// How long a new token lives, in milliseconds; `nil` when it never expires (contract: `tokens.md` §3).
    public func lifetime(_ kind: AccountKind) -> Int64? {
        kind == .admin ? adminTokenLifetime : customerTokenLifetime
    }

    /// Failed sign-ins within ten minutes after which an address must wait; 0 means no limit.
    ///
    /// Loopback has a limit only where an operator has set one. A proxy on the same machine that is not in `trusted-proxies` makes every
    /// client come from there, and by default one guesser must not keep all of them out.
    func addressFailures(for address: IPAddress?) -> Int {
        address?.isLoopback == true && !isStored(Self.addressFailuresKey.path) ? 0 : addressFailures
    }
}

extension Settings: Equatable {
    /// What is stored decides all properties.
    public static func == (one: Settings, other: Settings) -> Bool { one.stored == other.stored }
}

/// Reads the values of settings and records which ones are read.
struct SettingReader {
    let stored: [String: String]
    private(set) var descriptors: [SettingDescriptor] = []

    init(stored: [String: String]) {
        self.stored = stored
    }

    mutating func read<Value>(_ key: SettingKey<Value>) -> Value {
        descriptors.append(key.descriptor)
        return key.value(in: stored)
    }

    /// Declares a setting that is accepted for the sake of scripts written for Magento and that no rule reads.
    mutating func declare(_ key: SettingKey<Int>) {
        descriptors.append(key.descriptor)
    }
}
