/// All operations, found by route and by the element name of a SOAP body.
public struct OperationTable: Sendable {
    public let operations: [AnyOperation]
    /// The services in declaration order.
    public let services: [String]
    private let byName: [String: AnyOperation]
    private let byService: [String: [AnyOperation]]
    private let byPath: [String: [Route.Method: AnyOperation]]
    private let patterns: [AnyOperation]

    /// - Precondition: names and routes are unique. A test of the table checks this.
    public init(_ operations: [AnyOperation]) {
        self.operations = operations
        var services: [String] = []
        var byName: [String: AnyOperation] = [:]
        var byService: [String: [AnyOperation]] = [:]
        var byPath: [String: [Route.Method: AnyOperation]] = [:]
        var patterns: [AnyOperation] = []
        for operation in operations {
            let description = operation.description
            if byService[description.service] == nil { services.append(description.service) }
            byService[description.service, default: []].append(operation)
            byName[description.name] = operation
            guard let route = description.route else { continue }
            if route.variables.isEmpty {
                for path in [route.segments.literalPath, route.alias.map { String($0.drop { $0 == "/" }) }].compactMap(\.self) {
                    byPath[path, default: [:]][route.method] = operation
                }
            } else {
                patterns.append(operation)
            }
        }
        self.services = services
        self.byName = byName
        self.byService = byService
        self.byPath = byPath
        self.patterns = patterns.sorted { one, other in
            guard let one = one.description.route, let other = other.description.route else { return false }
            return one.precedes(other)
        }
    }

    /// An operation found by its route, with the captured path variables.
    public struct Match: Sendable {
        public let operation: AnyOperation
        public let variables: [(name: String, value: String)]
    }

    /// The operations of a path by method; empty for an unknown path (contract: `rest.md` §4–5).
    /// - Parameter path: the segments from `V1` on, still percent-encoded.
    public func matches(_ path: [String]) -> [Route.Method: Match] {
        var found: [Route.Method: Match] = [:]
        for method in Route.Method.allCases { found[method] = match(path, method) }
        return found
    }

    /// The operation of a path and a method.
    public func match(_ path: [String], _ method: Route.Method) -> Match? {
        if path.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }), let exact = byPath[path.joined(separator: "/")]?[method] {
            return Match(operation: exact, variables: [])
        }
        for operation in patterns {
            guard let route = operation.description.route, route.method == method, let variables = route.match(path) else { continue }
            return Match(operation: operation, variables: variables)
        }
        return nil
    }

    /// Whether the path is a route without variables.
    public func isLiteral(_ path: [String]) -> Bool {
        byPath[path.joined(separator: "/")] != nil
    }

    public func operation(named name: String) -> AnyOperation? {
        name.utf8.allSatisfy { $0 < 0x80 } ? byName[name] : nil
    }

    /// The operations of a service in declaration order, `nil` for an unknown service.
    public func operations(of service: String) -> [AnyOperation]? {
        service.utf8.allSatisfy { $0 < 0x80 } ? byService[service] : nil
    }
}

extension [Route.Segment] {
    fileprivate var literalPath: String {
        compactMap { if case .literal(let text) = $0 { text } else { nil } }.joined(separator: "/")
    }
}
