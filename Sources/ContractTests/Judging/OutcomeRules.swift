/// Requirements on what a server does with a request.
enum OutcomeRules {
    static let accepted = Rule(
        "OUTCOME-ACCEPTED", .error, "A message that the description forbids is refused.",
        "WS-I Basic Profile 1.1 R2724. The server processes values that were not validated.")
    static let lenient = Rule(
        "OUTCOME-LENIENT", .note, "A message that the description forbids is refused, where many servers are lenient.",
        "Clients get away with it here and fail at a stricter server.")
    static let ignoredHeader = Rule(
        "OUTCOME-MUST-UNDERSTAND", .error, "A block that has to be understood and is not known ends the call.",
        "SOAP 1.1 §4.2.3; SOAP 1.2 Part 1 §2.6. The sender relies on it, for security above all.")
    static let version = Rule(
        "OUTCOME-VERSION", .error, "An envelope of an unknown version is refused.", "SOAP 1.1 §4.1.2; SOAP 1.2 Part 1 §2.8.")
    static let faultCode = Rule(
        "OUTCOME-FAULT-CODE", .error, "The fault has the code that the specification demands for the mistake.",
        "Clients decide by it what to do.")
    static let blamesItself = Rule(
        "OUTCOME-SERVER-FAULT", .error, "A wrong request is the sender's fault.",
        "A Receiver or Server fault asks the client to repeat the same request.")
    static let failure = Rule(
        "OUTCOME-FAILURE", .warning, "A request that fits the description does not make the server fail.",
        "The server reports a failure of its own for a message that it publishes as valid.")
    static let wronglyRefused = Rule(
        "OUTCOME-REFUSED", .error, "A correct request is not refused for a reason of protocol.", "The message follows the specification.")
    static let expectation = Rule("OUTCOME-EXPECTED", .error, "A case of the data file ends as the file says.", "The tester demands it.")
    static let parity = Rule(
        "OUTCOME-PARITY", .error, "The same request has the same response in SOAP 1.1 and SOAP 1.2.", "One service, two bindings.")
    static let leak = Rule(
        "OUTCOME-LEAK", .error, "Responses do not show the inside of the server.", "OWASP ASVS 7.4.1: attackers read it, too.")
    static let echo = Rule(
        "OUTCOME-ECHO", .error, "Faults do not repeat secrets of the request.", "OWASP ASVS 7.1.1: faults end in logs.")
    static let survival = Rule(
        "OUTCOME-SURVIVAL", .error, "After wrong requests the server works as before.", "One request must not stop the service for all.")
    static let chain = Rule(
        "OUTCOME-CHAIN", .error, "An operation that others depend on succeeds.", "Without its value they cannot be tested.")

    static let all = [
        accepted, lenient, ignoredHeader, version, faultCode, blamesItself, failure, wronglyRefused, expectation, parity, leak, echo,
        survival, chain,
    ]
}
