import NIOSSL
import Synchronization

/// The certificate in force. New connections take the newest; those that exist keep theirs.
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
