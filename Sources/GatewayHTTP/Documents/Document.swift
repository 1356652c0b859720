import Cryptography
import ServiceModel

/// A rendered document: bytes, entity tag and media type (contract: `soap.md` §4, `rest.md` §15).
package struct Document: Sendable, Equatable {
    package let bytes: [UInt8]
    /// Strong, quoted, and a function of the bytes alone: the same on every node and after a restart (RFC 9110 §8.8.3).
    package let entityTag: String
    /// The value of `Content-Type`.
    package let mediaType: String

    package init(_ bytes: [UInt8], mediaType: String) {
        self.bytes = bytes
        self.mediaType = mediaType
        entityTag = Self.entityTag(of: bytes)
    }

    /// Whether the client has these bytes, so that the response is 304 (RFC 9110 §13.1.2).
    /// - Parameter field: the value of `If-None-Match`; several fields joined with commas.
    package func matches(ifNoneMatch field: String) -> Bool {
        field.split(separator: ",").contains { member in
            let value = member.drop(while: Self.isWhitespace)
            let tag = value.hasPrefix("W/") ? value.dropFirst(2) : value
            let end = tag.lastIndex { !Self.isWhitespace($0) }
            guard let end else { return false }
            let text = tag[...end]
            return text == "*" || text.utf8Equals(entityTag)
        }
    }

    private static func isWhitespace(_ character: Character) -> Bool {
        character == " " || character == "\t"
    }

    /// The first 128 bits of the digest, which suffice because clients cannot choose the documents.
    private static func entityTag(of bytes: [UInt8]) -> String {
        "\"" + Hex.encode(HashFunction.sha256.hash(bytes).prefix(16)) + "\""
    }
}

extension Document {
    /// WSDL documents, and error responses to requests for them (contract: `soap.md` §4).
    package static let wsdlType = "text/xml; charset=UTF-8"
    /// Swagger and OpenAPI documents, regardless of `Accept` (contract: `rest.md` §15).
    package static let schemaType = "application/json"
    package static let pageType = "text/html; charset=utf-8"
    package static let styleType = "text/css; charset=utf-8"
}

/// The name and the version of the gateway in documents (contract: `rest.md` §15, D19).
package struct DocumentTitle: Sendable, Hashable {
    package let title: String
    package let version: String

    package init(_ title: String = "token-gateway", version: String) {
        self.title = title
        self.version = version
    }
}

/// The version of this program, as `--version` and the documents show it.
package enum ProgramVersion {
    package static let text = "0.2.0"
}
