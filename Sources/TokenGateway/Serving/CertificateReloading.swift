import Foundation
import GatewayHTTP
import Logging
import ServiceLifecycle

/// Loads new certificate files within seconds, without a restart; existing connections keep their certificate. Invalid files leave the
/// old certificate in force. Warns a month before the certificate expires.
struct CertificateReloading: Service {
    let files: ServedCertificate.Files
    let http2: Bool
    let holder: CertificateHolder
    let logger: Logger
    /// Waits between two polls of the files; throws when it is cancelled.
    var sleep: @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(5)) }
    var now: @Sendable () -> Date = { Date() }

    static let notice: TimeInterval = 30 * 86400
    private static let day: TimeInterval = 86400

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await watch() }
        } catch is CancellationError {
            // The server stops.
        }
    }

    private func watch() async throws {
        let paths = [files.certificate, files.key]
        var watch = CertificateWatch(loaded: .init(of: paths))
        var nextWarning = now()
        while !Task.isCancelled {
            if now() >= nextWarning {
                warn()
                nextWarning = now() + Self.day
            }
            try await sleep()
            guard watch.poll(.init(of: paths)) else { continue }
            reload()
            nextWarning = now()
        }
    }

    /// Loads the files, whether or not they have changed.
    func reload() {
        do {
            let certificate = try ServedCertificate(files, http2: http2)
            try certificate.assertCurrent(at: now(), files)
            holder.replace(with: certificate)
            logger.notice("certificate loaded", metadata: ["expires": "\(Self.text(certificate.expiresAt))"])
        } catch {
            logger.error("certificate not loaded, the old one stays in force", metadata: ["cause": "\(error)"])
        }
    }

    private func warn() {
        let certificate = holder.current
        let remaining = certificate.expiresAt.timeIntervalSince(now())
        if remaining < Self.notice {
            let text = remaining > 0 ? "the certificate ends soon" : "the certificate has expired"
            logger.warning("\(text)", metadata: ["expires": "\(Self.text(certificate.expiresAt))"])
        }
        if certificate.isKeyExposed {
            logger.warning("others than its owner may read the key of the certificate", metadata: ["file": "\(files.key)"])
        }
    }

    static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}
