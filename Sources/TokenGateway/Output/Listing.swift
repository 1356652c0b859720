import Foundation

/// Prints rows as they arrive: an aligned table, or a JSON array with one object on each line.
struct Listing<Item> {
    private let columns: [Column<Item>]
    private let isJSON: Bool
    private let shell: Shell
    private var widths: [Int]
    private var count = 0

    init(_ columns: [Column<Item>], asJSON isJSON: Bool, in shell: Shell) {
        self.columns = columns
        self.isJSON = isJSON
        self.shell = shell
        widths = columns.map(\.title.count)
    }

    /// A whole listing at once.
    static func print(_ items: [Item], _ columns: [Column<Item>], asJSON isJSON: Bool, in shell: Shell) throws {
        var listing = Listing(columns, asJSON: isJSON, in: shell)
        try listing.add(items)
        try listing.finish()
    }

    /// Prints more rows. A table is aligned within the rows of one call.
    mutating func add(_ items: [Item]) throws {
        guard !items.isEmpty else { return }
        if isJSON {
            for item in items {
                try shell.output((count == 0 ? "[\n  " : ",\n  ") + Self.json(item, columns))
                count += 1
            }
        } else {
            let rows = items.map { item in columns.map { $0.value(item).shown } }
            for row in rows { widths = zip(widths, row).map { max($0, $1.count) } }
            if count == 0 { try shell.print(line(columns.map(\.title))) }
            try shell.output(rows.map { line($0) + "\n" }.joined())
            count += items.count
        }
    }

    /// Ends the listing. An empty table consists of its titles.
    func finish() throws {
        if isJSON {
            try shell.print(count == 0 ? "[]" : "\n]")
        } else if count == 0 {
            try shell.print(line(columns.map(\.title)))
        }
    }

    private func line(_ cells: [String]) -> String {
        var line = ""
        for (width, cell) in zip(widths, cells) {
            line += cell + String(repeating: " ", count: max(0, width - cell.count) + 2)
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// One object on one line, members sorted by key.
    static func json(_ item: Item, _ columns: [Column<Item>]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let members = Dictionary(columns.map { ($0.key, $0.value(item)) }) { $1 }
        return String(decoding: try encoder.encode(members), as: UTF8.self)
    }
}
