import Foundation

/// A problem of the configuration, and where an operator finds it.
struct ConfigurationProblem: Sendable, Equatable, CustomStringConvertible {
    /// `FILE:LINE`, a flag or the name of an environment variable.
    let place: String
    let text: String

    var description: String { "\(place): \(text)" }
}

/// Every problem; the description has the first.
struct ConfigurationProblems: Error, CustomStringConvertible {
    let all: [ConfigurationProblem]

    var description: String {
        guard let first = all.first else { return "the configuration is wrong" }
        return all.count == 1 ? "\(first)" : "\(first) (and \(all.count - 1) more: see token-gateway check)"
    }
}

/// Reads a small file that an operator writes.
enum TextFile {
    /// Throws when the file is missing, unreadable, too large or not UTF-8, and when every user may write to it.
    /// - Parameter limit: in bytes.
    static func read(_ path: String, limit: Int) throws(ConfigurationProblems) -> String {
        func problem(_ text: String) -> ConfigurationProblems { .init(all: [.init(place: path, text: text)]) }
        guard access(path, F_OK) == 0 else { throw problem(String(cString: strerror(errno))) }
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        guard let status = try? FileManager.default.attributesOfItem(atPath: target), status[.type] as? FileAttributeType == .typeRegular,
            let size = status[.size] as? Int, let permissions = status[.posixPermissions] as? Int
        else { throw problem("this is not a regular file") }
        guard permissions & 0o002 == 0 else { throw problem("everybody may write to this file; chmod o-w would change that") }
        guard size <= limit else { throw problem("the file is larger than \(limit / 1024) KiB") }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw problem("the file cannot be read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw problem("the file is not UTF-8") }
        return text
    }
}
