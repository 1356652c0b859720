import Testing

@testable import ContractTests

/// The tester against the mock, over real sockets: the two halves were written from the same specifications, so neither may find fault.
@Suite(.timeLimit(.minutes(2))) struct MockTests {
    private func withMock<Result: Sendable>(
        _ path: String, recording: Recording? = nil, _ body: @Sendable @escaping (ServiceDescription, String) async throws -> Result
    ) async throws -> Result {
        let description = try await Fixture.description(path)
        let service = MockService(description, document: Fixture.bytes(path), recording: recording)
        let listener = try await HTTPListener(host: "127.0.0.1", port: 0)
        let address = "http://127.0.0.1:\(listener.port)/"
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try? await service.serve(on: listener, at: address)
                return nil
            }
            group.addTask { try await body(description, address) }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }

    private func options(_ address: String) -> RunOptions {
        var options = RunOptions()
        options.endpoint = address
        options.allowsAll = true
        options.allowsLockout = true
        options.rate = 100_000
        return options
    }

    @Test(arguments: ["../Interop/contracts/orders.wsdl", "Fixtures/recursive-type.wsdl", "../../WSDL/integrationAdminTokenServiceV1.wsdl"])
    func theMockOfADescriptionPassesItsTest(_ path: String) async throws {
        let report = try await withMock(path) { description, address in
            await TestRun(description, data: DataFile(), options: options(address)).run()
        }
        #expect(report.failures(from: .warning).isEmpty, "\(report.text(.text))")
        #expect(report.requests > 25 && report.interruption == nil && report.unreachable == nil)
    }

    @Test func requestsOfARunAreTheSameForTheSameSeed() async throws {
        let requests = try await withMock("../Interop/contracts/orders.wsdl") { description, address in
            let one = await TestRun(description, data: DataFile(), options: options(address)).run()
            let two = await TestRun(description, data: DataFile(), options: options(address)).run()
            return (one.cases.map(\.request), two.cases.map(\.request))
        }
        #expect(requests.0 == requests.1 && !requests.0.isEmpty)
    }

    @Test func operationsThatMayChangeSomethingAreNotCalled() async throws {
        let report = try await withMock("../../WSDL/customerCustomerRepositoryV1.wsdl") { description, address in
            var options = options(address)
            options.allowsAll = false
            return await TestRun(description, data: DataFile(), options: options).run()
        }
        #expect(report.operations.allSatisfy { !$0.contains("Save") && !$0.contains("Delete") } && !report.operations.isEmpty)
        #expect(
            report.skipped.contains { $0.operation.hasSuffix("Save") } && report.skipped.contains { $0.operation.hasSuffix("DeleteById") })
    }

    @Test func aRunEndsWithItsTimeAndWithItsTask() async throws {
        let (late, cancelled) = try await withMock("../Interop/contracts/orders.wsdl") { description, address in
            var slow = options(address)
            slow.rate = 20
            slow.time = .milliseconds(300)
            let late = await TestRun(description, data: DataFile(), options: slow).run()
            slow.time = .seconds(60)
            let endless = slow
            let task = Task { await TestRun(description, data: DataFile(), options: endless).run() }
            task.cancel()
            return (late, await task.value)
        }
        #expect(late.interruption?.contains("--time") == true && late.requests < 20)
        #expect(cancelled.interruption == "interrupted")
    }

    @Test func aServerThatIsNotThereIsReportedAsUnreachable() async throws {
        let description = try await Fixture.description("../Interop/contracts/orders.wsdl")
        let listener = try await HTTPListener(host: "127.0.0.1", port: 0)
        let port = listener.port
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.serve { _ in GivenResponse(status: 200) } }
            group.cancelAll()
            try? await group.waitForAll()
        }
        let report = await TestRun(description, data: DataFile(), options: options("http://127.0.0.1:\(port)/")).run()
        #expect(report.unreachable != nil && report.requests == 1)
    }

    @Test func recordedResponsesAreServedAndReplayed() async throws {
        let request = String(decoding: EnvelopeWriter(.soap11).bytes([]), as: UTF8.self)
        let entry = Recording.Entry(
            method: "POST", target: "/orders?x=1", requestHeaders: [("Content-Type", "text/xml")], request: request, status: 200,
            responseHeaders: [("Content-Type", "text/xml; charset=utf-8")], response: request)
        var recording = Recording()
        recording.entries = [entry]
        let read = try Recording(Array((entry.json.text + "\n").utf8))
        #expect(read.entries.first?.request == request)
        // An empty Body is refused by the mock, so the recorded response cannot come back.
        let report = try await withMock("../Interop/contracts/orders.wsdl", recording: recording) { _, address in
            await Replay(read, from: "file", endpoint: address, data: DataFile(), options: options(address)).run()
        }
        #expect(report.findings.contains { $0.rule == ReplayRules.status } && report.findings.contains { $0.rule == ReplayRules.structure })
    }
}
