/// Second factors of admins. They go with their admins.
public protocol SecondFactorRecords {
    func secondFactor(ofAdmin id: Int, _ provider: String) throws -> SecondFactorRecord?
    /// By provider.
    func secondFactors(ofAdmin id: Int) throws -> [SecondFactorRecord]
    /// At most `limit` records of admins with ids above `id`, by admin and provider; never a part of an admin's.
    func secondFactors(afterAdmin id: Int, limit: Int) throws -> [SecondFactorRecord]
    /// Inserts a record with revision 0, changes another one. Throws `contention` when it was changed since it was read.
    func set(_ record: SecondFactorRecord) throws
    /// - Returns: whether there was one.
    func deleteSecondFactor(ofAdmin id: Int, _ provider: String) throws -> Bool
    func secondFactorPreference(ofAdmin id: Int) throws -> SecondFactorPreference?
    func set(_ preference: SecondFactorPreference, ofAdmin id: Int) throws
}

/// Security keys of admins. They go with their admins.
public protocol SecurityKeyRecords {
    /// Oldest first.
    func securityKeys(ofAdmin id: Int) throws -> [SecurityKeyRecord]
    /// Whoever has it.
    func securityKey(credentialID: String) throws -> SecurityKeyRecord?
    /// - Returns: the new id. Throws `conflict` when the credential is registered already.
    func insert(_ key: SecurityKeyRecord) throws -> Int
    func recordUse(ofSecurityKey id: Int, counter: Int64, at now: Timestamp) throws
    /// - Returns: whether the admin had it.
    func deleteSecurityKey(id: Int, ofAdmin adminID: Int) throws -> Bool
    func deleteSecurityKeys(ofAdmin id: Int) throws
}
