internal import SafeXML

/// The frame of the pages for people: head, style sheet, heading.
///
/// Nothing on a page is active or comes from elsewhere, so that it shows under `default-src 'none'; style-src 'self'`.
struct PageFrame: Sendable {
    let title: DocumentTitle
    let address: ServiceAddress

    /// The page in UTF-8; it asks for ``DocsPage/style`` at `B/docs/style.css`.
    func rendered(_ content: (inout XMLWriter) -> Void) -> [UInt8] {
        var writer = XMLWriter(.none, layout: .indented, capacity: 65536)
        writer.element("html", [("lang", "en")]) { writer in
            writer.element("head") { writer in
                writer.empty("meta", [("charset", "utf-8")])
                writer.empty("meta", [("name", "viewport"), ("content", "width=device-width")])
                writer.element("title", text: heading)
                writer.empty("link", [("rel", "stylesheet"), ("href", address.path + "/docs/style.css")])
            }
            writer.element("body") { writer in
                writer.element("h1", text: heading)
                content(&writer)
            }
        }
        return Array("<!DOCTYPE html>\n".utf8) + writer.finish()
    }

    private var heading: String { "\(title.title) \(title.version)" }
}
