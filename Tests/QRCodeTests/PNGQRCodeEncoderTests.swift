import Foundation
import QRCode
import ServiceModel
import Testing

struct PNGQRCodeEncoderTests {
    /// Reading the code itself is the business of an independent reader: `Tests/Interop`.
    @Test(arguments: [1, 40, 512])
    func isAPictureOf400Pixels(_ length: Int) throws {
        let png = try PNGQRCodeEncoder().png(of: Secret(String(repeating: "a", count: length)))
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(Array(png[16..<24]) == [0, 0, 1, 144, 0, 0, 1, 144])
        #expect(png.suffix(8).starts(with: Array("IEND".utf8)))
    }

    @Test func differentTextsAreDifferentPictures() throws {
        let pictures = try ["a", "b"].map { try PNGQRCodeEncoder().png(of: Secret($0)) }
        #expect(pictures[0] != pictures[1])
    }

    @Test func aTextThatIsTooLongIsRefused() {
        #expect(throws: Fault.self) { try PNGQRCodeEncoder().png(of: Secret(String(repeating: "a", count: 2000))) }
    }
}
