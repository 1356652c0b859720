/// A parameter whose value comes from the caller. What the client sent is dropped, in any letter case.
public struct ForcedParameter: Sendable {
    /// Path from the parameter list: `["customerId"]`, `["customer", "groupId"]`.
    public let path: [String]
    let value: @Sendable (Caller) -> Int?

    public init(_ path: String..., value: @escaping @Sendable (Caller) -> Int?) {
        self.path = path
        self.value = value
    }

    /// `customerId` of a customer; other callers have none.
    public static let customerID = ForcedParameter("customerId") { caller in
        if case .customer(let customer) = caller { customer.id } else { nil }
    }

    /// `adminId` of an admin.
    public static let adminID = ForcedParameter("adminId") { caller in
        if case .admin(let id, _) = caller { id } else { nil }
    }

    /// Replaces what was sent with the caller's value. Objects that were not sent are not created.
    func apply(to wire: inout Wire, caller: Caller) {
        guard case .object(var object) = wire else { return }
        place(in: &object, path[...], value(caller))
        wire = .object(object)
    }

    private func place(in object: inout WireObject, _ rest: ArraySlice<String>, _ value: Int?) {
        guard let name = rest.first else { return }
        let spellings = [name.lowercased(), FieldName.snakeCase(name)]
        if rest.count == 1 {
            object.members.removeAll { spellings.contains($0.name.lowercased()) }
            if let value { object.append(name, .int(value)) }
            return
        }
        for index in object.members.indices where spellings.contains(object.members[index].name.lowercased()) {
            guard case .object(var inner) = object.members[index].value else { continue }
            place(in: &inner, rest.dropFirst(), value)
            object.members[index].value = .object(inner)
        }
    }
}
