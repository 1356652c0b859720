/// One of the two bindings of a WSDL document (contract: `soap.md` §2, §4).
struct SOAPBinding: Sendable, Hashable {
    /// The prefix that the document declares for `namespace`.
    let prefix: String
    let namespace: String
    /// The text between the service name and `Binding` or `Port`.
    let infix: String

    static let soap12 = SOAPBinding(prefix: "soap12", namespace: "http://schemas.xmlsoap.org/wsdl/soap12/", infix: "")
    static let soap11 = SOAPBinding(prefix: "soap", namespace: "http://schemas.xmlsoap.org/wsdl/soap/", infix: "Soap11")

    func bindingName(of service: String) -> String { "\(service)\(infix)Binding" }
    func portName(of service: String) -> String { "\(service)\(infix)Port" }
}

/// The SOAP versions that a WSDL document offers.
package enum SOAPVersions: Sendable, Hashable, CaseIterable {
    case both, only11, only12

    /// Parses the `soap` parameter; `nil` for values other than `1.1` and `1.2` (contract: `soap.md` §1).
    package init?(_ parameter: String?) {
        switch parameter {
        case nil: self = .both
        case "1.1": self = .only11
        case "1.2": self = .only12
        default: return nil
        }
    }

    /// SOAP 1.2 comes first because zeep uses the first port (`soap.md` §11).
    var bindings: [SOAPBinding] {
        switch self {
        case .both: [.soap12, .soap11]
        case .only11: [.soap11]
        case .only12: [.soap12]
        }
    }
}
