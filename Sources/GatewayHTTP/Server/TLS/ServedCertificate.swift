package import Foundation
import NIOCore
import NIOSSL
import Synchronization

/// The certificate chain and the key of a listener, read from two files.
package struct ServedCertificate: Sendable {
    /// The paths of the two files, both in PEM format.
    package struct Files: Sendable, Equatable {
        /// The server's certificate, followed by the intermediate certificates.
        package let certificate: String
        package let key: String

        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    let context: NIOSSLContext
    package let expiresAt: Date
    /// Whether the file permissions let other users than the owner read the key.
    package let isKeyExposed: Bool

    /// - Parameter http2: whether clients may choose HTTP/2.
    package init(_ files: Files, http2: Bool) throws(CertificateProblem) {
        let pem = try Self.read(files.certificate)
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(pem), let leaf = chain.first else {
            throw CertificateProblem("\(files.certificate): the file holds no certificate in PEM form")
        }
        let key: NIOSSLPrivateKey
        do {
            // An empty pass phrase makes an encrypted key an error instead of a prompt on the terminal.
            key = try NIOSSLPrivateKey(bytes: try Self.read(files.key), format: .pem) { $0([UInt8]()) }
        } catch let problem as CertificateProblem {
            throw problem
        } catch {
            throw CertificateProblem("\(files.key): the file holds no private key in PEM form, or one with a pass phrase")
        }
        do {
            context = try NIOSSLContext(configuration: Self.configuration(chain, key, http2: http2))
        } catch {
            throw CertificateProblem("\(files.key): the key does not belong to the certificate in \(files.certificate)")
        }
        expiresAt = Date(timeIntervalSince1970: TimeInterval(leaf.notValidAfter))
        isKeyExposed = Self.isExposed(files.key)
    }

    /// - Throws: if the certificate has expired.
    package func assertCurrent(at now: Date, _ files: Files) throws(CertificateProblem) {
        guard expiresAt > now else {
            throw CertificateProblem("\(files.certificate): the certificate has expired on \(expiresAt.formatted(.iso8601))")
        }
    }

    /// TLS 1.2 with forward secrecy and authenticated encryption, and TLS 1.3 (RFC 9325).
    private static func configuration(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey, http2: Bool) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuiteValues = [
            .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ]
        configuration.applicationProtocols = http2 ? ["h2", "http/1.1"] : ["http/1.1"]
        // How long a closing connection waits for the client's close_notify.
        configuration.shutdownTimeout = .seconds(1)
        return configuration
    }

    private static func read(_ path: String) throws(CertificateProblem) -> [UInt8] {
        let bytes: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            bytes = try handle.read(upToCount: 1 << 20) ?? Data()
        } catch {
            throw CertificateProblem("\(path): the file cannot be read")
        }
        return Array(bytes)
    }

    private static func isExposed(_ path: String) -> Bool {
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        let permissions = try? FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int
        return (permissions ?? 0) & 0o077 != 0
    }
}

/// Why a certificate cannot be served, in one line for the operator.
package struct CertificateProblem: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// The current certificate. It applies to new connections; existing ones keep theirs.
package final class CertificateHolder: Sendable {
    private let held: Mutex<ServedCertificate>

    package init(_ certificate: ServedCertificate) {
        held = Mutex(certificate)
    }

    package var current: ServedCertificate { held.withLock { $0 } }

    package func replace(with certificate: ServedCertificate) {
        held.withLock { $0 = certificate }
    }
}
