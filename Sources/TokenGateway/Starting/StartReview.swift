import Foundation
import GatewayHTTP
import ServiceModel
import TokenCore

/// What a start depends on besides single settings. `serve` and `check` call the same functions, so that both refuse the same.
struct StartReview: Sendable {
    let configuration: GatewayConfiguration

    /// The content of files that a server reads at its start.
    struct Files {
        let texts: MessageTexts
        let mail: Assemble.MailTransport
        /// `nil`: no TLS.
        let certificate: ServedCertificate?
    }

    /// Reads the files of messages, mail and certificate. Throws every problem of them and of the address to listen on.
    func files() throws(StartProblems) -> Files {
        var problems: [String] = []
        let base = configuration.baseURL(listeningOn: configuration.port)
        if PublicURL(base) == nil { problems.append("\(base) cannot be a base URL; set base-url or another host") }
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
        let mail = read { try Assemble.MailTransport(configuration.mail) }
        let certificate = read { try configuration.listener.certificateForStart() }
        guard let texts, let mail, let certificate, problems.isEmpty else { throw StartProblems(all: problems) }
        return Files(texts: texts, mail: mail, certificate: certificate)
    }

    /// Checks that the keys open the secrets of a store; creates no key file. Throws ``CommandError`` for keys that are missing or invalid,
    /// and `internal` for a secret that they do not open.
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

    /// Settings that keep administrators out of a running server. `serve` starts and warns, because customers can sign in and the settings
    /// can be corrected while it runs; `check` fails.
    func defects(in settings: Settings) -> [String] {
        [ProviderRegistry.standard.problem(settings)].compactMap(\.self)
    }

    /// Notes for an operator that do not prevent a start.
    func warnings() -> [String] {
        configuration.warnings + ExposedFiles.warnings(for: configuration)
    }
}

/// Every problem that prevents a start; the description has the first.
struct StartProblems: Error, CustomStringConvertible {
    let all: [String]

    var description: String {
        guard let first = all.first else { return "the server cannot start" }
        return all.count == 1 ? first : "\(first) (and \(all.count - 1) more: see token-gateway check)"
    }
}

/// Files with accounts, secrets or mails that users other than their owner may read or change.
private enum ExposedFiles {
    /// One sentence for each such file; none for files that do not exist.
    static func warnings(for configuration: GatewayConfiguration) -> [String] {
        paths(configuration).compactMap { path in
            // The mode of a symbolic link itself has no effect.
            let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
            guard let found = try? FileManager.default.attributesOfItem(atPath: target), let mode = found[.posixPermissions] as? Int,
                mode & 0o077 != 0
            else { return nil }
            let better = found[.type] as? FileAttributeType == .typeDirectory ? "700" : "600"
            let octal = String(mode & 0o777, radix: 8)
            return "others than its owner have access to \(path) (mode \(octal)); chmod \(better) would change that"
        }
    }

    private static func paths(_ configuration: GatewayConfiguration) -> [String] {
        var paths = [configuration.database, configuration.database + "-wal"]
        if case .file(let file) = configuration.keys { paths.append(file.path) }
        switch configuration.mail.transport {
        case .outbox(let folder): paths.append(folder)
        case .smtp(_, let passwordFile): paths += [passwordFile].compactMap(\.self)
        }
        return paths
    }
}
