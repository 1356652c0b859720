import GatewayHTTP
import GatewayTestSupport
import SafeXML
import ServiceModel
import Testing

/// `soap.md` §2 and §4 beyond the example.
@Suite struct WSDLDocumentTests {
    private static let allServices =
        "integrationAdminTokenServiceV1,twoFactorAuthAdminTokenServiceV1,integrationCustomerTokenServiceV1,"
        + "customerAccountManagementV1,customerCustomerRepositoryV1,twoFactorAuthTfaV1,twoFactorAuthAuthyConfigureV1"

    private func schema(_ services: String, of caller: Caller = Sample.manager) throws -> XMLElement {
        try Sample.wsdl(services, of: caller).first("types").first("schema")
    }

    /// The elements of the sequence of a type.
    private func members(of type: String, in schema: XMLElement) throws -> [XMLElement] {
        try schema.first("complexType", named: type).first("sequence").children
    }

    @Test(arguments: SOAPVersions.allCases) func everyReferenceResolvesToOneComponent(_ versions: SOAPVersions) throws {
        let root = try Sample.wsdl(Self.allServices, versions, of: Sample.manager)
        let schema = try root.first("types").first("schema")
        func names(_ elements: [XMLElement]) throws -> Set<String> {
            let names = elements.compactMap { $0.attribute(named: "name") }
            let set = Set(names)
            try #require(names.count == set.count, "a name is declared twice: \(names)")
            return set
        }
        let targets = [
            "element": try names(schema.all("element")), "type": try names(schema.all("complexType")),
            "message": try names(root.all("message")), "binding": try names(root.all("binding")),
        ]
        let portTypes = try names(root.all("portType"))
        for element in root.subtree {
            for (attribute, known) in targets {
                guard let value = element.attribute(named: attribute), value.hasPrefix("tns:") else { continue }
                let target = element.name.local == "binding" ? portTypes : known
                #expect(target.contains(String(value.dropFirst(4))), "\(attribute)=\(value) leads nowhere")
            }
        }
    }

