import ServiceModel

/// `?fields=a,b[c,d[e]]`: selects the keys of a successful response (contract: `rest.md` §11).
indirect enum FieldMask {
    case keys([(name: String, inner: FieldMask?)])

    /// The result reduced to the selected keys. A malformed filter selects nothing; scalars are not filtered.
    static func apply(_ filter: String, to wire: Wire) -> Wire {
        switch wire {
        case .list, .object: break
        default: return wire
        }
        guard let parsed = parse(filter), let kept = parsed.keep(wire) else { return .list([]) }
        return kept
    }

    private static func parse(_ text: String) -> FieldMask? {
        var rest = Array(text.utf8)[...]
        guard let filter = parse(&rest, depth: 0), rest.isEmpty else { return nil }
        return filter
    }

    private static func parse(_ rest: inout ArraySlice<UInt8>, depth: Int) -> FieldMask? {
        guard depth < 16 else { return nil }
        var keys: [(String, FieldMask?)] = []
        repeat {
            let name = rest.prefix(while: isNameByte)
            guard !name.isEmpty else { return nil }
            rest = rest.dropFirst(name.count)
            var inner: FieldMask?
            if rest.first == UInt8(ascii: "[") {
                rest.removeFirst()
                guard let parsed = parse(&rest, depth: depth + 1), rest.popFirst() == UInt8(ascii: "]") else { return nil }
                inner = parsed
            }
            keys.append((String(decoding: name, as: UTF8.self), inner))
        } while takeComma(&rest)
        return .keys(keys)
    }

    private static func takeComma(_ rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.first == UInt8(ascii: ",") else { return false }
        rest.removeFirst()
        return true
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        FieldSyntax.isAlphanumeric(byte) || byte == UInt8(ascii: "_")
    }

    /// `nil` if nothing is selected. The names are those of the response, in snake_case.
    private func keep(_ wire: Wire) -> Wire? {
        guard case .keys(let keys) = self else { return nil }
        switch wire {
        case .list(let items):
            let kept = items.compactMap(keep)
            return kept.isEmpty ? nil : .list(kept)
        case .object(let object):
            var result = WireObject()
            for member in object.members {
                guard let key = keys.first(where: { $0.name == FieldName.snakeCase(member.name) }) else { continue }
                guard let inner = key.inner else {
                    result.append(member.name, member.value)
                    continue
                }
                if let kept = inner.keep(member.value) { result.append(member.name, kept) }
            }
            return result.members.isEmpty ? nil : .object(result)
        default: return nil
        }
    }
}
