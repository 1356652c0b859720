import Crypto
import Foundation
import TestSupport
import Testing

@testable import WebAuthn

/// Values that the tests share.
enum Sample {
    static let relyingParty = RelyingParty(id: "gateway.example")
    static let origin = "https://gateway.example"
    static let challenge = [UInt8](0x10...0x1F)
    static let aaguid = SoftwareKey.aaguid
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

extension SoftwareKey {
    /// As it is stored after a registration.
    func registered(counter: UInt32 = 0) throws -> SecurityKey {
        try #require(SecurityKey(credentialID: id, publicKey: publicKey().encoded, aaguid: Sample.aaguid, counter: counter))
    }
}
