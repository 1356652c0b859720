import Testing
import TokenCore

/// Integrations, consumers, their tokens and nonces.
extension StoreConformance {
    private static func integration(_ name: String) -> Integration {
        Integration(
            name: name, email: "i@example.com", endpoint: "https://e.example/", identityLink: nil, status: .waiting,
            setupType: .configuration, resources: ["b", "a", "b"], createdAt: noon)
    }

    /// An integration with a consumer. - Returns: the consumer's id.
    private static func make(_ name: String, in store: any StoreSession) throws -> Int {
        let id = try store.insert(integration(name))
        return try store.insert(Consumer(integrationID: id, key: "key-\(name)", secret: "sealed-\(name)"))
    }

    private static func token(_ name: String, _ kind: OAuthToken.Kind, of consumer: Int, ended: Timestamp? = nil) -> OAuthToken {
        OAuthToken(
            accessor: "accessor-\(name)", consumerID: consumer, kind: kind, digest: "digest-\(name)",
            secret: kind == .verifier ? nil : "sealed-\(name)", createdAt: noon, endedAt: ended, address: "192.0.2.1")
    }

    static func integrationsAreReadAsWritten(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let id = try await database.write { try $0.insert(Self.integration("one")) }
            var expected = Self.integration("one")
            expected.id = id
            expected.resources = ["b", "a"]
            #expect(try await database.read { try $0.integration(named: "one") } == expected)
            #expect(try await database.read { try $0.integration(named: "ONE") } == nil)
            expected.resources = ["c"]
            expected.status = .active
            expected.email = nil
            let changed = expected
            try await database.write { try $0.update(changed) }
            #expect(try await database.read { try $0.integration(id: id) } == changed)
            #expect(try await database.read { try $0.integrations() } == [changed])
            await expectConflict(database) { _ = try $0.insert(Self.integration("one")) }
        }
    }

    static func consumersAreFoundByKeyAndOwner(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let consumer = try await database.write { try Self.make("one", in: $0) }
            _ = try await database.write { try Self.make("two", in: $0) }
            try await database.write { store in
                try store.setSecret("sealed-anew", ofConsumer: consumer)
                try store.setExchange(startedAt: noon, ofConsumer: consumer)
            }
            let found = try await database.read { try $0.consumer(key: "key-one") }
            #expect(
                found == Consumer(id: consumer, integrationID: 1, key: "key-one", secret: "sealed-anew", exchangeStartedAt: noon))
            #expect(try await database.read { try $0.consumer(ofIntegration: 1) } == found)
            #expect(try await database.read { try $0.integration(ofConsumer: consumer)?.name } == "one")
            #expect(try await database.read { try $0.consumers(after: consumer, limit: 5).map(\.key) } == ["key-two"])
            await expectConflict(database) { _ = try $0.insert(Consumer(integrationID: 1, key: "other", secret: "s")) }
        }
    }

    static func aConsumerHasOneLiveAccessToken(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let consumer = try await database.write { try Self.make("one", in: $0) }
            try await database.write { store in
                try store.insert(Self.token("old", .access, of: consumer, ended: noon))
                try store.insert(Self.token("a", .access, of: consumer))
                try store.insert(Self.token("r", .request, of: consumer))
                try store.insert(Self.token("v", .verifier, of: consumer))
            }
            await expectConflict(database) { try $0.insert(Self.token("b", .access, of: consumer)) }
            var found = try #require(try await database.read { try $0.oauthToken(digest: "digest-a") })
            found.id = 0
            #expect(found == Self.token("a", .access, of: consumer))
            #expect(
                try await database.read { try $0.sealedOAuthTokens(after: 0, limit: 9).map(\.digest) }
                    == ["digest-old", "digest-a", "digest-r"])
            let ended = try await database.write { store in
                (
                    try store.endAccessToken(accessor: "accessor-r", at: noon), try store.endAccessToken(accessor: "accessor-a", at: noon),
                    try store.endAccessToken(accessor: "accessor-a", at: noon)
                )
            }
            #expect(ended == (false, true, false))
            try await database.write { try $0.deleteOAuthTokens(ofConsumer: consumer, [.access, .verifier]) }
            #expect(try await database.read { try $0.sealedOAuthTokens(after: 0, limit: 9).map(\.digest) } == ["digest-r"])
        }
    }

    static func aRequestTokenEndsOnceAndOldOnesAreDeletedInBatches(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let consumer = try await database.write { try Self.make("one", in: $0) }
            try await database.write { store in
                for number in 0..<5 { try store.insert(Self.token("\(number)", .request, of: consumer)) }
                try store.insert(Self.token("a", .access, of: consumer))
            }
            let id = try #require(try await database.read { try $0.oauthToken(digest: "digest-0") }).id
            #expect(try await database.write { try $0.endOAuthToken(id: id, at: noon) })
            #expect(try await !database.write { try $0.endOAuthToken(id: id, at: noon) })
            #expect(try await database.write { try $0.deleteRequestTokens(madeBefore: noon, limit: 3) } == 0)
            #expect(try await database.write { try $0.deleteRequestTokens(madeBefore: noon + 1, limit: 3) } == 3)
            #expect(try await database.write { try $0.deleteRequestTokens(madeBefore: noon + 1, limit: 3) } == 2)
            #expect(try await database.read { try $0.oauthTokens(ofConsumer: consumer, .access).count } == 1)
        }
    }

    static func aNonceIsAcceptedOncePerConsumerAndTime(_ driver: StoreDriver) async throws {
        try await driver.runTwice { first, second throws in
            let (one, two) = try await first.write { (try Self.make("one", in: $0), try Self.make("two", in: $0)) }
            #expect(try await first.write { try $0.addNonce("n", sentAt: 100, ofConsumer: one) })
            #expect(try await !second.write { try $0.addNonce("n", sentAt: 100, ofConsumer: one) })
            #expect(try await second.write { try $0.addNonce("N", sentAt: 100, ofConsumer: one) })
            #expect(try await second.write { try $0.addNonce("n", sentAt: 101, ofConsumer: one) })
            #expect(try await second.write { try $0.addNonce("n", sentAt: 100, ofConsumer: two) })
            #expect(try await first.write { try $0.deleteNonces(sentBefore: 101, limit: 2) } == 2)
            #expect(try await first.write { try $0.deleteNonces(sentBefore: 101, limit: 2) } == 1)
            #expect(try await !first.write { try $0.addNonce("n", sentAt: 101, ofConsumer: one) })
        }
    }

    static func deletingAnIntegrationDeletesItsConsumerAndTokens(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let (one, two) = try await database.write { (try Self.make("one", in: $0), try Self.make("two", in: $0)) }
            try await database.write { store in
                for (name, consumer) in [("a", one), ("b", two)] {
                    try store.insert(Self.token(name, .access, of: consumer))
                    _ = try store.addNonce("n", sentAt: 100, ofConsumer: consumer)
                }
                try store.deleteIntegration(id: 1)
            }
            try await database.read { store throws in
                #expect(try store.consumer(key: "key-one") == nil)
                #expect(try store.oauthToken(digest: "digest-a") == nil)
                #expect(try store.oauthToken(digest: "digest-b") != nil)
                #expect(try store.integrations().map(\.name) == ["two"])
            }
            #expect(try await !database.write { try $0.addNonce("n", sentAt: 100, ofConsumer: two) })
        }
    }
}
