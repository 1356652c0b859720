import NIOHTTP1
import Testing

@testable import GatewayHTTP

@Suite struct RequestFieldsTests {
    @Test(arguments: RequestFields.Name.allCases) func namesAreFoundInAnyCase(_ name: RequestFields.Name) {
        #expect(RequestFields.Name(name.rawValue) == name)
        #expect(RequestFields.Name(name.rawValue.uppercased()) == name)
        #expect(RequestFields.Name(String(name.rawValue.dropLast()) + "~") == nil)
    }

    @Test func valuesAreKeptInOrderAndJoined() {
        let fields = RequestFields(["Accept": "a", "Cookie": "c", "ACCEPT": "b", "Content-Type": "text/xml"])
        #expect(fields[values: .accept] == ["a", "b"])
        #expect(fields[.accept] == "a, b")
        #expect(fields[.contentType] == "text/xml")
        #expect(fields[.authorization] == nil)
    }

    @Test func settingAFieldReplacesAllItsValues() {
        var fields: RequestFields = [.accept: "a"]
        fields.append(.accept, "b")
        fields[.accept] = "c"
        #expect(fields[values: .accept] == ["c"])
        fields[.accept] = nil
        #expect(fields[.accept] == nil)
    }
}
