internal import ServiceModel
internal import Synchronization

/// Rendered documents, as many as are worth keeping (security.md B115): however a client varies its requests, neither count nor
/// bytes pass their bounds. What was not asked for the longest leaves first.
///
/// One cache serves one public address, one operation table and one title; everything else that bytes depend on is in the key.
package final class DocumentCache: Sendable {
    /// Everything that tells one document of a gateway from another.
    package struct Key: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            case wsdl(SOAPVersions)
            case swagger, openAPI, page
        }

        package let kind: Kind
        /// The store as addresses call it; empty where it plays no part.
        package let store: String
        /// Names as asked for, which are part of `N`; empty where they play no part.
        package let services: [String]
        /// Names of the operations shown.
        package let operations: [String]

        package init(_ kind: Kind, store: String, asked services: [String], shown: [DocumentedService]) {
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
    ///   - capacity: how many documents are kept at most.
    ///   - byteLimit: how many bytes they have together at most.
    package init(capacity: Int = 256, byteLimit: Int = 16 << 20) {
        self.capacity = capacity
        self.byteLimit = byteLimit
    }

    /// How many documents are kept now.
    package var count: Int { state.withLock { $0.entries.count } }

    /// The document of a key, rendered at the first call. Two calls at once may both render; nobody waits for a rendering.
    package func document(_ key: Key, rendered render: () -> Document) async -> Document {
        if let known = lookUp(key) { return known }
        // Takes milliseconds, for which the caller's event loop has no time.
        await Task.yield()
        let document = render()
        state.withLock { keep(document, as: key, in: &$0) }
        return document
    }

    private func lookUp(_ key: Key) -> Document? {
        state.withLock { state in
            state.uses &+= 1
            state.entries[key]?.lastUse = state.uses
            return state.entries[key]?.document
        }
    }

    private func keep(_ document: Document, as key: Key, in state: inout State) {
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
