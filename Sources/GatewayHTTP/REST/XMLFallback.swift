import SafeXML

/// The XML form of the fallback body (contract: `rest.md` §7).
enum XMLFallback {
    static func write(code: Int, message: String) -> [UInt8] {
        var writer = XMLWriter(.versionWithoutLineFeed)
        writer.element("error") { writer in
            writer.element("messages") { writer in
                writer.element("error") { writer in
                    writer.element("data_item") { writer in
                        writer.element("code", text: String(code))
                        writer.element("message", text: message)
                    }
                }
            }
        }
        return writer.finish()
    }
}
