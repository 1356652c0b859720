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
        { text in
            ApplicationURL.isAllowed(text) && !text.contains("?")
                ? nil : "\(name) takes an https URL, or an http URL of this machine, without user, query and fragment"
        }
    }
}
