import NIOCore
import TokenCore

/// To whom an answer may be given again, when the same bytes come as a request. It must depend on nothing but these bytes, the caller
/// behind the token, and what the store counts the changes of (``FactMonitor``).
enum Repetition: Sendable, Equatable {
    case never
    /// Whoever sends these bytes.
    case anybody
    /// Whoever sends these bytes, while the token in them is good.
    case bearing(TokenDigest)
}

/// Answers that are given again for as long as they hold. Programs repeat themselves: most send the same bytes with every call, and to
/// know them again costs less than to read them.
///
/// Requests are kept as digests only, because there are tokens in them.
final class AnswerMemory: Sendable {
    struct Kept: Sendable {
        let answer: RenderedAnswer
        let method: String
        fileprivate let repetition: Repetition
    }

    /// Answers kept, and bytes of one.
    private static let capacity = 2048
    private static let largest = 16 * 1024
    /// Bytes of a request that is looked up.
    private static let largestRequest = 4 * 1024

    private let kept: FactCache<TokenDigest, Kept>
    private let tokens: TokenAuthority

    init(_ core: Core) {
        kept = FactCache(core.facts, capacity: Self.capacity, lifetime: TokenAuthority.knownFor)
        tokens = core.tokens
    }

    /// What an answer that is begun now is to be kept with.
    var epoch: Freshness.Epoch { kept.epoch }

    /// - Parameter epoch: taken before the answer was begun.
    func keep(_ answer: RenderedAnswer, to request: ByteBuffer, method: String, _ repetition: Repetition, begunIn epoch: Freshness.Epoch) {
        guard repetition != .never, answer.size <= Self.largest, request.readableBytes <= Self.largestRequest else { return }
        kept.keep(Kept(answer: answer, method: method, repetition: repetition), for: Self.digest(request), readIn: epoch)
    }

    /// The answer to a request, if it is known and still holds. For a token, this is a use.
    func answer(to request: ByteBuffer) -> Kept? {
        guard request.readableBytes <= Self.largestRequest, let found = kept.use(Self.digest(request), { $0 }) else { return nil }
        switch found.repetition {
        case .never: return nil
        case .anybody: return found
        case .bearing(let token): return tokens.isGood(token) ? found : nil
        }
    }

    /// How often an answer was given again.
    var statistics: FactStatistics { kept.statistics }

    private static func digest(_ request: ByteBuffer) -> TokenDigest {
        request.withUnsafeReadableBytes { TokenDigest(of: $0) }
    }
}
