import ArgumentParser
import Foundation
import MagentoImport
import ServiceModel
import TokenCore

struct ImportCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Imports accounts from another installation.", subcommands: [Magento.self])

    struct Magento: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "magento",
            abstract: "Imports admins, customers, roles, integrations, stores and settings from tables of Magento 2.4.",
            discussion: """
                Reads an SQL dump, or a folder with one CSV file (with header line) for each table. All or nothing: an import becomes \
                visible only when it is complete, and when it fails, nothing is changed. Existing records are not changed, so the \
                command can be run again. Customers keep their ids and passwords; passwords are hashed again at the next sign-in. A \
                running server is not interrupted.

                A row or a password that cannot be imported is left out: the report names each one with its position in the file. The \
                counts are printed at the end.

                Examples:
                  mysqldump shop > shop.sql
                  token-gateway import magento --from shop.sql --dry-run
                  token-gateway import magento --from shop.sql --crypt-key-stdin < crypt-key.txt
                """)

        @Option(help: ArgumentHelp("SQL dump, or folder of CSV files.", valueName: "path"))
        var from: String
        @Flag(help: "Show what would be imported, on a private copy of the database, and change nothing.")
        var dryRun = false
        @Option(
            help: ArgumentHelp(
                "New CSV file that names what is left out (default: import-TIME-left-out.csv in the current folder, when there is any).",
                valueName: "file"))
        var report: String?
        @Flag(
            help: """
                Take the crypt key (crypt/key of app/etc/env.php; several in their order, one on a line) from standard input: \
                needed for secrets of integrations and for passwords that were hashed with it.
                """)
        var cryptKeyStdin = false
        @Option(name: .customLong("prefix"), help: ArgumentHelp("Prefix of the names of tables.", valueName: "text"))
        var tablePrefix = ""
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let keys = cryptKeyStdin ? try Self.keys(from: shell.input) : .none
            let magento = MagentoImport(path: from, prefix: tablePrefix, keys: keys) { step, rows in
                shell.errors("\(step): \(rows) rows\n")
            }
            let file = RejectedRowsFile(path: report, at: SystemClock().now())
            // Checked before the import rather than after it.
            if report != nil, FileManager.default.fileExists(atPath: file.path) { throw CommandError("\(file.path) exists already") }
            let done = try await magento.run(on: core, isDryRun: dryRun)
            if done.rejectedRowCount > 0 || report != nil { try file.write(done) }
            try ImportPrinter.print(
                done, isDryRun: dryRun, leftOut: done.rejectedRowCount > 0 ? file.path : nil, asJSON: form.json, in: shell)
        }

        private static func keys(from input: any SecretInput) throws -> CryptKeys {
            guard let bytes = try input.readAll(limit: PasswordReader.limit), let text = String(validating: bytes, as: UTF8.self),
                let keys = CryptKeys(Secret(text))
            else { throw CommandError("standard input holds no crypt key: 32 characters, or base64 and the encoded 32 bytes") }
            return keys
        }
    }
}
