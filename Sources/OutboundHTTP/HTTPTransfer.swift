import CCurl
import ServiceModel
import Synchronization
import TokenCore

/// A request of ours to another server.
struct HTTPRequest: Sendable {
    enum Body: Sendable {
        /// GET.
        case none
        /// POST.
        case bytes(Secret)
    }

    /// Absolute. It may hold secrets.
    var url: String
    var headers: [(name: String, value: Secret)]
    var body: Body
    /// Of the whole exchange, the response's body included.
    var timeout: Duration
    /// Bytes of a response's body; `nil` ends the exchange at the end of its head.
    var largestBody: Int?
}

struct HTTPResponse: Sendable {
    let status: Int
    let body: [UInt8]
}

/// One exchange by libcurl. It begins, proceeds and ends on the client's thread.
final class HTTPTransfer: Sendable {
    private struct State {
        var onEnd: (@Sendable (Result<HTTPResponse, TransportFailure>) -> Void)?
        var body: [UInt8] = []
        /// The rest of the response was refused, because there is too much of it or because nobody reads it.
        var isCut = false
    }

    /// What libcurl has allocated for it.
    private struct Handle {
        let curl: UnsafeMutableRawPointer
        let headers: UnsafeMutablePointer<curl_slist>?
    }

    private let request: HTTPRequest
    private let state = Mutex(State())
    private let cancelled = Atomic(false)
    private nonisolated(unsafe) var handle: Handle?

    init(_ request: HTTPRequest) {
        self.request = request
    }

    func onEnd(_ action: @escaping @Sendable (Result<HTTPResponse, TransportFailure>) -> Void) {
        state.withLock { $0.onEnd = action }
    }

    func cancel() { cancelled.store(true, ordering: .relaxed) }

    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    func end(_ result: Result<HTTPResponse, TransportFailure>) {
        let action = state.withLock { state in
            defer { state.onEnd = nil }
            return state.onEnd
        }
        action?(result)
    }

    /// - Returns: libcurl's handle, ready to be performed; `nil` if the exchange has ended already.
    func begin() -> UnsafeMutableRawPointer? {
        guard let curl = curl_easy_init() else {
            end(.failure(TransportFailure("libcurl cannot be started")))
            return nil
        }
        var headers: UnsafeMutablePointer<curl_slist>?
        // `Expect` without a value keeps libcurl from waiting for 100 Continue.
        for line in request.headers.map({ "\($0.name): \($0.value.revealed)" }) + ["Expect:"] {
            guard let longer = curl_slist_append(headers, line) else { continue }
            headers = longer
        }
        handle = Handle(curl: curl, headers: headers)
        let result = configure(curl, headers)
        guard result == CURLE_OK else {
            finish(result)
            return nil
        }
        return curl
    }

    /// The handle is no longer libcurl's to perform.
    func finish(_ result: CURLcode) {
        guard let handle else { return }
        let status = gateway_curl_last_reply(handle.curl)
        curl_easy_cleanup(handle.curl)
        curl_slist_free_all(handle.headers)
        self.handle = nil
        end(outcome(result, status: status))
    }

    private func outcome(_ result: CURLcode, status: Int) -> Result<HTTPResponse, TransportFailure> {
        let (body, isCut) = state.withLock { ($0.body, $0.isCut) }
        if result == CURLE_OK || (isCut && request.largestBody == nil) { return .success(HTTPResponse(status: status, body: body)) }
        if isCut { return .failure(TransportFailure("the response is too long")) }
        if isCancelled { return .failure(TransportFailure("the request was given up")) }
        // The longer text of libcurl may hold the URL.
        let isLate = result == CURLE_OPERATION_TIMEDOUT
        return .failure(TransportFailure(isLate ? "no response in time" : String(cString: curl_easy_strerror(result)), isLate: isLate))
    }

    // MARK: Options

