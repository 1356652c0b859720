import ServiceModel
import TokenCore

/// A path below `rest`, parsed (contract: `rest.md` §1).
struct RESTPath: Sendable {
    enum Target: Sendable {
        case schema
        /// The segments from `V1` on, percent-encoded.
        case route([String])
    }

    let store: StoreScope
    let target: Target

    /// - Parameter segments: the segments after `rest`; inner ones may be empty.
    /// - Throws: `request.unprocessable`.
    init(_ segments: [String], _ snapshot: SiteConfiguration) throws(Fault) {
        var rest = segments[...]
        if let code = rest.first, let scope = snapshot.scope(code: code) {
            store = scope
            rest = rest.dropFirst()
        } else {
            guard let scope = snapshot.defaultScope else { throw Fault(.requestUnprocessable) }
            store = scope
        }
        guard let head = rest.first else { throw Fault(.requestUnprocessable) }
        if rest.count == 1, head.utf8Equals("schema") {
            target = .schema
            return
        }
        guard head.utf8.first == UInt8(ascii: "V"), head.utf8.count > 1,
            head.utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
        else { throw Fault(.requestUnprocessable) }
        // Variables are decoded after matching; a path that cannot be decoded is invalid in any case.
        guard rest.allSatisfy({ PercentEncoding.decode($0) != nil }) else { throw Fault(.requestUnprocessable) }
        target = .route(Array(rest))
    }
}

extension [String] {
    /// The path without the suffix `.xml` of its last segment; `nil` without the suffix (D13).
    var withoutXMLSuffix: [String]? {
        guard let last, last.utf8.count > 4, last.utf8.suffix(4).elementsEqual(".xml".utf8) else { return nil }
        return dropLast() + [String(decoding: last.utf8.dropLast(4), as: UTF8.self)]
    }
}
