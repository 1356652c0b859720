import NIOCore
import NIOHTTP1

extension RequestGuard {
    /// What came behind a request that is not answered yet.
    enum Pending {
        case part(HTTPServerRequestPart)
        case error(HTTPParserError)
        case inputClosed

        /// Passed on while a request is being answered: the answer can still go out.
        var isEndOfInput: Bool {
            if case .inputClosed = self { true } else { false }
        }
    }
}

/// The request ended before its end.
struct IncompleteRequest: Error {}
