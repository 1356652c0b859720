import GatewayHTTP
import SafeXML
import ServiceModel
import Testing

extension Sample {
    static let services = [DocumentedService](table.operations.map(\.description))

    static func address(_ base: String = "https://gateway.example") throws -> ServiceAddress {
        try #require(ServiceAddress(base))
    }

    /// A WSDL document of some services as a caller gets it, read again. Limits are wide: those of requests do not fit documents.
    static func wsdl(_ services: String, _ versions: SOAPVersions = .both, of caller: Caller = .guest) throws -> XMLElement {
        let names = try ServiceNames(services)
        let shown = try DocumentRights(Sample.services, of: caller, in: store).wsdl(names)
        let namespace = try address().soapNamespace(in: store, services: names)
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

    /// This and everything below.
    var subtree: [XMLElement] { [self] + children.flatMap(\.subtree) }

    /// `name` attributes of the children.
    var names: [String] { children.compactMap { $0.attribute(named: "name") } }

    /// Without annotations and without the blanks of indentation.
    var plain: XMLElement {
        XMLElement(
            name, attributes: attributes, children: children.filter { $0.name.local != "annotation" }.map(\.plain),
            text: isTextBlank ? "" : text)
    }
}

extension Wire {
    /// The value below some names and positions.
    func at(_ path: String...) -> Wire? {
        path.reduce(Optional(self)) { value, step in
            switch value {
            case .object(let object)?: object[step]
            case .list(let list)?: Int(step).flatMap { list.indices.contains($0) ? list[$0] : nil }
            default: nil
            }
        }
    }

    /// Names of an object's members, in order.
    var keys: [String] {
        if case .object(let object) = self { object.members.map(\.name) } else { [] }
    }

    var items: [Wire] {
        if case .list(let list) = self { list } else { [] }
    }

    /// Every value of this name, at any depth.
    func all(_ name: String) -> [Wire] {
        switch self {
        case .object(let object): object.members.flatMap { ($0.name == name ? [$0.value] : []) + $0.value.all(name) }
        case .list(let list): list.flatMap { $0.all(name) }
        default: []
        }
    }
}
