internal import ServiceModel

/// The `paths` of a schema document: operations grouped by path, in the order of first occurrence.
struct PathItems: Sendable {
    private var paths: [String] = []
    private var items: [String: WireObject] = [:]

    mutating func add(_ route: Route, at path: String, _ operation: Wire) {
        if items[path] == nil { paths.append(path) }
        items[path, default: WireObject()].append(route.method.rawValue.lowercased(), operation)
    }

    var wire: Wire {
        .object(WireObject(paths.map { .init(name: $0, value: .object(items[$0] ?? WireObject())) }))
    }
}

extension WireObject {
    /// Adds a description unless it is empty.
    mutating func describe(_ text: String) {
        if !text.isEmpty { set("description", .text(text)) }
    }
}
