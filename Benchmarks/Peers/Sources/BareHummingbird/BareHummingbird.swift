import Foundation
import Hummingbird
import Logging

/// What Hummingbird costs alone: a route with a constant of 32 bytes, and one with the bytes of a file, read once.
///
///     BareHummingbird PORT FILE
@main
enum BareHummingbird {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let port = arguments.first.flatMap(Int.init) ?? 8080
        let document = ByteBuffer(bytes: try arguments.last.map { try Data(contentsOf: URL(fileURLWithPath: $0)) } ?? Data())
        let constant = ByteBuffer(string: "0123456789abcdef0123456789abcdef")
        var logger = Logger(label: "bare-hummingbird")
        logger.logLevel = .error

        let router = Router()
        router.get("constant") { _, _ in Response(status: .ok, headers: [.contentType: "text/plain"], body: .init(byteBuffer: constant)) }
        router.get("document") { _, _ in Response(status: .ok, headers: [.contentType: "text/xml"], body: .init(byteBuffer: document)) }
        try await Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger
        ).runService()
    }
}
