import HTTPExchange

/// A request as it was sent and what came back.
struct Exchange: Sendable {
    let url: String
    let method: String
    let headers: [(name: String, value: String)]
    let body: [UInt8]
    /// `nil` when there was no whole response.
    let response: HTTPResponse?
    let failure: HTTPFailure?
    let duration: Duration

    var status: Int { response?.status ?? 0 }

    /// The media type of the response in lower case, without parameters.
    var mediaType: String {
        let value = response?.header("Content-Type") ?? ""
        return value.split(separator: ";").first.map { $0.trimmingXMLSpace.lowercased() } ?? ""
    }

    /// A parameter of the response's media type, without quotes, in lower case.
    func mediaTypeParameter(_ name: String) -> String? {
        for part in (response?.header("Content-Type") ?? "").split(separator: ";").dropFirst() {
            let sides = part.split(separator: "=", maxSplits: 1).map(\.trimmingXMLSpace)
            guard sides.count == 2, sides[0].lowercased() == name else { continue }
            return sides[1].trimmingPrefix("\"").lowercased().filter { $0 != "\"" }
        }
        return nil
    }

    var text: String { String(decoding: response?.body ?? [], as: UTF8.self) }
}

/// What a response says, as far as it can be understood.
enum Outcome: Sendable {
    /// The element in the Body; `nil` for an empty Body.
    case success(Element?)
    case fault(ReceivedFault)
    /// Not SOAP: an HTTP error, a page, nothing.
    case other(status: Int)

    var label: String {
        switch self {
        case .success: "success"
        case .fault(let fault): "a \(fault.codeName) fault"
        case .other(let status): status == 0 ? "no response" : "status \(status) without a SOAP message"
        }
    }
}

/// A SOAP fault of either version in the words of SOAP 1.2.
struct ReceivedFault: Sendable {
    let code: FaultCode?
    /// As written.
    let codeName: String
    let text: String
    /// Elements inside the detail, with the way to each from the root of the document.
    let details: [(element: Element, path: [Int])]
}

struct Judgement: Sendable {
    var findings: [Finding] = []
    var outcome: Outcome
}
