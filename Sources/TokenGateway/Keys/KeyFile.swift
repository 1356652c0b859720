import Foundation
import ServiceModel
import TokenCore

/// The file with the keys that seal secrets: base64 of 32 bytes on each line; the last one seals. Lines that begin with `#` are
/// comments. A user who can read this file and the database can sign as any integration, so only the server may have access.
struct KeyFile: Sendable {
    static let limit = 64 * 1024

    let path: String

    /// `nil` when there is no file. Throws ``CommandError`` when it cannot be read, when others may read or change it, and when it is not a
    /// key file.
    func read() throws -> [SealingKey]? {
        try text().map(keys)
    }

    /// The identity of the store that the keys belong to, from a comment; `nil` when there is none. Throws like ``read()``.
    func storeIdentity() throws -> String? {
        try text().flatMap(Self.storeIdentity)
    }

    static func storeIdentity(in text: String) -> String? {
        for line in text.split(separator: "\n") where line.hasPrefix(storeLabel) {
            let word = line.dropFirst(storeLabel.count).trimmingCharacters(in: .whitespaces)
            if word.utf8.count == 32, word.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) { return word }
        }
        return nil
    }

    static func storeLine(_ identity: String) -> String { "\(storeLabel) \(identity)\n" }

    private static let storeLabel = "# store:"

    private func text() throws -> String? {
        guard let status = try status() else { return nil }
        guard status.isRegular else { throw problem("is not a regular file") }
        guard status.mode & 0o027 == 0 else { throw problem("is open to others; chmod 600 would change that") }
        guard let file = FileHandle(forReadingAtPath: path) else { throw problem("cannot be read") }
        guard let bytes = try? file.read(upToCount: Self.limit + 1) else { throw problem("cannot be read") }
        guard bytes.count <= Self.limit else { throw problem("is too large for a key file") }
        return String(decoding: bytes, as: UTF8.self)
    }

    private struct Status {
        let isRegular: Bool
        let mode: Int
        let owner: UInt32
        let group: UInt32
    }

    /// The target where the path is a symbolic link, as mounted secrets are.
    private var target: String { URL(filePath: path).resolvingSymlinksInPath().path }

    /// `nil` when there is no file.
    private func status() throws -> Status? {
        do {
            let found = try FileManager.default.attributesOfItem(atPath: target)
            guard let mode = found[.posixPermissions] as? Int, let owner = found[.ownerAccountID] as? Int,
                let group = found[.groupOwnerAccountID] as? Int
            else { throw problem("has no owner") }
            return Status(
                isRegular: found[.type] as? FileAttributeType == .typeRegular, mode: mode, owner: UInt32(truncatingIfNeeded: owner),
                group: UInt32(truncatingIfNeeded: group))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile {
            return nil
        } catch let error as CocoaError {
            throw problem("cannot be read: \(error.localizedDescription)")
        }
    }

    private func keys(in text: String) throws -> [SealingKey] {
        var keys: [SealingKey] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let word = line.trimmingCharacters(in: .whitespaces)
            guard !word.isEmpty, !word.hasPrefix("#") else { continue }
            guard let key = SealingKey(base64: Secret(word)) else {
                throw problem("line \(index + 1) is no base64 of \(SealingKey.length) bytes")
            }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw problem("has no key") }
        return keys
    }

    /// Creates the file with one new key for a store, mode 0600. When several programs do so at once, one of them wins; no program ever
    /// sees an incomplete file.
    func create(for identity: String) throws {
        let draft = "\(path).\(UUID().uuidString)"
        defer { unlink(draft) }
        try write(Self.text(of: [SealingKey()], for: identity), to: draft)
        guard link(draft, path) == 0 || errno == EEXIST else {
            throw problem("cannot be created: \(String(cString: strerror(errno)))")
        }
        syncFolder()
    }

    /// Adds a new key, which seals from now on. The old ones stay, because backups of the database need them.
    /// - Returns: the new key.
    func rotate() throws -> SealingKey {
        let key = SealingKey()
        try replace { try Self.text(of: (read() ?? []) + [key], for: storeIdentity()) }
        return key
    }

    /// Adds the identity of the store that the keys belong to.
    func record(_ identity: String) throws {
        try replace { Self.storeLine(identity) + (try text() ?? "") }
    }

    private func replace(with text: () throws -> String) throws {
        // The name is a lock: a second rotation at the same time would lose one of the keys.
        let draft = target + ".new"
        guard let status = try status() else { throw problem("is missing") }
        let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw problem(
                errno == EEXIST
                    ? "is being rotated by another process; if that is not so, delete \(draft)"
                    : "cannot be replaced: \(String(cString: strerror(errno)))")
        }
        close(descriptor)
        // After the rename, that name may belong to the draft of another process.
        var isPlaced = false
        defer { if !isPlaced { unlink(draft) } }
        try write(text(), to: draft)
        // The server may run as another user than the operator.
        guard chmod(draft, mode_t(status.mode)) == 0, chown(draft, status.owner, status.group) == 0, rename(draft, target) == 0 else {
            throw problem("cannot be replaced: \(String(cString: strerror(errno)))")
        }
        isPlaced = true
        syncFolder()
    }

    private static func text(of keys: [SealingKey], for identity: String?) -> String {
        "# Keys of token-gateway, one on each line; the last one seals. Keep them apart from backups of the database.\n"
            + (identity.map(storeLine) ?? "") + keys.map { $0.base64.revealed + "\n" }.joined()
    }

    private func write(_ text: String, to path: String) throws {
        let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw problem("cannot be created: \(String(cString: strerror(errno)))") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
        } catch {
            throw problem("cannot be written")
        }
    }

    /// Makes the new name durable. A file system that refuses this keeps names by itself.
    private func syncFolder() {
        let parent = (path as NSString).deletingLastPathComponent
        let folder = open(parent.isEmpty ? "." : parent, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private func problem(_ text: String) -> CommandError { CommandError("the key file \(path) \(text)") }
}
