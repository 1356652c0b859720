import CCurl
import Foundation
import Synchronization

/// An HTTP/1.1 client that uses a new connection for each request. All transfers share one thread, which exists while there are any.
package final class HTTPClient: Sendable {
    private struct State {
        var added: [HTTPTransfer] = []
        var isRunning = false
    }

    private let state = Mutex(State())
    /// `nil` if libcurl cannot be initialized. Other threads may call only `curl_multi_wakeup` on it.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer?

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Whether connections may be made to an address, given in network order with its 4 or 16 bytes.
    private let mayReach: @Sendable (UnsafeBufferPointer<UInt8>) -> Bool

    /// - Parameter mayReach: called before each connection with the address that the name stands for.
    package init(mayReach: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Bool = { _ in true }) {
        self.mayReach = mayReach
        multi = Self.isReady ? curl_multi_init() : nil
    }

    deinit {
        // The thread retains the client, so there are no transfers.
        if let multi { curl_multi_cleanup(multi) }
    }

    /// Sends a request and reads the response. Cancelling the task ends the exchange.
    /// - Throws: when there is no whole response before the request's deadline. The description never holds a secret.
    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let transfer = HTTPTransfer(request, mayReach: mayReach)
        let result: Result<HTTPResponse, HTTPFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.onEnd { continuation.resume(returning: $0) }
                add(transfer)
            }
        } onCancel: {
            transfer.cancel()
            wake()
        }
        return try result.get()
    }

    private func add(_ transfer: HTTPTransfer) {
        guard multi != nil else { return transfer.end(.failure(HTTPFailure("libcurl cannot be started"))) }
        let begins = state.withLock { state in
            state.added.append(transfer)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if begins { Thread.detachNewThread { self.run() } } else { wake() }
    }

    private func wake() {
        if let multi { curl_multi_wakeup(multi) }
    }

    // MARK: On the thread

    private func run() {
        guard let multi else { return }
        var active: [UnsafeMutableRawPointer: HTTPTransfer] = [:]
        while let added = takeAdded(whileActive: !active.isEmpty) {
            for transfer in added {
                guard let handle = transfer.begin() else { continue }
                if curl_multi_add_handle(multi, handle) == CURLM_OK {
                    active[handle] = transfer
                } else {
                    transfer.finish(CURLE_FAILED_INIT)
                }
            }
            for (handle, transfer) in active where transfer.isCancelled {
                active[handle] = nil
                curl_multi_remove_handle(multi, handle)
                transfer.finish(CURLE_ABORTED_BY_CALLBACK)
            }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishEnded(multi, &active)
            // Input, a timeout of libcurl or `wake` ends the wait; the number is an upper limit.
            if !active.isEmpty { curl_multi_poll(multi, nil, 0, 1000, nil) }
        }
    }

    /// - Returns: `nil` if there are no transfers, so that the thread ends.
    private func takeAdded(whileActive isActive: Bool) -> [HTTPTransfer]? {
        state.withLock { state in
            defer { state.added.removeAll() }
            if state.added.isEmpty, !isActive {
                state.isRunning = false
                return nil
            }
            return state.added
        }
    }

    private func finishEnded(_ multi: UnsafeMutableRawPointer, _ active: inout [UnsafeMutableRawPointer: HTTPTransfer]) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            let result = gateway_curl_result(message)
            curl_multi_remove_handle(multi, handle)
            active.removeValue(forKey: handle)?.finish(result)
        }
    }
}
