internal import SafeXML
internal import ServiceModel

/// The HTML documentation of every operation: route, SOAP name, parameters and permission.
package struct DocsPage: Sendable {
    private let services: [DocumentedService]
    private let baseURL: PublicURL
    private let title: DocumentTitle

    package init(of services: [DocumentedService], at baseURL: PublicURL, title: DocumentTitle) {
        self.services = services
        self.baseURL = baseURL
        self.title = title
    }

    /// The page in UTF-8, which links ``style`` at `/docs/style.css` below the base URL.
    package func rendered() -> [UInt8] {
        PageFrame(title: title, baseURL: baseURL).rendered { body(to: &$0) }
    }

    private func body(to writer: inout XMLWriter) {
        writer.element("p", text: "REST stands below \(baseURL.string)/rest, SOAP below \(baseURL.string)/soap.")
        writer.element("ul") { writer in
            for service in services {
                writer.element("li") { $0.element("a", [("href", "#" + service.name)], text: service.description) }
            }
        }
        for service in services {
            writer.element("section", [("id", service.name)]) { writer in
                writer.element("h2", text: service.name)
                for operation in service.operations { write(operation, to: &writer) }
            }
        }
    }

    private func write(_ operation: OperationDescription, to writer: inout XMLWriter) {
        writer.element("article", [("id", operation.name)]) { writer in
            writer.element("h3", text: operation.method)
            if !operation.documentation.isEmpty { writer.element("p", text: operation.documentation) }
            writer.element("dl") { writer in
                if let route = operation.route { term("REST", "\(route.method.rawValue) \(route.template)", to: &writer) }
                term("SOAP", operation.name, to: &writer)
                writer.element("dt", text: "Permission")
                writer.element("dd", text: operation.permission)
                term("Result", operation.output?.shownName ?? "none", to: &writer)
            }
            let shown = operation.input.members.filter { !operation.forces($0.name) }
            if !shown.isEmpty { table(of: shown, to: &writer) }
        }
    }

    private func term(_ name: String, _ text: String, to writer: inout XMLWriter) {
        writer.element("dt", text: name)
        writer.element("dd") { $0.element("code", text: text) }
    }

    private func table(of members: [ObjectSchema.Member], to writer: inout XMLWriter) {
        writer.element("table") { writer in
            writer.element("tr") { writer in
                for head in ["Parameter", "Type", "Required", "Meaning"] { writer.element("th", text: head) }
            }
            for member in members {
                writer.element("tr") { writer in
                    writer.element("td") { $0.element("code", text: member.name) }
                    writer.element("td", text: member.schema.shownName)
                    writer.element("td", text: member.isRequired ? "yes" : "no")
                    writer.element("td", text: member.documentation)
                }
            }
        }
    }

    /// The style sheet of the pages.
    package static let style = Document(
        Array(
            """
            body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color-scheme: light dark; }
            article { border-top: 1px solid #8886; margin: 1.5rem 0; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
            dd { margin: 0; overflow-wrap: anywhere; }
            table { border-collapse: collapse; width: 100%; }
            th, td { border-bottom: 1px solid #8884; padding: .2rem .6rem .2rem 0; text-align: left; vertical-align: top; }

            """.utf8), mediaType: Document.styleType)
}

extension Schema {
    /// The displayed name of a type: `string`, `CustomerDataAddressInterface[]`.
    fileprivate var shownName: String {
        switch self {
        case .object(let object): object.name
        case .list(let element): element.shownName + "[]"
        case .secret: "string, secret"
        default: typeName
        }
    }
}
