import ServiceModel
import TokenCore

/// Decrypts the secrets of Magento and encrypts them with our keys.
struct ImportSealer: Sendable {
    let keys: CryptKeys
    let keyring: Keyring

    /// What keyed hashes need; `nil` without a crypt key.
    func sealedCryptKeys() throws -> String? {
        keys.texts.isEmpty ? nil : try PasswordHashFormat.seal(cryptKeys: keys.texts, with: keyring)
    }

    /// Reads a column that may be encrypted. Throws a problem of the row.
    func plain(_ row: TableRow, _ column: String) throws -> Secret {
        let text = try row.text(column)
        do {
            return try keys.plain(text)
        } catch CryptKeys.Failure.keyMissing(let index) {
            throw row.problem(
                keys.texts.isEmpty
                    ? "\(column) is encrypted: the crypt key is needed (--crypt-key-stdin)"
                    : "\(column) is encrypted with crypt key \(index), which was not given", isGeneral: true)
        } catch {
            throw row.problem("\(column) is no secret of a known form, or of another crypt key")
        }
    }

    func seal(_ secret: Secret, for purpose: String) throws -> String { try keyring.seal(secret, for: purpose) }
}
