import ServiceModel
import TokenCore

/// Writes customers and addresses, of which there may be millions, in short transactions, so that sign-ins are served between them. The
/// rows stay invisible until the import ends.
struct CustomerStaging {
    /// The duration of a transaction, without its last row and its commit. It bounds how long a writer in another process waits …
    static let transactionDuration = Duration.milliseconds(100)
    /// … before this pause lets it in: SQLite retries at least every 100 ms.
    static let pause = Duration.milliseconds(110)
    /// The number of rows in memory.
    private static let batch = 1000

    let database: any Database
    let clock: any WallClock
    let source: any TableSource
    /// The number of the import.
    let id: Int
    /// `.zero` where no other process waits.
    let pause: Duration
    let progress: (_ step: String, _ row: Int) -> Void
    private(set) var report = ImportReport()
    /// The customers that were inserted.
    private var staged = IDSet()

    init(
        _ database: any Database, _ clock: any WallClock, _ source: any TableSource, import id: Int, pause: Duration,
        progress: @escaping (_ step: String, _ row: Int) -> Void
    ) {
        (self.database, self.clock, self.source, self.id, self.pause, self.progress) = (database, clock, source, id, pause, progress)
    }

    private struct ParsedRow<Value: Sendable>: Sendable {
        let row: TableRow
        let value: Value
    }

    private enum Outcome {
        case new, present
        /// Another customer has the id.
        case taken
        /// Another row has the email, or a row of this import has the id.
        case conflict
        /// The owner does not exist.
        case orphan
    }

    /// Customers keep their ids. A customer that exists with the same id and e-mail address is not changed; a different one with the id causes
    /// the row to be rejected.
    mutating func stageCustomers(_ known: KnownSites, _ passwords: StoredPasswords, at now: Timestamp) async throws {
        let kind = "customers"
        let rows = CustomerRows(known: known, subscribers: try subscribers(), now: now)
        let id = id
        try await stage(.customer, kind) { (row, report) throws(ImportProblem) -> CustomerAccount in
            // The password of a rejected customer is not reported as well.
            var customer = try rows.customer(row)
            var found = ImportReport()
            customer.passwordHash = found.take(try passwords.find(row, "password_hash"), of: row, in: .customer, kind)
            report.add(found)
            return customer
        } insert: { session, customer in
            if try session.insertKeepingID(customer, import: id) { return .new }
            guard let there = try session.customer(id: customer.id) else { return .conflict }
            let isSame =
                there.websiteID == customer.websiteID && LoginName.folded(there.email).utf8Equals(LoginName.folded(customer.email))
            return isSame ? .present : .taken
        } settle: { staging, ready, outcome in
            let number = ready.value.id
            switch outcome {
            case .new:
                staging.staged.insert(number)
                return nil
            case .present: return nil
            case .taken: return "customer \(number) is another one here"
            case .conflict, .orphan:
                return staging.staged.contains(number)
                    ? "another customer before has this entity_id" : "another customer has this email in this website"
            }
        }
    }

    /// Stages the addresses of the inserted customers with their ids, which default addresses refer to. Existing address books do not change.
    mutating func stageAddresses() async throws {
        let staged = staged
        try await stage(.address, "addresses") { (row, _) throws(ImportProblem) -> StagedAddress in
            let parent = try row.int("parent_id")
            return StagedAddress(parent: parent, address: staged.contains(parent) ? try CustomerRows.address(row, of: parent) : nil)
        } insert: { session, found in
            guard let address = found.address else { return try session.customer(id: found.parent) == nil ? .orphan : .present }
            return try session.insertKeepingID(address) ? .new : .conflict
        } settle: { (_, ready: ParsedRow<StagedAddress>, outcome) in
            switch outcome {
            case .new, .present: nil
            case .taken, .conflict: "another address has this entity_id"
            case .orphan: "customer \(ready.value.parent) is not here"
            }
        }
        var last: Int? = 0
        while let start = last {
            last = try await transaction { [id] session in
                try session.forgetStrayDefaultAddresses(ofImport: id, after: start, limit: Self.batch)
            }
        }
    }

    private struct StagedAddress: Sendable {
        let parent: Int
        var address: CustomerAddress?
    }

    private func subscribers() throws -> IDSet {
        var ids = IDSet()
        try source.rows(of: .subscriber) { row in
            // An invalid subscription counts as none.
            guard (try? row.int("subscriber_status", in: 1...4)) == 1, let id = try row.optionalInt("customer_id"), id > 0 else { return }
            ids.insert(id)
        }
        return ids
    }

    /// - Parameters:
    ///   - read: parses the row; a problem rejects it.
    ///   - insert: writes one row in the transaction.
    ///   - settle: returns why the row is rejected after all; `nil` when it is not.
    private mutating func stage<Value: Sendable>(
        _ table: MagentoTable, _ kind: String, read: (TableRow, inout ImportReport) throws(ImportProblem) -> Value,
        insert: @escaping @Sendable (any StoreSession, Value) throws -> Outcome,
        settle: (inout CustomerStaging, ParsedRow<Value>, Outcome) -> String?
    ) async throws {
        var cursor = try source.cursor(of: table)
        var count = 0
        var isOver = false
        while !isOver {
            var ready: [ParsedRow<Value>] = []
            while ready.count < Self.batch {
                guard let row = try cursor.next() else {
                    isOver = true
                    break
                }
                count += 1
                progress(table.rawValue, count)
                do {
                    ready.append(ParsedRow(row: row, value: try read(row, &report)))
                } catch {
                    report.skip(row.rejected(error, in: table), kind)
                }
            }
            var rest = ready[...]
            while !rest.isEmpty {
                let values = rest.map(\.value)
                let outcomes = try await transaction { session in
                    let end = ContinuousClock.now + Self.transactionDuration
                    var outcomes: [Outcome] = []
                    for value in values where outcomes.isEmpty || .now < end { outcomes.append(try insert(session, value)) }
                    return outcomes
                }
                for (ready, outcome) in zip(rest, outcomes) {
                    if let why = settle(&self, ready, outcome) {
                        report.skip(ready.row.rejected(ready.row.problem(why), in: table), kind)
                    } else {
                        report.count(outcome == .new ? .new : .present, kind)
                    }
                }
                rest = rest.dropFirst(outcomes.count)
            }
        }
    }

    /// Runs one transaction of the import, then pauses.
    private func transaction<Result: Sendable>(_ body: @escaping @Sendable (any StoreSession) throws -> Result) async throws -> Result {
        let now = clock.now()
        let result = try await database.write { [id] session in
            guard try session.touchImport(id, at: now) else {
                throw ImportProblem("import", "it was silent for too long, and somebody else has taken it back")
            }
            return try body(session)
        }
        if pause > .zero { try await Task.sleep(for: pause) }
        return result
    }
}
