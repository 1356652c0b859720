import ServiceModel
import Testing
import TokenCore

@testable import TokenServices

/// Two neighbouring fields of one type can be swapped unseen by the compiler: every message of the table is built from its schema,
/// decoded and encoded again, and has to come back as it was.
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
                return .object(WireObject(object.members.map { .init(name: $0.name, value: sample($0.schema)) }))
            }
        }
    }

    private static let echoes: [(name: String, schema: Schema, echo: @Sendable (Wire) throws(Fault) -> Wire)] =
        Services.operations.flatMap { handled in
            let description = handled.description
            var found = [(description.name + " input", Schema.object(description.input), handled.echo)]
            if let output = description.output, let echo = handled.echoResult { found.append((description.name + " output", output, echo)) }
            return found
        }

    @Test func everyMessageComesBackAsItWas() throws {
        #expect(Self.echoes.count > 8)
        for (name, schema, echo) in Self.echoes {
            var sampler = Sampler()
            let sample = sampler.sample(schema)
            #expect(try echo(sample) == sample, "\(name)")
        }
    }

    @Test func namesAndRoutesAreUnique() {
        let descriptions = Services.descriptions
        #expect(Set(descriptions.map(\.name)).count == descriptions.count)
        let routes = descriptions.compactMap(\.route).map { "\($0.method) \($0.path)" }
        #expect(Set(routes).count == routes.count)
    }

    @Test func everythingIsDocumented() {
        for description in Services.descriptions {
            #expect(!description.documentation.isEmpty, "\(description.name)")
            #expect(!description.resources.isEmpty, "\(description.name)")
            for member in description.input.members { #expect(!member.documentation.isEmpty, "\(description.name) \(member.name)") }
        }
    }

    /// A resource that nobody could be granted would lock an operation for ever.
    @Test func resourcesExist() {
        for case .acl(let id) in Services.descriptions.flatMap(\.resources) { #expect(ACL.knows(id)) }
    }

    @Test func passwordsAreSecretEverywhere() {
        for member in Services.descriptions.flatMap(\.input.members) where member.name.lowercased().contains("password") {
            #expect(member.schema.isSecret)
        }
    }

    @Test func forcedParametersAreDeclared() {
        for description in Services.descriptions {
            for forced in description.forced { #expect(description.input.member(named: forced.path.first ?? "") != nil) }
        }
    }
}
