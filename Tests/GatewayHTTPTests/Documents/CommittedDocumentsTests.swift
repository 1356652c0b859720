import Foundation
import GatewayTestSupport
import ServiceModel
import Testing
import TokenServices

@testable import GatewayHTTP

/// `WSDL/` and `OpenAPI/` equal the output of the generator byte for byte; `make wsdl` writes them.
struct CommittedDocumentsTests {
    private let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
    private let all = [DocumentedService](Services.descriptions)
    private let store = StoreScope(storeID: 1, code: "default", websiteID: 1, isAdmin: false, sharesCustomers: false)

    private func wsdl(_ names: [String]) throws -> Data {
        let baseURL = try #require(PublicURL("https://gateway.example"))
        let requested = try ServiceNames(names.joined(separator: ","))
        let shown = try DocumentRights.unrestricted(all).wsdl(requested)
        return Data(WSDLDocument(of: shown, namespace: baseURL.soapNamespace(in: store, services: requested), versions: .both).rendered())
    }

    private func committed(_ path: String) throws -> Data {
        try Data(contentsOf: root.appending(path: path))
    }

    @Test func everyServiceHasACommittedWSDL() throws {
        for service in all { #expect(try committed("WSDL/\(service.name).wsdl") == wsdl([service.name]), "\(service.name)") }
        #expect(try committed("WSDL/all.wsdl") == wsdl(all.map(\.name)))
    }

    @Test func noOtherDocumentIsCommitted() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "WSDL").path).filter { $0.hasSuffix(".wsdl") }
        #expect(Set(files) == Set(all.map { $0.name + ".wsdl" } + ["all.wsdl"]))
    }

    @Test func theCommittedOpenAPIDocumentIsCurrent() throws {
        let baseURL = try #require(PublicURL("https://gateway.example"))
        let document = OpenAPIDocument(of: all, at: baseURL, title: DocumentTitle(version: ProgramVersion.text))
        #expect(try committed("OpenAPI/openapi.json") == Data(JSONWriter.write(document.json(), emptyObjectAsList: false) + [0x0A]))
    }
}
