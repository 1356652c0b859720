import Foundation
import TokenCore

/// Puts each message into a folder, as one `.eml` file that only the owner may read: for trying out, and for a mail program that
/// collects them.
public struct OutboxMailer: Mailer {
    private let folder: String

    /// - Parameter folder: made with mode 0700 when the first message comes.
    public init(folder: String) {
        self.folder = folder
    }

    /// The file appears whole or not at all, and survives a power cut. A message handed over twice is one file.
    public func send(_ message: MailMessage) async throws(MailFailure) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Self.failure("the folder cannot be made") }
        let moment = message.date.sqlDateTime.replacing("-", with: "").replacing(":", with: "").replacing(" ", with: "T")
        let name = "\(moment)Z-\(message.reference)"
        let part = "\(folder)/.\(name).part"
        // What is left of a try that was cut off is in nobody's use: a message is with one worker only.
        unlink(part)
        let file = open(part, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Self.failure("a file cannot be made") }
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
