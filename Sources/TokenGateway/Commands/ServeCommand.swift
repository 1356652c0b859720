import ArgumentParser
import GatewayHTTP
import GatewayMetrics
import Logging
import ServiceModel
import TokenCore

struct ServeCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the gateway until it is told to stop.",
        discussion: """
            Each setting is taken from its flag, else from its environment variable, else from the YAML file, else from its default. \
            The keys of the file are the names of the flags:

              port: 8443
              base-url: https://gateway.example.com
              allowed-hosts: [gateway.example.com]
              database: /var/lib/token-gateway/gateway.sqlite

            When requests are answered, a line with "listening on http://HOST:PORT" goes to standard output; the log goes to standard \
            error.

            SIGTERM or SIGINT: requests under way are finished; a second one ends the server at once. SIGHUP: the certificate and the \
            settings are read again; the log level changes at once, and the log names settings that need a restart.

            Examples:
              token-gateway serve --database demo.sqlite --demo
              token-gateway serve --config /etc/token-gateway.yaml
            """)

    @OptionGroup var options: ServerOptions
    @Flag(
        help: """
            Create the accounts \(DemoAccounts.username) (admin) and \(DemoAccounts.email) (customer) with the public password \
            \(DemoAccounts.password), and print calls to try. Refused when the database has other accounts, or when host is not of \
            this machine alone.
            """)
    var demo = false

    func run(in shell: Shell) async throws {
        let resolved = options.sources(in: shell).resolve(on: shell.machine)
        let configuration = try GatewayConfiguration(resolved)
        if demo { try DemoAccounts.check(host: configuration.host) }
        let review = StartReview(configuration: configuration)
        let files = try review.files()
        let metrics = configuration.listener.metrics.map { _ in MetricsRegistry(names: MeasuredName.recorded) }
        let core = try Assemble.coreForServer(configuration, metrics: metrics)
        try await core.database.read { try review.secrets(of: $0) }
        try core.secrets.check()
        let outcome = demo ? try await DemoAccounts(core: core).prepare() : nil
        let level = LogLevel(configuration.logLevel)
        let sink = ServerLog.start(level: level, format: configuration.logFormat)
        defer { sink.flush() }
        let logger = Logger(label: "token-gateway")
        let defects = review.defects(in: try await core.directory.current().settings)
        for warning in review.warnings() + defects { logger.warning("\(warning)") }
        let reloading = files.certificate.flatMap { certificate in
            configuration.listener.tls.map {
                CertificateReloading(files: $0, http2: configuration.listener.http2, holder: CertificateHolder(certificate), logger: logger)
            }
        }
        let tools = ServerTools(
            certificate: reloading, metrics: metrics,
            reload: Reload(
                sources: options.sources(in: shell), machine: shell.machine, started: resolved, level: level, certificate: reloading,
                logger: logger),
            descriptors: DescriptorLimit.raise(), sink: sink, logger: logger)
        try await Assemble.gateway(configuration, core: core, texts: files.texts, mail: files.mail, tools: tools) { port in
            let address = configuration.address(listeningOn: port)
            ListeningLine.print(address: address, to: shell)
            if let outcome {
                try? shell.print(
                    DemoCalls(address: address, baseURL: configuration.baseURL(listeningOn: port), outcome: outcome).text)
            }
            StartCode.release()
        }
    }
}

extension GatewayConfiguration {
    /// The wording of messages: the operator's file, or the built-in texts.
    func texts() throws(ConfigurationProblems) -> MessageTexts {
        guard let messages else { return MessageTexts() }
        return try MessagesFile.read(messages)
    }
}

/// The line that says where the server listens; scripts and tests wait for it (contract: `cli.md`).
enum ListeningLine {
    /// - Parameter address: of the listener, for example `http://127.0.0.1:8080`.
    static func text(address: String) -> String {
        "token-gateway is listening on \(address)"
    }

    /// Written unbuffered. A closed output does not stop the server.
    static func print(address: String, to shell: Shell) {
        try? shell.print(text(address: address))
    }
}
