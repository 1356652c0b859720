import GatewayHTTP
import GatewayTestSupport
import ServiceModel
import Testing

/// The operations that documents show, and the syntax of service names (`soap.md` §1, §4; `rest.md` §15).
@Suite struct DocumentRightsTests {
    @Test(arguments: [
        ("aV1", ["aV1"]), ("aV1,bV2", ["aV1", "bV2"]), ("bV2,aV1,bV2", ["bV2", "aV1"]), ("9V10", ["9V10"]), ("VV1", ["VV1"]),
        ("aV1V2", ["aV1V2"]), ("aV1,AV1", ["aV1", "AV1"]),
    ]) func serviceListsAreParsedInOrder(_ text: String, _ names: [String]) throws {
        #expect(try ServiceNames(text).names == names)
    }

    @Test(arguments: [
        nil, "", ",", "all", "a", "V1", "aV", "av1", "aV1,", ",aV1", "aV1,,bV1", "aV1, bV1", " aV1", "aV1%2CbV1", "a-V1", "aV1.0", "aV1x",
        "äV1", "aV1\u{301}", "aV\u{661}", "aV1\u{0}",
    ]) func malformedServiceListsAreRefused(_ text: String?) {
        let fault = #expect(throws: Fault.self) { try ServiceNames(text) }
        #expect(fault?.message == .soapServices)
    }

    @Test func aServiceListHasAtMost32Names() throws {
        #expect(try ServiceNames(Array(repeating: "aV1", count: 32).joined(separator: ",")).names == ["aV1"])
        #expect(throws: Fault.self) { try ServiceNames(Array(repeating: "aV1", count: 33).joined(separator: ",")) }
    }

    @Test func allSelectsEveryServiceOfTheSchemaDocument() throws {
        #expect(try ServiceNames.schema(nil) == nil)
        #expect(try ServiceNames.schema("all") == nil)
        #expect(try ServiceNames.schema("aV1")?.names == ["aV1"])
        #expect(throws: Fault.self) { try ServiceNames.schema("") }
        #expect(throws: Fault.self) { try ServiceNames.schema("ALL") }
    }

    @Test(arguments: [
        (Caller.guest, ["CreateAdminAccessToken", "CreateCustomerAccessToken"]),
        (Sample.customer, ["CreateAdminAccessToken", "CreateCustomerAccessToken", "RevokeCustomerAccessToken"]),
        (Sample.clerk, ["CreateAdminAccessToken", "RevokeAdminAccessToken", "CreateCustomerAccessToken"]),
        (
            Sample.manager,
            ["CreateAdminAccessToken", "RevokeAdminAccessToken", "CreateCustomerAccessToken", "RevokeCustomerAccessToken"]
        ),
        (Sample.integration, ["CreateAdminAccessToken", "CreateCustomerAccessToken"]),
    ]) func onlyPermittedOperationsAreShown(_ caller: Caller, _ shown: [String]) throws {
        let services = try DocumentRights(Sample.services, of: caller, in: Sample.store).wsdl(
            ServiceNames("integrationAdminTokenServiceV1,integrationCustomerTokenServiceV1"))
        #expect(services.flatMap(\.operations).map { FieldName.raisingFirst($0.method) } == shown)
    }

    @Test func selfIsPermittedInTheCustomersOwnStoresOnly() throws {
        let names = try ServiceNames("integrationCustomerTokenServiceV1")
        let other = StoreScope(storeID: 2, code: "b", websiteID: 2, isAdmin: false, sharesCustomers: false)
        let shared = StoreScope(storeID: 2, code: "b", websiteID: 2, isAdmin: false, sharesCustomers: true)
        for (store, count) in [(Sample.store, 2), (other, 1), (shared, 2), (Sample.adminStore, 1)] {
            let services = try DocumentRights(Sample.services, of: Sample.customer, in: store).wsdl(names)
            #expect(services.flatMap(\.operations).count == count, "\(store)")
        }
    }

    @Test func servicesKeepTheRequestedOrderAndEmptyOnesAreOmitted() throws {
        let names = try ServiceNames("customerCustomerRepositoryV1,integrationCustomerTokenServiceV1,twoFactorAuthTfaV1")
        let guest = try DocumentRights(Sample.services, of: .guest, in: Sample.store).wsdl(names)
        #expect(guest.map(\.name) == ["integrationCustomerTokenServiceV1"])
        let clerk = try DocumentRights(Sample.services, of: Sample.clerk, in: Sample.store).wsdl(names)
        #expect(clerk.map(\.name) == ["customerCustomerRepositoryV1", "integrationCustomerTokenServiceV1"])
        #expect(clerk.first?.operations.map(\.method) == ["getById", "getList"])
    }

    @Test func withoutPermittedOperationsTheWSDLIsDenied() throws {
        let names = try ServiceNames("customerCustomerRepositoryV1,twoFactorAuthTfaV1")
        let fault = #expect(throws: Fault.self) { try DocumentRights(Sample.services, of: .guest, in: Sample.store).wsdl(names) }
        #expect(fault?.message == .authDenied)
        guard case .wire(let resources)? = fault?.arguments.first?.value else { return #expect(Bool(false)) }
        #expect(resources == "Magento_Customer::customer, Magento_Customer::manage, self, Magento_TwoFactorAuth::tfa")
    }

    @Test func theFirstUnknownServiceIsReported() throws {
        let names = try ServiceNames("customerCustomerRepositoryV1,nopeV1,neitherV1")
        let rights = DocumentRights(Sample.services, of: .guest, in: Sample.store)
        for throwing in [{ try rights.wsdl(names) }, { try rights.schema(names) }] {
            let fault = #expect(throws: Fault.self) { try throwing() }
            #expect(fault?.message == .soapServiceUnknown)
            #expect(fault.map { MessageTexts().text(of: $0) }?.contains("nopeV1") == true)
        }
    }

    @Test func theSchemaDocumentShowsOperationsWithARouteOnly() throws {
        let guest = DocumentRights(Sample.services, of: .guest, in: Sample.store)
        #expect(try guest.schema(ServiceNames("customerCustomerRepositoryV1")).isEmpty)
        #expect(try guest.schema(ServiceNames("twoFactorAuthAdminTokenServiceV1")).isEmpty)
        #expect(try guest.wsdl(ServiceNames("twoFactorAuthAdminTokenServiceV1")).count == 1)
        let everything = try DocumentRights(Sample.services, of: Sample.manager, in: Sample.store).schema(nil)
        #expect(everything.map(\.name) == Sample.table.services.filter { $0 != "twoFactorAuthAdminTokenServiceV1" })
    }

    @Test func theSOAPParameterSelectsTheVersions() {
        #expect(SOAPVersions(nil) == .both)
        #expect(SOAPVersions("1.1") == .only11)
        #expect(SOAPVersions("1.2") == .only12)
        for other in ["", "1.3", "both", " 1.1"] { #expect(SOAPVersions(other) == nil) }
    }
}
