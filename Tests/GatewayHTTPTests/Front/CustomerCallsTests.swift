import HTTPTypes
import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

/// Operations on customers, alike through all four ways of speaking.
struct CustomerCallsTests {
    private static let create = Spoken.Call(
        method: "POST", path: "/rest/V1/customers", service: "customerAccountManagementV1", operation: "CreateAccount")
    private static let available = Spoken.Call(
        method: "POST", path: "/rest/V1/customers/isEmailAvailable", service: "customerAccountManagementV1", operation: "IsEmailAvailable")
    private static let reset = Spoken.Call(
        method: "PUT", path: "/rest/V1/customers/password", service: "customerAccountManagementV1", operation: "InitiatePasswordReset")
    private static let password = Spoken.Call(
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
            .init(name: "customer", value: .object(customer)), .init(name: "password", value: .text(TestFront.password)),
        ])
    }

    @Test(arguments: Spoken.allCases)
    func aCustomerWithTwoAddressesComesBack(_ way: Spoken) async throws {
        let test = try await TestFront()
        defer { test.remove() }
        let addresses: Wire = [Self.address("Leeds", billing: false), Self.address("York", billing: true)]
        let made = try await way.say(Self.create, Self.registration(Self.customer(("addresses", addresses))), test)
        for line in [
            ".id=2", ".group_id=1", ".default_billing=2", ".email=cy@example.test", ".lastname=O'Hara", ".addresses.0.city=Leeds",
            ".addresses.1.street.1=Flat <2>", ".addresses.1.region.region_code=YO", ".addresses.1.region.region_id=7",
            ".addresses.1.region_id=7", ".addresses.1.default_billing=true", ".disable_auto_group_change=0",
            ".extension_attributes.is_subscribed=false",
        ] {
            #expect(made.contains(line), "\(line) in \(made)")
        }
        #expect(!made.contains { $0.contains("default_shipping") || $0.contains("password") })
        let me = Spoken.Call(method: "GET", path: "/rest/V1/customers/me", service: "customerCustomerRepositoryV1", operation: "GetSelf")
        let read = try await way.say(me, WireObject(), test, test.bearer(.customer, "cy@example.test"))
        #expect(read == made)
    }

    @Test(arguments: Spoken.allCases)
    func onlyAnotherGroupNeedsCredentials(_ way: Spoken) async throws {
        let test = try await TestFront()
        defer { test.remove() }
        let wanted = Self.registration(Self.customer(("groupId", 2)))
        let (admin, reader) = (try await test.bearer(.admin, "ops"), try await test.bearer(.admin, "reader"))
        for headers in [[:], reader, try await test.bearer(.customer, "ann@example.test"), [.authorization: "Bearer nobody"]] {
            #expect(try await way.say(Self.create, wanted, test, headers) == ["auth.denied", "Magento_Customer::manage"])
        }
        #expect(try await way.say(Self.create, wanted, test, admin).contains(".group_id=2"))
        let plain = Self.registration(Self.customer(("email", "other@example.test"), ("groupId", 1)))
        var unnamed = plain
        unnamed.members[0].value = .object(WireObject(Self.customer().members.filter { $0.name != "email" }))
        #expect(try await way.say(Self.create, unnamed, test) == ["customer.email-missing"])
    }

    @Test func aRefusedGroupIsChallenged() async throws {
        let test = try await TestFront()
        defer { test.remove() }
        let body = "{\"customer\":{\"email\":\"c@example.test\",\"firstname\":\"C\",\"lastname\":\"D\",\"group_id\":2}}"
        for (credentials, error) in [("", nil), ("Bearer nobody", "invalid_token"), ("reader", "insufficient_scope")] {
            var headers: RequestFields = credentials == "reader" ? try await test.bearer(.admin, "reader") : [:]
            if credentials.hasPrefix("Bearer") { headers[.authorization] = credentials }
            headers[.contentType] = "application/json"
            let answer = await test.send("POST", "/rest/V1/customers", headers, body)
            #expect(answer.status == 401)
            let challenge = "Bearer realm=\"token-gateway\"" + (error.map { ", error=\"\($0)\"" } ?? "")
            #expect(answer.headers[.wwwAuthenticate] == challenge)
        }
    }

    @Test(arguments: Spoken.allCases)
    func refusalsAreTheSame(_ way: Spoken) async throws {
        let test = try await TestFront()
        defer { test.remove() }
        let token = try await test.bearer(.customer, "ann@example.test")
        let taken = Self.registration(Self.customer(("addresses", .list([]))))
        _ = try await way.say(Self.create, taken, test)
        #expect(try await way.say(Self.create, taken, test) == ["customer.exists"])
        #expect(try await way.say(Self.create, Self.object(["password": "x"]), test) == ["input.required", "customer"])
        #expect(try await way.say(Self.available, Self.object(["customerEmail": "ann@example.test"]), test) == ["=true"])
        #expect(
            try await way.say(Self.reset, Self.object(["email": "a@b.test", "template": "email_nope"]), test)
                == ["input.template", "email_nope", "template", "email_reminder", "email_reset"])
        #expect(try await way.say(Self.reset, Self.object(["email": "a@b.test", "template": "email_reset"]), test) == ["=true"])
        #expect(try await way.say(Self.reset, Self.object(["email": "a@b.test", "template": "email_reset"]), test) == ["reset.too-often"])
        let change: Wire = ["customerId": 99, "currentPassword": "wrong", "newPassword": "Other-Horse-8-Battery"]
        #expect(try await way.say(Self.password, Self.object(change), test, token) == ["password.mismatch"])
        #expect(
            try await way.say(Self.password, Self.object(change), test, test.bearer(.admin, "ops")) == ["input.required", "customerId"])
        #expect(try await way.say(Self.password, Self.object(change), test) == ["auth.denied", "self"])
    }

    @Test func searchesByQueryAndByEnvelope() async throws {
        let test = try await TestFront()
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

        let list = Spoken.Call(method: "GET", path: "", service: "customerCustomerRepositoryV1", operation: "GetList")
        let filter: Wire = ["field": "email", "value": "ANN@example.test"]
        let criteria: Wire = ["filterGroups": [["filters": [filter]]], "sortOrders": [["field": "id"]], "currentPage": 1]
        for way in [Spoken.soap11, .soap12] {
            let told = try await way.say(list, Self.object(["searchCriteria": criteria]), test, admin)
            #expect(told.contains(".items.0.email=ann@example.test") && told.contains(".total_count=1"))
            #expect(told.contains(".search_criteria.filter_groups.0.filters.0.condition_type=eq"))
            #expect(told.contains(".search_criteria.sort_orders.0.direction=DESC"))
            #expect(
                try await way.say(list, Self.object(["searchCriteria": ["pageSize": 301]]), test, admin) == ["search.page-size", "300"])
            #expect(try await way.say(list, WireObject(), test, admin) == ["input.required", "searchCriteria"])
        }
    }

    @Test func thePathNamesTheCustomerThatIsSaved() async throws {
        let test = try await TestFront()
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
        #expect(await put("abc", "{\"id\":1,\(fields)").status == 400)
        #expect(await put("1", "null").text.contains("\"fieldName\":\"customer\""))
        #expect(await put("1", "7").status == 400)
        #expect(await test.send("DELETE", "/rest/V1/customers/1", admin).text == "true")
        #expect(await test.send("DELETE", "/rest/V1/customers/1", admin).status == 404)
    }
}
