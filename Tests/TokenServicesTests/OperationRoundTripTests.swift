import ServiceModel
import Testing
import TokenCore

@testable import TokenServices

/// The compiler does not notice when two adjacent fields of one type are swapped. So every message is built from its schema, decoded and
/// encoded again, and must be equal to the original.
struct OperationRoundTripTests {
    /// Values that differ from field to field.
    private struct Sampler {
        var counter = 0

        mutating func sample(_ schema: Schema) -> Wire {
            counter += 1
            switch schema {
            case .string, .secret, .mixed: return .text("text \(counter)")
            case .int: return .int(counter)
            case .boolean: return .bool(counter.isMultiple(of: 2))
            case .float: return .double(Double(counter) + 0.5)
            case .list(let element): return .list([sample(element), sample(element)])
            case .object(let object):
                return .object(WireObject(object.members.filter { !$0.isReadOnly }.map { .init(name: $0.name, value: sample($0.schema)) }))
            }
        }
    }

    private static let operations = Services.operations + AdministrationServices.operations
    private static let descriptions = operations.map(\.description)

    private static let echoes: [(name: String, schema: Schema, echo: @Sendable (Wire) throws(Fault) -> Wire)] =
        operations.flatMap { handled in
            let description = handled.description
            var found = [(description.name + " input", Schema.object(description.input), handled.echo)]
            if let output = description.output, let echo = handled.echoResult { found.append((description.name + " output", output, echo)) }
            return found
        }

    @Test func decodingAndEncodingIsIdentity() throws {
        #expect(Self.echoes.count > 8)
        for (name, schema, echo) in Self.echoes {
            var sampler = Sampler()
            let sample = sampler.sample(schema)
            #expect(try echo(sample) == sample, "\(name)")
        }
    }

    @Test func namesAndRoutesAreUnique() {
        let descriptions = Self.descriptions
        #expect(Set(descriptions.map(\.name)).count == descriptions.count)
        let routes = descriptions.compactMap(\.route).map { "\($0.method) \($0.path)" }
        #expect(Set(routes).count == routes.count)
    }

    @Test func operationsAndParametersAreDocumented() {
        for description in Self.descriptions {
            #expect(!description.documentation.isEmpty, "\(description.name)")
            #expect(!description.resources.isEmpty, "\(description.name)")
            for member in description.input.members { #expect(!member.documentation.isEmpty, "\(description.name) \(member.name)") }
        }
    }

    /// A resource that cannot be granted would lock an operation forever.
    @Test func resourcesExist() {
        for case .acl(let id) in Self.descriptions.flatMap(\.resources) { #expect(ACL.knows(id)) }
    }

    @Test func passwordsAreSecretEverywhere() {
        for member in Self.descriptions.flatMap(\.input.members) where member.name.lowercased().contains("password") {
            #expect(member.schema.isSecret)
        }
    }

    @Test func forcedParametersAreDeclared() {
        for description in Self.descriptions {
            for forced in description.forced { #expect(description.input.member(named: forced.path.first ?? "") != nil) }
        }
    }
}
