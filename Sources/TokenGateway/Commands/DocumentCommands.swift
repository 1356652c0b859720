import ArgumentParser
import Foundation
import GatewayHTTP
import ServiceModel
import TokenServices

extension ConfigurationOptions<DocumentSettings> {
    /// The public base URL in force, which documents name.
    func address(in shell: Shell) throws -> PublicURL {
        let configuration = try configuration(in: shell)
        let text = configuration.baseURL(listeningOn: configuration.port)
        guard let address = PublicURL(text) else { throw CommandError("\(text) cannot be a base URL") }
        return address
    }
}

typealias DocumentOptions = ConfigurationOptions<DocumentSettings>

struct WSDLCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "wsdl", abstract: "Prints the WSDL of services, or writes one file for each.",
        discussion: """
            The document is the one that the server gives to a caller with all rights, for the default store. Services:
            \(DocumentSource.all.map { "  " + $0.name }.joined(separator: "\n"))

            Examples:
              token-gateway wsdl --services integrationAdminTokenServiceV1 --base-url https://gateway.example.com
              token-gateway wsdl --soap 1.2 --write WSDL
            """)

    @Option(help: ArgumentHelp("Services, joined with commas (default: all).", valueName: "names"))
    var services: String?
    @Option(help: ArgumentHelp("Offer this version of SOAP only: 1.1 or 1.2 (default: both).", valueName: "version"))
    var soap: String?
    @Option(help: ArgumentHelp("Write one file SERVICE.wsdl for each service into this folder.", valueName: "folder"))
    var write: String?
    @OptionGroup var options: DocumentOptions

    func validate() throws {
        if SOAPVersions(soap) == nil { throw ValidationError("--soap takes 1.1 or 1.2") }
    }

    func run(in shell: Shell) async throws {
        let address = try options.address(in: shell)
        let asked = try services.map(DocumentSource.names) ?? DocumentSource.all.map(\.name)
        let chosen = try asked.map(DocumentSource.service)
        guard let folder = write else { return try shell.output(text(of: chosen, at: address)) }
        try DocumentFile.makeFolder(folder)
        for service in chosen {
            let path = "\(folder)/\(service.name).wsdl"
            try DocumentFile.write(text(of: [service], at: address), to: path)
            try shell.print("wrote \(VisibleText.of(path))")
        }
    }

    private func text(of services: [DocumentedService], at address: PublicURL) throws -> String {
        let names = try ServiceNames(services.map(\.name).joined(separator: ","))
        let namespace = address.soapNamespace(in: DocumentSource.store, services: names)
        let document = WSDLDocument(of: services, namespace: namespace, versions: SOAPVersions(soap) ?? .both)
        return DocumentFile.text(document.rendered())
    }
}

struct OpenAPICommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Prints the OpenAPI 3.1 document of REST, or writes it to a file.",
        discussion: """
            Example:
              token-gateway openapi --base-url https://gateway.example.com --write OpenAPI/token-gateway.json
            """)

    @Option(help: ArgumentHelp("Write to this file.", valueName: "file"))
    var write: String?
    @OptionGroup var options: DocumentOptions

    func run(in shell: Shell) async throws {
        let document = OpenAPIDocument(
            of: DocumentSource.all, at: try options.address(in: shell), title: DocumentTitle(version: ProgramVersion.text))
        let text = DocumentFile.text(JSONWriter.write(document.json(), emptyObjectAsList: false))
        guard let path = write else { return try shell.output(text) }
        try DocumentFile.write(text, to: path)
        try shell.print("wrote \(VisibleText.of(path))")
    }
}

/// What documents are made of, without a database.
private enum DocumentSource {
    /// The store of an address that names none.
    static let store = StoreScope(storeID: 1, code: "default", websiteID: 1, isAdmin: false, sharesCustomers: false)

    /// Every service in declaration order.
    static let all: [DocumentedService] = {
        var names: [String] = []
        for description in Services.descriptions where !names.contains(description.service) { names.append(description.service) }
        return names.map { name in
            DocumentedService(name: name, operations: Services.descriptions.filter { $0.service == name })
        }
    }()

    /// The names of a comma-separated list. Throws ``CommandError`` when there are none, or they cannot be names.
    static func names(in list: String) throws -> [String] {
        do {
            return try ServiceNames(list).names
        } catch {
            throw CommandError("--services takes comma-separated names of services; see token-gateway help wsdl")
        }
    }

    /// Throws ``CommandError`` for a name that no service has.
    static func service(_ name: String) throws -> DocumentedService {
        guard let known = all.first(where: { $0.name == name }) else {
            throw CommandError("there is no service \(name); see token-gateway help wsdl")
        }
        return known
    }
}

private enum DocumentFile {
    /// UTF-8, ending with a line feed.
    static func text(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasSuffix("\n") ? text : text + "\n"
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw CommandError("the folder \(path) cannot be made")
        }
    }

    /// Replaces a file as a whole, or leaves it as it was.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandError("\(path) cannot be written")
        }
    }
}
