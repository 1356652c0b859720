import ArgumentParser
import MagentoImport
import ServiceModel
import TokenCore

struct ImportCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Takes accounts over from another installation.", subcommands: [Magento.self])

    struct Magento: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "magento",
            abstract: "Imports admins, customers, roles, integrations, stores and settings from tables of Magento 2.4.",
            discussion: """
                Reads an SQL dump, or a folder with one CSV file (with header line) for each table. All or nothing: when \
                anything is wrong, nothing is changed. What is here already stays as it is, so the command can be run again. \
                Customers keep their ids and passwords; passwords are rewritten at the next sign-in. While a long import \
                writes (a million customers: about two minutes), a running server refuses sign-ins as busy.

                Examples:
                  mysqldump shop > shop.sql
                  token-gateway import magento --from shop.sql --dry-run
                  token-gateway import magento --from shop.sql --crypt-key-stdin < crypt-key.txt
                """)

        @Option(help: ArgumentHelp("SQL dump, or folder of CSV files.", valueName: "path"))
        var from: String
        @Flag(help: "Tell what would be done, and change nothing.")
        var dryRun = false
        @Flag(
            help: """
                Take the crypt key (crypt/key of app/etc/env.php; several in their order, one on a line) from standard input: \
                needed for secrets of integrations and for passwords that were hashed with it.
                """)
        var cryptKeyStdin = false
        @Option(name: .customLong("prefix"), help: ArgumentHelp("Prefix of the names of tables.", valueName: "text"))
        var tablePrefix = ""
        @OptionGroup var form: FormOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let keys = cryptKeyStdin ? try Self.keys(from: shell.input) : .none
            let magento = MagentoImport(path: from, prefix: tablePrefix, keys: keys) { step, rows in
                shell.errors("\(step): \(rows) rows\n")
            }
            let report = try await magento.run(on: core, isRehearsal: dryRun)
            try ImportPrinter.print(report, isRehearsal: dryRun, asJSON: form.json, in: shell)
        }

        private static func keys(from input: any SecretInput) throws -> CryptKeys {
            guard let bytes = try input.readAll(limit: PasswordReader.limit), let text = String(validating: bytes, as: UTF8.self),
                let keys = CryptKeys(Secret(text))
            else { throw Refusal("standard input holds no crypt key: 32 characters, or base64 and the encoded 32 bytes") }
            return keys
        }
    }
}
