import ServiceModel
import Testing
import TokenCore

@testable import TokenServices

struct SecondFactorServicesTests {
    @Test func everyRegisteredProviderHasOperations() {
        #expect(SecondFactorServices.providers.map { $0.provider.code } == ProviderRegistry.standard.descriptors.map(\.code))
        for service in SecondFactorServices.providers { #expect(!service.operations.isEmpty, "\(service.provider.code)") }
    }

    @Test func routesOfProvidersBeginWithTheirCodes() {
        for service in SecondFactorServices.providers {
            for operation in service.operations {
                let path = operation.description.route?.path ?? ""
                #expect(path.hasPrefix("/V1/tfa/provider/\(service.provider.code)/"), "\(operation.description.name)")
            }
        }
    }
}
