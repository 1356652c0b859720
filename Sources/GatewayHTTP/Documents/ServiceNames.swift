package import ServiceModel

/// The names in a `services` parameter, in the order sent, without duplicates (contract: `soap.md` §1, D42).
package struct ServiceNames: Sendable, Hashable {
    /// The maximum number of names, duplicates included.
    static let limit = 32

    package let names: [String]

    /// The names of declared services.
    package init(of services: [DocumentedService]) {
        names = services.map(\.name)
    }

    /// - Parameter text: the value of the parameter, percent-decoded; `nil` if it is absent.
    /// - Throws: `soap.services` unless it is a comma-separated list of 1 to 32 names.
    package init(_ text: String?) throws(Fault) {
        let parts = (text ?? "").utf8.split(separator: 0x2C, maxSplits: Self.limit, omittingEmptySubsequences: false)
        guard parts.count <= Self.limit, parts.allSatisfy(Self.isName) else { throw Fault(.soapServices) }
        var names: [String] = []
        for name in parts.map({ String(decoding: $0, as: UTF8.self) }) where !names.contains(name) { names.append(name) }
        self.names = names
    }

    /// The names for a schema document. `nil`, which means all services, if the parameter is absent or `all` (`rest.md` §15).
    /// - Throws: `soap.services`.
    package static func schema(_ text: String?) throws(Fault) -> ServiceNames? {
        guard let text, text != "all" else { return nil }
        return try ServiceNames(text)
    }

    /// `[A-Za-z0-9]+V[0-9]+`.
    private static func isName(_ name: Substring.UTF8View) -> Bool {
        let version = name.reversed().prefix { (0x30...0x39).contains($0) }.count
        let stem = name.dropLast(version)
        return version > 0 && stem.count > 1 && stem.last == 0x56 && stem.allSatisfy(FieldSyntax.isAlphanumeric)
    }
}
