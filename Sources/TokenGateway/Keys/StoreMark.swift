import Foundation
import SQLStore

/// The identity of the store, recorded outside of the database, so that database and keys are not used with others. It is in the key
/// file, or in a small file next to the database when the keys are in the environment or in a file that this program may not change.
struct StoreMark: Sendable {
    let keys: KeyLocation
    let file: IdentityFile

    init(_ configuration: GatewayConfiguration) {
        keys = configuration.keys
        file = IdentityFile(path: configuration.database + ".identity")
    }

    /// What is recorded. Throws ``CommandError`` for a file that cannot be read.
    func expectation() throws -> StoreExpectation {
        if case .file(let keyFile) = keys, let recorded = try keyFile.storeIdentity() { return .identity(recorded, notedIn: keyFile.path) }
        if let recorded = try file.read() { return .identity(recorded, notedIn: file.path) }
        if case .file(let keyFile) = keys, try keyFile.read() != nil { return .keys(in: keyFile.path) }
        return .nothing
    }

    /// Records the identity unless that is done already; installations of older versions have none. A key file that does not exist gets it
    /// when it is created.
    func record(_ identity: String) throws {
        switch keys {
        case .file(let keyFile):
            guard try keyFile.read() != nil, try keyFile.storeIdentity() == nil else { return }
            // Secrets are often mounted read-only.
            if (try? keyFile.record(identity)) == nil { try file.create(identity) }
        case .environment: try file.create(identity)
        }
    }
}

/// A file with the identity of a store.
struct IdentityFile: Sendable {
    let path: String

    /// `nil` when there is no file.
    func read() throws -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else {
            guard !FileManager.default.fileExists(atPath: path) else { throw CommandError("\(path) cannot be read") }
            return nil
        }
        defer { try? file.close() }
        let text = String(decoding: (try? file.read(upToCount: 1024)) ?? Data(), as: UTF8.self)
        guard let identity = KeyFile.storeIdentity(in: text) else {
            throw CommandError("\(path) does not hold the identity of a database; if the database is the right one, delete \(path)")
        }
        return identity
    }

    /// Does not change an existing file.
    func create(_ identity: String) throws {
        guard try read() == nil else { return }
        let draft = "\(path).\(UUID().uuidString)"
        defer { unlink(draft) }
        let text =
            KeyFile.storeLine(identity) + "# The database with this name is no new one. Delete this file to begin with an empty database.\n"
        do {
            try Data(text.utf8).write(to: URL(filePath: draft))
        } catch {
            throw CommandError("\(path) cannot be created")
        }
        guard chmod(draft, 0o600) == 0, link(draft, path) == 0 || errno == EEXIST else {
            throw CommandError("\(path) cannot be created: \(String(cString: strerror(errno)))")
        }
    }
}
