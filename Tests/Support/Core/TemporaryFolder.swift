package import Foundation

/// A new folder for one test.
package struct TemporaryFolder: Sendable {
    package let url: URL

    /// - Parameter name: the beginning of the folder's name, to find out whose it is when a test leaves it behind.
    package init(_ name: String) throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// The path of a file in the folder.
    package func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    package func remove() { try? FileManager.default.removeItem(at: url) }
}
