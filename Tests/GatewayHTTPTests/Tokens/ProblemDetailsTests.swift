import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

/// Refusals of the gateway's own endpoints.
@Suite struct ProblemDetailsTests {
    private let problems = ProblemDetails(texts: MessageTexts())

    private func body(_ fault: Fault, _ problems: ProblemDetails? = nil) -> String {
        (problems ?? self.problems).response(fault).text
    }

    @Test func theTitleHasItsValuesFilledIn() {
        let denied = body(.denied([.acl("Magento_Customer::customer"), .acl("Magento_User::acl_users")]))
        #expect(denied.contains(#""title":"Permission missing: Magento_Customer::customer, Magento_User::acl_users.""#))
        #expect(denied.contains(#""resources":"Magento_Customer::customer, Magento_User::acl_users""#))
        let required = body(Fault(.inputRequired, [.init("fieldName", "token")]))
        #expect(required.contains(#""title":"A value for \"token\" is missing.""#))
        #expect(required.contains(#""fieldName":"token""#))
    }

    @Test func aLongValueIsCutInTheTitleOnly() {
        let long = String(repeating: "x", count: 100)
        let text = body(Fault(.inputValue, [.init("value", .text(long)), .init("fieldName", "resource")]))
        #expect(text.contains(#""title":"\""# + String(repeating: "x", count: 64) + #"\" is not possible for resource.""#))
        #expect(text.contains(#""value":"\#(long)""#))
    }

    @Test func replacedTextsAreFilledIn() {
        let problems = ProblemDetails(texts: MessageTexts(replacing: ["auth.denied": "Es fehlt: %resources"]))
        #expect(body(.denied([.customerSelf]), problems).contains(#""title":"Es fehlt: self""#))
    }

    @Test func noTitleContainsAPlaceholder() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let reader = try await test.bearer(.admin, "reader")
        var form = reader
        form[.contentType] = "application/x-www-form-urlencoded"
        let refused = [
            await test.send("GET", "/auth/verify"), await test.send("GET", "/auth/verify?resource=Magento_User::acl_users", reader),
            await test.send("GET", "/auth/verify?resource=nope", reader), await test.send("GET", "/auth/verify?nope=1", reader),
            await test.send("POST", "/oauth/introspect"), await test.send("POST", "/oauth/introspect", form, "token=x"),
            await test.send("POST", "/oauth/revoke", form, "token="), await test.send("POST", "/oauth/revoke?token=x", form),
            await test.send("DELETE", "/health/live"), await test.send("GET", "/nowhere"),
        ]
        for response in refused {
            #expect(response.status >= 400)
            #expect(response.headers[.contentType] == "application/problem+json")
            #expect(!response.text.contains("%"), "\(response.text)")
        }
    }
}
