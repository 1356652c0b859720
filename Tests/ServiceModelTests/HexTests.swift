import ServiceModel
import Testing

struct HexTests {
    @Test func everyByteIsTwoDigits() {
        for byte in UInt8.min...UInt8.max {
            let text = Hex.encode([byte])
            #expect(text.utf8.count == 2 && UInt8(text, radix: 16) == byte && text == text.lowercased())
            #expect(Hex.encode([byte], .upper) == text.uppercased())
        }
        #expect(Hex.encode([]).isEmpty)
    }

    @Test func onlyASCIIDigitsHaveAValue() {
        for byte in UInt8.min...UInt8.max {
            #expect(Hex.value(of: byte) == UInt8(String(decoding: [byte], as: UTF8.self), radix: 16))
        }
    }

    @Test func percentEncodingEscapesAllButUnreservedCharacters() {
        #expect(PercentEncoding.encode("aZ09-._~") == "aZ09-._~")
        #expect(PercentEncoding.encode(" +/%&=é€") == "%20%2B%2F%25%26%3D%C3%A9%E2%82%AC")
        #expect(PercentEncoding.encode("/a b/é", except: "/") == "/a%20b/%C3%A9")
    }

    @Test(arguments: ["", "aZ09-._~", " +/%&=é€", "e\u{301}"])
    func percentEncodedTextDecodesToItself(_ text: String) {
        #expect(PercentEncoding.decode(PercentEncoding.encode(text))?.utf8Equals(text) == true)
    }
}
