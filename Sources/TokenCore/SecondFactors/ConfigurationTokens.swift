import Foundation
import ServiceModel

/// Configuration tokens (tfat): let an admin with a right password set a second factor up (contract: `two-factor.md` §4).
struct ConfigurationTokens: Sendable {
    /// Seconds.
    static let lifetime: Int64 = 3600
    /// Seconds that the clock of the node that issued it may be ahead.
    static let leeway: Int64 = 60

    let box: Keyring

    /// Good for an hour, as often as needed until it has served an activation. A token of the very second in which older ones were ended is
    /// dated after it.
    /// - Throws: `internal` when there is no key.
    func issue(to admin: AdminAccount, at now: Timestamp) throws(Fault) -> Secret {
        let ended = admin.setUpEndedAt.map { $0.wholeSeconds + 1 } ?? .min
        let payload = Self.payload(adminID: admin.id, issuedAt: max(now.wholeSeconds, ended))
        return Secret(Self.form(payload, mac: try box.authenticationCode(of: Array(payload.utf8))))
    }

    /// The admin that a token names, when form, code and age are right; whether the admin is there is not looked at.
    /// - Throws: `internal` when there is no key.
    func read(_ token: Secret, at now: Timestamp) throws(Fault) -> (adminID: Int, issuedAt: Int64)? {
        guard token.count <= 512, let outer = Data(base64Encoded: token.revealed), let text = String(validating: outer, as: UTF8.self),
            let point = text.lastIndex(of: "."), let (adminID, issuedAt) = Self.claims(text[..<point])
        else { return nil }
        let payload = Self.payload(adminID: adminID, issuedAt: issuedAt)
        var isGenuine = false
        for code in try box.authenticationCodes(of: Array(payload.utf8)) {
            // Comparing the whole text also refuses every other spelling of it.
            if Secret(Self.form(payload, mac: code)).matches(token) { isGenuine = true }
        }
        let (age, overflow) = now.wholeSeconds.subtractingReportingOverflow(issuedAt)
        guard isGenuine, !overflow, age < Self.lifetime, age >= -Self.leeway else { return nil }
        return (adminID, issuedAt)
    }

    static func payload(adminID: Int, issuedAt: Int64) -> String {
        before + String(adminID) + between + String(issuedAt) + "}"
    }

    static func form(_ payload: String, mac: [UInt8]) -> String {
        let code = Data(Hex.encode(mac).utf8).base64EncodedString()
        return Data((payload + "." + code).utf8).base64EncodedString()
    }

    private static let before = "{\"user_id\":"
    private static let between = ",\"tfa_configuration\":true,\"iss\":"

    private static func claims(_ payload: Substring) -> (Int, Int64)? {
        guard payload.hasPrefix(before), payload.hasSuffix("}") else { return nil }
        let inner = payload.dropFirst(before.count).dropLast()
        guard let gap = inner.firstRange(of: between), let adminID = Int(strict: String(inner[..<gap.lowerBound])),
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
