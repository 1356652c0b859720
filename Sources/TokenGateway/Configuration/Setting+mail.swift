import GatewayMail

// Settings of the mail that the gateway sends.
extension Setting {
    static let mailFrom = Setting(
        "mail-from", .text, standard: "token-gateway@localhost", "Sender of mails: ADDRESS or NAME <ADDRESS>; smtp-host needs it."
    ) { MailAddress(text: $0) == nil ? "mail-from takes ADDRESS or NAME <ADDRESS>, not \(quoted($0))" : nil }
    static let mailOutbox = Setting(
        "mail-outbox", .text, standard: "outbox beside the database",
        "Folder that gets each mail as an .eml file, as long as there is no smtp-host."
    ) { $0.utf8.contains(0) ? "mail-outbox takes the path of a folder" : nil }
    static let mailTemplates = Setting(
        "mail-templates", .text, standard: "the built-in texts",
        "Folder with mustache files that replace texts of mails, such as password_reset.txt.mustache."
    ) { $0.utf8.contains(0) ? "mail-templates takes the path of a folder" : nil }
    static let smtpHost = Setting("smtp-host", .text, standard: "none: mails go to mail-outbox", "Mail server that takes the mails.") {
        BaseURL.isAuthority($0) && ($0.last == "]" || !$0.contains(":")) ? nil : "smtp-host takes a host name or an address without port"
    }
    static let smtpPort = Setting(
        "smtp-port", .number(1...65535, unit: ""), standard: "465 with tls, 587 with starttls, 25 with none", "Port of the mail server.")
    static let smtpSecurity = Setting(
        "smtp-security", .choice(SMTPMailer.Security.allCases.map(\.rawValue)), standard: "starttls",
        "tls from the first byte, starttls or nothing at all, or none, for a relay on the same machine.")
    static let smtpUser = Setting("smtp-user", .text, standard: "none", "Name to sign in to the mail server with.") {
        $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? nil : "smtp-user must not hold control characters"
    }
    static let smtpPasswordFile = Setting(
        "smtp-password-file", .text, standard: "none", "File with the password of smtp-user; a line feed at its end is dropped."
    ) { $0.utf8.contains(0) ? "smtp-password-file takes the path of a file" : nil }
    static let smtpTimeout = Setting(
        "smtp-timeout", .number(1...300, unit: "seconds"), standard: "30", "How long handing over one mail may take.")
    static let smtpAuthorities = Setting(
        "smtp-ca-file", .text, standard: "those of the system",
        "PEM file with the authorities that the mail server's certificate may be of."
    ) { $0.utf8.contains(0) ? "smtp-ca-file takes the path of a file" : nil }

    static let mail: [Setting] = [
        mailFrom, mailOutbox, mailTemplates, smtpHost, smtpPort, smtpSecurity, smtpUser, smtpPasswordFile, smtpTimeout, smtpAuthorities,
    ]
}
