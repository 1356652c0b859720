import CPNG
import CQREncode
public import ServiceModel
public import TokenCore

/// Encodes QR codes in byte mode with error correction H and a quiet zone of at least four modules (ISO/IEC 18004 §6.3.8).
public struct PNGQRCodeEncoder: QRCodeEncoder {
    /// Width and height in pixels.
    static let side = 400
    /// In modules.
    private static let quietZone = 4

    public init() {}

    public func png(of text: Secret) throws(Fault) -> [UInt8] {
        try Self.compress(Self.pixels(of: text))
    }

    /// One byte for each pixel, row by row; 0 is black.
    private static func pixels(of text: Secret) throws(Fault) -> [UInt8] {
        let code: UnsafeMutablePointer<QRcode>? = text.withBytes { bytes in
            QRcode_encodeData(Int32(clamping: bytes.count), bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), 0, QR_ECLEVEL_H)
        }
        guard let code else { throw Fault(.internal, cause: "a text cannot be encoded as a QR code") }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        let scale = side / (width + 2 * quietZone)
        guard scale > 0, let modules = code.pointee.data else { throw Fault(.internal, cause: "a text is too long for a QR code") }
        let edge = (side - width * scale) / 2
        var pixels = [UInt8](repeating: 255, count: side * side)
        for row in 0..<width * scale {
            for column in 0..<width * scale where modules[row / scale * width + column / scale] & 1 == 1 {
                pixels[(edge + row) * side + edge + column] = 0
            }
        }
        return pixels
    }

    private static func compress(_ pixels: [UInt8]) throws(Fault) -> [UInt8] {
        var image = png_image()
        gateway_png_prepare(&image, png_uint_32(side))
        defer { png_image_free(&image) }
        var size = png_alloc_size_t(0)
        guard png_image_write_to_memory(&image, nil, &size, 0, pixels, 0, nil) != 0 else { throw Self.failure }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        guard png_image_write_to_memory(&image, &bytes, &size, 0, pixels, 0, nil) != 0 else { throw Self.failure }
        return Array(bytes.prefix(Int(size)))
    }

    private static var failure: Fault { Fault(.internal, cause: "a PNG cannot be written") }
}
