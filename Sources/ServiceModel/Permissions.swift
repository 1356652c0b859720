extension Caller {
    /// The resources of an admin or an integration. There is no inheritance: a parent does not grant its children.
    public enum Permissions: Sendable, Equatable {
        case everything
        case resources(Set<String>)

        public func allow(_ id: String) -> Bool {
            switch self {
            case .everything: true
            case .resources(let ids): ids.contains(id)
            }
        }
    }
}
