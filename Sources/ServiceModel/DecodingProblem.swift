/// Why a value could not be read, and where: the outermost field first.
struct DecodingProblem: Error {
    var fault: Fault
    var path: [String] = []

    func inside(_ field: String) -> DecodingProblem {
        DecodingProblem(fault: fault, path: [field] + path)
    }

    /// `input.type` inside a nested field is wrapped once, with the field's path (contract: `rest.md` §8).
    var reported: Fault {
        guard path.count > 1, fault.message == .inputType else { return fault }
        return Fault(.inputNested, [.init(.text(path.joined(separator: "."))), .init(fault)])
    }

    static func type(_ value: Wire, _ schema: Schema) -> DecodingProblem {
        let shown: Wire =
            switch value {
            case .list, .object: "array"
            case _ where schema.isSecret: "***"
            default: value
            }
        return DecodingProblem(fault: Fault(.inputType, [.init(shown), .init(.text(schema.typeName))]))
    }
}
