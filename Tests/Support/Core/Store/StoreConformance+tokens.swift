import Testing
import TokenCore

extension StoreConformance {
    static func tokensAreReadAsWritten(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let tokens: [TokenRecord] = [
                .sample("a"), .sample("b", .customer, owner: 7, expires: nil), .sample("c", expires: nil, revoked: noon + 3),
            ]
            try await database.write { store in for token in tokens { try store.insert(token) } }
            try await database.read { store throws in
                for token in tokens { #expect(try store.token(digest: token.digest) == token) }
                #expect(try store.token(digest: "digest-") == nil)
                #expect(try store.token(digest: "accessor-a") == nil)
                #expect(try store.token(digest: "DIGEST-A") == nil)
            }
        }
    }

    static func accessorsAndDigestsAreUnique(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { try $0.insert(TokenRecord.sample("a")) }
            for (accessor, digest) in [("accessor-a", "new"), ("new", "digest-a")] {
                await expectConflict(database) { store in
                    try store.insert(
                        TokenRecord(
                            accessor: accessor, digest: digest, kind: .customer, ownerID: 2, issuedAt: noon, expiresAt: nil, address: ""))
                }
            }
        }
    }

    static func liveTokensAreNeitherRevokedNorExpired(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                try store.insert(TokenRecord.sample("young", issued: noon + 2))
                try store.insert(TokenRecord.sample("old", issued: noon + 1, expires: nil))
                try store.insert(TokenRecord.sample("revoked", revoked: noon))
                try store.insert(TokenRecord.sample("others", owner: 2))
                try store.insert(TokenRecord.sample("customers", .customer, owner: 1, issued: noon + 9))
            }
            func names(of owner: (kind: AccountKind, id: Int)?, at now: Timestamp) async throws -> [String] {
                try await database.read { try $0.liveTokens(of: owner, at: now) }.map { String($0.accessor.dropFirst(9)) }
            }
            #expect(try await names(of: (.admin, 1), at: noon) == ["old", "young"])
            #expect(try await names(of: (.admin, 2), at: noon) == ["others"])
            #expect(try await names(of: (.customer, 1), at: noon) == ["customers"])
            #expect(try await names(of: (.customer, 2), at: noon).isEmpty)
            #expect(try await names(of: nil, at: noon) == ["others", "old", "young", "customers"])
            let page = try await database.read { try $0.liveTokens(of: nil, at: noon, limit: 2, offset: 1) }
            #expect(page.map { String($0.accessor.dropFirst(9)) } == ["old", "young"])
            #expect(try await database.read { try $0.liveTokenCount(at: noon) } == 4)
            #expect(try await names(of: (.admin, 1), at: noon + 999) == ["old", "young"])
            #expect(try await names(of: (.admin, 1), at: noon + 1000) == ["old"], "expired at the instant of expiry")
            #expect(try await names(of: nil, at: noon + 1000) == ["old"])
        }
    }

    static func revokingEndsTheLiveTokensOfOneOwner(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let untouched: [TokenRecord] = [
                .sample("others", owner: 2), .sample("customers", .customer, owner: 1), .sample("revoked", revoked: noon + 1),
                .sample("expired", expires: noon + 5),
            ]
            try await database.write { store in
                for token in untouched + [.sample("a"), .sample("b", expires: nil)] { try store.insert(token) }
            }
            #expect(try await database.write { try $0.revokeTokens(of: (.admin, 1), at: noon + 5) } == 2)
            #expect(try await database.write { try $0.revokeTokens(of: (.admin, 1), at: noon + 6) } == 0)
            #expect(try await database.write { try $0.revokeTokens(of: (.admin, 3), at: noon + 6) } == 0)
            try await database.read { store throws in
                #expect(try store.token(digest: "digest-a") == .sample("a", revoked: noon + 5))
                #expect(try store.token(digest: "digest-b") == .sample("b", expires: nil, revoked: noon + 5))
                for token in untouched { #expect(try store.token(digest: token.digest) == token) }
            }
            try await database.write { try $0.insert(TokenRecord.sample("later", issued: noon + 5)) }
            #expect(try await database.read { try $0.liveTokens(of: (.admin, 1), at: noon + 5) }.count == 1)
        }
    }

    static func aTokenIsRevokedByItsAccessorOnce(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            try await database.write { store in
                try store.insert(TokenRecord.sample("a"))
                try store.insert(TokenRecord.sample("b"))
                try store.insert(TokenRecord.sample("expired", expires: noon + 1))
            }
            func revoke(_ accessor: String) async throws -> Bool {
                try await database.write { try $0.revokeToken(accessor: accessor, at: noon + 1) }
            }
            #expect(try await revoke("accessor-a"))
            #expect(try await revoke("accessor-a") == false)
            #expect(try await revoke("accessor-expired") == false)
            #expect(try await revoke("digest-b") == false)
            #expect(try await revoke("") == false)
            try await database.read { store throws in
                #expect(try store.token(digest: "digest-a") == .sample("a", revoked: noon + 1))
                #expect(try store.token(digest: "digest-b") == .sample("b"))
                #expect(try store.token(digest: "digest-expired") == .sample("expired", expires: noon + 1))
            }
        }
    }

    static func cleanUpDeletesEndedTokensUpToItsLimit(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let live: [TokenRecord] = [.sample("live", expires: noon + 1), .sample("endless", expires: nil)]
            try await database.write { store in
                for token in live { try store.insert(token) }
                for number in 0..<4 { try store.insert(TokenRecord.sample("expired\(number)", expires: noon + Int64(-number))) }
                for number in 0..<3 { try store.insert(TokenRecord.sample("revoked\(number)", expires: nil, revoked: noon)) }
                try store.insert(TokenRecord.sample("both", expires: noon, revoked: noon))
            }
            func clean(_ limit: Int) async throws -> Int { try await database.write { try $0.deleteEndedTokens(at: noon, limit: limit) } }
            #expect(try await clean(0) == 0)
            #expect(try await clean(-1) == 0)
            #expect(try await clean(5) == 5)
            #expect(try await clean(5) == 3)
            #expect(try await clean(5) == 0)
            #expect(try await Set(database.read { try $0.liveTokens(of: nil, at: noon) }.map(\.digest)) == Set(live.map(\.digest)))
            #expect(try await database.write { try $0.deleteEndedTokens(at: noon + 1, limit: 5) } == 1)
        }
    }

    static func extremeTimesAreKept(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let token = TokenRecord.sample("t", issued: Timestamp(milliseconds: .min), expires: Timestamp(milliseconds: .max))
            try await database.write { try $0.insert(token) }
            #expect(try await database.read { try $0.token(digest: "digest-t") } == token)
            #expect(try await database.read { try $0.liveTokens(of: nil, at: noon) } == [token])
        }
    }
}
