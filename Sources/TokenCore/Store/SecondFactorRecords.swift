/// Second factors of admins. They are deleted with their admins.
public protocol SecondFactorRecords {
    func secondFactor(ofAdmin id: Int, _ provider: String) throws -> SecondFactorRecord?
    /// Ordered by provider.
    func secondFactors(ofAdmin id: Int) throws -> [SecondFactorRecord]
    /// At most `limit` records of admins with an id above `id`, by admin and provider; all records of an admin or none.
    func secondFactors(afterAdmin id: Int, limit: Int) throws -> [SecondFactorRecord]
    /// Inserts a record with revision 0, updates any other. Throws `contention` when the record has changed since it was read.
    func set(_ record: SecondFactorRecord) throws
    /// - Returns: `false` when there is none.
    func deleteSecondFactor(ofAdmin id: Int, _ provider: String) throws -> Bool
    func secondFactorPreference(ofAdmin id: Int) throws -> SecondFactorPreference?
    func set(_ preference: SecondFactorPreference, ofAdmin id: Int) throws
}

/// Security keys of admins. They are deleted with their admins.
public protocol SecurityKeyRecords {
    /// The oldest first.
    func securityKeys(ofAdmin id: Int) throws -> [SecurityKeyRecord]
    /// The key with this credential id, of any admin.
    func securityKey(credentialID: String) throws -> SecurityKeyRecord?
    /// - Returns: the new id. Throws `conflict` when the credential is registered already.
    func insert(_ key: SecurityKeyRecord) throws -> Int
    func recordUse(ofSecurityKey id: Int, counter: Int64, at now: Timestamp) throws
    /// - Returns: `false` when the admin has no such key.
    func deleteSecurityKey(id: Int, ofAdmin adminID: Int) throws -> Bool
    func deleteSecurityKeys(ofAdmin id: Int) throws
}
