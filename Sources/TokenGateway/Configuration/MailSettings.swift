import Foundation
import GatewayMail

/// Settings of the mails that the gateway sends.
struct MailSettings: ProgramSettingGroup {
    let from: ProgramSetting<MailAddress?> = .init(
        "mail-from", .text(valueName: "address"), "Sender of mails: ADDRESS or NAME <ADDRESS>; smtp-host needs it.",
        parse: { text throws(InvalidValue) in
            guard !text.isEmpty else { throw InvalidValue("must not be empty") }
            guard let address = MailAddress(text: text) else {
                throw InvalidValue("takes ADDRESS or NAME <ADDRESS>, not \(InvalidValue.quoted(text))")
            }
            return address
        },
        format: { $0.map { $0.name.isEmpty ? $0.address : "\($0.name) <\($0.address)>" } ?? "" },
        defaultValue: { _ in MailAddress("token-gateway@localhost") })
    let outbox: ProgramSetting<String> = .text(
        "mail-outbox", "folder", computed: "outbox in the folder of the database",
        "Folder that gets each mail as an .eml file, as long as there is no smtp-host.", parse: ProgramSetting<String>.folderPath
    ) { URL(filePath: $0[\.database]).deletingLastPathComponent().appending(path: "outbox").path(percentEncoded: false) }
    let templates: ProgramSetting<String?> = .optional(
        "mail-templates", "folder", absent: "the built-in texts",
        "Folder with mustache files that replace texts of mails, such as password_reset.txt.mustache.",
        parse: ProgramSetting<String>.folderPath)
    let smtpHost: ProgramSetting<String?> = .optional(
        "smtp-host", "host", absent: "none", note: ": mails go to mail-outbox", "Mail server that takes the mails.",
        parse: { text throws(InvalidValue) in
            guard BaseURL.isAuthority(text), text.last == "]" || !text.contains(":") else {
                throw InvalidValue("takes a host name or an address without port")
            }
            return text
        })
    let smtpPort: ProgramSetting<Int> = .integer(
        "smtp-port", in: 1...65535, computed: "465 with tls, 587 with starttls, 25 with none", "Port of the mail server."
    ) { $0[\.mail.smtpSecurity].standardPort }
    let smtpSecurity: ProgramSetting<SMTPMailer.Security> = .choice(
        "smtp-security", default: .starttls,
        "tls from the first byte, starttls or nothing at all, or none, for a relay on the same machine.")
    let smtpUser: ProgramSetting<String?> = .optional(
        "smtp-user", "name", absent: "none", "Name to sign in to the mail server with.",
        parse: { text throws(InvalidValue) in
            guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw InvalidValue("must not hold control characters") }
            return text
        })
    let smtpPasswordFile: ProgramSetting<String?> = .optional(
        "smtp-password-file", absent: "none", "File with the password of smtp-user; a line feed at its end is dropped.",
        parse: ProgramSetting<String>.filePath)
    let smtpTimeout: ProgramSetting<Int> = .integer(
        "smtp-timeout", in: 1...300, "seconds", default: 30, "How long the delivery of one mail to the mail server may take.")
    let smtpAuthorities: ProgramSetting<String?> = .optional(
        "smtp-ca-file", absent: "those of the system",
        "PEM file with the authorities that may have issued the mail server's certificate.", parse: ProgramSetting<String>.filePath)
}
