import GatewayHTTP
import SafeXML
import ServiceModel
import Testing

extension Sample {
    static let services = [DocumentedService](table.operations.map(\.description))

    static func baseURL(_ base: String = "https://gateway.example") throws -> PublicURL {
        try #require(PublicURL(base))
    }

    /// Parses the WSDL document of some services. The limits for requests are too low for documents.
    static func wsdl(_ services: String, _ versions: SOAPVersions = .both, of caller: Caller = .guest) throws -> XMLElement {
        let names = try ServiceNames(services)
        let shown = try DocumentRights(Sample.services, of: caller, in: store).wsdl(names)
        let namespace = try baseURL().soapNamespace(in: store, services: names)
        return try read(WSDLDocument(of: shown, namespace: namespace, versions: versions).rendered())
    }

    static func read(_ bytes: [UInt8]) throws -> XMLElement {
        try XMLReader.read(bytes, limits: XMLLimits(bytes: 1 << 20, elements: 10_000))
    }

    static func everything() throws -> [DocumentedService] {
        try DocumentRights.unrestricted(services).wsdl(ServiceNames(of: services))
    }
}

extension XMLElement {
    func all(_ local: String) -> [XMLElement] { children.filter { $0.name.local == local } }

    func first(_ local: String, named name: String? = nil) throws -> XMLElement {
        try #require(children.first { $0.name.local == local && (name == nil || $0.attribute(named: "name") == name) })
    }

    /// The element and all its descendants.
    var subtree: [XMLElement] { [self] + children.flatMap(\.subtree) }

    /// The `name` attributes of the children.
    var names: [String] { children.compactMap { $0.attribute(named: "name") } }

    /// Without annotations and indentation.
    var plain: XMLElement {
        XMLElement(
            name, attributes: attributes, children: children.filter { $0.name.local != "annotation" }.map(\.plain),
            text: isTextWhitespace ? "" : text)
    }
}

extension Wire {
    /// The value at a path of names and positions.
    func at(_ path: String...) -> Wire? {
        path.reduce(Optional(self)) { value, step in
            switch value {
            case .object(let object)?: object[step]
            case .list(let list)?: Int(step).flatMap { list.indices.contains($0) ? list[$0] : nil }
            default: nil
            }
        }
    }

    /// The names of an object's members, in order.
    var keys: [String] {
        if case .object(let object) = self { object.members.map(\.name) } else { [] }
    }

    var items: [Wire] {
        if case .list(let list) = self { list } else { [] }
    }

    /// All values with this name, at any depth.
    func all(_ name: String) -> [Wire] {
        switch self {
        case .object(let object): object.members.flatMap { ($0.name == name ? [$0.value] : []) + $0.value.all(name) }
        case .list(let list): list.flatMap { $0.all(name) }
        default: []
        }
    }
}
