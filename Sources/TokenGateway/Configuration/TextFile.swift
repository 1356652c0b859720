import Foundation

/// A small file that an operator writes, read as a whole.
enum TextFile {
    /// Throws ``ConfigurationProblem``s of the file: missing, unreadable, too large, not UTF-8, or writable by everybody, who could
    /// then tell the server what to do.
    static func read(_ path: String, limit: Int) throws(ConfigurationProblems) -> String {
        func refusal(_ text: String) -> ConfigurationProblems { .init(all: [.init(place: path, text: text)]) }
        guard access(path, F_OK) == 0 else { throw refusal(String(cString: strerror(errno))) }
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        guard let status = try? FileManager.default.attributesOfItem(atPath: target), status[.type] as? FileAttributeType == .typeRegular,
            let size = status[.size] as? Int, let permissions = status[.posixPermissions] as? Int
        else { throw refusal("this is not a regular file") }
        guard permissions & 0o002 == 0 else { throw refusal("everybody may write to this file; chmod o-w would change that") }
        guard size <= limit else { throw refusal("the file is larger than \(limit / 1024) KiB") }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw refusal("the file cannot be read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw refusal("the file is not UTF-8") }
        return text
    }
}
