import Crypto
import Foundation

@testable import WebAuthn

/// Values that the tests share.
enum Sample {
    static let relyingParty = RelyingParty(id: "gateway.example")
    static let origin = "https://gateway.example"
    static let challenge = [UInt8](0x10...0x1F)
    static let aaguid = [UInt8](0xA0...0xAF)
}

/// Authenticator data in parts.
struct AuthData: Sendable {
    var hash = Array(SHA256.hash(data: Data("gateway.example".utf8)))
    var flags: UInt8
    var counter: UInt32 = 0
    /// What follows the counter.
    var rest: [UInt8] = []

    static func registration(_ key: SoftwareKey, flags: UInt8 = 0x41) throws -> AuthData {
        AuthData(flags: flags, rest: try Self.credential(id: key.id, publicKey: key.publicKey().encoded))
    }

    static func assertion(counter: UInt32 = 1) -> AuthData {
        AuthData(flags: 0x01, counter: counter)
    }

    static func credential(aaguid: [UInt8] = Sample.aaguid, id: [UInt8], length: UInt16? = nil, publicKey: [UInt8]) -> [UInt8] {
        aaguid + bigEndian(length ?? UInt16(id.count)) + id + publicKey
    }

    var bytes: [UInt8] { hash + [flags] + bigEndian(counter) + rest }
}

/// Client data as JSON text: members in their given order, with values as JSON.
struct ClientText: Sendable {
    var members: [(name: String, value: String)]

    init(_ type: String, challenge: [UInt8] = Sample.challenge, origin: String = Sample.origin) {
        members = [("type", "\"\(type)\""), ("challenge", "\"\(base64URL(challenge))\""), ("origin", "\"\(origin)\"")]
    }

    static let create = ClientText("webauthn.create")
    static let get = ClientText("webauthn.get")

    /// - Parameter value: JSON; `nil` removes the member.
    func with(_ name: String, _ value: String?) -> ClientText {
        var copy = self
        copy.members.removeAll { $0.name == name }
        if let value { copy.members.append((name, value)) }
        return copy
    }

    var text: String { "{" + members.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}" }
}

/// A JSON object from members whose values are JSON.
func object(_ members: [(String, String?)]) -> String {
    "{" + members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(separator: ",") + "}"
}

func quoted(_ text: String) -> String {
    JSONText.quoted(text)
}
