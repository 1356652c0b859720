/// One step of the schema, applied whole or not at all. Once released, neither its name nor its statements change.
struct Migration: Sendable {
    let name: String
    let statements: @Sendable (SQLDialect) -> [String]
}
