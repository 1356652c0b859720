/// The line that says where requests are answered; scripts and tests wait for it (contract: `cli.md`).
enum ListeningLine {
    /// - Parameter address: of the listener, for example `http://127.0.0.1:8080`.
    static func text(address: String) -> String {
        "token-gateway is listening on \(address)"
    }

    /// Goes out unbuffered. A closed output is no reason not to serve.
    static func print(address: String, to shell: Shell) {
        try? shell.print(text(address: address))
    }
}
