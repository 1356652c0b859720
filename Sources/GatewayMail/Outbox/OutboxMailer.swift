import Foundation
import TokenCore

/// Writes each message to an `.eml` file that only the owner may read: for development, and for a mail program that collects the files.
public struct OutboxMailer: Mailer {
    private let folder: String

    /// - Parameter folder: created with mode 0700 for the first message.
    public init(folder: String) {
        self.folder = folder
    }

    /// The file appears complete or not at all, and survives a power failure. A message that is handed over twice is one file.
    public func send(_ message: MailMessage) async throws(MailFailure) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Self.failure("the folder cannot be created") }
        let timestamp = message.date.sqlDateTime.replacing("-", with: "").replacing(":", with: "").replacing(" ", with: "T")
        let name = "\(timestamp)Z-\(message.reference)"
        let part = "\(folder)/.\(name).part"
        // A file that an interrupted attempt has left is not in use: only one worker sends a message.
        unlink(part)
        let file = open(part, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Self.failure("a file cannot be created") }
        let isWritten = Self.write(message.bytes, to: file) && fsync(file) == 0
        let failure = isWritten ? nil : Self.failure("a file cannot be written")
        close(file)
        if let failure {
            unlink(part)
            throw failure
        }
        guard rename(part, "\(folder)/\(name).eml") == 0 else { throw Self.failure("a file cannot be renamed") }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func failure(_ what: String) -> MailFailure {
        MailFailure("outbox: \(what): \(String(cString: strerror(errno)))")
    }
}
