import Foundation

/// When new certificate files are to be loaded. Both files change one after the other, so they are left alone until two looks in a row
/// have found the same. Pure.
struct CertificateWatch {
    /// What tells one state of the files from another; `nil` for a file that is not there.
    struct Stamp: Equatable {
        var files: [File?]

        struct File: Equatable {
            let number: UInt64
            let size: UInt64
            let changed: Date
        }
    }

    /// The state that was loaded, or tried to.
    private var tried: Stamp
    private var candidate: Stamp?

    init(loaded: Stamp) {
        tried = loaded
    }

    /// - Returns: whether to load the files now.
    mutating func look(_ now: Stamp) -> Bool {
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
            // A link is renewed by pointing elsewhere.
            let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
            guard let found = try? FileManager.default.attributesOfItem(atPath: target),
                let number = found[.systemFileNumber] as? UInt64, let size = found[.size] as? UInt64,
                let changed = found[.modificationDate] as? Date
            else { return nil }
            return File(number: number, size: size, changed: changed)
        }
    }
}
