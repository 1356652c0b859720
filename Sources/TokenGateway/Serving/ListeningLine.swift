/// The line that says where requests are answered; scripts and tests wait for it (contract: `cli.md`).
enum ListeningLine {
    static func text(host: String, port: Int) -> String {
        "token-gateway is listening on \(BaseURL.of(host: host, port: port))"
    }

    /// Goes out unbuffered. A closed output is no reason not to serve.
    static func print(host: String, port: Int, to shell: Shell) {
        try? shell.print(text(host: host, port: port))
    }
}
