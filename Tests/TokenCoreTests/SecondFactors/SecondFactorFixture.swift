import Foundation
import ServiceModel
import Synchronization
import TestSupport
import Testing

@testable import TokenCore

/// A core with forced providers and one admin `ops`, and the calls of that admin.
struct SecondFactorFixture {
    let test: TestCore
    let transport: ScriptedTransport
    var factors: SecondFactors { test.core.secondFactors }
    let credentials = AdminCredentials(username: "ops", password: TestCore.password)

    /// - Parameter forced: value of the setting.
    init(_ forced: String, providers: ProviderRegistry = .standard) async throws {
        transport = ScriptedTransport()
        test = try TestCore(providers: providers, services: ProviderServices(transport: transport, sleep: { _ in }))
        test.core.baseURL.set("https://gateway.example")
        try await test.makeAdmin()
        for (path, value) in [
            ("twofactorauth/duo/integration_key", "DITOKENGATEWAYTEST01"),
            ("twofactorauth/duo/secret_key", "tgwDuoSecretKeyForTestsOnly0123456789abc"),
            ("twofactorauth/duo/api_hostname", "api-0a1b2c3d.duosecurity.com"), ("twofactorauth/authy/api_key", "authy-key"),
        ] where providers.settings.contains(where: { $0.path == path }) {
            try await set(path, value)
        }
        try await set("twofactorauth/general/force_providers", forced)
    }

    func remove() { test.remove() }

    func set(_ path: String, _ value: String) async throws {
        try await test.core.administration(as: .localOperator).setSetting(path, to: value)
    }

    func context() async throws -> CallContext { try await test.context() }

    /// A value of the newest enrolment mail.
    func mailed(_ value: String = "token") async throws -> Secret {
        let mails = try await test.database.read { try $0.queuedMails(limit: 1000) }.filter { $0.kind == "second_factor_set_up" }
        let mail = try #require(mails.max { $0.id < $1.id })
        guard case .secret(let secret)? = try test.core.mail.contents(of: mail).values[value] else { return Secret("") }
        return secret
    }

    /// The configuration token that is mailed after a sign-in with the password alone.
    func token() async throws -> Secret {
        #expect(try await test.outcome(.admin, "ops") == "tfa.configuration-required")
        return try await mailed()
    }

    /// The id of the message that a call is refused with, or `ok`.
    func outcome(_ call: () async throws -> Void) async throws -> String {
        do {
            try await call()
            return "ok"
        } catch let fault as Fault {
            return fault.message.id
        }
    }

    /// The code of a secret, some steps from now.
    func code(_ secret: String = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", _ steps: Int64 = 0, offset: Int64 = 0) throws -> Secret {
        TOTP.code(try #require(Base32.decode(secret)), step: TOTP.step(at: test.clock.now()) + steps + offset)
    }

    func setGoogle(_ secret: String = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", of username: String = "ops") async throws {
        try await test.core.administration(as: .localOperator).setGoogleSecret(Secret(secret), of: username)
    }

    func signInWithGoogle(_ code: Secret) async throws -> Secret {
        try await factors.google.signIn(credentials, code: code, context())
    }

    func liveTokens() async throws -> Int {
        try await test.database.read { [now = test.clock.now()] in try $0.liveTokens(of: nil, at: now).count }
    }

    /// The number of tokens in the audit trail.
    func issuedTokens() async throws -> Int {
        try await test.database.read { try $0.auditTrail(limit: 100_000) }.filter { $0.action == "signin" && $0.outcome == .success }.count
    }

    func queuedMails() async throws -> Int {
        try await test.database.read { try $0.queuedMails(limit: 1000).count }
    }

    /// The audit trail, oldest first, without actions of operators.
    func trail() async throws -> [String] {
        try await test.trail().reversed().filter { $0.actorKind != "operator" }.map { "\($0.action) \($0.outcome) \($0.reason)" }
    }
}

/// Responds to requests from a list, and records the requests.
final class ScriptedTransport: ProviderTransport {
    typealias Outcome = Result<ProviderResponse, TransportFailure>

    private let script = Mutex<[Outcome]>([])
    private let sent = Mutex<[ProviderRequest]>([])

    var requests: [ProviderRequest] { sent.withLock { $0 } }

    func enqueue(_ outcomes: Outcome...) {
        script.withLock { $0 += outcomes }
    }

    func send(_ request: ProviderRequest) async throws(TransportFailure) -> ProviderResponse {
        sent.withLock { $0.append(request) }
        let response = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let response else { throw TransportFailure("nothing is listening") }
        return try response.get()
    }
}

extension ScriptedTransport.Outcome {
    static func json(_ json: Wire, status: Int = 200) -> Self {
        .success(ProviderResponse(status: status, json: json))
    }

    static let silence = Self.failure(TransportFailure("too late", isLate: true))
    static let refusedConnection = Self.failure(TransportFailure("connection refused"))
}
