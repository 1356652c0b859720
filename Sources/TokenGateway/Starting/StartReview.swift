import GatewayHTTP
import ServiceModel
import TokenCore

/// What a start depends on beyond single settings. `serve` and `check` judge by the same functions, so that one refuses what the other
/// refuses.
struct StartReview: Sendable {
    let configuration: GatewayConfiguration

    /// Files that a server reads once.
    struct Files {
        let texts: MessageTexts
        let post: Assemble.MailTransport
        /// `nil`: no TLS.
        let certificate: ServedCertificate?
    }

    /// Reads the files of messages, mail and certificate. Throws all that is wrong with any of them, and with the address to listen on.
    func files() throws(StartProblems) -> Files {
        var problems: [String] = []
        let base = configuration.baseURL(listeningOn: configuration.port)
        if ServiceAddress(base) == nil { problems.append("\(base) cannot be a base URL; set base-url or another host") }
        func read<Value>(_ body: () throws -> Value) -> Value? {
            do {
                return try body()
            } catch let several as ConfigurationProblems {
                problems += several.all.map(\.description)
            } catch {
                problems.append(ErrorLine.text(of: error))
            }
            return nil
        }
        let texts = read { try configuration.texts() }
        let post = read { try Assemble.MailTransport(configuration.mail) }
        let certificate = read { try configuration.listener.certificateForStart() }
        guard let texts, let post, let certificate, problems.isEmpty else { throw StartProblems(all: problems) }
        return Files(texts: texts, post: post, certificate: certificate)
    }

    /// Makes sure that the keys open the secrets of a store. Makes no key file: one is missing only where there are no secrets.
    ///
    /// Throws why not.
    func secrets(of session: any StoreSession) throws {
        let keys = try KeyringSource.present(at: configuration.keys) { try session.holdsSealedSecrets() }
        guard let keys else { return }
        try session.openSealedSecrets(with: Keyring(PresentKeys(all: keys)))
    }

    /// Keys that were read once.
    private struct PresentKeys: KeySource {
        let all: [SealingKey]

        func keys() throws -> [SealingKey] { all }
    }

    /// What keeps people out although the server runs: `serve` starts and warns, since those who are not concerned can work, and the
    /// settings can be put right while it runs; `check` refuses.
    func defects(in settings: Settings) -> [String] {
        [settings.secondFactorProblem].compactMap(\.self)
    }

    /// What an operator should know.
    func warnings() -> [String] {
        configuration.warnings + ExposedFiles.warnings(for: configuration)
    }
}

/// Everything that keeps a server from starting; in one line the first of it.
struct StartProblems: Error, CustomStringConvertible {
    let all: [String]

    var description: String {
        guard let first = all.first else { return "the server cannot start" }
        return all.count == 1 ? first : "\(first) (and \(all.count - 1) more: see token-gateway check)"
    }
}
