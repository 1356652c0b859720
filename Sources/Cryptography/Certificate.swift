import COpenSSL

/// Reads an X.509 certificate (RFC 5280). It verifies nothing.
public struct Certificate: Sendable {
    /// Owns a reference to libcrypto's certificate, which is never modified.
    private final class Handle: @unchecked Sendable {
        let certificate: OpaquePointer

        /// Takes ownership of the reference.
        init(_ certificate: OpaquePointer) { self.certificate = certificate }

        deinit { X509_free(certificate) }
    }

    /// An attribute of a distinguished name.
    public enum Attribute: Sendable {
        case countryName, organizationName, organizationalUnitName, commonName

        fileprivate var number: Int32 {
            switch self {
            case .countryName: NID_countryName
            case .organizationName: NID_organizationName
            case .organizationalUnitName: NID_organizationalUnitName
            case .commonName: NID_commonName
            }
        }
    }

    private let handle: Handle

    /// `nil` unless the bytes are exactly one certificate in DER.
    public init?(der: [UInt8]) {
        defer { ERR_clear_error() }
        let read: (OpaquePointer, isWhole: Bool)? = der.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            guard let certificate = d2i_X509(nil, &position, buffer.count) else { return nil }
            return (certificate, position == buffer.baseAddress.map { $0 + buffer.count })
        }
        guard let read else { return nil }
        handle = Handle(read.0)
        guard read.isWhole else { return nil }
    }

    /// 1, 2 or 3.
    public var version: Int { Int(X509_get_version(handle.certificate)) + 1 }

    /// `nil` for algorithms that ``PublicKey`` does not support.
    public var publicKey: PublicKey? {
        defer { ERR_clear_error() }
        return X509_get_pubkey(handle.certificate).flatMap { PublicKey(PublicKey.Handle($0)) }
    }

    /// The values of an attribute of the subject, without those that are not text.
    public func subject(_ attribute: Attribute) -> [String] {
        guard let name = X509_get_subject_name(handle.certificate) else { return [] }
        return (0..<X509_NAME_entry_count(name)).compactMap { index in
            guard let entry = X509_NAME_get_entry(name, index), OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry)) == attribute.number else {
                return nil
            }
            var bytes: UnsafeMutablePointer<UInt8>?
            let count = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(entry))
            guard count >= 0, let bytes else { return nil }
            defer { CRYPTO_free(bytes, "", 0) }
            return String(validating: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self)
        }
    }

    /// `cA` of the basic constraints (RFC 5280 §4.2.1.9); `nil` when the extension is missing, duplicated or malformed.
    public var isAuthority: Bool? {
        defer { ERR_clear_error() }
        var critical: Int32 = 0
        guard let found = X509_get_ext_d2i(handle.certificate, NID_basic_constraints, &critical, nil) else { return nil }
        let constraints = found.assumingMemoryBound(to: BASIC_CONSTRAINTS.self)
        defer { BASIC_CONSTRAINTS_free(constraints) }
        return constraints.pointee.ca != 0
    }

    public struct Extension: Sendable, Equatable {
        public let isCritical: Bool
        /// The content of the OCTET STRING.
        public let value: [UInt8]
    }

    /// - Parameter identifier: an object identifier in dotted form.
    public func extensionValue(_ identifier: String) -> Extension? {
        defer { ERR_clear_error() }
        guard let object = OBJ_txt2obj(identifier, 1) else { return nil }
        defer { ASN1_OBJECT_free(object) }
        let index = X509_get_ext_by_OBJ(handle.certificate, object, -1)
        guard index >= 0, let found = X509_get_ext(handle.certificate, index), let data = X509_EXTENSION_get_data(found) else { return nil }
        let value = UnsafeBufferPointer(start: ASN1_STRING_get0_data(data), count: Int(ASN1_STRING_length(data)))
        return Extension(isCritical: X509_EXTENSION_get_critical(found) == 1, value: Array(value))
    }
}
