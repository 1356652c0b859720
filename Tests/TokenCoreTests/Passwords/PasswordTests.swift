import Dispatch
import ServiceModel
import Synchronization
import Testing
import TokenCore

struct PasswordPolicyTests {
    private let policy = PasswordPolicy(minimumLength: 8, characterClasses: 3)

    private func refusal(_ password: String) -> String? {
        do {
            try policy.check(Secret(password), email: "Ann.Lee1@example.test")
            return nil
        } catch {
            return error.message.id
        }
    }

    @Test(arguments: [
        ("Passw0rd", nil), ("Пароль-7", nil), ("", "password.too-short"), ("Pass0rd", "password.too-short"),
        (" Passw0rd", "password.edge-space"), ("Passw0rd\u{A0}", "password.edge-space"), ("password", "password.too-few-classes"),
        ("passw0rd", "password.too-few-classes"), ("ANN.LEE1@example.test", "password.equals-email"),
        (String(repeating: "aA1", count: 86), "password.too-long"),
    ])
    func rules(_ password: String, _ expected: String?) {
        #expect(refusal(password) == expected)
    }
}

struct Argon2idHasherTests {
    private let hasher = Argon2idHasher.Cost(memory: 8, passes: 1).flatMap { Argon2idHasher(cost: $0) }

    @Test func aHashVerifiesItsPasswordOnly() throws {
        let hasher = try #require(hasher)
        for password in ["", "a", "päss wörd", "x\u{0}y", String(repeating: "x", count: 4096)] {
            let stored = try #require(hasher.hash(Secret(password)))
            #expect(stored.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
            #expect(hasher.verify(Secret(password), against: stored) == true)
            #expect(hasher.verify(Secret(password + "x"), against: stored) == false)
        }
    }

    @Test func hashesOfAnotherCostVerifyAndAreOutdated() throws {
        let hasher = try #require(hasher)
        let other = try #require(Argon2idHasher.Cost(memory: 64, passes: 2).flatMap { Argon2idHasher(cost: $0) })
        let stored = try #require(other.hash(Secret("x")))
        #expect(hasher.verify(Secret("x"), against: stored) == true)
        #expect(hasher.isOutdated(stored))
        #expect(!other.isOutdated(stored))
    }

    @Test(arguments: [
        "", "$argon2id$", "$argon2i$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA", "$argon2id$v=19$m=99999999,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
        "$argon2id$v=19$m=8,t=99999,p=1$c2FsdA$aGFzaA", "$argon2id$v=19$m=-8,t=1,p=1$c2FsdA$aGFzaA", "$argon2id$v=19$m=8,t=1,p=4$c2FsdA$aA",
        "$argon2id$v=16$m=8,t=1,p=1$c2FsdA$aGFzaA", "plain",
    ])
    func hostileOrForeignTextsNeverMatch(_ stored: String) throws {
        #expect(try #require(hasher).verify(Secret("x"), against: stored) == false)
    }

    /// The hash that unknown names are verified against costs what a real hash costs, and no password fits it.
    @Test func theDummyHashHasTheFormAndCostOfARealHash() throws {
        let cost = try #require(Argon2idHasher.Cost(memory: 16, passes: 3))
        let hasher = try #require(Argon2idHasher(cost: cost))
        func shape(_ hash: String) -> [String] {
            let parts = hash.split(separator: "$").map(String.init)
            return parts.prefix(3) + parts.dropFirst(3).map { String($0.count) }
        }
        #expect(shape(hasher.dummyHash) == shape(try #require(hasher.hash(Secret("x")))))
        #expect(!hasher.isOutdated(hasher.dummyHash))
        #expect(hasher.verify(Secret("x"), against: hasher.dummyHash) == false)
        #expect(Argon2idHasher(cost: cost)?.dummyHash != hasher.dummyHash)
    }

    @Test func costsOutOfBoundsAreRefused() {
        #expect(Argon2idHasher.Cost(memory: 7, passes: 1) == nil)
        #expect(Argon2idHasher.Cost(memory: 8, passes: 0) == nil)
        #expect(Argon2idHasher.Cost(memory: 1 << 21, passes: 1) == nil)
        #expect(Argon2idHasher.Cost.standard.memory == 19456)
    }
}

@Suite(.timeLimit(.minutes(5))) struct PasswordHashingLimiterTests {
    /// A hasher that blocks until it is released, and counts its concurrent calls.
    private final class Stalled: PasswordHasher {
        let inside = Mutex((now: 0, most: 0))
        /// Signalled once; each call passes the signal on.
        let release = DispatchSemaphore(value: 0)
        let dummyHash = "stand-in"
        let seen = Mutex<[String]>([])

        func hash(_ password: Secret) -> String? { nil }
        func isOutdated(_ stored: String) -> Bool { false }

        func verify(_ password: Secret, against stored: String) -> Bool? {
            inside.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            // Fails instead of hanging when nothing releases it.
            if release.wait(timeout: .now() + 20) == .timedOut { Issue.record("the hasher was not released") }
            release.signal()
            seen.withLock { $0.append(stored) }
            inside.withLock { $0.now -= 1 }
            return stored == "stored"
        }
    }

    @Test func aFullQueueRefusesAtOnce() async throws {
        let hasher = Stalled()
        let hashingLimiter = PasswordHashingLimiter(hasher: hasher, limits: .init(concurrent: 1, waiting: 2, queueTimeout: .seconds(600)))
        await withTaskGroup(of: Fault?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do {
                        _ = try await hashingLimiter.verify(Secret("x"), against: "stored")
                        return nil
                    } catch {
                        return error as? Fault
                    }
                }
            }
            var refused: [Fault] = []
            // One runs, two wait, five are refused before the hasher is released.
            while refused.count < 5, let next = await group.next() {
                if let fault = next { refused.append(fault) }
            }
            #expect(refused.allSatisfy { $0.message == .serviceUnavailable && ($0.retryAfter ?? 0) > 0 })
            hasher.release.signal()
            for await rest in group { #expect(rest?.message == nil) }
        }
        #expect(hasher.inside.withLock { $0.most } == 1)
        #expect(hasher.seen.withLock { $0.count } == 3)
    }

    @Test func withoutAStoredHashTheDummyHashIsVerified() async throws {
        let hasher = Stalled()
        hasher.release.signal()
        let hashingLimiter = PasswordHashingLimiter(hasher: hasher, limits: .init(concurrent: 1, waiting: 8, queueTimeout: .seconds(600)))
        #expect(try await hashingLimiter.verify(Secret("x"), against: nil) == false)
        #expect(try await hashingLimiter.verify(Secret(String(repeating: "x", count: 4097)), against: "stored") == false)
        #expect(try await hashingLimiter.verify(Secret(String(repeating: "x", count: 4096)), against: "stored"))
        #expect(hasher.seen.withLock { $0 } == ["stand-in", "stand-in", "stored"])
    }
}
