import TokenCore

/// One import from beginning to end.
struct ImportJob: Sendable {
    let database: any Database
    let clock: any WallClock
    let source: any TableSource
    let sealer: ImportSealer
    let pause: Duration
    let interval: Int
    let progress: MagentoImport.Progress
    let audit: @Sendable (ImportReport, Timestamp) -> AuditRecord

    /// What is determined before anything is written.
    private struct Plan: Sendable {
        let isFresh: Bool
        let known: KnownSites
        /// Sites that customers of the import may belong to and that do not exist yet.
        let websites: [Int]
        let stores: [Int]
    }

    /// Rolls back the transaction that determines the plan.
    private struct Planned: Error {
        let plan: Plan
    }

    func run() async throws -> ImportReport {
        let now = clock.now()
        let access = try AccessRules(source)
        let credentials = try IntegrationRows(source)
        let passwords = StoredPasswords(sealedKeys: try sealer.sealedCryptKeys())
        let plan = try await plan(at: now)
        let staging = ImportStaging(database: database, clock: clock)
        let highest = source.highestIDs
        let id = try await staging.begin { session, id in
            try session.stageSites(websites: plan.websites, stores: plan.stores, import: id)
            try session.reserveIDs(customers: highest[.customer] ?? 0, addresses: highest[.address] ?? 0)
        }
        do {
            var customers = CustomerStaging(database, clock, source, import: id, pause: pause, progress: report)
            try await customers.stageCustomers(plan.known, passwords, at: now)
            try await customers.stageAddresses()
            return try await finish(id, plan, customers.report, at: now) { try $0.run(access, credentials, passwords) }
        } catch {
            // If that fails as well, the next import or the clean-up does it.
            try? await staging.discard(id)
            throw error
        }
    }

    private func report(_ step: String, _ rows: Int) {
        if rows.isMultiple(of: interval) { progress(step, rows) }
    }

    /// Determines sites and groups as they will be. The transaction is short, because there are few rows, and is rolled back.
    private func plan(at now: Timestamp) async throws -> Plan {
        do {
            return try await database.write { session in
                let isFresh = try !session.hasCustomers()
                let (websites, stores) = (Set(try session.websites().map(\.id)), Set(try session.stores().map(\.id)))
                let importer = Importer(session, source, sealer, now, isFresh: isFresh, progress: { _, _ in })
                try importer.importSites()
                try importer.importGroups()
                throw Planned(
                    plan: Plan(
                        isFresh: isFresh, known: try KnownSites(session),
                        websites: try session.websites().map(\.id).filter { !websites.contains($0) },
                        stores: try session.stores().map(\.id).filter { !stores.contains($0) }))
            }
        } catch let planned as Planned {
            return planned.plan
        }
    }

    /// The last transaction: imports what is not staged and makes everything visible.
    private func finish(
        _ id: Int, _ plan: Plan, _ staged: ImportReport, at now: Timestamp,
        _ body: @escaping @Sendable (Importer) throws -> ImportReport
    ) async throws -> ImportReport {
        try await database.write { session in
            guard try session.touchImport(id, at: now) else {
                throw ImportProblem("import", "it was silent for too long, and somebody else has taken it back")
            }
            var whole = try body(Importer(session, source, sealer, now, isFresh: plan.isFresh, progress: report))
            whole.add(staged)
            whole.finish()
            _ = try session.endImport(id)
            if !whole.isUnchanged { try session.append(audit(whole, now)) }
            return whole
        }
    }
}
