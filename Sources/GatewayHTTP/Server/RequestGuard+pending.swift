import NIOCore

extension RequestGuard.Pending {
    /// Passed on while a request is being answered: the answer can still go out.
    var isEndOfInput: Bool {
        if case .inputClosed = self { true } else { false }
    }
}

/// The request ended before its end.
struct IncompleteRequest: Error {}
