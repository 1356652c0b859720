package import HTTPExchange
import TokenCore

extension HTTPClient {
    /// The client of the gateway's own requests. It does not connect to link-local addresses, where clouds keep credentials of the
    /// machine (RFC 3927, RFC 4291 §2.5.6): a name that an operator or an integration gave can stand for one.
    package static var gateway: HTTPClient {
        HTTPClient { address in IPAddress(bytes: address).map { !$0.isLinkLocal } ?? false }
    }
}
