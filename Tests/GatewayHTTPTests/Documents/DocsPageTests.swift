import GatewayHTTP
import ServiceModel
import Testing

@Suite struct DocsPageTests {
    private func page(_ services: [DocumentedService], base: String = "https://h/shop") throws -> String {
        let page = DocsPage(of: services, at: try Sample.baseURL(base), title: DocumentTitle(version: "1.2.3"))
        return String(decoding: page.rendered(), as: UTF8.self)
    }

    @Test func everyOperationIsDocumented() throws {
        let page = try page(Sample.everything())
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        for operation in Sample.table.operations.map(\.description) {
            #expect(page.contains("<article id=\"\(operation.name)\">"))
            #expect(page.contains(operation.permission(in: page)))
        }
        #expect(page.contains("<code>GET /V1/customers/{customerId}</code>"))
        #expect(page.contains("<td>CustomerDataCustomerInterface</td>"))
        #expect(!page.contains("<code>adminId</code>"))
    }

    @Test func documentationIsEscaped() throws {
        let evil = "<script>alert('\"&')</script>"
        let operation = Sample.operation("aV1", "b", nil, [.acl(evil)], [Sample.required("c", .secret, evil)], output: nil, evil)
        let page = try page([.init(name: "aV1", operations: [operation.description])])
        #expect(!page.contains("<script"))
        #expect(page.split(separator: "&lt;script&gt;alert('\"&amp;')&lt;/script&gt;").count == 4)
    }

    @Test func thePageHasNoScriptsAndNoForeignResources() throws {
        let page = try page(Sample.everything())
        for forbidden in ["<style", "style=", "<script", "onclick", "http://"] { #expect(!page.contains(forbidden)) }
        #expect(page.contains("<link rel=\"stylesheet\" href=\"/shop/docs/style.css\"/>"))
        #expect(DocsPage.style.mediaType == "text/css; charset=utf-8")
    }
}

extension OperationDescription {
    /// The displayed text of the first resource.
    fileprivate func permission(in page: String) -> String {
        switch resources.first {
        case .acl(let id): id
        case .customerSelf: "For customers"
        case .adminSelf: "For admins"
        default: "Open to everybody"
        }
    }
}
