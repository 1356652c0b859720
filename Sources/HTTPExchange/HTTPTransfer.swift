import CCurl
import ServiceModel
import Synchronization

/// One transfer of libcurl, which runs on the client's thread.
final class HTTPTransfer: Sendable {
    private struct State {
        var onEnd: (@Sendable (Result<HTTPResponse, HTTPFailure>) -> Void)?
        var body: [UInt8] = []
        var head: [UInt8] = []
        /// The rest of the response was refused, because it is too long or not needed.
        var isCut = false
    }

    /// The allocations of libcurl.
    private struct Handle {
        let curl: UnsafeMutableRawPointer
        let headers: UnsafeMutablePointer<curl_slist>?
    }

    private let request: HTTPRequest
    private let state = Mutex(State())
    private let cancelled = Atomic(false)
    private nonisolated(unsafe) var handle: Handle?

    private let mayReach: @Sendable (UnsafeBufferPointer<UInt8>) -> Bool
    private static let largestHead = 64 * 1024

    init(_ request: HTTPRequest, mayReach: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Bool) {
        self.request = request
        self.mayReach = mayReach
    }

    func onEnd(_ action: @escaping @Sendable (Result<HTTPResponse, HTTPFailure>) -> Void) {
        state.withLock { $0.onEnd = action }
    }

    func cancel() { cancelled.store(true, ordering: .relaxed) }

    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    func end(_ result: Result<HTTPResponse, HTTPFailure>) {
        let action = state.withLock { state in
            defer { state.onEnd = nil }
            return state.onEnd
        }
        action?(result)
    }

    /// Configures the transfer.
    /// - Returns: the handle for libcurl; `nil` if the transfer has already ended.
    func begin() -> UnsafeMutableRawPointer? {
        guard let curl = curl_easy_init() else {
            end(.failure(HTTPFailure("libcurl cannot be started")))
            return nil
        }
        var headers: UnsafeMutablePointer<curl_slist>?
        // An empty `Expect` prevents libcurl from waiting for 100 Continue.
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

    /// Called when the handle was removed from libcurl.
    func finish(_ result: CURLcode) {
        guard let handle else { return }
        let status = gateway_curl_last_reply(handle.curl)
        curl_easy_cleanup(handle.curl)
        curl_slist_free_all(handle.headers)
        self.handle = nil
        end(outcome(result, status: status))
    }

    private func outcome(_ result: CURLcode, status: Int) -> Result<HTTPResponse, HTTPFailure> {
        let (body, head, isCut) = state.withLock { ($0.body, $0.head, $0.isCut) }
        if result == CURLE_OK || (isCut && request.largestBody == nil) {
            return .success(HTTPResponse(status: status, headers: Self.fields(of: head), body: body))
        }
        if isCut { return .failure(HTTPFailure("the response is too long")) }
        if isCancelled { return .failure(HTTPFailure("the request was given up")) }
        // The longer text of libcurl may hold the URL.
        let isLate = result == CURLE_OPERATION_TIMEDOUT
        return .failure(HTTPFailure(isLate ? "no response in time" : String(cString: curl_easy_strerror(result)), isLate: isLate))
    }

    // MARK: Options

    private func configure(_ curl: UnsafeMutableRawPointer, _ headers: UnsafeMutablePointer<curl_slist>?) -> CURLcode {
        let (seconds, attoseconds) = request.timeout.components
        let timeout = Int(clamping: min(max(seconds, 0), 86_400) * 1000 + attoseconds / 1_000_000_000_000_000)
        let texts: [(CURLoption, String)] =
            [
                (CURLOPT_URL, request.url), (CURLOPT_PROTOCOLS_STR, "http,https"),
                // No proxy, whatever the environment says: the request may carry secrets for one host alone.
                (CURLOPT_PROXY, ""),
            ] + (request.method.map { [(CURLOPT_CUSTOMREQUEST, $0)] } ?? [])
            + (request.certificateAuthorities.map { [(CURLOPT_CAINFO, $0)] } ?? [])
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

    /// The client's thread retains the transfer while libcurl performs it.
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
            { this, _, address in
                guard let this, let address, Unmanaged<HTTPTransfer>.fromOpaque(this).takeUnretainedValue().mayConnect(to: address) else {
                    return gateway_curl_no_socket()
                }
                return gateway_curl_open_socket(address)
            }, this)
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

    private func mayConnect(to address: UnsafePointer<curl_sockaddr>) -> Bool {
        var bytes: UnsafePointer<UInt8>?
        let count = gateway_curl_address_bytes(address, &bytes)
        return mayReach(UnsafeBufferPointer(start: bytes, count: count))
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

    /// Ends the transfer at the empty line after the head. Interim responses (1xx) have such a line as well.
    private func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        let isEnd = line.elementsEqual("\r\n".utf8)
        let isFinal = handle.map { gateway_curl_last_reply($0.curl) >= 200 } ?? false
        return state.withLock { state in
            // A status line begins the head of the next response.
            if line.starts(with: "HTTP/".utf8) { state.head.removeAll() }
            if state.head.count + line.count <= Self.largestHead { state.head.append(contentsOf: line) }
            guard request.largestBody == nil, isEnd, isFinal else { return true }
            state.isCut = true
            return false
        }
    }

    private static func fields(of head: [UInt8]) -> [(name: String, value: String)] {
        head.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }
            let end = value.lastIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
            return (String(decoding: line[..<colon], as: UTF8.self), String(decoding: end.map { value[...$0] } ?? [], as: UTF8.self))
        }
    }
}
