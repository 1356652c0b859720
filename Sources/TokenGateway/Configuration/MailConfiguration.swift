import Foundation
import GatewayMail
import ServiceModel

/// How mails leave, checked.
struct MailConfiguration: Sendable {
    enum Transport: Sendable {
        /// Path of the folder.
        case outbox(String)
        /// The password is in the file.
        case smtp(SMTPMailer.Server, passwordFile: String?)
    }

    let sender: MailAddress
    let transport: Transport
    /// Path of the folder with an operator's texts.
    let templatesFolder: String?

    /// - Parameter database: the outbox stands beside it.
    init(_ reading: ConfigurationSources.Reading, database: String) throws(ConfigurationProblems) {
        func refuse(_ setting: Setting, _ text: String) -> ConfigurationProblems {
            ConfigurationProblems(all: [.init(place: reading.source(of: setting), text: text)])
        }
        let given = reading.text(.mailFrom).flatMap(MailAddress.init(text:))
        guard let sender = given ?? MailAddress("token-gateway@localhost") else {
            throw refuse(.mailFrom, "mail-from is no address")
        }
        self.sender = sender
        templatesFolder = reading.text(.mailTemplates)
        guard let host = reading.text(.smtpHost) else {
            let beside = URL(filePath: database).deletingLastPathComponent().appending(path: "outbox").path(percentEncoded: false)
            transport = .outbox(reading.text(.mailOutbox) ?? beside)
            return
        }
        guard given != nil else { throw refuse(.smtpHost, "smtp-host needs mail-from") }
        let security = reading.text(.smtpSecurity).flatMap { SMTPMailer.Security(rawValue: $0) } ?? .starttls
        let user = reading.text(.smtpUser)
        let passwordFile = reading.text(.smtpPasswordFile)
        if user != nil, passwordFile == nil { throw refuse(.smtpUser, "smtp-user needs smtp-password-file") }
        if user != nil, security == .plain {
            throw refuse(.smtpUser, "smtp-user needs smtp-security tls or starttls: passwords go encrypted")
        }
        transport = .smtp(
            .init(
                host: host, port: reading.number(.smtpPort) ?? security.standardPort, security: security, user: user,
                timeout: reading.number(.smtpTimeout) ?? 30, authorities: reading.text(.smtpAuthorities)),
            passwordFile: user == nil ? nil : passwordFile)
    }

    /// Seconds after which a worker that has said nothing was killed: twice what handing over a mail may take, and a minute.
    var lease: Int {
        switch transport {
        case .outbox: 60
        case .smtp(let server, _): 2 * server.timeout + 60
        }
    }

    /// Reads the file with the password, where there is one.
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

    /// The wording of mails: the operator's files, or the built-in texts.
    func templates() throws(ConfigurationProblems) -> MailTemplates {
        var texts: [String: String] = [:]
        if let folder = templatesFolder { texts = try Self.files(in: folder) }
        do {
            return try MailTemplates(replacing: texts)
        } catch {
            throw ConfigurationProblems(all: [.init(place: "\(templatesFolder ?? "")/\(error.file)", text: error.text)])
        }
    }

    /// The templates of a folder by name. One that belongs to no mail is a problem: it is misspelt, and nobody would notice.
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
