import Foundation
package import HTTPExchange
import ServiceModel

/// A reverse proxy that writes down what passes.
package actor Recorder {
    /// Fields that belong to one connection (RFC 9110 §7.6.1), or that the client of the proxy sets by itself.
    private static let notForwarded: Set<String> = [
        "connection", "content-length", "expect", "host", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
        "accept-encoding",
    ]

    private let target: String
    private let file: FileHandle
    private let client: HTTPClient
    private let certificateAuthorities: String?
    private var secrets = SecretReplacement()
    package private(set) var count = 0

    /// - Parameters:
    ///   - target: scheme, host and port of the server.
    ///   - path: a new file; it can be read by its owner alone.
    package init(target: String, path: String, client: HTTPClient = HTTPClient(), certificateAuthorities: String? = nil) throws {
        self.target = target.hasSuffix("/") ? String(target.dropLast()) : target
        self.client = client
        self.certificateAuthorities = certificateAuthorities
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: path)
        else { throw RecordingError(description: "\(path) cannot be written") }
        self.file = file
    }

    /// Serves until the task is cancelled.
    package func serve(on listener: HTTPListener, at address: String) async throws {
        try await listener.serve { await self.forward($0, address) }
    }

    private func forward(_ request: ReceivedRequest, _ address: String) async -> GivenResponse {
        if request.isTooLarge { return GivenResponse(status: 413) }
        let headers = request.headers.filter { !Self.notForwarded.contains($0.name.lowercased()) }
        let outgoing = HTTPRequest(
            url: target + request.target, method: request.method, headers: headers.map { ($0.name, Secret($0.value)) },
            body: request.body.isEmpty && request.method != "POST" ? .none : .bytes(Secret(bytes: request.body)), timeout: .seconds(120),
            largestBody: 64 * 1024 * 1024, certificateAuthorities: certificateAuthorities)
        let response: HTTPResponse
        do throws(HTTPFailure) {
            response = try await client.send(outgoing)
        } catch {
            return GivenResponse(status: 502, headers: [("Content-Type", "text/plain")], body: Array("\(error)\n".utf8))
        }
        let returned = response.headers.filter { !Self.notForwarded.contains($0.name.lowercased()) }
        write(
            Recording.Entry(
                method: request.method, target: request.target, requestHeaders: headers,
                request: String(decoding: request.body, as: UTF8.self),
                status: response.status, responseHeaders: returned, response: String(decoding: response.body, as: UTF8.self)))
        return GivenResponse(status: response.status, headers: returned, body: body(of: response, request, address))
    }

    /// A description is passed on with the proxy's address, or its clients would pass the proxy by.
    private func body(of response: HTTPResponse, _ request: ReceivedRequest, _ address: String) -> [UInt8] {
        guard request.method == "GET", request.target.lowercased().contains("wsdl") else { return response.body }
        let text = String(decoding: response.body, as: UTF8.self)
        return Array(text.replacing("location=\"\(target)", with: "location=\"\(address)").utf8)
    }

    private func write(_ entry: Recording.Entry) {
        secrets.learn(entry)
        count += 1
        try? file.write(contentsOf: Data((secrets.replaced(entry).json.text + "\n").utf8))
    }
}

package struct RecordingError: Error, CustomStringConvertible {
    package let description: String
}
