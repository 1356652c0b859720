import ArgumentParser
import GatewayHTTP
import Logging
import SQLStore
import TokenCore

struct CheckCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Validates configuration, messages file and database; changes nothing.",
        discussion: """
            Prints the settings in force with where they come from, and everything that is wrong. The exit status is 1 when serve \
            would refuse to start, or would start and keep administrators out.

            Example:
              token-gateway check --config /etc/token-gateway.yaml
            """)

    @OptionGroup var options: ServerOptions

    func run(in shell: Shell) async throws {
        let resolved = options.sources(in: shell).resolve(on: shell.machine)
        var problems: [String] = []
        do {
            let configuration = try GatewayConfiguration(resolved)
            try Listing.print(ProgramSettings.all, Self.columns(configuration, resolved), asJSON: false, in: shell)
            try shell.print("")
            let review = StartReview(configuration: configuration)
            for warning in review.warnings() { try shell.print("note: \(VisibleText.of(warning))") }
            problems += try checkFiles(review, in: shell)
            let database = try checkDatabase(configuration, in: shell)
            problems += database
            problems += try checkStore(review, isSound: database.isEmpty, in: shell)
        } catch let wrong as ConfigurationProblems {
            problems = wrong.all.map(\.description)
        }
        for problem in problems { try shell.print("wrong: \(VisibleText.of(problem))") }
        guard problems.isEmpty else {
            throw CommandError("the check found \(problems.count) \(problems.count == 1 ? "problem" : "problems")")
        }
        try shell.print("everything is in order")
    }

    private func checkFiles(_ review: StartReview, in shell: Shell) throws -> [String] {
        do {
            let files = try review.files()
            if let path = review.configuration.messages { try shell.print("messages: \(VisibleText.of(path)) is good") }
            if let certificate = files.certificate {
                try shell.print("certificate: good until \(CertificateReloading.text(certificate.expiresAt))")
            }
            return []
        } catch let wrong as StartProblems {
            return wrong.all
        }
    }

    /// The key file, and what the store holds.
    private func checkStore(_ review: StartReview, isSound: Bool, in shell: Shell) throws -> [String] {
        var defects: [String] = []
        var keys: (path: String, exist: Bool)?
        do {
            if case .file(let file) = review.configuration.keys { keys = (file.path, try file.read() != nil) }
            if isSound {
                let settings = try SQLiteDatabase.readOffline(path: review.configuration.database) { session in
                    try review.secrets(of: session)
                    return Settings(stored: try session.settings())
                }
                defects = review.defects(in: settings ?? Settings())
            }
        } catch {
            return [ErrorLine.text(of: error)]
        }
        if let keys { try shell.print("keys: \(VisibleText.of(keys.path)) \(keys.exist ? "is good" : "will be created")") }
        return defects
    }

    /// - Returns: why serve would refuse the database.
    private func checkDatabase(_ configuration: GatewayConfiguration, in shell: Shell) throws -> [String] {
        let path = VisibleText.of(configuration.database)
        let finding: SQLiteInspection
        do {
            // Problems of the key file are reported with the keys.
            let expectation = (try? StoreMark(configuration).expectation()) ?? .nothing
            finding = try SQLiteDatabase.inspect(path: configuration.database, expecting: expectation)
        } catch {
            return ["\(path): \(ErrorLine.text(of: error))"]
        }
        switch finding {
        case .missing: try shell.print("database: \(path) will be created")
        case .readable(.current): try shell.print("database: \(path) is good")
        case .readable(.empty(let names)), .readable(.pending(let names)):
            try shell.print("database: \(path) will be migrated (\(names.joined(separator: ", ")))")
        case .readable(let standing): return ["\(path): \(standing.refusal.map(ErrorLine.text) ?? "the database cannot be used")"]
        case .damaged(let how): return ["\(path): the database is damaged: \(how); token-gateway restore FILE takes a back-up"]
        case .unexpected(let why): return [why]
        }
        return []
    }

    private static func columns(
        _ configuration: GatewayConfiguration, _ resolved: ResolvedConfiguration
    ) -> [Column<any ProgramSettingDeclaration>] {
        [
            Column("setting") { .text($0.name) },
            // The variable with keys wins over the file and is no setting.
            Column("value") { .text($0.name == ProgramSettings.declared.keyFile.name ? configuration.keys.name : $0.shown(in: resolved)) },
            Column("source") { .text(resolved.source(of: $0)) },
        ]
    }
}
