import Cryptography
import ServiceModel

/// A rendered document as it goes out: bytes, entity tag and media type (contract: `soap.md` §4, `rest.md` §15).
package struct Document: Sendable, Equatable {
    package let bytes: [UInt8]
    /// Strong, quoted, and a function of the bytes alone: the same on every node and after a restart (RFC 9110 §8.8.3).
    package let entityTag: String
    /// The value of Content-Type.
    package let mediaType: String

    package init(_ bytes: [UInt8], mediaType: String) {
        self.bytes = bytes
        self.mediaType = mediaType
        entityTag = Self.entityTag(of: bytes)
    }

    /// Whether `If-None-Match` tells that the client has these bytes, so that the answer is 304 (RFC 9110 §13.1.2).
    /// - Parameter field: the value of the field; several fields joined with commas.
    package func isKnown(to field: String) -> Bool {
        field.split(separator: ",").contains { member in
            let shown = member.drop(while: Self.isBlank)
            let tag = shown.hasPrefix("W/") ? shown.dropFirst(2) : shown
            let end = tag.lastIndex { !Self.isBlank($0) }
            guard let end else { return false }
            let text = tag[...end]
            return text == "*" || text.utf8Equals(entityTag)
        }
    }

    private static func isBlank(_ character: Character) -> Bool {
        character == " " || character == "\t"
    }

    /// Half of the digest: 128 bits are enough to tell documents apart that nobody forges.
    private static func entityTag(of bytes: [UInt8]) -> String {
        "\"" + Hex.encode(HashFunction.sha256.hash(bytes).prefix(16)) + "\""
    }
}

extension Document {
    /// Of WSDL documents and of the errors in their place (contract: `soap.md` §4).
    package static let wsdlType = "text/xml; charset=UTF-8"
    /// Of the Swagger and OpenAPI documents, whatever Accept says (contract: `rest.md` §15).
    package static let schemaType = "application/json"
    package static let pageType = "text/html; charset=utf-8"
    package static let styleType = "text/css; charset=utf-8"
}
