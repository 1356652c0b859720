internal import SafeXML

/// The frame of HTML pages: head, style sheet, heading. Pages have no scripts and no resources of other origins, so that they comply with
/// `default-src 'none'; style-src 'self'`.
struct PageFrame: Sendable {
    let title: DocumentTitle
    let baseURL: PublicURL

    /// The page in UTF-8, which links ``DocsPage/style`` at `/docs/style.css` below the base URL.
    func rendered(_ content: (inout XMLWriter) -> Void) -> [UInt8] {
        var writer = XMLWriter(.none, layout: .indented, capacity: 65536)
        writer.element("html", [("lang", "en")]) { writer in
            writer.element("head") { writer in
                writer.empty("meta", [("charset", "utf-8")])
                writer.empty("meta", [("name", "viewport"), ("content", "width=device-width")])
                writer.element("title", text: heading)
                writer.empty("link", [("rel", "stylesheet"), ("href", baseURL.path + "/docs/style.css")])
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
