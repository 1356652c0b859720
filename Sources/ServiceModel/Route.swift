/// The REST route of an operation: a method and a path below the base URL, such as `/V1/customers/:customerId`.
public struct Route: Sendable, Hashable {
    public enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"

        /// Whether requests have a body.
        public var hasBody: Bool { self == .post || self == .put }
    }

    public enum Segment: Sendable, Hashable {
        case literal(String)
        case variable(String)
    }

    public let method: Method
    public let path: String
    public let segments: [Segment]
    /// Where captured values belong that are not parameters themselves: paths from the parameter list, by variable.
    public let targets: [String: [String]]
    /// Another path of the route, without variables and not shown in documents.
    public let alias: String?

    public init(_ method: Method, _ path: String, filling targets: [String: [String]] = [:], alias: String? = nil) {
        self.method = method
        self.targets = targets
        self.path = path
        self.alias = alias
        segments = path.split(separator: "/").map { part in
            part.hasPrefix(":") ? .variable(String(part.dropFirst())) : .literal(String(part))
        }
    }

    /// The names of the path variables, in order.
    public var variables: [String] {
        segments.compactMap { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// The captured values; `nil` when the path does not match. Segments are compared as bytes.
    func match(_ path: [String]) -> [(name: String, value: String)]? {
        guard path.count == segments.count else { return nil }
        var captured: [(String, String)] = []
        for (segment, part) in zip(segments, path) {
            switch segment {
            case .literal(let text): guard text.utf8Equals(part) else { return nil }
            case .variable(let name):
                guard !part.isEmpty, part != ".", part != ".." else { return nil }
                captured.append((name, part))
            }
        }
        return captured
    }

    /// Whether this pattern is tried first: at the leftmost difference a literal precedes a variable.
    func precedes(_ other: Route) -> Bool {
        for (mine, theirs) in zip(segments, other.segments) {
            switch (mine, theirs) {
            case (.literal, .variable): return true
            case (.variable, .literal): return false
            default: continue
            }
        }
        return false
    }
}
