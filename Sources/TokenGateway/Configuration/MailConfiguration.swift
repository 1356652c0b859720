import Foundation
import GatewayMail
import ServiceModel

/// How mails are sent, checked.
struct MailConfiguration: Sendable {
    enum Transport: Sendable {
        /// Path of the folder.
        case outbox(String)
        /// The file has the password.
        case smtp(SMTPMailer.Server, passwordFile: String?)
    }

    let sender: MailAddress
    let transport: Transport
    /// Path of the folder with texts that an operator replaces.
    let templatesFolder: String?

    init(_ resolved: ResolvedConfiguration) throws(ConfigurationProblems) {
        guard let sender = resolved[\.mail.from] else { throw resolved.problem(with: \.mail.from, "mail-from is no address") }
        self.sender = sender
        templatesFolder = resolved[\.mail.templates]
        guard let host = resolved[\.mail.smtpHost] else {
            transport = .outbox(resolved[\.mail.outbox])
            return
        }
        guard resolved.isSet(\.mail.from) else { throw resolved.problem(with: \.mail.smtpHost, "smtp-host needs mail-from") }
        let security = resolved[\.mail.smtpSecurity]
        let user = resolved[\.mail.smtpUser]
        let passwordFile = resolved[\.mail.smtpPasswordFile]
        if user != nil, passwordFile == nil { throw resolved.problem(with: \.mail.smtpUser, "smtp-user needs smtp-password-file") }
        if user != nil, security == .plain {
            throw resolved.problem(with: \.mail.smtpUser, "smtp-user needs smtp-security tls or starttls: passwords go encrypted")
        }
        transport = .smtp(
            .init(
                host: host, port: resolved[\.mail.smtpPort], security: security, user: user, timeout: resolved[\.mail.smtpTimeout],
                authorities: resolved[\.mail.smtpAuthorities]),
            passwordFile: user == nil ? nil : passwordFile)
    }

    /// Seconds after which a mail is claimed again, because its worker must have been killed: twice the timeout of a delivery and a minute.
    var lease: Int {
        switch transport {
        case .outbox: 60
        case .smtp(let server, _): 2 * server.timeout + 60
        }
    }

    /// Reads the file with the password, if any.
    func mailer() throws(ConfigurationProblems) -> any Mailer {
        switch transport {
        case .outbox(let folder): return OutboxMailer(folder: folder)
        case .smtp(var server, let passwordFile):
            if let authorities = server.authorities { _ = try TextFile.read(authorities, limit: 1024 * 1024) }
            if let passwordFile {
                var text = Substring(try TextFile.read(passwordFile, limit: 1024))
                while text.last?.isNewline == true { text.removeLast() }
                guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                    throw ConfigurationProblems(all: [.init(place: passwordFile, text: "the file must hold one line, the password")])
                }
                server.password = Secret(String(text))
            }
            return SMTPMailer(server: server)
        }
    }

    /// The templates of mails: the operator's files, or the built-in texts.
    func templates() throws(ConfigurationProblems) -> MailTemplates {
        var texts: [String: String] = [:]
        if let folder = templatesFolder { texts = try Self.files(in: folder) }
        do {
            return try MailTemplates(replacing: texts)
        } catch {
            throw ConfigurationProblems(all: [.init(place: "\(templatesFolder ?? "")/\(error.file)", text: error.text)])
        }
    }

    /// The templates of a folder by name. Throws for a file name that belongs to no mail, because it is probably misspelt.
    private static func files(in folder: String) throws(ConfigurationProblems) -> [String: String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw ConfigurationProblems(all: [.init(place: folder, text: "this is not a folder that can be read")])
        }
        var texts: [String: String] = [:]
        for name in names.sorted() where name.hasSuffix(".mustache") {
            guard MailTemplates.fileNames.contains(name) else {
                throw ConfigurationProblems(all: [.init(place: "\(folder)/\(name)", text: "there is no text of a mail with this name")])
            }
            texts[name] = try TextFile.read("\(folder)/\(name)", limit: 64 * 1024)
        }
        return texts
    }
}
