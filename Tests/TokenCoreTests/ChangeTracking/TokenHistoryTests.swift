import ServiceModel
import TestSupport
import Testing
import TokenCore

/// Tokens issued, verified and revoked concurrently: no verification that begins after a revocation returned succeeds, and every other one
/// does.
@Suite(.timeLimit(.minutes(5))) struct TokenHistoryTests {
    private actor Ledger {
        private(set) var live: [Secret] = []
        private(set) var ended: [Secret] = []

        func issued(_ token: Secret) { live.append(token) }
        func revoked() {
            ended += live
            live = []
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func noTokenIsValidAfterItsRevocation(seed: UInt64) async throws {
        let test = try TestCore()
        defer { test.remove() }
        let owners = (0..<4).map { "customer\($0)@example.test" }
        for owner in owners { _ = try await test.makeCustomer(owner) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, owner) in owners.enumerated() {
                let ledger = Ledger()
                group.addTask {
                    var dice = SeededDice(seed &* 31 &+ UInt64(number))
                    for _ in 0..<120 {
                        switch dice.below(10) {
                        case 0: await ledger.issued(try await test.signIn(.customer, owner))
                        case 1:
                            _ = try await test.core.administration(as: .localOperator).revokeTokens(of: .customer(owner))
                            await ledger.revoked()
                        case 2: try await test.core.changes.poll()
                        case 3: test.ticks.advance(.milliseconds(dice.below(100)))
                        default:
                            // Only this task revokes tokens of this owner, so it knows which are live.
                            for token in await ledger.live { #expect(try await test.core.tokens.caller(bearing: token) != nil) }
                            for token in await ledger.ended.suffix(4) {
                                #expect(try await test.core.tokens.caller(bearing: token) == nil)
                            }
                        }
                    }
                }
                group.addTask {
                    // Other readers of the same tokens keep them in the cache.
                    for _ in 0..<200 {
                        for token in await ledger.live { _ = try await test.core.tokens.caller(bearing: token) }
                        await Task.yield()
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
