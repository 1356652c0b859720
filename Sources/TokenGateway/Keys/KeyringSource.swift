import ServiceModel
import TokenCore

/// Where the sealing keys of this gateway are.
enum KeyLocation: Sendable {
    /// The variable ``variable``: base64, separated by commas or spaces; the last one seals.
    case environment(Secret)
    case file(KeyFile)

    static let variable = "TOKEN_GATEWAY_KEY"

    /// The name that an operator knows.
    var name: String {
        switch self {
        case .environment: Self.variable
        case .file(let file): file.path
        }
    }
}

/// The keys of the environment, or of the key file, which is created when it is needed for the first time.
struct KeyringSource: KeySource {
    let place: KeyLocation
    /// Identifies the store that the keys belong to.
    let storeIdentity: String
    /// Whether the database has sealed secrets: then a missing key file is an error, and no new one is created.
    let holdsSecrets: @Sendable () throws -> Bool

    /// Throws ``CommandError``.
    func keys() throws -> [SealingKey] {
        if let keys = try Self.present(at: place, holdsSecrets: holdsSecrets) { return keys }
        guard case .file(let file) = place else { return [] }
        try file.create(for: storeIdentity)
        guard let keys = try file.read() else { throw CommandError("the key file \(file.path) has been deleted") }
        return keys
    }

    /// The keys that exist; `nil` when the key file has to be created. Throws ``CommandError``, among others for a missing file whose keys
    /// are needed.
    /// - Parameter holdsSecrets: whether the database has sealed secrets.
    static func present(at place: KeyLocation, holdsSecrets: () throws -> Bool) throws -> [SealingKey]? {
        switch place {
        case .environment(let text): return try keys(text)
        case .file(let file):
            if let keys = try file.read() { return keys }
            guard try !holdsSecrets() else {
                throw CommandError("the key file \(file.path) is missing, and the database has secrets that only its keys open")
            }
            return nil
        }
    }

    private static func keys(_ text: Secret) throws -> [SealingKey] {
        let words = text.revealed.split { $0 == "," || $0.isWhitespace }
        let keys = words.compactMap { SealingKey(base64: Secret(String($0))) }
        guard !keys.isEmpty, keys.count == words.count else {
            throw CommandError("\(KeyLocation.variable) takes base64 of \(SealingKey.length) bytes, several separated by commas")
        }
        return keys
    }
}
