import Foundation
import ServiceModel

/// Duo's Auth API v2, as far as it is used.
struct DuoClient: Sendable {
    let integrationKey: String
    let secretKey: Secret
    /// What requests are signed for, wherever they are sent.
    let host: String
    let services: ProviderServices
    let clock: any WallClock

    /// Waits before a request is sent again that came too soon (429).
    private static let waits: [Duration] = [.seconds(1), .seconds(2), .seconds(4)]
    private static let timeout = Duration.seconds(10)
    /// How long a person may take to answer a push, further tries included: the listener ends the request soon after.
    private static let pushTime = Duration.seconds(25)

    /// What Duo answers, whatever it is.
    /// - Parameter fields: sent as JSON with sorted keys.
    /// - Throws: `tfa.provider-unreachable`.
    func post(_ path: String, _ fields: [String: String]) async throws(Fault) -> ProviderResponse {
        do { return try await send(path, fields) { Self.timeout } } catch { throw error.fault(DuoFactor.about) }
    }

    /// The `response` of a request that Duo carried out.
    /// - Throws: `tfa.provider-unreachable`, also when Duo refused the request itself: then the settings are wrong, not the person.
    func ask(_ path: String, _ fields: [String: String]) async throws(Fault) -> Wire {
        try Self.response(in: await post(path, fields))
    }

    /// Sends a push to the default device and waits for the person.
    /// - Throws: ``SecondFactorError`` when there is no answer in time; otherwise as ``ask(_:_:)``.
    func push(to username: String) async throws -> Wire {
        let end = ContinuousClock.now + Self.pushTime
        do {
            let fields = ["username": username, "factor": "push", "device": "auto"]
            return try Self.response(in: await send("/auth/v2/auth", fields) { max(.zero, end - .now) })
        } catch let failure as TransportFailure {
            throw failure.isLate ? SecondFactorError(.tfaDuoRefused) as any Error : failure.fault(DuoFactor.about)
        }
    }

    private static func response(in answer: ProviderResponse) throws(Fault) -> Wire {
        guard answer.json["stat"]?.asText == "OK", let response = answer.json["response"] else {
            throw TransportFailure("the request was not carried out (status \(answer.status))").fault(DuoFactor.about)
        }
        return response
    }

    /// - Parameter remaining: how long the next try may take.
    private func send(
        _ path: String, _ fields: [String: String], within remaining: @Sendable () -> Duration
    ) async throws(TransportFailure) -> ProviderResponse {
        for wait in Self.waits {
            let response = try await sendOnce(path, fields, remaining())
            guard response.status == 429 else { return response }
            do { try await services.sleep(wait) } catch { throw TransportFailure("the request was given up") }
        }
        return try await sendOnce(path, fields, remaining())
    }

    private func sendOnce(
        _ path: String, _ fields: [String: String], _ timeout: Duration
    ) async throws(TransportFailure) -> ProviderResponse {
        let body = Secret(try Self.json(fields))
        let date = clock.now().messageDate
        let canon = body.withBytes { DuoSignature.canon(date: date, method: "POST", host: host, path: path, body: Array($0)) }
        let signature = DuoSignature.sign(canon, secretKey: secretKey)
        return try await services.transport.send(
            ProviderRequest(
                method: .post, url: (services.duoURL ?? "https://\(host)") + path,
                headers: [
                    ("Date", Secret(date)), ("Content-Type", Secret("application/json")),
                    ("Authorization", DuoSignature.authorization(integrationKey: integrationKey, signature: signature)),
                ], body: body, timeout: timeout))
    }

    static func json(_ fields: [String: String]) throws(TransportFailure) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(fields), as: UTF8.self)
        } catch {
            throw TransportFailure("the request cannot be written")
        }
    }
}
