/// The valid forms of a message that are worth a request, by name. Forms that come out the same are sent once.
enum ValidForms {
    typealias Form = PayloadGenerator.Form

    static let all: [(name: String, form: Form)] =
        [
            ("minimal", Form()),
            ("full", Form(isFull: true)),
            ("lowest values", Form(style: .lowest, isFull: true)),
            ("highest values", Form(style: .highest, isFull: true)),
            ("unicode", Form(style: .unicode, isFull: true)),
            ("empty texts", Form(style: .empty, isFull: true)),
            ("nil", Form(isFull: true, usesNil: true)),
            ("repeated", Form(isFull: true, repetitions: 3)),
            ("reordered", Form(isFull: true, reversesAll: true)),
            ("substituted", Form(isFull: true, substitutes: true)),
        ] + (1..<5).map { ("choice \($0 + 1)", Form(isFull: true, branch: $0)) }

    static func payloads(
        _ declaration: ElementDeclaration, _ schema: SchemaSet, seed: UInt64, purpose: String
    ) -> [(name: String, payload: Payload)] {
        var seen: [Payload] = []
        return all.compactMap { name, form in
            var generator = PayloadGenerator(schema: schema, form: form, seed: seed, purpose: purpose)
            let payload = generator.payload(declaration)
            guard !seen.contains(payload) else { return nil }
            seen.append(payload)
            return (name, payload)
        }
    }
}
