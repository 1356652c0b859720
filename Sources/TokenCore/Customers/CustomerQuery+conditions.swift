import ServiceModel

extension CustomerQuery.Filter {
    /// Longer values and lists match no customer and are expensive.
    private static let longestValue = 1024
    private static let longestList = 1000

    init(_ filter: SearchCriteria.Filter) throws(Fault) {
        let field = try CustomerQuery.Field(named: filter.field)
        self.init(field, try Self.condition(field, filter.condition?.presence ?? "eq", filter.value))
    }

    private static func condition(
        _ field: CustomerQuery.Field, _ name: String, _ value: String?
    ) throws(Fault) -> CustomerQuery.Condition {
        switch name {
        case "eq": try equal(field, checked(value), not: false)
        case "neq": try equal(field, checked(value), not: true)
        case "in": try among(field, value, not: false)
        case "nin": try among(field, value, not: true)
        case "like": try like(field, checked(value), not: false)
        case "nlike": try like(field, checked(value), not: true)
        case "gt": try order(field, .greater, checked(value))
        case "lt": try order(field, .less, checked(value))
        case "gteq", "moreq", "from": try order(field, .atLeast, checked(value))
        case "lteq", "to": try order(field, .atMost, checked(value))
        case "null": .isNull(false)
        case "notnull": .isNull(true)
        case "finset": try listed(field, checked(value), not: false)
        case "nfinset": try listed(field, checked(value), not: true)
        default: throw Fault(.searchConditionUnknown, [.init(.text(name))])
        }
    }

    private static func checked(_ value: String?) throws(Fault) -> String {
        guard let value else { throw Fault(.inputRequired, [.init("fieldName", "value")]) }
        guard value.unicodeScalars.count <= longestValue else { throw FieldRules.value(value, "value") }
        return value
    }

    private static func equal(
        _ field: CustomerQuery.Field, _ value: String, not isNegated: Bool
    ) throws(Fault) -> CustomerQuery.Condition {
        guard field.kind == .moment else { return .among([try self.value(field, value)], isNegated) }
        let second = try moment(field, value)
        return .within(second, second + 1000, isNegated)
    }

    /// Moments are kept to the millisecond and shown to the second, so an order of moments is one of whole seconds.
    private static func order(
        _ field: CustomerQuery.Field, _ relation: CustomerQuery.Relation, _ value: String
    ) throws(Fault) -> CustomerQuery.Condition {
        guard field.kind == .moment else { return .order(relation, try self.value(field, value)) }
        let second = try moment(field, value)
        switch relation {
        case .less, .atLeast: return .order(relation, .number(second))
        case .atMost: return .order(.less, .number(second + 1000))
        case .greater: return .order(.atLeast, .number(second + 1000))
        }
    }

    private static func among(
        _ field: CustomerQuery.Field, _ list: String?, not isNegated: Bool
    ) throws(Fault) -> CustomerQuery.Condition {
        guard let list else { throw Fault(.inputRequired, [.init("fieldName", "value")]) }
        let parts = list.split(separator: ",", maxSplits: longestList, omittingEmptySubsequences: false)
        guard field.kind != .moment, parts.count <= longestList else { throw FieldRules.value(list, field.rawValue) }
        var values: [CustomerQuery.Value] = []
        for part in parts { values.append(try value(field, checked(String(part)))) }
        return .among(values, isNegated)
    }

    private static func like(
        _ field: CustomerQuery.Field, _ pattern: String, not isNegated: Bool
    ) throws(Fault) -> CustomerQuery.Condition {
        guard field.kind == .moment else { return .like(LoginName.folded(pattern), isNegated) }
        guard let period = SearchedPeriod(pattern: pattern) else { throw FieldRules.value(pattern, field.rawValue) }
        return .within(period.start, period.end, isNegated)
    }

    /// A value with a comma is member of no list.
    private static func listed(
        _ field: CustomerQuery.Field, _ member: String, not isNegated: Bool
    ) throws(Fault) -> CustomerQuery.Condition {
        guard field.kind != .moment else { throw FieldRules.value(member, field.rawValue) }
        guard !member.utf8.contains(UInt8(ascii: ",")) else { return isNegated ? .isNull(true) : .never }
        return .listed(LoginName.folded(member), isNegated)
    }

    private static func value(_ field: CustomerQuery.Field, _ text: String) throws(Fault) -> CustomerQuery.Value {
        guard field.kind == .whole else { return .text(LoginName.folded(text)) }
        guard let number = Scalar.int(.text(text)) else { throw FieldRules.value(text, field.rawValue) }
        return .number(Int64(number))
    }

    private static func moment(_ field: CustomerQuery.Field, _ text: String) throws(Fault) -> Int64 {
        guard let period = SearchedPeriod(text) else { throw FieldRules.value(text, field.rawValue) }
        return period.start
    }
}
