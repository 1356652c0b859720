import ServiceModel
import TokenCore

extension Importer {
    private static let kind = "integrations"

    /// Integrations are identified by name; existing ones do not change. Imported credentials remain valid.
    ///
    /// All rows of an integration are read before any of them is written.
    func importIntegrations(_ access: AccessRules, _ rows: IntegrationRows) throws {
        guard source.counts[.integration] != nil else { return }
        if rows.left > 0 {
            report.note("\(rows.left) tokens of users, revoked tokens and tokens of unfinished exchanges are not taken over.")
        }
        let (consumers, tokens) = (rows.consumers, rows.tokens)
        var seen: Set<[UInt8]> = []
        try forEachRow(of: .integration, Self.kind) { row in
            let name = try row.text("name")
            guard !name.isEmpty, name.count <= LoginName.longest, LoginName.isPrintable(name) else {
                throw row.problem("name is not 1 to \(LoginName.longest) visible characters")
            }
            guard seen.insert(Array(name.utf8)).inserted else { throw row.problem("another integration before has this name") }
            guard try session.integration(named: name) == nil else { return report.count(.present, Self.kind) }
            let consumerID = try row.optionalInt("consumer_id") ?? 0
            guard let consumer = consumers[consumerID] else {
                report.note("Integration \(name) has no consumer and stays behind.")
                return report.count(.skipped, Self.kind)
            }
            let found = try integration(row, consumer, access)
            let credentials = try consumerCredentials(consumer)
            let token = try tokens[consumerID].map(tokenCredentials)
            let integration = try insert(found)
            let ours = try insertConsumer(credentials, of: integration)
            if let token { try insertToken(token, of: ours) }
            report.count(.new, Self.kind)
        }
    }

    private func integration(_ row: TableRow, _ consumer: TableRow, _ access: AccessRules) throws -> Integration {
        let id = try row.int("integration_id", in: 1...Int(Int32.max))
        guard let status = Integration.Status(rawValue: try row.int("status", in: 0...2)),
            let setup = Integration.SetupType(rawValue: try row.int("setup_type", in: 0...1))
        else { throw row.problem("status or setup_type is not known") }
        return Integration(
            id: id, name: try row.text("name"), email: try row.nonEmptyText("email"), endpoint: try address(row, "endpoint"),
            identityLink: try address(row, "identity_link_url"), status: status, setupType: setup,
            resources: access.resources(ofIntegration: id), createdAt: try consumer.moment("created_at") ?? now)
    }

    /// An exchange posts secrets, so an URL that it must not use is dropped.
    private func address(_ row: TableRow, _ column: String) throws -> String? {
        guard let url = try row.nonEmptyText(column) else { return nil }
        guard let problem = ApplicationURL.problem(url) else { return url }
        report.note("Integration \(try row.text("name")) comes without its \(column), which \(problem).")
        return nil
    }

    /// Inserts the integration with the id of the file, or a new one when that is taken.
    private func insert(_ integration: Integration) throws -> Integration {
        if try session.insertKeepingID(integration) {
            try session.update(integration)
            return integration
        }
        var renumbered = integration
        renumbered.id = try session.insert(integration)
        return renumbered
    }

    private struct Credentials {
        let text: Secret
        let secret: Secret
        var createdAt: Timestamp?
    }

    private func consumerCredentials(_ row: TableRow) throws -> Credentials {
        let key = try credential(Secret(row.text("key")), row, "key")
        guard try session.consumer(key: key.revealed) == nil else { throw row.problem("another integration has this key") }
        return Credentials(text: key, secret: try credential(sealer.plain(row, "secret"), row, "secret"))
    }

    private func tokenCredentials(_ row: TableRow) throws -> Credentials {
        let token = try credential(Secret(row.text("token")), row, "token")
        let digest = TokenFormat.digest(token)
        guard try session.oauthToken(digest: digest) == nil, try session.token(digest: digest) == nil else {
            throw row.problem("another token is the same")
        }
        return Credentials(
            text: token, secret: try credential(sealer.plain(row, "secret"), row, "secret"), createdAt: try row.moment("created_at"))
    }

    private func insertConsumer(_ found: Credentials, of integration: Integration) throws -> Consumer {
        let key = found.text.revealed
        var consumer = Consumer(
            integrationID: integration.id, key: key, secret: try sealer.seal(found.secret, for: Consumer.purpose(key: key)))
        consumer.id = try session.insert(consumer)
        return consumer
    }

    private func insertToken(_ found: Credentials, of consumer: Consumer) throws {
        let digest = TokenFormat.digest(found.text)
        try session.insert(
            OAuthToken(
                accessor: TokenFormat.make(length: 24, from: SystemRandom()), consumerID: consumer.id, kind: .access, digest: digest,
                secret: sealer.seal(found.secret, for: OAuthToken.purpose(digest: digest)), createdAt: found.createdAt ?? now,
                address: "import"))
    }

    /// 32 characters `[0-9a-z]` (contract: `integrations.md` §1); upper case is accepted as well.
    private func credential(_ text: Secret, _ row: TableRow, _ column: String) throws -> Secret {
        let isCredential = text.withBytes { $0.count == TokenFormat.length && $0.allSatisfy { SQLScanner.isWord($0) && $0 != 95 } }
        guard isCredential else { throw row.problem("\(column) is not \(TokenFormat.length) letters and digits") }
        return text
    }
}
