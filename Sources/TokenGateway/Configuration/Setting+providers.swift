import TokenCore

// Where the services behind providers of second factors are.
extension Setting {
    static let duoURL = Setting(
        "duo-url", .text, standard: "https:// and the API host name of Duo",
        "Where requests to Duo are sent, when not to Duo itself; what is signed stays the API host name.", rule: serviceURL("duo-url"))
    static let authyURL = Setting(
        "authy-url", .text, standard: ProviderServices.authy + "/", "Where requests to Authy are sent.", rule: serviceURL("authy-url"))

    static let providers: [Setting] = [duoURL, authyURL]

    private static func serviceURL(_ name: String) -> @Sendable (String) -> String? {
        { text in (ApplicationURL.problem(text) ?? (text.contains("?") ? "must not have a query" : nil)).map { "\(name) \($0)" } }
    }
}
