import Cryptography
import Foundation

/// Client data (W3C §5.8.1): what the browser was asked to do, and by which page. A member of a wrong type counts as a wrong value, not as
/// malformed input.
struct ClientData: Decodable {
    enum Ceremony: String {
        case registration = "webauthn.create"
        case authentication = "webauthn.get"
    }

    private enum CodingKeys: CodingKey {
        case type, challenge, origin, crossOrigin, topOrigin
    }

    private let type: String?
    private let challenge: [UInt8]?
    private let origin: String?
    /// The page was in a frame of another site.
    private let isFramed: Bool

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        type = try? members.decode(String.self, forKey: .type)
        challenge = (try? members.decode(String.self, forKey: .challenge)).flatMap { [UInt8](base64: $0) }
        origin = try? members.decode(String.self, forKey: .origin)
        let isSameOrigin = !members.contains(.crossOrigin) || (try? members.decode(Bool.self, forKey: .crossOrigin)) == false
        isFramed = !isSameOrigin || members.contains(.topOrigin)
    }

    /// In bytes (W3C §13.4.3).
    private static let minimumChallengeLength = 16

    func check(_ ceremony: Ceremony, challenge issued: [UInt8], _ relyingParty: RelyingParty) throws(WebAuthnError) {
        // §7.1 step 7, §7.2 step 10.
        guard let type, type.utf8.elementsEqual(ceremony.rawValue.utf8) else { throw .clientData("the type is of another ceremony") }
        // §7.1 step 8, §7.2 step 11. Digests are compared, so that the time reveals nothing about the challenge.
        guard let challenge, issued.count >= Self.minimumChallengeLength,
            HashFunction.sha256.hash(challenge) == HashFunction.sha256.hash(issued)
        else {
            throw .clientData("the challenge is another")
        }
        // §7.1 step 9, §7.2 step 12.
        guard let origin, relyingParty.accepts(origin: origin) else { throw .clientData("the origin is not ours") }
        // §7.1 steps 10 and 11, §7.2 steps 13 and 14: frames of other sites are not supported.
        guard !isFramed else { throw .clientData("the page was in a frame of another site") }
    }

    /// Whether type, challenge and origin are the same.
    func agrees(with other: ClientData) -> Bool {
        guard let type, let origin, let otherType = other.type, let otherOrigin = other.origin else { return false }
        return type.utf8.elementsEqual(otherType.utf8) && origin.utf8.elementsEqual(otherOrigin.utf8) && challenge == other.challenge
    }
}

extension ClientData {
    /// - Parameter copy: the same data as an object, if it was sent.
    static func read(_ text: String, copy: ClientData?) throws(WebAuthnError) -> ClientData {
        // §7.1 steps 5 and 6, §7.2 steps 8 and 9.
        guard let data = JSONText.read(ClientData.self, from: text) else { throw .clientData("clientDataJSON is no JSON object") }
        if let copy, !data.agrees(with: copy) { throw .clientData("clientData and clientDataJSON differ") }
        return data
    }
}
