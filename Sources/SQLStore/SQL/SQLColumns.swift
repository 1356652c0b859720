/// The names of the columns of a result, once for all its rows.
final class SQLColumns: Sendable {
    let names: [String]
    private let places: [String: Int]

    /// Of columns with the same name the first counts.
    init(_ names: [String]) {
        self.names = names
        places = Dictionary(zip(names, names.indices)) { first, _ in first }
    }

    func place(of name: String) -> Int? { places[name] }
}
