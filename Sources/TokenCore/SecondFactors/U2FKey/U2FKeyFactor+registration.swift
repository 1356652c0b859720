import Foundation
import ServiceModel
import WebAuthn

extension U2FKeyFactor {
    /// Begins a registration with a new challenge.
    /// - Returns: options for `navigator.credentials.create`, as JSON text.
    func registrationOptions(_ factor: inout Factor<State>, in session: any StoreSession) throws -> String {
        let party = try relyingParty(factor.settings)
        let challenge = newChallenge(at: factor.now)
        factor.state.registration = challenge
        let keys = try session.securityKeys(ofAdmin: factor.admin.id)
        let name = factor.admin.username
        return CredentialOptions.registration(
            relyingParty: party, challenge: challenge.bytes, userID: factor.admin.id, userName: name, displayName: name,
            excluding: try keys.map { try $0.key.credentialID })
    }

    /// Completes a registration: verifies the response of the key and stores the key.
    func register(_ credential: Secret, _ factor: inout Factor<State>, in session: any StoreSession) throws {
        guard let challenge = factor.state.registration, challenge.isValid(at: factor.now) else { throw Fault(.tfaKeyNotStarted) }
        let ceremony = RegistrationCeremony(relyingParty: try relyingParty(factor.settings), challenge: challenge.bytes)
        let key: SecurityKey
        do {
            key = try ceremony.verify(credential.revealed)
        } catch {
            throw SecondFactorError(error.kind == .clientData ? .tfaKeyInvalid : .tfaKeyDataInvalid)
        }
        let record = SecurityKeyRecord(key, ofAdmin: factor.admin.id, at: factor.now)
        guard try session.securityKey(credentialID: record.credentialID) == nil else { throw SecondFactorError(.tfaKeyDataInvalid) }
        _ = try session.insert(record)
        factor.state.registration = nil
    }
}

extension SecurityKeyRecord {
    init(_ key: SecurityKey, ofAdmin adminID: Int, at now: Timestamp) {
        self.init(
            adminID: adminID, credentialID: Data(key.credentialID).base64EncodedString(),
            publicKey: Data(key.publicKey).base64EncodedString(),
            aaguid: Data(key.aaguid).base64EncodedString(), counter: Int64(key.counter), createdAt: now)
    }

    /// As the ceremonies use it. Throws `internal` for a row that is malformed.
    var key: SecurityKey {
        get throws {
            guard let id = Data(base64Encoded: credentialID), let cose = Data(base64Encoded: publicKey),
                let authenticator = Data(base64Encoded: aaguid), let counter = UInt32(exactly: counter),
                let key = SecurityKey(
                    credentialID: Array(id), publicKey: Array(cose), aaguid: Array(authenticator), counter: counter)
            else { throw Fault(.internal, cause: "security key \(self.id) is malformed") }
            return key
        }
    }
}