    @Test func typesFollowTheElementsThatReferToThemDepthFirst() throws {
        let names = try schema("customerCustomerRepositoryV1").names
        let own = names.drop { $0 != "customerCustomerRepositoryV1GetByIdRequest" }
        #expect(
            own.prefix(13) == [
                "customerCustomerRepositoryV1GetByIdRequest", "CustomerCustomerRepositoryV1GetByIdRequest",
                "customerCustomerRepositoryV1GetByIdResponse",
                "ArrayOfString", "CustomerDataRegionInterface", "CustomerDataAddressInterface", "ArrayOfCustomerDataAddressInterface",
                "CustomerDataCustomerExtensionInterface", "CustomerDataCustomerInterface",
                "CustomerCustomerRepositoryV1GetByIdResponse",
                "customerCustomerRepositoryV1SaveRequest", "CustomerCustomerRepositoryV1SaveRequest",
                "customerCustomerRepositoryV1SaveResponse",
            ])
        #expect(
            own.drop { $0 != "customerCustomerRepositoryV1GetListRequest" } == [
                "customerCustomerRepositoryV1GetListRequest", "FrameworkFilter", "ArrayOfFrameworkFilter", "FrameworkSearchFilterGroup",
                "ArrayOfFrameworkSearchFilterGroup", "FrameworkSearchCriteriaInterface", "CustomerCustomerRepositoryV1GetListRequest",
                "customerCustomerRepositoryV1GetListResponse", "ArrayOfCustomerDataCustomerInterface",
                "CustomerDataCustomerSearchResultsInterface", "CustomerCustomerRepositoryV1GetListResponse",
            ])
    }

    @Test func occurrenceAttributesFollowTheContract() throws {
        let schema = try schema("customerCustomerRepositoryV1")
        func occurrences(_ type: String) throws -> [[String?]] {
            try members(of: type, in: schema).map {
                [$0.attribute(named: "name"), $0.attribute(named: "minOccurs"), $0.attribute(named: "maxOccurs")]
            }
        }
        #expect(
            try occurrences("CustomerDataCustomerInterface") == [
                ["id", "0", "1"], ["email", "1", "1"], ["defaultBilling", "0", "1"], ["addresses", "0", nil],
                ["extensionAttributes", "0", "1"],
            ])
        #expect(
            try occurrences("CustomerDataCustomerSearchResultsInterface") == [
                ["items", nil, nil], ["searchCriteria", "1", "1"], ["totalCount", "1", "1"],
            ])
        #expect(try occurrences("ArrayOfString") == [["item", "0", "unbounded"]])
    }

    @Test func scalarsHaveTheTypesOfTheContract() throws {
        let customers = try schema("customerCustomerRepositoryV1")
        let types = try members(of: "CustomerDataCustomerInterface", in: customers).compactMap { $0.attribute(named: "type") }
        #expect(
            types == [
                "xsd:int", "xsd:string", "xsd:string", "tns:ArrayOfCustomerDataAddressInterface",
                "tns:CustomerDataCustomerExtensionInterface",
            ])
        let providers = try schema("twoFactorAuthTfaV1")
        #expect(try members(of: "ArrayOfFloat", in: providers).first?.attribute(named: "type") == "xsd:float")
        let list = try members(of: "TwoFactorAuthTfaV1GetAllProvidersResponse", in: providers)
        #expect(list.map { $0.attribute(named: "type") } == ["tns:ArrayOfTwoFactorAuthProviderInterface"])
        #expect(list.first?.attribute(named: "minOccurs") == nil)
    }

    @Test func requestWithoutParametersIsNillable() throws {
        let schema = try schema("twoFactorAuthTfaV1,integrationAdminTokenServiceV1")
        let nillable = schema.all("element").filter { $0.attribute(named: "nillable") == "true" }
        #expect(nillable.map { $0.attribute(named: "name") } == ["twoFactorAuthTfaV1GetAllProvidersRequest"])
        #expect(try schema.first("complexType", named: "TwoFactorAuthTfaV1GetAllProvidersRequest").children.isEmpty)
    }

    @Test func responseWithoutResultIsTypeWithoutMembers() throws {
        let root = try Sample.wsdl("twoFactorAuthAuthyConfigureV1")
        let schema = try root.first("types").first("schema")
        #expect(try schema.first("complexType", named: "TwoFactorAuthAuthyConfigureV1ActivateResponse").children.isEmpty)
        let element = try schema.first("element", named: "twoFactorAuthAuthyConfigureV1ActivateResponse")
        #expect(element.attribute(named: "nillable") == nil)
        #expect(try root.first("portType").first("operation").children.map(\.name.local) == ["input", "output", "fault"])
    }

    @Test func forcedParametersAreDeclared() throws {
        let schema = try schema("integrationCustomerTokenServiceV1", of: Sample.customer)
        let member = try #require(
            try members(of: "IntegrationCustomerTokenServiceV1RevokeCustomerAccessTokenRequest", in: schema).first)
        #expect(member.attribute(named: "name") == "customerId")
        #expect(member.attribute(named: "minOccurs") == "1")
    }

    @Test(arguments: [
        (SOAPVersions.both, ["soap12", "soap"], ["Binding", "Soap11Binding"], ["Port", "Soap11Port"]),
        (.only12, ["soap12"], ["Binding"], ["Port"]),
        (.only11, ["soap"], ["Soap11Binding"], ["Soap11Port"]),
    ]) func aVersionSelectsBindingsPortsAndPrefixes(_ versions: SOAPVersions, _ prefixes: [String], _ bindings: [String], _ ports: [String])
        throws
    {
        let service = "integrationAdminTokenServiceV1"
        let names = try ServiceNames(service)
        let shown = try DocumentRights(Sample.services, of: .guest, in: Sample.store).wsdl(names)
        let bytes = WSDLDocument(of: shown, namespace: "urn:n", versions: versions).rendered()
        let text = String(decoding: bytes, as: UTF8.self)
        for prefix in ["soap12", "soap"] { #expect(text.contains("xmlns:\(prefix)=") == prefixes.contains(prefix)) }
        let root = try Sample.read(bytes)
        #expect(root.all("binding").map { $0.attribute(named: "name") } == bindings.map { service + $0 })
        #expect(try root.first("service").names == ports.map { service + $0 })
        #expect(try root.first("service").children.map { $0.children.map(\.name.prefix) } == prefixes.map { [$0] })
        #expect(root.subtree.allSatisfy { element in element.name.prefix.map { ["xsd"] + prefixes ~= $0 } ?? true })
    }

    @Test func theChildrenOfDefinitionsAreInOrder() throws {
        let root = try Sample.wsdl("twoFactorAuthTfaV1,integrationAdminTokenServiceV1", of: Sample.manager)
        let service = ["portType", "binding", "binding", "service"]
        let expected = ["types", "message"] + service + ["message", "message"] + service + Array(repeating: "message", count: 4)
        #expect(root.children.map(\.name.local) == expected)
        #expect(
            root.all("service").map { $0.attribute(named: "name") } == [
                "twoFactorAuthTfaV1Service", "integrationAdminTokenServiceV1Service",
            ])
    }

    @Test func onlyDocumentedComponentsHaveAnnotations() throws {
        let schema = try schema("integrationAdminTokenServiceV1,twoFactorAuthTfaV1")
        let request = try schema.first("complexType", named: "IntegrationAdminTokenServiceV1CreateAdminAccessTokenRequest")
        #expect(try request.first("annotation").first("documentation").text == "Signs an admin in.")
        #expect(request.children.map(\.name.local) == ["annotation", "sequence"])
        let password = try request.first("sequence").first("element", named: "password")
        #expect(try password.first("annotation").first("documentation").text == "Never logged.")
        #expect(try schema.first("complexType", named: "TwoFactorAuthTfaV1GetAllProvidersRequest").all("annotation").isEmpty)
        #expect(schema.subtree.allSatisfy { $0.name.local != "documentation" || !$0.text.isEmpty })
    }

    @Test func documentationIsEscaped() throws {
        let evil = "</xsd:documentation>&<!--\u{0}\" "
        let operation = Sample.operation(
            "aV1", "b", nil, [.anonymous], [Sample.required("c", .string, evil)], output: nil, evil)
        let service = DocumentedService(name: "aV1", operations: [operation.description])
        let root = try Sample.read(WSDLDocument(of: [service], namespace: "urn:a&b").rendered())
        let texts = root.subtree.filter { $0.name.local == "documentation" }.map(\.text)
        #expect(texts.filter { $0 == "</xsd:documentation>&<!--\" " }.count == 2)
        #expect(root.attribute(named: "targetNamespace") == "urn:a&b")
    }
}

private func ~= (known: [String], prefix: String) -> Bool { known.contains(prefix) }
