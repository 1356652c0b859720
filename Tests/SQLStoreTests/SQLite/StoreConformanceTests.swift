import Foundation
import SQLStore
import TestSupport
import Testing

/// SQLite against the contracts of the store. A new driver gets a suite like this one.
@Suite(.timeLimit(.minutes(2))) struct StoreConformanceTests {
    private static let sqlite = StoreDriver(name: "SQLite") { try SQLiteDatabase.open(path: $0.path("store.db")) }

    @Test(arguments: StoreConformance.cases)
    func sqliteKeepsTheContractsOfTheStore(_ test: StoreConformance.Case) async throws {
        try await test.run(Self.sqlite)
    }

    /// A test that is written but not listed would not run.
    @Test func everyConformanceTestIsListed() throws {
        let folder = URL(filePath: #filePath).appending(path: "../../../Support/Core/Store").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let declared = try files.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).matches(of: /static func (\w+)\(_ driver: StoreDriver\)/).map { String($0.1) }
        }
        #expect(!declared.isEmpty)
        #expect(StoreConformance.cases.map(\.testDescription).sorted() == declared.sorted())
    }
}
