import ServiceModel

/// The values of `Allow` (contract: `rest.md` §4).
enum AllowedMethods {
    static let all = list(Route.Method.allCases)

    /// GET, HEAD, POST, PUT, DELETE, OPTIONS, as far as served.
    static func list(_ methods: some Sequence<Route.Method>) -> String {
        let served = Set(methods)
        var names: [String] = []
        for method in Route.Method.allCases where served.contains(method) {
            names.append(method.rawValue)
            if method == .get { names.append("HEAD") }
        }
        return (names + ["OPTIONS"]).joined(separator: ", ")
    }
}
