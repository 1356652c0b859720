import ServiceModel

/// The parameters of a query (contract: `rest.md` §8, §14).
struct QueryParameters: Sendable {
    static let countLimit = 100
    static let depthLimit = 8

    /// Decoded names and values, in the order sent.
    let pairs: [(name: String, value: String)]

    /// - Throws: `request.unprocessable` for invalid UTF-8, more than 100 parameters, or names nested more than 8 levels deep.
    init(_ query: String?) throws(Fault) {
        pairs = try Self.pairs(in: query ?? "", [.plusIsSpace, .barePercent])
    }

    /// The parameters of a body of `application/x-www-form-urlencoded`.
    /// - Throws: `body.undecodable` for the same and for malformed escapes.
    init(form text: String) throws(Fault) {
        do { pairs = try Self.pairs(in: text, .plusIsSpace) } catch { throw Fault(.bodyUndecodable) }
    }

    private static func pairs(in text: String, _ options: PercentEncoding.Options) throws(Fault) -> [(name: String, value: String)] {
        var pairs: [(String, String)] = []
        for part in text.utf8.split(separator: UInt8(ascii: "&"), maxSplits: countLimit, omittingEmptySubsequences: true) {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard pairs.count < countLimit, let first = halves.first,
                let name = PercentEncoding.decode(Substring(first), allowing: options),
                let value = PercentEncoding.decode(halves.count > 1 ? Substring(halves[1]) : "", allowing: options.union(.controls)),
                path(of: name).count <= depthLimit + 1
            else { throw Fault(.requestUnprocessable) }
            pairs.append((name, value))
        }
        return pairs
    }

    /// The last value of a name; `nil` if it is absent.
    func last(_ name: String) -> String? {
        pairs.last { $0.name.utf8Equals(name) }?.value
    }

    func has(_ name: String) -> Bool {
        pairs.contains { $0.name.utf8Equals(name) }
    }

    /// The parameters as an object: `a[b][0]=x` nests, and the last of repeated names counts.
    func object() -> WireObject {
        var root = QueryNode()
        for (name, value) in pairs {
            root.insert(value, at: Self.path(of: name)[...])
        }
        return root.object
    }

    /// `a[b][0]` → `a`, `b`, `0`. A name with unbalanced brackets is a single key.
    private static func path(of name: String) -> [String] {
        guard name.utf8.contains(UInt8(ascii: "[")) else { return [name] }
        guard let open = name.firstIndex(of: "["), open != name.startIndex, name.last == "]" else { return [name] }
        let inner = name[name.index(after: open)...].dropLast()
        let keys = inner.split(separator: "][", omittingEmptySubsequences: false)
        guard keys.allSatisfy({ !$0.contains("[") && !$0.contains("]") }) else { return [name] }
        return [String(name[..<open])] + keys.map(String.init)
    }
}

/// A node in the tree of nested names.
private struct QueryNode {
    private enum Content {
        case text(String)
        case branch(QueryNode)
    }

    private var members: [(name: String, content: Content)] = []

    mutating func insert(_ value: String, at path: ArraySlice<String>) {
        guard var name = path.first else { return }
        if name.isEmpty { name = String(members.count) }
        let rest = path.dropFirst()
        let index = members.firstIndex { $0.name.utf8Equals(name) }
        var content = Content.text(value)
        if !rest.isEmpty {
            var branch = QueryNode()
            if let index, case .branch(let present) = members[index].content { branch = present }
            branch.insert(value, at: rest)
            content = .branch(branch)
        }
        if let index { members[index].content = content } else { members.append((name, content)) }
    }

    var object: WireObject {
        WireObject(members.map { .init(name: $0.name, value: Self.wire($0.content)) })
    }

    /// A branch whose keys are all numbers is a list, ordered by the numbers.
    private static func wire(_ content: Content) -> Wire {
        switch content {
        case .text(let text): return .text(text)
        case .branch(let node):
            let numbers = node.members.compactMap { Int($0.name) }
            guard numbers.count == node.members.count else { return .object(node.object) }
            return .list(zip(numbers, node.members).sorted { $0.0 < $1.0 }.map { wire($0.1.content) })
        }
    }
}
