import ServiceModel
import TokenCore

/// Writes customers and addresses, which may be millions, in transactions so short that sign-ins get through between them. Nobody sees
/// them before the import ends.
struct CustomerStaging {
    /// How long a transaction goes on, without its last row and its commit. A writer in another process waits for so long at most …
    static let turn = Duration.milliseconds(100)
    /// … and then gets its turn in the pause: SQLite asks again at least every 100 ms.
    static let pause = Duration.milliseconds(110)
    /// Rows held at a time.
    private static let batch = 1000

    let database: any Database
    let clock: any WallClock
    let source: any TableSource
    /// The import's number.
    let id: Int
    /// `.zero` where nobody else waits.
    let pause: Duration
    let progress: (_ step: String, _ row: Int) -> Void
    private(set) var report = ImportReport()
    /// Customers that went in.
    private var staged = IDSet()

    init(
        _ database: any Database, _ clock: any WallClock, _ source: any TableSource, import id: Int, pause: Duration,
        progress: @escaping (_ step: String, _ row: Int) -> Void
    ) {
        (self.database, self.clock, self.source, self.id, self.pause, self.progress) = (database, clock, source, id, pause, progress)
    }

    private struct Ready<Value: Sendable>: Sendable {
        let row: TableRow
        let value: Value
    }

    private enum Outcome {
        case new, present
        /// Somebody else has the id.
        case taken
        /// The row is refused for the email, or because a row of this import has its id.
        case conflict
        /// Belongs to nobody.
        case orphan
    }

    /// Customers keep their ids. One that is here under the same id and address stays as it is; another is left out.
    mutating func stageCustomers(_ known: KnownSites, _ passwords: StoredPasswords, at now: Timestamp) async throws {
        let kind = "customers"
        let rows = CustomerRows(known: known, subscribers: try subscribers(), now: now)
        let id = id
        try await stage(.customer, kind) { (row, report) throws(ImportProblem) -> CustomerAccount in
            // A customer that is left out has no password that could stay behind.
            let customer = try rows.customer(row, passwordHash: nil)
            var found = ImportReport()
            let hash = found.take(try passwords.find(row, "password_hash"), of: row, in: .customer, kind)
            report.add(found)
            return customer.with(passwordHash: hash)
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

    /// Addresses of the customers that went in, with their ids: default addresses refer to them. Address books that are here stay.
    mutating func stageAddresses() async throws {
        let staged = staged
        try await stage(.address, "addresses") { (row, _) throws(ImportProblem) -> FoundAddress in
            let parent = try row.int("parent_id")
            return FoundAddress(parent: parent, address: staged.contains(parent) ? try CustomerRows.address(row, of: parent) : nil)
        } insert: { session, found in
            guard let address = found.address else { return try session.customer(id: found.parent) == nil ? .orphan : .present }
            return try session.insertKeepingID(address) ? .new : .conflict
        } settle: { (_, ready: Ready<FoundAddress>, outcome) in
            switch outcome {
            case .new, .present: nil
            case .taken, .conflict: "another address has this entity_id"
            case .orphan: "customer \(ready.value.parent) is not here"
            }
        }
        var last: Int? = 0
        while let start = last {
            last = try await inTurn { [id] session in
                try session.forgetStrayDefaultAddresses(ofImport: id, after: start, limit: Self.batch)
            }
        }
    }

    private struct FoundAddress: Sendable {
        let parent: Int
        var address: CustomerAddress?
    }

    private func subscribers() throws -> IDSet {
        var ids = IDSet()
        try source.rows(of: .subscriber) { row in
            // An odd subscription is none.
            guard (try? row.int("subscriber_status", in: 1...4)) == 1, let id = try row.optionalInt("customer_id"), id > 0 else { return }
            ids.insert(id)
        }
        return ids
    }

    /// - Parameters:
    ///   - read: what the row says; its problems leave the row out.
    ///   - insert: one row, in the transaction.
    ///   - settle: why the row is left out all the same; `nil` when it is not.
    private mutating func stage<Value: Sendable>(
        _ table: MagentoTable, _ kind: String, read: (TableRow, inout ImportReport) throws(ImportProblem) -> Value,
        insert: @escaping @Sendable (any StoreSession, Value) throws -> Outcome,
        settle: (inout CustomerStaging, Ready<Value>, Outcome) -> String?
    ) async throws {
        var cursor = try source.cursor(of: table)
        var count = 0
        var isOver = false
        while !isOver {
            var ready: [Ready<Value>] = []
            while ready.count < Self.batch {
                guard let row = try cursor.next() else {
                    isOver = true
                    break
                }
                count += 1
                progress(table.rawValue, count)
                do {
                    ready.append(Ready(row: row, value: try read(row, &report)))
                } catch {
                    report.skip(row.odd(error, in: table), kind)
                }
            }
            var rest = ready[...]
            while !rest.isEmpty {
                let values = rest.map(\.value)
                let outcomes = try await inTurn { session in
                    let end = ContinuousClock.now + Self.turn
                    var outcomes: [Outcome] = []
                    for value in values where outcomes.isEmpty || .now < end { outcomes.append(try insert(session, value)) }
                    return outcomes
                }
                for (ready, outcome) in zip(rest, outcomes) {
                    if let why = settle(&self, ready, outcome) {
                        report.skip(ready.row.odd(ready.row.problem(why), in: table), kind)
                    } else {
                        report.count(outcome == .new ? .new : .present, kind)
                    }
                }
                rest = rest.dropFirst(outcomes.count)
            }
        }
    }

    /// One transaction of the import, and then the pause.
    private func inTurn<Result: Sendable>(_ body: @escaping @Sendable (any StoreSession) throws -> Result) async throws -> Result {
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

extension CustomerAccount {
    fileprivate func with(passwordHash: String?) -> CustomerAccount {
        var account = self
        account.passwordHash = passwordHash
        return account
    }
}
