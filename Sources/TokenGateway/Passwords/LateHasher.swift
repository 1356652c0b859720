import ServiceModel
import TokenCore

/// Argon2id for commands: starts when a password comes, so that a listing does not pay for the stand-in that only sign-ins need.
struct LateHasher: PasswordHasher {
    let cost: Argon2idHasher.Cost

    func hash(_ password: Secret) -> String? {
        Argon2idHasher(cost: cost)?.hash(password)
    }

    func verify(_ password: Secret, against stored: String) -> Bool? {
        Argon2idHasher(cost: cost)?.verify(password, against: stored)
    }

    func isOutdated(_ stored: String) -> Bool {
        Argon2idHasher(cost: cost)?.isOutdated(stored) ?? true
    }

    var dummyHash: String { Argon2idHasher(cost: cost)?.dummyHash ?? "" }
}
