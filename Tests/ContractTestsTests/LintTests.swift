import Foundation
import Testing

@testable import ContractTests

/// Descriptions with one defect each, and descriptions without any.
@Suite struct LintTests {
    @Test(arguments: [
        ("dangling-message", "WSDL-REFERENCE"), ("fault-without-extension", "CLIENT-FAULT-EXTENSION"),
        ("fault-not-bound", "CLIENT-FAULT-BINDING"), ("rpc-encoded", "WSI-R2706"), ("rpc-encoded", "WSI-R2110"),
        ("rpc-encoded", "WSI-R2111"), ("rpc-encoded", "CLIENT-ENCODED"), ("missing-schema-import", "XSD-IMPORT"),
        ("several-parts", "WSI-R2210"), ("part-by-type", "WSI-R2204"), ("overloaded", "WSI-R2304"), ("endless-type", "XSD-ENDLESS"),
        ("one-element-for-two", "WSI-R2710"), ("network-import", "WSDL-IMPORT-NETWORK"), ("unused-soap12", "CLIENT-GSOAP-VERSION"),
        ("address-of-other-version", "WSDL-ADDRESS-VERSION"), ("no-target-namespace", "WSI-R2105"),
        ("names-differ-in-case", "CLIENT-COLLISION"), ("invalid-schema", "XSD-INVALID"),
    ])
    func aKnownDefectIsReportedByItsRule(_ name: String, _ rule: String) async throws {
        let findings = Linter().findings(in: try await Fixture.description("Fixtures/\(name).wsdl"))
        #expect(findings.contains { $0.rule.id == rule }, "\(findings.map { "\($0.rule.id) \($0.message)" })")
        #expect(
            Linter(suppressing: [rule]).findings(in: try await Fixture.description("Fixtures/\(name).wsdl")).allSatisfy {
                $0.rule.id != rule
            })
    }

    @Test func aRecursiveTypeThatEndsIsCorrect() async throws {
        let findings = Linter().findings(in: try await Fixture.description("Fixtures/recursive-type.wsdl"))
        #expect(findings.filter { $0.rule.severity > .note }.isEmpty, "\(findings)")
    }

    @Test func theDescriptionsOfThisPackageHaveNoFindingAboveANote() async throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Fixture.folder("../../WSDL")).filter { $0.hasSuffix(".wsdl") }
        #expect(names.count > 15)
        for name in names {
            let findings = Linter().findings(in: try await Fixture.description("../../WSDL/\(name)")).filter { $0.rule.severity > .note }
            #expect(findings.isEmpty, "\(name): \(findings.map { "\($0.rule.id) \($0.place) \($0.message)" })")
        }
    }

    @Test func ruleIdentifiersAreUnique() {
        #expect(Set(Rule.all.map(\.id)).count == Rule.all.count)
    }

    /// 192.0.2.1 is in a block for documentation: a connection there would wait.
    @Test func importsFromTheNetworkAreNotFetched() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let description = try await Fixture.description("Fixtures/network-import.wsdl")
        #expect(description.imports.contains { $0.failure?.isRefused == true })
        #expect(start.duration(to: clock.now) < .seconds(5))
    }
}

enum Fixture {
    static func folder(_ path: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(path).standardizedFileURL.path
    }

    static func description(_ path: String) async throws -> ServiceDescription {
        try await DescriptionReader(DocumentSource()).read(folder(path))
    }

    static func bytes(_ path: String) -> [UInt8] {
        FileManager.default.contents(atPath: folder(path)).map { [UInt8]($0) } ?? []
    }

    static func description(_ text: String, replacing changes: [(String, String)]) async throws -> ServiceDescription {
        let changed = changes.reduce(text) { $0.replacing($1.0, with: $1.1) }
        return try await DescriptionReader(DocumentSource()).read(Array(changed.utf8), from: "changed.wsdl")
    }

    /// The description of the server in Tests/Interop.
    static var orders: String { String(decoding: bytes("../Interop/contracts/orders.wsdl"), as: UTF8.self) }
}
