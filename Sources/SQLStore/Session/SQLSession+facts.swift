import TokenCore

extension SQLSession {
    func changeVersion() throws -> Int64 {
        guard let version = try first("SELECT version FROM fact_version", [], { try $0.optionalInteger("version") }) ?? nil else {
            throw StoreFailure.schema("the count of changes is gone")
        }
        return version
    }
}
