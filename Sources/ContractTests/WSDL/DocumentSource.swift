import Foundation
package import HTTPExchange
import ServiceModel

/// Reads documents from files and, where that is allowed, from the network.
package struct DocumentSource: Sendable {
    /// Which locations may be read.
    package enum Network: Sendable {
        /// The document that the caller names, if it is a URL; nothing that a document refers to.
        case namedDocumentOnly
        /// Whatever documents import.
        case allowed
    }

    /// Bytes of one document, and of all documents of a description together.
    package var largestDocument = 32 * 1024 * 1024
    package var network: Network
    package var certificateAuthorities: String?
    package var timeout: Duration = .seconds(30)
    private let client: HTTPClient

    package init(network: Network = .namedDocumentOnly, client: HTTPClient = HTTPClient(), certificateAuthorities: String? = nil) {
        self.network = network
        self.client = client
        self.certificateAuthorities = certificateAuthorities
    }

    static func isURL(_ location: String) -> Bool {
        let lower = location.lowercased()
        return lower.hasPrefix("http://") || lower.hasPrefix("https://")
    }

    /// The document that the caller named: a path or an http(s) URL.
    package func read(_ location: String) async throws(DocumentError) -> [UInt8] {
        Self.isURL(location) ? try await fetch(location) : try readFile(location)
    }

    /// A document that another one refers to.
    func readReferenced(_ location: String) async throws(DocumentError) -> [UInt8] {
        if Self.isURL(location) {
            guard case .allowed = network else {
                throw DocumentError(location, "it is on the network, which is not allowed (--allow-network)", isRefused: true)
            }
            return try await fetch(location)
        }
        return try readFile(location)
    }

    /// The location that a reference inside the document at `base` stands for.
    static func resolve(_ reference: String, against base: String) -> String {
        if isURL(reference) { return reference }
        if isURL(base) { return URL(string: reference, relativeTo: URL(string: base))?.absoluteString ?? reference }
        let path = reference.hasPrefix("file://") ? String(reference.dropFirst("file://".count)) : reference
        if path.hasPrefix("/") { return path }
        return URL(fileURLWithPath: base).deletingLastPathComponent().appendingPathComponent(path).standardizedFileURL.path
    }

    private func readFile(_ path: String) throws(DocumentError) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else { throw DocumentError(path, "it cannot be opened") }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: largestDocument + 1) else { throw DocumentError(path, "it cannot be read") }
        guard data.count <= largestDocument else { throw DocumentError(path, "it has more than \(largestDocument) bytes") }
        return [UInt8](data)
    }

    private func fetch(_ url: String) async throws(DocumentError) -> [UInt8] {
        let request = HTTPRequest(
            url: url, headers: [], body: .none, timeout: timeout, largestBody: largestDocument,
            certificateAuthorities: certificateAuthorities)
        let response: HTTPResponse
        do throws(HTTPFailure) {
            response = try await client.send(request)
        } catch {
            throw DocumentError(url, error.description, isUnreachable: true)
        }
        guard response.status == 200 else { throw DocumentError(url, "the server responds with status \(response.status)") }
        return response.body
    }
}

/// Why a document is not there.
package struct DocumentError: Error, CustomStringConvertible {
    package let location: String
    package let reason: String
    /// The network would have been needed and is not allowed.
    package let isRefused: Bool
    /// The server that should have the document cannot be reached.
    package let isUnreachable: Bool

    init(_ location: String, _ reason: String, isRefused: Bool = false, isUnreachable: Bool = false) {
        self.location = location
        self.reason = reason
        self.isRefused = isRefused
        self.isUnreachable = isUnreachable
    }

    package var description: String { "\(location): \(reason)" }
}
