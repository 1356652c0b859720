/// A text that must not be shown: it prints as redacted and compares in constant time.
///
/// The bytes live in one heap buffer that is overwritten when the last copy is released.
public struct Secret: Sendable {
    private final class Storage: Sendable {
        nonisolated(unsafe) let bytes: UnsafeMutableBufferPointer<UInt8>

        init(_ source: some Collection<UInt8>) {
            bytes = .allocate(capacity: max(source.count, 1))
            bytes.initialize(repeating: 0)
            _ = bytes.update(from: source)
        }

        deinit {
            // The buffer is passed to `deallocate` as a pointer, so the compiler keeps these stores.
            bytes.update(repeating: 0)
            bytes.deallocate()
        }
    }

    private let storage: Storage
    /// Number of bytes in UTF-8.
    public let count: Int

    public init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    public init(bytes: [UInt8]) {
        storage = Storage(bytes)
        count = bytes.count
    }

    public var isEmpty: Bool { count == 0 }

    /// Calls `body` with the bytes, which are valid during the call only.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(storage.bytes)[..<count]))
    }

    /// The text in the clear. Keep its uses few: each is a place where a secret can leak.
    public var revealed: String {
        withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Compares bytes; the time depends on the lengths only.
    public func matches(_ other: Secret) -> Bool {
        guard count == other.count else { return false }
        return withBytes { mine in
            other.withBytes { theirs in
                var difference: UInt8 = 0
                for (one, two) in zip(mine, theirs) { difference |= one ^ two }
                return difference == 0
            }
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "‹redacted›" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
