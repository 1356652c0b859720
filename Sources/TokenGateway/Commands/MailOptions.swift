import ArgumentParser
import GatewayMail

/// The flags of the settings of mail, for `serve` and `check`.
struct MailOptions: ParsableArguments {
    @Option(.mailFrom) var mailFrom: String?
    @Option(.mailOutbox) var mailOutbox: String?
    @Option(.mailTemplates) var mailTemplates: String?
    @Option(.smtpHost) var smtpHost: String?
    @Option(.smtpPort) var smtpPort: String?
    @Option(.smtpSecurity) var smtpSecurity: String?
    @Option(.smtpUser) var smtpUser: String?
    @Option(.smtpPasswordFile) var smtpPasswordFile: String?
    @Option(.smtpTimeout) var smtpTimeout: String?
    @Option(.smtpAuthorities) var smtpAuthorities: String?

    var flags: [(setting: Setting, text: String)] {
        let given: [(Setting, String?)] = [
            (.mailFrom, mailFrom), (.mailOutbox, mailOutbox), (.mailTemplates, mailTemplates), (.smtpHost, smtpHost),
            (.smtpPort, smtpPort), (.smtpSecurity, smtpSecurity), (.smtpUser, smtpUser), (.smtpPasswordFile, smtpPasswordFile),
            (.smtpTimeout, smtpTimeout), (.smtpAuthorities, smtpAuthorities),
        ]
        return given.compactMap { setting, text in text.map { (setting, $0) } }
    }
}

extension MailConfiguration {
    /// The value in force as an operator would write it; empty for settings of others and for those that have none.
    func shown(_ setting: Setting) -> String {
        switch (setting.name, transport) {
        case (Setting.mailFrom.name, _): sender.name.isEmpty ? sender.address : "\(sender.name) <\(sender.address)>"
        case (Setting.mailTemplates.name, _): templatesFolder ?? setting.standard
        case (Setting.mailOutbox.name, .outbox(let folder)): folder
        case (Setting.smtpHost.name, .smtp(let server, _)): server.host
        case (Setting.smtpPort.name, .smtp(let server, _)): "\(server.port)"
        case (Setting.smtpSecurity.name, .smtp(let server, _)): server.security.rawValue
        case (Setting.smtpUser.name, .smtp(let server, _)): server.user ?? ""
        case (Setting.smtpPasswordFile.name, .smtp(_, let file)): file ?? ""
        case (Setting.smtpTimeout.name, .smtp(let server, _)): "\(server.timeout)"
        case (Setting.smtpAuthorities.name, .smtp(let server, _)): server.authorities ?? ""
        default: ""
        }
    }
}
