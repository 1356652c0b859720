/// An expanded name: a namespace, or none, and a local part.
package struct QName: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var namespace: String?
    package var local: String

    package init(_ namespace: String?, _ local: String) {
        self.namespace = namespace
        self.local = local
    }

    package var description: String { namespace.map { "{\($0)}\(local)" } ?? local }

    package static func < (a: QName, b: QName) -> Bool {
        (a.namespace ?? "", a.local) < (b.namespace ?? "", b.local)
    }
}

/// Names of namespaces in the specifications that this target reads and writes.
enum Namespace {
    static let wsdl = "http://schemas.xmlsoap.org/wsdl/"
    static let wsdlSOAP11 = "http://schemas.xmlsoap.org/wsdl/soap/"
    static let wsdlSOAP12 = "http://schemas.xmlsoap.org/wsdl/soap12/"
    static let envelope11 = "http://schemas.xmlsoap.org/soap/envelope/"
    static let envelope12 = "http://www.w3.org/2003/05/soap-envelope"
    static let encoding11 = "http://schemas.xmlsoap.org/soap/encoding/"
    static let httpTransport = "http://schemas.xmlsoap.org/soap/http"
    static let schema = "http://www.w3.org/2001/XMLSchema"
    static let instance = "http://www.w3.org/2001/XMLSchema-instance"
    static let xml = "http://www.w3.org/XML/1998/namespace"
    static let security =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
    static let securityUtility =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
}
