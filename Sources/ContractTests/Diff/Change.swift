/// What a change means for those who use the service.
package enum Compatibility: String, Sendable, Comparable, CaseIterable {
    case compatible
    /// Messages stay the same, and code generated from the old document does not build or works no more with the new one.
    case breaksGeneratedCode = "breaking for generated clients"
    /// Messages that were right become wrong, or come back in a form that was not possible before.
    case breaksWire = "breaking on the wire"

    package static func < (a: Compatibility, b: Compatibility) -> Bool {
        (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
}

/// One difference between two documents.
package struct Change: Sendable, Equatable {
    package let place: String
    /// What is different.
    package let message: String
    package let compatibility: Compatibility
    /// Why it has that compatibility.
    package let reason: String

    init(_ place: String, _ message: String, _ compatibility: Compatibility, _ reason: String) {
        self.place = place
        self.message = message
        self.compatibility = compatibility
        self.reason = reason
    }
}
