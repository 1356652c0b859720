import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

/// Operations on customers have the same outcome in all four protocols.
struct CustomerCallsTests {
    private static let create = WireProtocol.Call(
        method: "POST", path: "/rest/V1/customers", service: "customerAccountManagementV1", operation: "CreateAccount")
    private static let available = WireProtocol.Call(
        method: "POST", path: "/rest/V1/customers/isEmailAvailable", service: "customerAccountManagementV1", operation: "IsEmailAvailable")
    private static let reset = WireProtocol.Call(
        method: "PUT", path: "/rest/V1/customers/password", service: "customerAccountManagementV1", operation: "InitiatePasswordReset")
    private static let password = WireProtocol.Call(
        method: "PUT", path: "/rest/V1/customers/me/password", service: "customerAccountManagementV1", operation: "ChangePasswordById")

    private static func address(_ city: String, billing: Bool) -> Wire {
        [
            "countryId": "GB", "street": ["1 Hill Road", "Flat <2>"], "telephone": "123", "city": .text(city), "firstname": "Al",
            "lastname": "Bo", "region": ["regionCode": "YO", "region": "Yorkshire"], "regionId": 7, "defaultBilling": .bool(billing),
        ]
    }

    private static func customer(_ more: (String, Wire)...) -> WireObject {
        var customer = WireObject()
        for (name, value) in [("email", "cy@example.test"), ("firstname", "Cy"), ("lastname", "O'Hara")] as [(String, Wire)] + more {
            customer.append(name, value)
        }
        return customer
    }

    private static func object(_ wire: Wire) -> WireObject {
        if case .object(let object) = wire { object } else { WireObject() }
    }

    private static func registration(_ customer: WireObject) -> WireObject {
        WireObject([
            .init(name: "customer", value: .object(customer)), .init(name: "password", value: .text(TestGateway.password)),
        ])
    }

