package import ServiceModel

/// The names in a `services` parameter, in the order asked, repetitions dropped (contract: `soap.md` §1, D42).
package struct ServiceNames: Sendable, Hashable {
    /// As sent, repetitions included.
    static let limit = 32

    package let names: [String]

    /// Names that come from declarations rather than from a client.
    package init(of services: [DocumentedService]) {
        names = services.map(\.name)
    }

    /// - Parameter text: the value of the parameter, percent-decoded; `nil` when it is absent.
    /// - Throws: `soap.services` when there is none, or when it is no list of 1 to 32 names joined with commas.
    package init(_ text: String?) throws(Fault) {
        let parts = (text ?? "").utf8.split(separator: 0x2C, maxSplits: Self.limit, omittingEmptySubsequences: false)
        guard parts.count <= Self.limit, parts.allSatisfy(Self.isName) else { throw Fault(.soapServices) }
        var names: [String] = []
        for name in parts.map({ String(decoding: $0, as: UTF8.self) }) where !names.contains(name) { names.append(name) }
        self.names = names
    }

    /// The names of the schema document: `nil`, every service, when the parameter is absent or `all` (`rest.md` §15).
    /// - Throws: `soap.services`.
    package static func schema(_ text: String?) throws(Fault) -> ServiceNames? {
        guard let text, text != "all" else { return nil }
        return try ServiceNames(text)
    }

    /// `[A-Za-z0-9]+V[0-9]+`.
    private static func isName(_ name: Substring.UTF8View) -> Bool {
        let version = name.reversed().prefix { (0x30...0x39).contains($0) }.count
        let stem = name.dropLast(version)
        return version > 0 && stem.count > 1 && stem.last == 0x56 && stem.allSatisfy(isAlphanumeric)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
