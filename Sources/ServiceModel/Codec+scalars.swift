extension Codec where Value == String {
    /// Text; a number keeps its spelling, `true` is `1`, `false` is empty (contract: `rest.md` §8).
    public static let string = Codec(schema: .string) { wire, _ in
        guard let text = Scalar.text(wire) else { throw DecodingProblem.type(wire, .string) }
        return text
    } write: {
        .text($0)
    }
}

extension Codec where Value == Secret {
    /// Text that must not appear in errors, logs or documents.
    public static let secret = Codec(schema: .secret) { wire, _ in
        guard let text = Scalar.text(wire) else { throw DecodingProblem.type(wire, .secret) }
        return Secret(text)
    } write: {
        .text($0.revealed)
    }
}

extension Codec where Value == Int {
    /// A signed 32-bit integer.
    public static let int = Codec(schema: .int) { wire, _ in
        guard let number = Scalar.int(wire) else { throw DecodingProblem.type(wire, .int) }
        return number
    } write: {
        .int($0)
    }
}

extension Codec where Value == Bool {
    public static let boolean = Codec(schema: .boolean) { wire, rules in
        guard let flag = Scalar.bool(wire, trimmed: rules.trimsWords) else { throw DecodingProblem.type(wire, .boolean) }
        return flag
    } write: {
        .bool($0)
    }
}

extension Codec where Value == Double {
    /// A finite number.
    public static let float = Codec(schema: .float) { wire, _ in
        guard let number = Scalar.double(wire) else { throw DecodingProblem.type(wire, .float) }
        return number
    } write: {
        .double($0)
    }
}

extension Codec where Value == Wire {
    /// Anything, unchanged.
    public static let mixed = Codec(schema: .mixed) { wire, _ in
        wire
    } write: {
        $0
    }
}
