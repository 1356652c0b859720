package import GatewayHTTP
import SafeXML
package import ServiceModel
import Testing

/// The four protocols of the gateway. One table of test cases runs through all of them: a call is encoded for each protocol, and its
/// response is reduced to the same lines.
package enum WireProtocol: CaseIterable {
    case json, xml, soap11, soap12

    package struct Call {
        package let method: String
        package let path: String
        /// SOAP name of the operation, after the service.
        package let service: String
        package let operation: String

        package init(method: String, path: String, service: String, operation: String) {
            self.method = method
            self.path = path
            self.service = service
            self.operation = operation
        }
    }

    /// Sends a call. - Returns: lines `field.path=text` with snake_case names, or the message id of the fault and its parameters.
    package func call(_ call: Call, _ parameters: WireObject, _ test: TestGateway, _ credentials: RequestFields = [:]) async throws
        -> [String]
    {
        switch self {
        case .json:
            var headers = credentials
            headers[.contentType] = "application/json"
            let body = JSONWriter.write(.object(parameters), names: .snakeCase)
            let response = await test.send(call.method, call.path, headers, String(decoding: body, as: UTF8.self))
            return Self.told(try JSONReader.read(response.body), response.status)
        case .xml:
            var headers = credentials
            headers[.contentType] = "application/xml"
            headers[.accept] = "application/xml"
            let response = await test.send(call.method, call.path, headers, "<r>" + Self.children(parameters, snakeCase: true) + "</r>")
            let root = try XMLReader.read(response.body)
            return Self.told(root.children.isEmpty ? .text(root.text) : .object(try XMLBody.read(response.body)), response.status)
        case .soap11: return try await envelope(.v11, call, parameters, test, credentials)
        case .soap12: return try await envelope(.v12, call, parameters, test, credentials)
        }
    }

    private func envelope(
        _ version: SOAPVersion, _ call: Call, _ parameters: WireObject, _ test: TestGateway, _ credentials: RequestFields
    ) async throws -> [String] {
        let name = call.service + call.operation
        let text =
            "<e:Envelope xmlns:e=\"\(version.namespace)\"><e:Body><n:\(name)Request xmlns:n=\"urn:any\">"
            + Self.children(parameters, snakeCase: false) + "</n:\(name)Request></e:Body></e:Envelope>"
        let response = await test.send("POST", "/soap?services=\(call.service)", credentials, text)
        let child = try #require(try XMLReader.read(response.body).children.last?.children.first)
        guard child.name.local == "Fault" else {
            let result = try #require(child.children.first)
            return Self.told(result.children.isEmpty ? .text(result.text) : .object(try SOAPParameters.read(result)), 200)
        }
        let reason = child.children.dropFirst().first
        let message = version == .v11 ? reason?.text : reason?.children.first?.text
        return [Self.messageID(message ?? "")] + Self.values(in: child)
    }

    private static func values(in element: XMLElement) -> [String] {
        (element.name.local == "value" ? [element.text] : []) + element.children.filter { $0.name.local != "Code" }.flatMap(values)
    }

    private static func told(_ wire: Wire, _ status: Int) -> [String] {
        guard status != 200, case .object(let error) = wire else { return lines(wire, "") }
        var values: [String] = []
        if case .object(let parameters)? = error["parameters"] { values = parameters.members.compactMap { Scalar.text($0.value) } }
        return [messageID(error["message"].flatMap(Scalar.text) ?? "")] + values
    }

    private static func messageID(_ text: String) -> String {
        Message.all.first { $0.template == text }?.id ?? text
    }

    private static func children(_ object: WireObject, snakeCase: Bool) -> String {
        object.members.map { member in
            let name = snakeCase ? FieldName.snakeCase(member.name) : member.name
            return element(name, member.value, snakeCase)
        }.joined()
    }

    private static func element(_ name: String, _ wire: Wire, _ snakeCase: Bool) -> String {
        let content: String =
            switch wire {
            case .object(let object): children(object, snakeCase: snakeCase)
            case .list(let items): items.map { element("item", $0, snakeCase) }.joined()
            case .bool(let flag): flag ? "true" : "false"
            default: XMLText.escaped(Scalar.text(wire) ?? "")
            }
        return "<\(name)>\(content)</\(name)>"
    }

    private static func lines(_ wire: Wire, _ path: String) -> [String] {
        switch wire {
        case .object(let object):
            if object.members.count == 1, let item = object["item"] {
                if case .list = item { return lines(item, path) }
                return lines(.list([item]), path)
            }
            return object.members.flatMap { lines($0.value, path + "." + FieldName.snakeCase($0.name)) }
        case .list(let items): return items.enumerated().flatMap { lines($1, path + ".\($0)") }
        case .bool(let flag): return ["\(path)=\(flag)"]
        default:
            let text = Scalar.text(wire) ?? ""
            return text.isEmpty ? [] : ["\(path)=\(text)"]
        }
    }
}
