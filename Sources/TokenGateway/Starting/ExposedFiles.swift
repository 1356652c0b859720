import Foundation

/// Files with accounts, secrets or mails that others than their owner may read or change.
enum ExposedFiles {
    /// One sentence for each such file; none for files that do not exist.
    static func warnings(for configuration: GatewayConfiguration) -> [String] {
        paths(configuration).compactMap { path in
            // A link has a mode of its own, which says nothing.
            let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
            guard let found = try? FileManager.default.attributesOfItem(atPath: target), let mode = found[.posixPermissions] as? Int,
                mode & 0o077 != 0
            else { return nil }
            let better = found[.type] as? FileAttributeType == .typeDirectory ? "700" : "600"
            let octal = String(mode & 0o777, radix: 8)
            return "others than its owner have access to \(path) (mode \(octal)); chmod \(better) would change that"
        }
    }

    private static func paths(_ configuration: GatewayConfiguration) -> [String] {
        var paths = [configuration.database, configuration.database + "-wal"]
        if case .file(let file) = configuration.keys { paths.append(file.path) }
        switch configuration.mail.transport {
        case .outbox(let folder): paths.append(folder)
        case .smtp(_, let passwordFile): paths += [passwordFile].compactMap(\.self)
        }
        return paths
    }
}
