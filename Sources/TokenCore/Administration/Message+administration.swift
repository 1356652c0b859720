public import ServiceModel

/// What administration refuses. Administrators read these texts, clients of REST and SOAP never do, so they are no part of the
/// catalogue of `messages.md`.
extension Message {
    static let adminUnknown = administration("admin-unknown", "there is no admin %1", .notFound)
    static let customerUnknown = administration("customer-unknown", "there is no customer %1", .notFound)
    public static let roleUnknown = administration("role-unknown", "there is no role %1", .notFound)
    public static let integrationUnknown = administration("integration-unknown", "there is no integration %1", .notFound)
    public static let storeUnknown = administration("store-unknown", "there is no store %1", .notFound)
    public static let resourceUnknown = administration("resource-unknown", "there is no resource %1", .notFound)
    static let groupUnknown = administration("group-unknown", "there is no customer group %1", .notFound)
    static let providerUnknown = administration("provider-unknown", "there is no provider %1; there are %2", .notFound)
    static let liveTokenUnknown = administration("token-unknown", "there is no live token %1", .notFound)
    public static let tokenOwnerAmbiguous = administration(
        "token-owner-ambiguous", "name one administrator, customer, integration or accessor", .invalid)
    static let alreadyExists = administration("exists", "%1 exists already", .invalid)

    static let usernameInvalid = administration("username-invalid", "a user name has 1 to %1 visible characters", .invalid)
    static let roleNameInvalid = administration("role-name-invalid", "a role's name has 1 to %1 visible characters", .invalid)
    static let integrationNameInvalid = administration(
        "integration-name-invalid", "an integration's name has 1 to %1 visible characters", .invalid)
    static let emailInvalid = administration("email-invalid", "%1 is no e-mail address", .invalid)
    static let applicationURLInvalid = administration("url-invalid", "the %1 %2", .invalid)
    static let resourcesMissing = administration("resources-missing", "%1 needs at least one resource", .invalid)
    static let storeCodeInvalid = administration(
        "store-code-invalid", "a store code has 1 to 32 of a-z, 0-9 and _, begins with a letter, and is not all or admin", .invalid)
    static let websiteCodeInvalid = administration(
        "website-code-invalid", "a website code has 1 to 32 of a-z, 0-9 and _, and begins with a letter", .invalid)
    static let settingInvalid = administration("setting-invalid", "%1", .invalid)
    static let secretInvalid = administration(
        "secret-invalid", "a secret is base32 text (A-Z, 2-7) of at least 5 bytes and at most 256 characters", .invalid)
    public static let pageInvalid = administration("page-invalid", "a page has 1 to %1 items, and the first page is 1", .invalid)

    static let roleIsDefault = administration(
        "role-default", "role %1 cannot be deleted: new administrators get it where no other role is named", .invalid)
    static let roleInUse = administration("role-in-use", "role %1 is assigned to administrators", .invalid)
    static let integrationActive = administration(
        "integration-active", "the integration %1 is active; reauthorize makes new credentials", .invalid)
    static let consumerMissing = administration("consumer-missing", "the integration %1 has no consumer", .invalid)
    static let exchangeFailed = administration("exchange-failed", "the endpoint %1 did not take the exchange: %2", .invalid)
    static let importRunning = administration(
        "import-running", "another import is running, or was stopped within the last %1 seconds", .invalid)

    static let databaseUnavailable = administration("database-unavailable", "the database cannot be used now: %1", .unavailable)
    static let databaseContended = administration("database-contended", "the database cannot be changed now: %1", .unavailable)
    static let databaseLost = administration("database-lost", "the database is gone: %1", .unavailable)
    static let databaseUnusable = administration("database-unusable", "the database cannot be used: %1", .internal)
    static let databaseConflict = administration("database-conflict", "exists already, or is in use: %1", .invalid)
}

extension Fault {
    /// A failure of the store with its cause, which administrators may read; faults stay as they are.
    public init(administering error: any Error) {
        switch error {
        case let fault as Fault: self = fault
        case StoreFailure.unavailable(let cause): self = Fault(.databaseUnavailable, [.init(.text(cause))])
        case StoreFailure.contention(let cause): self = Fault(.databaseContended, [.init(.text(cause))])
        case StoreFailure.lost(let cause): self = Fault(.databaseLost, [.init(.text(cause))])
        case StoreFailure.schema(let cause): self = Fault(.databaseUnusable, [.init(.text(cause))])
        case StoreFailure.conflict(let what): self = Fault(.databaseConflict, [.init(.text(what))])
        default: self = Fault(.internal, cause: "\(error)")
        }
    }

    /// A message about one value.
    init(_ message: Message, about value: String) {
        self.init(message, [.init(.text(value))])
    }
}
