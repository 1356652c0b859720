import Cryptography
import Foundation
import ServiceModel

/// The part of Duo's Auth API v2 that the gateway uses (contract: `two-factor.md` §8).
struct DuoClient: Sendable {
    let integrationKey: String
    let secretKey: Secret
    /// The API host name. It is part of what is signed, even when requests are sent to another URL.
    let host: String
    let services: ProviderServices
    let clock: any WallClock

    /// Pauses before a request that was rate-limited (429) is sent again.
    private static let retryDelays: [Duration] = [.seconds(1), .seconds(2), .seconds(4)]
    private static let timeout = Duration.seconds(10)
    /// How long a person may take to approve a push, retries included. The listener ends the request soon after.
    private static let pushTimeout = Duration.seconds(25)

    /// Sends a request.
    /// - Parameter fields: sent as JSON with sorted keys.
    /// - Returns: the response, whether or not Duo carried out the request.
    /// - Throws: `tfa.provider-unreachable`.
    func post(_ path: String, _ fields: [String: String]) async throws(Fault) -> ProviderResponse {
        do { return try await send(path, fields) { Self.timeout } } catch { throw error.fault(DuoFactor.descriptor) }
    }

    /// Sends a request that Duo has to carry out.
    /// - Returns: the member `response`.
    /// - Throws: `tfa.provider-unreachable`, also when Duo refuses the request: that means wrong settings, not a wrong proof.
    func request(_ path: String, _ fields: [String: String]) async throws(Fault) -> Wire {
        try Self.result(of: await post(path, fields))
    }

    /// Sends a push to the default device and waits for the person.
    /// - Throws: ``SecondFactorError`` when the person does not respond in time; otherwise as ``request(_:_:)``.
    func push(to username: String) async throws -> Wire {
        let end = ContinuousClock.now + Self.pushTimeout
        do {
            let fields = ["username": username, "factor": "push", "device": "auto"]
            return try Self.result(of: await send("/auth/v2/auth", fields) { max(.zero, end - .now) })
        } catch let failure as TransportFailure {
            throw failure.isLate ? SecondFactorError(.tfaDuoRefused) as any Error : failure.fault(DuoFactor.descriptor)
        }
    }

    private static func result(of response: ProviderResponse) throws(Fault) -> Wire {
        guard response.json["stat"]?.asText == "OK", let result = response.json["response"] else {
            throw TransportFailure("the request was not carried out (status \(response.status))").fault(DuoFactor.descriptor)
        }
        return result
    }

    /// - Parameter remaining: the time left for the next attempt.
    private func send(
        _ path: String, _ fields: [String: String], within remaining: @Sendable () -> Duration
    ) async throws(TransportFailure) -> ProviderResponse {
        for wait in Self.retryDelays {
            let response = try await sendOnce(path, fields, remaining())
            guard response.status == 429 else { return response }
            do { try await services.sleep(wait) } catch { throw TransportFailure("the request was cancelled") }
        }
        return try await sendOnce(path, fields, remaining())
    }

    private func sendOnce(
        _ path: String, _ fields: [String: String], _ timeout: Duration
    ) async throws(TransportFailure) -> ProviderResponse {
        let body = Secret(try Self.json(fields))
        let date = clock.now().rfc5322
        let request = body.withBytes { DuoSignature.canonicalRequest(date: date, method: "POST", host: host, path: path, body: Array($0)) }
        let signature = DuoSignature.sign(request, secretKey: secretKey)
        return try await services.transport.send(
            ProviderRequest(
                method: .post, url: (services.baseURL(of: DuoFactor.descriptor) ?? "https://\(host)") + path,
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
            throw TransportFailure("the request cannot be encoded")
        }
    }
}

/// The signature of requests to Duo's Auth API v2 (contract: `two-factor.md` §8).
enum DuoSignature {
    /// The canonical request, which is what is signed, for a request without `x-duo-` headers.
    /// - Parameter query: name and value pairs.
    static func canonicalRequest(date: String, method: String, host: String, path: String, query: [(String, String)] = [], body: [UInt8])
        -> String
    {
        let pairs = query.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }
        let sorted = pairs.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "&")
        let digests = [body, []].map { Hex.encode(HashFunction.sha512.hash($0)) }
        return ([date, method.uppercased(), host.lowercased(), path, sorted] + digests).joined(separator: "\n")
    }

    /// Lower-case hex of HMAC-SHA512.
    static func sign(_ request: String, secretKey: Secret) -> Secret {
        let message = Array(request.utf8)
        return Secret(
            Hex.encode(
                message.withUnsafeBytes { message in
                    secretKey.withBytes { HashFunction.sha512.authenticationCode(for: message, key: $0) }
                }))
    }

    /// The value of `Authorization`.
    static func authorization(integrationKey: String, signature: Secret) -> Secret {
        Secret("Basic " + Data("\(integrationKey):\(signature.revealed)".utf8).base64EncodedString())
    }
}
