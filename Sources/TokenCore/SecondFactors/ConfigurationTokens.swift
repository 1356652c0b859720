import Foundation
import ServiceModel

/// Configuration tokens (tfat) authorise an admin who has given a right password to enrol in a second factor (contract: `two-factor.md` §4).
struct ConfigurationTokens: Sendable {
    /// Seconds.
    static let lifetime: Int64 = 3600
    /// Seconds by which the clock of the issuing node may be ahead.
    static let leeway: Int64 = 60

    let keyring: Keyring

    /// Valid for an hour, any number of times until an activation ends it. A token issued in the second in which older ones were ended is
    /// dated one second later, so that it is not ended with them.
    /// - Throws: `internal` when there is no key.
    func issue(to admin: AdminAccount, at now: Timestamp) throws(Fault) -> Secret {
        let ended = admin.setUpEndedAt.map { $0.wholeSeconds + 1 } ?? .min
        let payload = Self.payload(adminID: admin.id, issuedAt: max(now.wholeSeconds, ended))
        return Secret(Self.form(payload, mac: try keyring.authenticationCode(of: Array(payload.utf8))))
    }

    /// Checks form, authentication code and age.
    /// - Returns: the claims, or `nil`. The admin may not exist.
    /// - Throws: `internal` when there is no key.
    func read(_ token: Secret, at now: Timestamp) throws(Fault) -> (adminID: Int, issuedAt: Int64)? {
        guard token.count <= 512, let outer = Data(base64Encoded: token.revealed), let text = String(validating: outer, as: UTF8.self),
            let point = text.lastIndex(of: "."), let (adminID, issuedAt) = Self.claims(text[..<point])
        else { return nil }
        let payload = Self.payload(adminID: adminID, issuedAt: issuedAt)
        var isAuthentic = false
        for code in try keyring.authenticationCodes(of: Array(payload.utf8)) {
            // The whole text is compared, so that every other encoding of the same claims is refused.
            if Secret(Self.form(payload, mac: code)).matches(token) { isAuthentic = true }
        }
        let (age, overflow) = now.wholeSeconds.subtractingReportingOverflow(issuedAt)
        guard isAuthentic, !overflow, age < Self.lifetime, age >= -Self.leeway else { return nil }
        return (adminID, issuedAt)
    }

    static func payload(adminID: Int, issuedAt: Int64) -> String {
        prefix + String(adminID) + separator + String(issuedAt) + "}"
    }

    static func form(_ payload: String, mac: [UInt8]) -> String {
        let code = Data(Hex.encode(mac).utf8).base64EncodedString()
        return Data((payload + "." + code).utf8).base64EncodedString()
    }

    private static let prefix = "{\"user_id\":"
    private static let separator = ",\"tfa_configuration\":true,\"iss\":"

    private static func claims(_ payload: Substring) -> (Int, Int64)? {
        guard payload.hasPrefix(prefix), payload.hasSuffix("}") else { return nil }
        let inner = payload.dropFirst(prefix.count).dropLast()
        guard let gap = inner.firstRange(of: separator), let adminID = Int(strict: String(inner[..<gap.lowerBound])),
            let issuedAt = Int(strict: String(inner[gap.upperBound...]))
        else { return nil }
        return (adminID, Int64(issuedAt))
    }
}

extension Timestamp {
    /// Whole seconds since 1970, rounded down.
    var wholeSeconds: Int64 {
        let rest = milliseconds % 1000
        return milliseconds / 1000 - (rest < 0 ? 1 : 0)
    }
}
