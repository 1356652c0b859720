/// Compares two OpenAPI documents by what clients of the old one meet at a server of the new one.
package struct OpenAPIDiff {
    private let old: OpenAPIDocument
    private let new: OpenAPIDocument
    private var changes: [Change] = []

    package static func changes(from old: OpenAPIDocument, to new: OpenAPIDocument) -> [Change] {
        var diff = OpenAPIDiff(old: old, new: new)
        diff.compare()
        return diff.changes
    }

    private init(old: OpenAPIDocument, new: OpenAPIDocument) {
        self.old = old
        self.new = new
    }

    private mutating func report(_ place: String, _ message: String, _ compatibility: Compatibility, _ reason: String) {
        changes.append(Change(place, message, compatibility, reason))
    }

    /// A path without the names of its parameters.
    private static func key(_ operation: OpenAPIDocument.Operation) -> String {
        "\(operation.method) \(operation.path.replacing(/\{[^}]*\}/, with: "{}"))"
    }

    private mutating func compare() {
        for operation in old.operations {
            guard let other = new.operations.first(where: { Self.key($0) == Self.key(operation) }) else {
                report(operation.label, "the operation is gone", .breaksWire, "old clients call it")
                continue
            }
            compare(operation, other)
        }
        for operation in new.operations where !old.operations.contains(where: { Self.key($0) == Self.key(operation) }) {
            report(operation.label, "the operation is new", .compatible, "old clients do not call it")
        }
    }

    private mutating func compare(_ operation: OpenAPIDocument.Operation, _ other: OpenAPIDocument.Operation) {
        let place = operation.label
        if operation.id != other.id {
            report(
                place, "the operationId is \(other.id) instead of \(operation.id)", .breaksGeneratedCode,
                "generated methods are named after it")
        }
        if !operation.needsCredentials, other.needsCredentials {
            report(place, "it needs credentials", .breaksWire, "old clients send none")
        }
        for parameter in operation.parameters where parameter.location != "path" {
            if !other.parameters.contains(where: { $0.name == parameter.name && $0.location == parameter.location }) {
                report("\(place), parameter \(parameter.name)", "it is gone", .breaksWire, "old clients send it")
            }
        }
        for parameter in other.parameters where parameter.location != "path" {
            let before = operation.parameters.first { $0.name == parameter.name && $0.location == parameter.location }
            guard before?.isRequired != parameter.isRequired else { continue }
            report(
                "\(place), parameter \(parameter.name)", parameter.isRequired ? "it is required" : "it is optional",
                parameter.isRequired ? .breaksWire : .compatible,
                parameter.isRequired ? "old clients may leave it out" : "it may be left out")
        }
        switch (operation.body, other.body) {
        case (let before?, let after?): schema(before, after, isRequest: true, "\(place), body", 0)
        case (nil, .some) where other.bodyIsRequired: report("\(place), body", "it is required", .breaksWire, "old clients send none")
        case (.some, nil): report("\(place), body", "it is gone", .breaksWire, "old clients send it")
        default: break
        }
        for (status, response) in operation.responses.sorted(by: { $0.key < $1.key }) {
            guard let same = other.responses[status] else {
                report(
                    "\(place), \(status)", "the response is gone", status.hasPrefix("2") ? .breaksWire : .breaksGeneratedCode,
                    "clients expect it")
                continue
            }
            let content = { (value: JSONValue) in value["content"]?.object?.first { OpenAPIDocument.isJSON($0.key) }?.value["schema"] }
            switch (content(response), content(same)) {
            case (let before?, let after?): schema(before, after, isRequest: false, "\(place), \(status)", 0)
            case (.some, nil): report("\(place), \(status)", "there is no JSON any more", .breaksWire, "clients expect it")
            default: break
            }
        }
        for status in other.responses.keys.sorted() where operation.responses[status] == nil {
            report("\(place), \(status)", "the response is new", .breaksGeneratedCode, "old clients treat the status as unknown")
        }
    }

    private mutating func schema(_ before: JSONValue, _ after: JSONValue, isRequest: Bool, _ place: String, _ depth: Int) {
        guard depth < 12 else { return }
        let (one, two) = (old.resolve(before), new.resolve(after))
        let (types, nowTypes) = (JSONSchema(document: old).types(one), JSONSchema(document: new).types(two))
        if types != nowTypes, !types.isEmpty || !nowTypes.isEmpty {
            let isWider = nowTypes.isEmpty || nowTypes.isSuperset(of: types) && !types.isEmpty
            let isNarrower = types.isEmpty || types.isSuperset(of: nowTypes) && !nowTypes.isEmpty
            let isSafe = isRequest ? isWider : isNarrower
            report(
                place, "the type is \(nowTypes.sorted().joined(separator: " or ")) instead of \(types.sorted().joined(separator: " or "))",
                isSafe ? .breaksGeneratedCode : .breaksWire, isSafe ? "the type in code changes" : "values of one side do not fit the other"
            )
        }
        enumeration(one["enum"]?.array, two["enum"]?.array, isRequest, place)
        bounds(one, two, isRequest, place)
        let (mine, theirs) = (one["properties"]?.object ?? [:], two["properties"]?.object ?? [:])
        let (required, nowRequired) = (
            Set(one["required"]?.array?.compactMap(\.string) ?? []), Set(two["required"]?.array?.compactMap(\.string) ?? [])
        )
        for (name, property) in mine.sorted(by: { $0.key < $1.key }) {
            let inside = "\(place).\(name)"
            guard let now = theirs[name] else {
                report(
                    inside, "the member is gone", isRequest || required.contains(name) ? .breaksWire : .breaksGeneratedCode,
                    isRequest ? "old clients send it" : "old clients read it")
                continue
            }
            if required.contains(name) != nowRequired.contains(name) {
                let breaks = isRequest == nowRequired.contains(name)
                report(
                    inside, nowRequired.contains(name) ? "the member is required" : "the member is optional",
                    breaks ? .breaksWire : .compatible,
                    breaks ? "one side does not send it" : "the other side takes both")
            }
            schema(property, now, isRequest: isRequest, inside, depth + 1)
        }
        for name in theirs.keys.sorted() where mine[name] == nil {
            let breaks = isRequest && nowRequired.contains(name)
            report(
                "\(place).\(name)", "the member is new", breaks ? .breaksWire : .compatible,
                breaks ? "old clients do not send it" : "JSON clients ignore or leave out what they do not know")
        }
        if let item = one["items"], let now = two["items"] { schema(item, now, isRequest: isRequest, "\(place)[]", depth + 1) }
    }

    private mutating func enumeration(_ before: [JSONValue]?, _ after: [JSONValue]?, _ isRequest: Bool, _ place: String) {
        guard before != after else { return }
        let isNarrower = after != nil && (before.map { $0.contains { !(after ?? []).contains($0) } } ?? true)
        let isWider = before != nil && (after.map { $0.contains { !(before ?? []).contains($0) } } ?? true)
        let breaks = isRequest ? isNarrower : isWider
        if isNarrower || isWider {
            report(
                place, "the enumeration differs", breaks ? .breaksWire : .compatible,
                breaks ? "one side has values that the other does not know" : "what is sent was possible before")
        }
    }

    private mutating func bounds(_ one: JSONValue, _ two: JSONValue, _ isRequest: Bool, _ place: String) {
        for (name, isUpper) in [
            ("maxLength", true), ("minLength", false), ("maximum", true), ("minimum", false), ("maxItems", true), ("minItems", false),
        ] {
            let (a, b) = (one[name]?.number, two[name]?.number)
            guard a != b else { continue }
            let limit = isUpper ? Double.infinity : -Double.infinity
            let isNarrower = isUpper ? (b ?? limit) < (a ?? limit) : (b ?? limit) > (a ?? limit)
            let breaks = isRequest == isNarrower
            report(
                place, "\(name) is \(b.map { "\($0)" } ?? "open")", breaks ? .breaksWire : .compatible,
                breaks ? "one side has values that the other does not take" : "what is sent was possible before")
        }
    }
}
