internal import ServiceModel
internal import Synchronization

/// A bounded LRU cache of rendered documents. However a client varies its requests, neither the number of documents nor their total size
/// exceeds its limit.
///
/// A cache belongs to one base URL, one operation table and one title. Everything else that the bytes depend on is part of the key.
package final class DocumentCache: Sendable {
    /// Identifies a document of the gateway.
    package struct Key: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            case wsdl(SOAPVersions)
            case swagger, openAPI, page
        }

        package let kind: Kind
        /// The store code in paths; empty if the document does not depend on the store.
        package let store: String
        /// The requested names, which are part of the namespace; empty if the document does not depend on them.
        package let services: [String]
        /// The names of the operations that the document shows.
        package let operations: [String]

        package init(_ kind: Kind, store: String, requested services: [String], shown: [DocumentedService]) {
            self.kind = kind
            self.store = store
            self.services = services
            operations = shown.flatMap(\.operations).map(\.name)
        }
    }

    private struct Entry {
        let document: Document
        var lastUse: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var bytes = 0
        var uses: UInt64 = 0
    }

    private let capacity: Int
    private let byteLimit: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - capacity: the maximum number of documents.
    ///   - byteLimit: the maximum of their total size.
    package init(capacity: Int = 256, byteLimit: Int = 16 << 20) {
        self.capacity = capacity
        self.byteLimit = byteLimit
    }

    /// The number of cached documents.
    package var count: Int { state.withLock { $0.entries.count } }

    /// The document of a key, rendered on a miss. Concurrent misses of one key each render it.
    package func document(_ key: Key, rendered render: () -> Document) async -> Document {
        if let cached = find(key) { return cached }
        // Rendering takes milliseconds, which would block the caller's event loop.
        await Task.yield()
        let document = render()
        state.withLock { insert(document, as: key, in: &$0) }
        return document
    }

    private func find(_ key: Key) -> Document? {
        state.withLock { state in
            state.uses &+= 1
            state.entries[key]?.lastUse = state.uses
            return state.entries[key]?.document
        }
    }

    private func insert(_ document: Document, as key: Key, in state: inout State) {
        remove(key, in: &state)
        guard capacity > 0, document.bytes.count <= byteLimit else { return }
        while state.entries.count >= capacity || state.bytes > byteLimit - document.bytes.count {
            guard let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key else { break }
            remove(oldest, in: &state)
        }
        state.entries[key] = Entry(document: document, lastUse: state.uses)
        state.bytes += document.bytes.count
    }

    private func remove(_ key: Key, in state: inout State) {
        guard let removed = state.entries.removeValue(forKey: key) else { return }
        state.bytes -= removed.document.bytes.count
    }
}