    @Test(arguments: WireProtocol.allCases)
    func aCustomerWithTwoAddressesIsReturned(_ way: WireProtocol) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let addresses: Wire = [Self.address("Leeds", billing: false), Self.address("York", billing: true)]
        let made = try await way.call(Self.create, Self.registration(Self.customer(("addresses", addresses))), test)
        for line in [
            ".id=2", ".group_id=1", ".default_billing=2", ".email=cy@example.test", ".lastname=O'Hara", ".addresses.0.city=Leeds",
            ".addresses.1.street.1=Flat <2>", ".addresses.1.region.region_code=YO", ".addresses.1.region.region_id=7",
            ".addresses.1.region_id=7", ".addresses.1.default_billing=true", ".disable_auto_group_change=0",
            ".extension_attributes.is_subscribed=false",
        ] {
            #expect(made.contains(line), "\(line) in \(made)")
        }
        #expect(!made.contains { $0.contains("default_shipping") || $0.contains("password") })
        let me = WireProtocol.Call(
            method: "GET", path: "/rest/V1/customers/me", service: "customerCustomerRepositoryV1", operation: "GetSelf")
        let read = try await way.call(me, WireObject(), test, test.bearer(.customer, "cy@example.test"))
        #expect(read == made)
    }

    @Test(arguments: WireProtocol.allCases)
    func onlyAnotherGroupRequiresCredentials(_ way: WireProtocol) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let wanted = Self.registration(Self.customer(("groupId", 2)))
        let (admin, reader) = (try await test.bearer(.admin, "ops"), try await test.bearer(.admin, "reader"))
        for headers in [[:], reader, try await test.bearer(.customer, "ann@example.test"), [.authorization: "Bearer nobody"]] {
            #expect(try await way.call(Self.create, wanted, test, headers) == ["auth.denied", "Magento_Customer::manage"])
        }
        #expect(try await way.call(Self.create, wanted, test, admin).contains(".group_id=2"))
        let plain = Self.registration(Self.customer(("email", "other@example.test"), ("groupId", 1)))
        var unnamed = plain
        unnamed.members[0].value = .object(WireObject(Self.customer().members.filter { $0.name != "email" }))
        #expect(try await way.call(Self.create, unnamed, test) == ["customer.email-missing"])
    }

    @Test func aRefusedGroupIsChallenged() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let body = "{\"customer\":{\"email\":\"c@example.test\",\"firstname\":\"C\",\"lastname\":\"D\",\"group_id\":2}}"
        for (credentials, error) in [("", nil), ("Bearer nobody", "invalid_token"), ("reader", "insufficient_scope")] {
            var headers: RequestFields = credentials == "reader" ? try await test.bearer(.admin, "reader") : [:]
            if credentials.hasPrefix("Bearer") { headers[.authorization] = credentials }
            headers[.contentType] = "application/json"
            let response = await test.send("POST", "/rest/V1/customers", headers, body)
            #expect(response.status == 401)
            let challenge = "Bearer realm=\"token-gateway\"" + (error.map { ", error=\"\($0)\"" } ?? "")
            #expect(response.headers[.wwwAuthenticate] == challenge)
        }
    }

    @Test(arguments: WireProtocol.allCases)
    func refusalsAreEqualInAllProtocols(_ way: WireProtocol) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let token = try await test.bearer(.customer, "ann@example.test")
        let taken = Self.registration(Self.customer(("addresses", .list([]))))
        _ = try await way.call(Self.create, taken, test)
        #expect(try await way.call(Self.create, taken, test) == ["customer.exists"])
        #expect(try await way.call(Self.create, Self.object(["password": "x"]), test) == ["input.required", "customer"])
        #expect(try await way.call(Self.available, Self.object(["customerEmail": "ann@example.test"]), test) == ["=true"])
        #expect(
            try await way.call(Self.reset, Self.object(["email": "a@b.test", "template": "email_nope"]), test)
                == ["input.template", "email_nope", "template", "email_reminder", "email_reset"])
        #expect(try await way.call(Self.reset, Self.object(["email": "a@b.test", "template": "email_reset"]), test) == ["=true"])
        #expect(try await way.call(Self.reset, Self.object(["email": "a@b.test", "template": "email_reset"]), test) == ["reset.too-often"])
        let change: Wire = ["customerId": 99, "currentPassword": "wrong", "newPassword": "Other-Horse-8-Battery"]
        #expect(try await way.call(Self.password, Self.object(change), test, token) == ["password.mismatch"])
        #expect(
            try await way.call(Self.password, Self.object(change), test, test.bearer(.admin, "ops")) == ["input.required", "customerId"])
        #expect(try await way.call(Self.password, Self.object(change), test) == ["auth.denied", "self"])
    }

    @Test func searchesAreEqualByQueryAndEnvelope() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let admin = try await test.bearer(.admin, "reader")
        let query = "filter_groups][0][filters][0][field]=email&searchCriteria[filter_groups][0][filters][0][value]=ann%25"
        let condition = "searchCriteria[filter_groups][0][filters][0][conditionType]=like&searchCriteria[pageSize]=5"
        let found = await test.send("GET", "/rest/V1/customers/search?searchCriteria[\(query)&\(condition)", admin)
        #expect(found.status == 200)
        let tail =
            "\"search_criteria\":{\"filter_groups\":[{\"filters\":[{\"field\":\"email\",\"value\":\"ann%\","
            + "\"condition_type\":\"like\"}]}],\"page_size\":5},\"total_count\":1}"
        #expect(found.text.hasPrefix("{\"items\":[{\"id\":1,") && found.text.hasSuffix(tail))
        let all = await test.send("GET", "/rest/V1/customers/search?search_criteria=", admin)
        #expect(all.text.hasSuffix("\"search_criteria\":{\"filter_groups\":[]},\"total_count\":1}"))
        let none = await test.send("GET", "/rest/V1/customers/search", admin)
        #expect(none.status == 400 && none.text.contains("searchCriteria"))

        let list = WireProtocol.Call(method: "GET", path: "", service: "customerCustomerRepositoryV1", operation: "GetList")
        let filter: Wire = ["field": "email", "value": "ANN@example.test"]
        let criteria: Wire = ["filterGroups": [["filters": [filter]]], "sortOrders": [["field": "id"]], "currentPage": 1]
        for way in [WireProtocol.soap11, .soap12] {
            let reported = try await way.call(list, Self.object(["searchCriteria": criteria]), test, admin)
            #expect(reported.contains(".items.0.email=ann@example.test") && reported.contains(".total_count=1"))
            #expect(reported.contains(".search_criteria.filter_groups.0.filters.0.condition_type=eq"))
            #expect(reported.contains(".search_criteria.sort_orders.0.direction=DESC"))
            #expect(
                try await way.call(list, Self.object(["searchCriteria": ["pageSize": 301]]), test, admin) == ["search.page-size", "300"])
            #expect(try await way.call(list, WireObject(), test, admin) == ["input.required", "searchCriteria"])
        }
    }

    private static let save = WireProtocol.Call(
        method: "PUT", path: "/rest/V1/customers/1", service: "customerCustomerRepositoryV1", operation: "Save")
    private static let saveSelf = WireProtocol.Call(
        method: "PUT", path: "/rest/V1/customers/me", service: "customerCustomerRepositoryV1", operation: "SaveSelf")

    @Test(arguments: WireProtocol.allCases)
    func zerosOfTypedClientsCountAsAbsent(_ way: WireProtocol) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let zeros: [(String, Wire)] = [
            ("id", 0), ("websiteId", "0"), ("storeId", 0), ("defaultBilling", 0), ("defaultShipping", "0"),
        ]
        var addressed = Self.object(Self.address("York", billing: true))
        addressed.append("id", 0)
        var wanted = Self.customer(("addresses", [.object(addressed)]))
        for (name, value) in zeros { wanted.append(name, value) }
        let made = try await way.call(Self.create, Self.registration(wanted), test)
        for line in [".id=2", ".website_id=1", ".store_id=1", ".default_billing=1", ".addresses.0.id=1"] {
            #expect(made.contains(line), "\(line) in \(made)")
        }
        // The same for every save: the order and the defaults are kept.
        let admin = try await test.bearer(.admin, "ops")
        var changed = WireObject([.init(name: "middlename", value: "M")])
        for (name, value) in zeros where name != "id" { changed.append(name, value) }
        changed.append("id", 2)
        let call = WireProtocol.Call(
            method: "PUT", path: "/rest/V1/customers/2", service: Self.save.service, operation: Self.save.operation)
        let saved = try await way.call(call, WireObject([.init(name: "customer", value: .object(changed))]), test, admin)
        for line in made where !line.hasPrefix(".updated_at") { #expect(saved.contains(line), "\(line) in \(saved)") }
        #expect(saved.contains(".middlename=M"))
    }

    @Test(arguments: [WireProtocol.soap11, .soap12])
    func anIDOfZeroCreatesACustomerBySOAP(_ way: WireProtocol) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let wanted = WireObject([.init(name: "customer", value: .object(Self.customer(("id", 0))))])
        #expect(try await way.call(Self.save, wanted, test, test.bearer(.admin, "ops")).contains(".id=2"))
    }

    @Test(arguments: WireProtocol.allCases)
    func aSaveByIDKeepsAbsentFieldsAndASelfSaveRequiresThem(_ way: WireProtocol) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let change = Self.object(["customer": ["id": 1, "gender": 2]])
        let saved = try await way.call(Self.save, change, test, test.bearer(.admin, "ops"))
        for line in [".email=ann@example.test", ".firstname=Ann", ".lastname=Lee", ".gender=2"] {
            #expect(saved.contains(line), "\(line) in \(saved)")
        }
        let ann = try await test.bearer(.customer, "ann@example.test")
        #expect(try await way.call(Self.saveSelf, change, test, ann) == ["customer.email-missing"])
        let empty = Self.object(["customer": ["id": 1, "email": ""]])
        // XML cannot represent empty text: over REST it is absent.
        let reported = try await way.call(Self.save, empty, test, test.bearer(.admin, "ops"))
        #expect(reported == ["customer.email-missing"] || (way == .xml && reported.contains(".email=ann@example.test")))
    }

    @Test(arguments: [WireProtocol.json, .xml])
    func aRegionMayBeText(_ way: WireProtocol) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        func address(_ region: Wire, id: Int?) -> WireObject {
            var address = WireObject(Self.object(Self.address("York", billing: false)).members.filter { !$0.name.hasPrefix("region") })
            address.append("region", region)
            if let id { address.append("regionId", .int(id)) }
            return address
        }
        let rows: [(Wire, Int?, [String])] = [
            ("New York", nil, [".region.region=New York", ".region.region_id=0", ".region_id=0"]),
            ("New York", 43, [".region.region=New York", ".region.region_id=43", ".region_id=43"]),
            ("", nil, []), ("", 43, [".region.region_id=43", ".region_id=43"]),
            (["region": "NY", "regionId": 7], 43, [".region.region=NY", ".region.region_id=7", ".region_id=7"]),
        ]
        for (number, row) in rows.enumerated() {
            let customer = Self.customer(("addresses", [.object(address(row.0, id: row.1))]))
            var wanted = Self.registration(customer)
            if case .object(var inner) = wanted.members[0].value {
                inner.set("email", .text("r\(number)@example.test"))
                wanted.members[0].value = .object(inner)
            }
            let reported = try await way.call(Self.create, wanted, test)
            #expect(reported.filter { $0.contains("region") } == row.2.map { ".addresses.0" + $0 }, "\(reported)")
        }
    }

    @Test func aRegionOfSOAPIsAnObject() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        var address = Self.object(Self.address("York", billing: false))
        address.set("region", "New York")
        let wanted = Self.registration(Self.customer(("addresses", [.object(address)])))
        let reported = try await WireProtocol.soap12.call(Self.create, wanted, test)
        #expect(reported == ["In \"customer.addresses.region\": \"New York\" does not fit type object."])
    }

    @Test(arguments: [
        "searchCriteria=", "searchCriteria", "searchCriteria=all", "searchCriteria=[]", "searchCriteria[]=", "searchCriteria%5B%5D=",
        "searchCriteria[]=a&searchCriteria[]=b", "searchCriteria[0]=a", "search_criteria=0",
        "searchCriteria[pageSize]=nonsense&searchCriteria=all", "searchCriteria=100%", "searchCriteria=all&x%=50%zz",
    ])
    func aScalarAsSearchCriteriaMeansNoCriteria(_ query: String) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let found = await test.send("GET", "/rest/V1/customers/search?\(query)", try await test.bearer(.admin, "reader"))
        #expect(found.status == 200)
        #expect(found.text.hasSuffix("\"search_criteria\":{\"filter_groups\":[]},\"total_count\":1}"), "\(found.text)")
    }

    @Test(arguments: ["searchCriteria[0][a]=b", "searchCriteria[filterGroups]=x", "searchCriteria[nope]=", "searchCriteria[pageSize]=x"])
    func nestedSearchCriteriaAreValidated(_ query: String) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let found = await test.send("GET", "/rest/V1/customers/search?\(query)", try await test.bearer(.admin, "reader"))
        #expect(found.status == 400)
    }

    @Test func aScalarIsNoObjectInOperationsWithABody() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        for query in ["customer=", "customer=x", "customer[]="] {
            let response = await test.send("PUT", "/rest/V1/customers/1?\(query)", try await test.bearer(.admin, "ops"))
            #expect(response.status == 400 && response.text.contains("does not fit type object"), "\(query): \(response.text)")
        }
    }

    @Test func aBarePercentSignInAQueryStandsForItself() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let admin = try await test.bearer(.admin, "reader")
        let filter = "searchCriteria[filterGroups][0][filters][0]"
        let query = "\(filter)[field]=email&\(filter)[value]=%nn@%.test&\(filter)[conditionType]=like"
        #expect(await test.send("GET", "/rest/V1/customers/search?\(query)", admin).text.contains("ann@example.test"))
        #expect(await test.send("GET", "/rest/V1/customers/50%", admin).status == 400)
    }

    @Test(arguments: [WireProtocol.xml, .soap11, .soap12])
    func whiteSpaceInListsAndObjectsIsIgnored(_ way: WireProtocol) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let blank = Wire.text("\n    ")
        var wanted = Self.registration(Self.customer(("addresses", blank), ("extensionAttributes", blank)))
        let made = try await way.call(Self.create, wanted, test)
        #expect(made.contains(".id=2") && !made.contains { $0.hasPrefix(".addresses") }, "\(made)")
        wanted.members[0].value = blank
        #expect(try await way.call(Self.create, wanted, test) == ["input.required", "customer"])
        var address = Self.object(Self.address("York", billing: false))
        address.set("region", blank)
        address.set("regionId", .null)
        address.set("street", blank)
        let reported = try await way.call(Self.create, Self.registration(Self.customer(("addresses", [.object(address)]))), test)
        #expect(reported == ["input.required", "street"])
        guard way != .xml else { return }
        let list = WireProtocol.Call(method: "GET", path: "", service: "customerCustomerRepositoryV1", operation: "GetList")
        let admin = try await test.bearer(.admin, "reader")
        let criteria: Wire = ["filterGroups": blank, "sortOrders": blank, "pageSize": "\n 1 \n"]
        #expect(try await way.call(list, Self.object(["searchCriteria": criteria]), test, admin).contains(".total_count=2"))
    }

    @Test func thePathDeterminesTheSavedCustomer() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        var admin = try await test.bearer(.admin, "ops")
        admin[.contentType] = "application/json"
        func put(_ id: String, _ customer: String) async -> GatewayResponse {
            await test.send("PUT", "/rest/V1/customers/\(id)", admin, "{\"customer\":\(customer)}")
        }
        let fields = "\"email\":\"ann@example.test\",\"firstname\":\"Path\",\"lastname\":\"Wins\"}"
        #expect(await put("1", "{\"id\":999,\(fields)").text.contains("\"firstname\":\"Path\""))
        #expect(await put("1", "{\(fields)").status == 200)
        #expect(await put("999", "{\"id\":1,\(fields)").status == 404)
        #expect(await put("0", "{\"id\":1,\(fields)").status == 404)
        #expect(await put("0", "{\"id\":0,\(fields)").text.contains("\"fieldName\":\"customerId\",\"fieldValue\":0"))
        #expect(await put("abc", "{\"id\":1,\(fields)").status == 400)
        #expect(await put("1", "null").text.contains("\"fieldName\":\"customer\""))
        #expect(await put("1", "7").status == 400)
        for empty in ["{}", "[]"] {
            #expect(await put("1", empty).text.contains("\"firstname\":\"Path\""), "nothing is sent, nothing changes")
        }
        #expect(await test.send("DELETE", "/rest/V1/customers/1", admin).text == "true")
        #expect(await test.send("DELETE", "/rest/V1/customers/1", admin).status == 404)
    }
}
