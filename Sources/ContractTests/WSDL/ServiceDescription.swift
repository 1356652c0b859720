/// A WSDL 1.1 description with all that it imports, as written: references are names and may dangle.
package struct ServiceDescription: Sendable {
    struct Message: Sendable {
        struct Part: Sendable {
            let name: String
            let element: Reference?
            let type: Reference?
            let place: Place
        }
        let name: QName
        let parts: [Part]
        let place: Place
    }

    struct PortType: Sendable {
        struct Fault: Sendable {
            let name: String
            let message: Reference?
        }
        struct Operation: Sendable {
            let name: String
            let input: Reference?
            let output: Reference?
            let hasInput: Bool
            let hasOutput: Bool
            let outputIsFirst: Bool
            let faults: [Fault]
            let parameterOrder: String?
            let place: Place
        }
        let name: QName
        let operations: [Operation]
        let place: Place
    }

    struct Binding: Sendable {
        struct Body: Sendable {
            let use: String?
            let parts: String?
            let namespace: String?
            let encodingStyle: String?
            /// The SOAP extension is there.
            let isPresent: Bool
            let headers: [Element]
        }
        struct Fault: Sendable {
            /// Of the WSDL element.
            let name: String?
            /// Of the SOAP extension; `nil` when there is none.
            let extensionName: String?
            let hasExtension: Bool
            let use: String?
            let wsdlUse: String?
        }
        struct Operation: Sendable {
            let name: String
            let soapAction: String?
            let soapActionRequired: String?
            let style: String?
            let hasExtension: Bool
            let input: Body?
            let output: Body?
            let faults: [Fault]
            let place: Place
        }
        let name: QName
        let portType: Reference?
        /// `nil` for a binding that is not SOAP.
        let version: SOAPVersion?
        let style: String?
        let transport: String?
        let operations: [Operation]
        let place: Place
    }

    struct Service: Sendable {
        struct Port: Sendable {
            let name: String
            let binding: Reference?
            let location: String?
            let addressVersion: SOAPVersion?
            let place: Place
        }
        let name: QName
        let ports: [Port]
        let place: Place
    }

    /// An import or include as written.
    struct Import: Sendable {
        let namespace: String?
        let location: String?
        let place: Place
        /// Why nothing was read from there.
        let failure: DocumentError?
        let isSchema: Bool
    }

    package internal(set) var location: String
    var name: String?
    var targetNamespace: String?
    var root: Element
    var messages: [Message] = []
    var portTypes: [PortType] = []
    var bindings: [Binding] = []
    var services: [Service] = []
    var imports: [Import] = []
    /// In the order read; the first ones are those inside `types`.
    var schemas: [SchemaDocument] = []

    func message(_ reference: Reference?) -> Message? {
        reference?.name.flatMap { name in messages.first { $0.name == name } }
    }

    func portType(_ reference: Reference?) -> PortType? {
        reference?.name.flatMap { name in portTypes.first { $0.name == name } }
    }

    func binding(_ reference: Reference?) -> Binding? {
        reference?.name.flatMap { name in bindings.first { $0.name == name } }
    }
}

/// Where something stands.
package struct Place: Sendable, Hashable, CustomStringConvertible {
    package let document: String
    /// From 1; 0 when there is none.
    package let line: Int

    package var description: String { line > 0 ? "\(document):\(line)" : document }
}

/// An XML Schema document of a description.
struct SchemaDocument: Sendable {
    /// Made unique, so that one document inside a WSDL is not taken for another.
    let location: String
    let root: Element
    /// That of the schema, or of the one that includes it when it has none of its own.
    let targetNamespace: String?
    let isInline: Bool
    /// By the position of the import or include among the children: the location of what was read.
    var resolved: [Int: String] = [:]

    var place: Place { Place(document: location, line: root.line) }
}

package enum SOAPVersion: String, Sendable, CaseIterable {
    case soap11 = "1.1"
    case soap12 = "1.2"

    var envelopeNamespace: String { self == .soap11 ? Namespace.envelope11 : Namespace.envelope12 }
    var wsdlNamespace: String { self == .soap11 ? Namespace.wsdlSOAP11 : Namespace.wsdlSOAP12 }
    var mediaType: String { self == .soap11 ? "text/xml" : "application/soap+xml" }
}
