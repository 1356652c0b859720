/// Where REST offers an operation: method and path below `V1`'s parent, `/V1/customers/:customerId`.
public struct Route: Sendable, Hashable {
    public enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"

        /// POST and PUT read a body.
        public var hasBody: Bool { self == .post || self == .put }
    }

    public enum Segment: Sendable, Hashable {
        case literal(String)
        case variable(String)
    }

    public let method: Method
    public let path: String
    public let segments: [Segment]
    /// Where captured values go that are no parameters of their own: names from the parameter list downwards, by captured name.
    public let targets: [String: [String]]
    /// Another spelling of the path, without placeholders, that documents do not show.
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

    /// The names captured from a path, in order.
    public var variables: [String] {
        segments.compactMap { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// The captured values, or `nil` when the path is another one. Segments are compared as bytes.
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

    /// A literal in the leftmost differing place wins.
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
