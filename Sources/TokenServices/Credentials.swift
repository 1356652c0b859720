import ServiceModel

/// The parameters of a sign-in.
struct Credentials: Sendable {
    let username: String
    let password: Secret
}

extension Codec where Value == Credentials {
    static let credentials = object(
        "", Credentials.init,
        .required(
            "username", \.username, .string, "Login name: the user name of an admin, the e-mail address of a customer.",
            emptyIsAbsent: true,
            isBodyOnly: true),
        .required("password", \.password, .secret, "Password, compared byte for byte; never logged.", emptyIsAbsent: true))
}
