/// An element to be sent: a value that cases change freely, valid or not.
struct Payload: Sendable, Equatable {
    var name: QName
    var text = ""
    var attributes: [QName: String] = [:]
    /// The value of `xsi:type`, resolved when it is written.
    var typeName: QName?
    var children: [Payload] = []
    /// What the generator knew about the element.
    var origin = Origin()

    struct Origin: Sendable, Equatable {
        var occurrence = Occurrence()
        var isNillable = false
        var value: SimpleValue?
        /// It is a member of a sequence, so its place among its siblings matters.
        var isOrdered = false
        /// Neither the schema nor the data file leaves it open.
        var isFromData = false
    }

    init(_ name: QName) {
        self.name = name
    }

    var isNil: Bool { attributes[QName(Namespace.instance, "nil")] == "true" }

    subscript(path: ArraySlice<Int>) -> Payload? {
        get {
            guard let first = path.first else { return self }
            return children.indices.contains(first) ? children[first][path.dropFirst()] : nil
        }
        set {
            guard let first = path.first else {
                if let newValue { self = newValue }
                return
            }
            guard children.indices.contains(first) else { return }
            if path.count == 1, newValue == nil {
                children.remove(at: first)
            } else {
                children[first][path.dropFirst()] = newValue
            }
        }
    }

    /// Every element with the way to it, parents first.
    var paths: [[Int]] {
        [[]] + children.indices.flatMap { index in children[index].paths.map { [index] + $0 } }
    }

    /// Local names from the root's child on, as a data file and reports name a place: `customer/addresses/item`.
    func label(_ path: [Int]) -> String {
        var names: [String] = []
        var current = self
        for index in path {
            guard current.children.indices.contains(index) else { break }
            current = current.children[index]
            names.append(current.name.local)
        }
        return names.joined(separator: "/")
    }
}
