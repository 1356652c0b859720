import Foundation
import QRCode
import ServiceModel
import Testing

struct PNGQRCodeEncoderTests {
    /// `Tests/Interop` decodes the code with an independent reader.
    @Test(arguments: [1, 40, 512])
    func everyTextMakesAPNGOf400Pixels(_ length: Int) throws {
        let png = try PNGQRCodeEncoder().png(of: Secret(String(repeating: "a", count: length)))
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(Array(png[16..<24]) == [0, 0, 1, 144, 0, 0, 1, 144])
        #expect(png.suffix(8).starts(with: Array("IEND".utf8)))
    }

    @Test func differentTextsMakeDifferentImages() throws {
        let images = try ["a", "b"].map { try PNGQRCodeEncoder().png(of: Secret($0)) }
        #expect(images[0] != images[1])
    }

    @Test func tooLongTextIsRefused() {
        #expect(throws: Fault.self) { try PNGQRCodeEncoder().png(of: Secret(String(repeating: "a", count: 2000))) }
    }
}
