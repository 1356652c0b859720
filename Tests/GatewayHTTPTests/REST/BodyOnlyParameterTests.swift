import GatewayTestSupport
import ServiceModel
import Testing
import TokenServices

@testable import GatewayHTTP

/// What a query must not carry follows from the declarations of the operations.
struct BodyOnlyParameterTests {
    private static let operations = Services.descriptions.filter { $0.route?.method.hasBody == true }

    @Test func secretsAreRefusedInTheQueryOfEveryOperationWithABody() {
        for operation in Self.operations {
            for member in operation.input.members {
                for name in [member.name, member.snakeName] {
                    let isRefused = member.schema.isSecret || member.name == "username"
                    #expect(refusedName(of: operation, in: [name]) == (isRefused ? member.name : nil), "\(operation.name) \(name)")
                }
            }
        }
    }

    /// The parameters that the contract names (`rest.md` §8).
    @Test(arguments: [
        "username", "password", "otp", "passcode", "publicKeyCredentialJson", "currentPassword", "newPassword", "resetToken",
        "passwordHash",
        "tfaToken",
    ])
    func theParametersOfTheContractAreDeclaredForTheBodyAlone(_ name: String) {
        let members = Self.operations.compactMap { $0.input.member(named: name) }
        #expect(!members.isEmpty && members.allSatisfy(\.isBodyOnly))
    }

    @Test func theFirstInDeclarationOrderIsReported() throws {
        let operation = try #require(Self.operations.first { $0.method == "changePasswordById" })
        #expect(refusedName(of: operation, in: ["new_password", "currentPassword"]) == "currentPassword")
    }

    @Test func queriesOfOperationsWithoutABodyMayCarryThem() throws {
        let operations = Services.descriptions.filter {
            $0.route?.method.hasBody == false && $0.input.members.contains(where: \.isBodyOnly)
        }
        #expect(!operations.isEmpty)
        for operation in operations { #expect(refusedName(of: operation, in: ["tfaToken"]) == nil) }
    }

    private func refusedName(of operation: OperationDescription, in query: [String]) -> String? {
        do {
            try RESTParameters.refuseBodyOnly(operation, in: WireObject(query.map { .init(name: $0, value: "x") }))
            return nil
        } catch {
            guard error.message == .inputSecretInQuery, case .wire(.text(let name))? = error.parameters.first?.value else { return nil }
            return name
        }
    }
}
