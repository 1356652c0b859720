import HTTPExchange

/// Requirements on status and headers of responses.
enum HTTPRules {
    static let noResponse = Rule(
        "HTTP-NO-RESPONSE", .error, "Every request gets a whole HTTP response.",
        "Clients wait until their time-out, or report a broken connection.")
    static let slow = Rule(
        "HTTP-TIME", .warning, "A response takes no longer than the limit (--slow).", "Clients give up, and the work is done all the same.")
    static let successStatus = Rule(
        "HTTP-STATUS-SUCCESS", .error, "A response that is no fault has status 200, or 202 without a message.",
        "WS-I Basic Profile 1.1 R1111, R1112; SOAP 1.2 Part 2 §7.5.2.")
    static let faultStatus11 = Rule(
        "HTTP-STATUS-FAULT-11", .error, "A SOAP 1.1 fault has status 500.",
        "SOAP 1.1 §6.2; WS-I Basic Profile 1.1 R1126; suds and Axis 1 demand it.")
    static let faultStatus12 = Rule(
        "HTTP-STATUS-FAULT-12", .warning, "A SOAP 1.2 Sender fault has status 400, any other fault 500.",
        "SOAP 1.2 Part 2 §7.5.2.2, table 20.")
    static let faultAsSuccess = Rule(
        "HTTP-STATUS-FAULT-2XX", .error, "A fault does not have a status of success.", "Proxies and monitors count it as a success.")
    static let mediaType = Rule(
        "HTTP-MEDIA-TYPE", .error, "Responses are text/xml in SOAP 1.1 and application/soap+xml in SOAP 1.2.",
        "JAX-WS and .NET refuse a message with another media type.")
    static let charset = Rule(
        "HTTP-CHARSET", .warning, "The charset of the media type is that of the body.",
        "RFC 7303 §3; WS-I Basic Profile 1.1 R1018. text/xml without charset is US-ASCII for older clients.")
    static let page = Rule(
        "HTTP-PAGE", .error, "Responses to calls are SOAP messages, not pages.", "Clients report a parser error instead of the reason.")
    static let failureWithoutFault = Rule(
        "HTTP-FAILURE", .error, "A failure of the server is reported as a fault.", "SOAP 1.1 §6.2: a 500 carries a message with a fault.")
    static let refusalWithoutFault = Rule(
        "HTTP-REFUSAL", .warning, "A refused call gets a fault.",
        "gSOAP, JAX-WS and .NET cannot read the reason out of another body.")
    static let redirect = Rule(
        "HTTP-REDIRECT", .warning, "Calls are not redirected.", "Clients do not repeat a POST at another address, or repeat it as GET.")

    static let all = [
        noResponse, slow, successStatus, faultStatus11, faultStatus12, faultAsSuccess, mediaType, charset, page, failureWithoutFault,
        refusalWithoutFault, redirect,
    ]

    /// Statuses by which the HTTP layer refuses a request, with or without a fault, and that of a service that is out of order for now.
    static let refusals: Set<Int> = [405, 408, 411, 413, 414, 415, 429, 431, 503]

    /// Findings about the head of a response to a call, given what the body turned out to be.
    static func findings(_ exchange: Exchange, _ outcome: Outcome, version: SOAPVersion, isOneWay: Bool, at place: String) -> [Finding] {
        var findings: [Finding] = []
        func report(_ rule: Rule, _ message: String) { findings.append(Finding(rule, at: place, message)) }
        let status = exchange.status
        if (300..<400).contains(status) { report(redirect, "status \(status)") }
        switch outcome {
        case .success:
            if status != 200, !(isOneWay && status == 202) { report(successStatus, "status \(status)") }
        case .fault(let fault):
            if (200..<300).contains(status) {
                report(faultAsSuccess, "a fault with status \(status)")
            } else if refusals.contains(status) {
                break
            } else if version == .soap11, status != 500 {
                report(faultStatus11, "status \(status)")
            } else if version == .soap12, let code = fault.code {
                let due = code == .sender ? 400 : 500
                if status != due { report(faultStatus12, "a \(code.rawValue) fault with status \(status) instead of \(due)") }
            }
        case .other: return findings
        }
        if exchange.response?.body.isEmpty == false { findings += mediaTypes(exchange, version, place) }
        return findings
    }

    private static func mediaTypes(_ exchange: Exchange, _ version: SOAPVersion, _ place: String) -> [Finding] {
        guard exchange.mediaType == version.mediaType else {
            return [Finding(mediaType, at: place, "the media type is '\(exchange.mediaType)' for SOAP \(version.rawValue)")]
        }
        guard let charset = exchange.mediaTypeParameter("charset") else { return [] }
        let isUTF8 = String(validating: exchange.response?.body ?? [], as: UTF8.self) != nil
        if isUTF8, !["utf-8", "us-ascii", "utf8"].contains(charset) {
            let isASCII = (exchange.response?.body ?? []).allSatisfy { $0 < 0x80 }
            if !isASCII || charset.hasPrefix("utf-16") {
                return [Finding(Self.charset, at: place, "the body is UTF-8, the charset \(charset)")]
            }
        }
        return isUTF8 || !["utf-8", "utf8"].contains(charset) ? [] : [Finding(Self.charset, at: place, "the body is not UTF-8")]
    }
}
