import Cryptography

/// The relying party that keys are registered with, identified by its domain (W3C: RP ID).
public struct RelyingParty: Sendable, Equatable {
    /// In lower case, as browsers hash it.
    public let id: String

    /// - Parameter id: a host without port.
    public init(id: String) {
        self.id = String(decoding: id.utf8.map(Self.lowercased), as: UTF8.self)
    }

    /// Whether pages of an origin may use the keys. The scheme is `https`, or `http` on localhost; the host is ``id``; the port is free.
    func accepts(origin: String) -> Bool {
        var rest = Array(origin.utf8)[...]
        if rest.starts(with: "https://".utf8) {
            rest = rest.dropFirst(8)
        } else if rest.starts(with: "http://".utf8), id == "localhost" {
            rest = rest.dropFirst(7)
        } else {
            return false
        }
        let host = Array(id.utf8)
        guard !host.isEmpty, rest.prefix(host.count).map(Self.lowercased) == host else { return false }
        let port = rest.dropFirst(host.count)
        return port.isEmpty || Self.isPort(port)
    }

    func matches(idHash: [UInt8]) -> Bool {
        HashFunction.sha256.hash(id) == idHash
    }

    /// `:` and a number of 1 to 65535 without leading zeros.
    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        let digits = text.dropFirst()
        guard text.first == UInt8(ascii: ":"), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let first = digits.first, first != 0x30, let number = Int(String(decoding: digits, as: UTF8.self))
        else { return false }
        return number <= 65535
    }

    /// ASCII letters only: internationalized names are sent as Punycode.
    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
