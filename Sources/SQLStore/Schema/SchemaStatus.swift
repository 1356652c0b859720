public import TokenCore

/// How the tables of a database compare with those this program knows.
public enum SchemaStatus: Sendable, Equatable {
    case current
    /// There are no tables at all; these migrations are to be applied, in this order.
    case empty([String])
    /// These migrations are to be applied, in this order.
    case pending([String])
    /// A newer program has applied these migrations, which this one does not know.
    case newer([String])
    /// There are tables, and they are not ours.
    case foreign

    /// Why this program must not touch the database; `nil` when it may.
    public var refusal: StoreFailure? {
        switch self {
        case .current, .empty, .pending: nil
        case .newer: .schema("the database was made by a newer version of this program")
        case .foreign: .schema("the database belongs to another program")
        }
    }
}
