internal import SafeXML
internal import ServiceModel

/// What the base URL itself answers: links to everything that describes the gateway, for people in HTML and for programs in JSON.
struct IndexDocument: Sendable {
    enum Format: Sendable {
        case json, html
    }

    /// JSON comes first: it is for clients that do not ask for HTML.
    static let candidates: [Negotiation.Candidate<Format>] = [
        .init(type: "application", subtype: "json", format: .json),
        .init(type: "text", subtype: "html", format: .html),
    ]

    private struct Link {
        /// The key in JSON.
        let name: String
        let text: String
        /// Below the base URL.
        let target: String
    }

    private static let links: [Link] = [
        .init(name: "docs", text: "Every operation: route, SOAP name, parameters, permission", target: "/docs"),
        .init(name: "openapi", text: "OpenAPI 3.1", target: "/openapi.json"),
        .init(name: "schema", text: "Swagger 2.0 of the operations that the caller may use", target: "/rest/schema"),
        .init(name: "wsdl_list", text: "SOAP services and their WSDL", target: "/soap?wsdl_list"),
        .init(name: "health_live", text: "Health: the process answers", target: "/health/live"),
        .init(name: "health_ready", text: "Health: requests can be served", target: "/health/ready"),
    ]

    private let address: ServiceAddress
    private let title: DocumentTitle

    init(at address: ServiceAddress, title: DocumentTitle) {
        self.address = address
        self.title = title
    }

    /// The addresses are those of the base URL, whatever address the request named (contract: `rest.md` §13).
    func rendered(_ format: Format) -> Document {
        switch format {
        case .json: Document(json: json())
        case .html: Document(html(), mediaType: Document.pageType)
        }
    }

    private func json() -> Wire {
        let links = Self.links.map { WireObject.Member(name: $0.name, value: .text(address.base + $0.target)) }
        return ["title": .text(title.title), "version": .text(title.version), "links": .object(WireObject(links))]
    }

    private func html() -> [UInt8] {
        PageFrame(title: title, address: address).rendered { writer in
            writer.element("ul") { writer in
                for link in Self.links {
                    writer.element("li") { $0.element("a", [("href", address.base + link.target)], text: link.text) }
                }
            }
        }
    }
}
