import Foundation

/// Decides when new certificate files are loaded. The two files are replaced one after the other, so they are not loaded until two polls
/// in a row have found the same state. Pure.
struct CertificateWatch {
    /// Distinguishes one state of the files from another; `nil` for a missing file.
    struct Stamp: Equatable {
        var files: [File?]

        struct File: Equatable {
            let number: UInt64
            let size: UInt64
            let changed: Date
        }
    }

    /// The state that was loaded, or that could not be loaded.
    private var tried: Stamp
    private var candidate: Stamp?

    init(loaded: Stamp) {
        tried = loaded
    }

    /// - Returns: whether to load the files now.
    mutating func poll(_ now: Stamp) -> Bool {
        guard now != tried else {
            candidate = nil
            return false
        }
        guard now == candidate else {
            candidate = now
            return false
        }
        tried = now
        candidate = nil
        return true
    }
}

extension CertificateWatch.Stamp {
    init(of paths: [String]) {
        files = paths.map { path in
            // A symbolic link is renewed by changing its target.
            let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
            guard let found = try? FileManager.default.attributesOfItem(atPath: target),
                let number = found[.systemFileNumber] as? UInt64, let size = found[.size] as? UInt64,
                let changed = found[.modificationDate] as? Date
            else { return nil }
            return File(number: number, size: size, changed: changed)
        }
    }
}
