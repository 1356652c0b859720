public import ServiceModel

/// Draws QR codes (ISO/IEC 18004).
public protocol QRCodeDrawing: Sendable {
    /// - Returns: a PNG of 400 × 400 pixels with error correction H.
    /// - Throws: `internal` for a text that is too long for it.
    func png(of text: Secret) throws(Fault) -> [UInt8]
}

/// For a core that draws nothing.
public struct NoDrawing: QRCodeDrawing {
    public init() {}

    public func png(of text: Secret) throws(Fault) -> [UInt8] {
        throw Fault(.internal, cause: "this program draws no QR codes")
    }
}
