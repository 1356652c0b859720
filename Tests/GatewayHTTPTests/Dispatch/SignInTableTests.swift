import GatewayTestSupport
import HTTPTypes
import SafeXML
import ServiceModel
import Testing

@testable import GatewayHTTP

/// One table of sign-ins in all four protocols.
struct SignInTableTests {
    enum Way: CaseIterable {
        case json, xml, soap11, soap12
    }

    struct Row: CustomTestStringConvertible {
        let testDescription: String
        /// `nil` omits the field.
        let username: String?
        let password: String?
        /// `token`, or a message id, followed by the fields it names.
        let outcome: String
    }

    static let rows: [Row] = [
        Row(testDescription: "right", username: "ops", password: TestGateway.password, outcome: "token"),
        Row(testDescription: "other case", username: "OPS", password: TestGateway.password, outcome: "token"),
        Row(testDescription: "wrong password", username: "ops", password: "nope", outcome: "auth.failed"),
        Row(testDescription: "unknown", username: "ghost", password: TestGateway.password, outcome: "auth.failed"),
        Row(testDescription: "e-mail", username: "ops@example.test", password: TestGateway.password, outcome: "auth.failed"),
        Row(testDescription: "blank before", username: "ops", password: " " + TestGateway.password, outcome: "auth.failed"),
        Row(testDescription: "blanks", username: "   ", password: "   ", outcome: "auth.failed"),
        Row(testDescription: "zero", username: "0", password: "0", outcome: "auth.failed"),
        Row(testDescription: "markup", username: "<a>&amp;]]>", password: "\"'<>&", outcome: "auth.failed"),
        Row(testDescription: "other scripts", username: "админ👩‍👧", password: "密码\u{301}", outcome: "auth.failed"),
        Row(testDescription: "long name", username: String(repeating: "u", count: 10_000), password: "x", outcome: "auth.failed"),
        Row(testDescription: "long password", username: "ops", password: String(repeating: "x", count: 4097), outcome: "auth.failed"),
        Row(testDescription: "no password", username: "ops", password: nil, outcome: "input.required password"),
        Row(testDescription: "empty password", username: "ops", password: "", outcome: "input.required password"),
        Row(testDescription: "no name", username: nil, password: "x", outcome: "input.required username"),
        Row(testDescription: "nothing", username: nil, password: nil, outcome: "input.several username password"),
        Row(testDescription: "both empty", username: "", password: "", outcome: "input.several username password"),
    ]

    @Test(arguments: rows, Way.allCases)
    func everyProtocolHasTheSameOutcome(_ row: Row, _ way: Way) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        #expect(try await outcome(row, way, test) == row.outcome)
    }

    private func outcome(_ row: Row, _ way: Way, _ test: TestGateway) async throws -> String {
        let fields = [("username", row.username), ("password", row.password)].compactMap { name, value in value.map { (name, $0) } }
        switch way {
        case .json:
            let body = JSONWriter.write(.object(WireObject(fields.map { .init(name: $0.0, value: .text($0.1)) })))
            let response = await test.send(
                "POST", "/rest/V1/integration/admin/token", [.contentType: "application/json"], String(decoding: body, as: UTF8.self))
            return try rest(try JSONReader.read(response.body), response.status)
        case .xml:
            let xml = "<login>" + fields.map { "<\($0.0)>\(XMLText.escaped($0.1))</\($0.0)>" }.joined() + "</login>"
            let response = await test.send(
                "POST", "/rest/default/V1/integration/admin/token", [.contentType: "text/xml", .accept: "application/xml"], xml)
            let root = try XMLReader.read(response.body)
            return try rest(root.children.isEmpty ? .text(root.text) : .object(try XMLBody.read(response.body)), response.status)
        case .soap11: return try await soap(fields, .v11, test)
        case .soap12: return try await soap(fields, .v12, test)
        }
    }

    private func rest(_ body: Wire, _ status: Int) throws -> String {
        guard case .object(let error) = body else { return status == 200 && Scalar.text(body)?.count == 32 ? "token" : "?" }
        let message = try #require(error["message"].flatMap(Scalar.text))
        var errors: [Wire] = []
        switch error["errors"] {
        case .list(let list)?: errors = list
        case .object(let object)?: if case .list(let list)? = object["item"] { errors = list }
        default: errors = [.object(error)]
        }
        let named = errors.compactMap { entry -> String? in
            guard case .object(let entry) = entry, case .object(let parameters)? = entry["parameters"] else { return nil }
            return parameters["fieldName"].flatMap(Scalar.text)
        }
        return try shown(message, named, status == 401 ? .unauthorized : .invalid)
    }

    private func soap(_ fields: [(String, String)], _ version: SOAPVersion, _ test: TestGateway) async throws -> String {
        let name = "integrationAdminTokenServiceV1CreateAdminAccessToken"
        let envelope =
            "<e:Envelope xmlns:e=\"\(version.namespace)\"><e:Body><n:\(name)Request xmlns:n=\"urn:any\">"
            + fields.map { "<\($0.0)>\(XMLText.escaped($0.1))</\($0.0)>" }.joined() + "</n:\(name)Request></e:Body></e:Envelope>"
        let response = await test.send("POST", "/soap?services=integrationAdminTokenServiceV1", [:], envelope)
        #expect(response.headers[.contentType] == version.contentType)
        let root = try XMLReader.read(response.body)
        #expect(root.name.namespace == version.namespace)
        let child = try #require(root.children.last?.children.first)
        guard child.name.local == "Fault" else {
            #expect(child.name.namespace == "urn:any")
            return response.status == 200 && child.children.first?.text.count == 32 ? "token" : "?"
        }
        #expect(response.status == (version == .v11 ? 500 : 400))
        let text = version == .v11 ? child.children.dropFirst().first?.text : child.children.dropFirst().first?.children.first?.text
        let named = values(in: child).filter { ["username", "password"].contains($0) }
        let message = try #require(text)
        return try shown(message, named, Message.all.first { $0.template == message }?.kind ?? .invalid)
    }

    private func values(in element: XMLElement) -> [String] {
        (element.name.local == "value" ? [element.text] : []) + element.children.flatMap(values)
    }

    private func shown(_ text: String, _ named: [String], _ kind: Fault.Kind) throws -> String {
        let message = try #require(Message.all.first { $0.template == text })
        #expect(message.kind == kind)
        return ([message.id] + named).joined(separator: " ")
    }
}
