import Foundation
import SQLStore

/// The identity of the store as it is noted outside of the database: in the key file, so that neither is used with something else, or
/// in a small file beside the database where the keys are in the environment or in a file that this program may not change.
struct StoreMark: Sendable {
    let keys: KeyLocation
    let file: IdentityFile

    init(_ configuration: GatewayConfiguration) {
        keys = configuration.keys
        file = IdentityFile(path: configuration.database + ".identity")
    }

    /// What is noted. Throws ``CommandError`` for a file that cannot be read.
    func expectation() throws -> StoreExpectation {
        if case .file(let keyFile) = keys, let noted = try keyFile.storeIdentity() { return .identity(noted, notedIn: keyFile.path) }
        if let noted = try file.read() { return .identity(noted, notedIn: file.path) }
        if case .file(let keyFile) = keys, try keyFile.read() != nil { return .keys(in: keyFile.path) }
        return .nothing
    }

    /// Notes the identity where that was not done yet: installations of older versions are taken over silently. A key file that does not
    /// exist yet gets it when it is made.
    func note(_ identity: String) throws {
        switch keys {
        case .file(let keyFile):
            guard try keyFile.read() != nil, try keyFile.storeIdentity() == nil else { return }
            // Secrets are often mounted read-only.
            if (try? keyFile.note(identity)) == nil { try file.create(identity) }
        case .environment: try file.create(identity)
        }
    }
}

/// A file with the identity of a store and nothing else.
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

    /// Leaves a file that exists as it is.
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
