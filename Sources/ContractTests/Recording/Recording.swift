import Foundation

/// Exchanges between a client and a server, with placeholders such as `{{secret1}}` for what is secret. One JSON object a line.
package struct Recording: Sendable {
    struct Entry: Sendable {
        var method: String
        /// Path and query.
        var target: String
        var requestHeaders: [(name: String, value: String)]
        var request: String
        var status: Int
        var responseHeaders: [(name: String, value: String)]
        var response: String

        var label: String { "\(method) \(target)" }
    }

    var entries: [Entry] = []

    package var count: Int { entries.count }

    package init() {}

    /// - Throws: ``JSONError`` naming the line.
    package init(_ bytes: [UInt8]) throws(JSONError) {
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let value: JSONValue
            do throws(JSONError) { value = try JSONValue(json: Array(line)) } catch {
                throw JSONError(description: "line \(index + 1): \(error)")
            }
            guard let entry = Entry(value) else { throw JSONError(description: "line \(index + 1): it is no exchange") }
            entries.append(entry)
        }
    }

    /// The recorded response to the same request; else to one with the same element in its Body.
    func response(to body: [UInt8]) -> GivenResponse? {
        let text = String(decoding: body, as: UTF8.self)
        let wanted = Self.bodyElement(text)
        let entry =
            entries.first { $0.request == text }
            ?? entries.first { wanted != nil && Self.bodyElement($0.request)?.name.local == wanted?.name.local }
        return entry.map { entry in
            let kept = entry.responseHeaders.filter { $0.name.lowercased() == "content-type" }
            return GivenResponse(status: entry.status, headers: kept, body: Array(entry.response.utf8))
        }
    }

    static func bodyElement(_ text: String) -> Element? {
        guard let root = try? XMLSource(Array(text.utf8)).root else { return nil }
        return root.children.first { $0.name.local == "Body" }?.children.first
    }
}

extension Recording.Entry {
    init?(_ value: JSONValue) {
        guard let method = value["method"]?.string, let target = value["target"]?.string, let request = value["request"]?.string,
            let status = value["status"]?.integer, let response = value["response"]?.string
        else { return nil }
        func fields(_ value: JSONValue?) -> [(name: String, value: String)] {
            (value?.array ?? []).compactMap { pair in
                guard let name = pair.array?.first?.string, let value = pair.array?.last?.string else { return nil }
                return (name, value)
            }
        }
        self.init(
            method: method, target: target, requestHeaders: fields(value["requestHeaders"]), request: request, status: status,
            responseHeaders: fields(value["responseHeaders"]), response: response)
    }

    var json: JSONValue {
        func fields(_ fields: [(name: String, value: String)]) -> JSONValue {
            .array(fields.map { .array([.string($0.name), .string($0.value)]) })
        }
        return .object([
            "method": .string(method), "target": .string(target), "requestHeaders": fields(requestHeaders), "request": .string(request),
            "status": .integer(Int64(status)), "responseHeaders": fields(responseHeaders), "response": .string(response),
        ])
    }
}
