internal import SafeXML
internal import ServiceModel

/// The document at the base URL: links to the descriptions of the gateway, in HTML and JSON.
struct IndexDocument: Sendable {
    enum Format: Sendable {
        case json, html
    }

    /// JSON is the default for clients that do not prefer HTML.
    static let candidates: [Negotiation.Candidate<Format>] = [
        .init(type: "application", subtype: "json", format: .json),
        .init(type: "text", subtype: "html", format: .html),
    ]

    private struct Link {
        /// The key in JSON.
        let name: String
        let text: String
        /// Relative to the base URL.
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

    private let baseURL: PublicURL
    private let title: DocumentTitle

    init(at baseURL: PublicURL, title: DocumentTitle) {
        self.baseURL = baseURL
        self.title = title
    }

    /// The links start with the base URL, whatever host the request named (contract: `rest.md` §13).
    func rendered(_ format: Format) -> Document {
        switch format {
        case .json: Document(json: json())
        case .html: Document(html(), mediaType: Document.pageType)
        }
    }

    private func json() -> Wire {
        let links = Self.links.map { WireObject.Member(name: $0.name, value: .text(baseURL.string + $0.target)) }
        return ["title": .text(title.title), "version": .text(title.version), "links": .object(WireObject(links))]
    }

    private func html() -> [UInt8] {
        PageFrame(title: title, baseURL: baseURL).rendered { writer in
            writer.element("ul") { writer in
                for link in Self.links {
                    writer.element("li") { $0.element("a", [("href", baseURL.string + link.target)], text: link.text) }
                }
            }
        }
    }
}