    private func configure(_ curl: UnsafeMutableRawPointer, _ headers: UnsafeMutablePointer<curl_slist>?) -> CURLcode {
        let (seconds, attoseconds) = request.timeout.components
        let timeout = Int(clamping: min(max(seconds, 0), 86_400) * 1000 + attoseconds / 1_000_000_000_000_000)
        let texts: [(CURLoption, String)] = [
            (CURLOPT_URL, request.url), (CURLOPT_PROTOCOLS_STR, "http,https"),
            // No proxy, whatever the environment says: the request may carry secrets for one host alone.
            (CURLOPT_PROXY, ""),
        ]
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1), (CURLOPT_NOSIGNAL, 1), (CURLOPT_TIMEOUT_MS, max(timeout, 1)),
            (CURLOPT_CONNECTTIMEOUT_MS, max(timeout, 1)), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_PATH_AS_IS, 1),
            (CURLOPT_FRESH_CONNECT, 1), (CURLOPT_FORBID_REUSE, 1), (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2),
            (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
        ].map { ($0.0, Int($0.1)) }
        var result = CURLE_OK
        for (option, text) in texts where result == CURLE_OK { result = gateway_curl_set_text(curl, option, text) }
        for (option, number) in numbers where result == CURLE_OK { result = gateway_curl_set_number(curl, option, number) }
        if result == CURLE_OK, case .bytes(let body) = request.body {
            result = gateway_curl_set_number(curl, CURLOPT_POST, 1)
            if result == CURLE_OK { result = body.withBytes { gateway_curl_set_body(curl, $0.baseAddress, $0.count) } }
        }
        if result == CURLE_OK { result = gateway_curl_set_list(curl, CURLOPT_HTTPHEADER, headers) }
        return result == CURLE_OK ? setCallbacks(curl) : result
    }

    /// The client's thread holds the transfer for as long as libcurl performs it.
    private func setCallbacks(_ curl: UnsafeMutableRawPointer) -> CURLcode {
        let this = Unmanaged.passUnretained(self).toOpaque()
        let result = gateway_curl_set_writer(
            curl,
            { bytes, size, count, sink in
                guard let bytes, let sink else { return 0 }
                let (length, overflow) = size.multipliedReportingOverflow(by: count)
                guard !overflow else { return 0 }
                let piece = UnsafeRawBufferPointer(start: bytes, count: length)
                return Unmanaged<HTTPTransfer>.fromOpaque(sink).takeUnretainedValue().take(piece) ? length : 0
            }, this)
        guard result == CURLE_OK else { return result }
        let opened = gateway_curl_set_opener(
            curl,
            { _, _, address in
                guard let address, HTTPTransfer.mayReach(address) else { return gateway_curl_no_socket() }
                return gateway_curl_open_socket(address)
            }, nil)
        guard opened == CURLE_OK else { return opened }
        return gateway_curl_set_header_reader(
            curl,
            { bytes, size, count, sink in
                guard let bytes, let sink else { return 0 }
                let (length, overflow) = size.multipliedReportingOverflow(by: count)
                guard !overflow else { return 0 }
                let line = UnsafeRawBufferPointer(start: bytes, count: length)
                return Unmanaged<HTTPTransfer>.fromOpaque(sink).takeUnretainedValue().takeHeader(line) ? length : 0
            }, this)
    }

    /// Names can stand for link-local addresses, where clouds keep credentials of the machine (RFC 3927, RFC 4291 §2.5.6).
    private static func mayReach(_ address: UnsafePointer<curl_sockaddr>) -> Bool {
        var bytes: UnsafePointer<UInt8>?
        let count = gateway_curl_address_bytes(address, &bytes)
        guard let peer = IPAddress(bytes: UnsafeBufferPointer(start: bytes, count: count)) else { return false }
        return !peer.isLinkLocal
    }

    private func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            guard let largest = request.largestBody, piece.count <= largest - state.body.count else {
                state.isCut = true
                return false
            }
            state.body.append(contentsOf: piece)
            return true
        }
    }

    /// The line behind the last field is empty. An interim response (1xx) has such a line, too.
    private func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        guard request.largestBody == nil, line.elementsEqual("\r\n".utf8), let handle, gateway_curl_last_reply(handle.curl) >= 200 else {
            return true
        }
        state.withLock { $0.isCut = true }
        return false
    }
}
