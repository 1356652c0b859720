import NIOCore
import NIOHPACK
import NIOHTTP2

/// In front of the codec of a stream, which lets `Host` win over `:authority`. Here `:authority` decides, and a request whose `Host`
/// names another authority is malformed (RFC 9113 §8.3.1): the guard refuses it for its two hosts.
final class AuthorityCheck: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias InboundOut = HTTP2Frame.FramePayload

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .headers(var block) = unwrapInboundIn(data), block.headers.contains(name: "host") else {
            return context.fireChannelRead(data)
        }
        block.headers = Self.reconciled(block.headers)
        context.fireChannelRead(wrapInboundOut(.headers(block)))
    }

    /// Without a `Host` that says the same as `:authority`, or with both as hosts.
    static func reconciled(_ fields: HPACKHeaders) -> HPACKHeaders {
        guard let authority = fields.first(name: ":authority") else { return fields }
        let implied = fields.first(name: ":scheme") == "http" ? ":80" : ":443"
        let hosts = fields["host"]
        var fields = fields
        if hosts.count == 1, hosts.allSatisfy({ normal($0, implied) == normal(authority, implied) }) {
            fields.remove(name: "host")
        } else {
            fields.add(name: "host", value: authority)
        }
        return fields
    }

    /// As authorities are compared (RFC 3986 §6.2): without case, and without the port that the scheme implies.
    private static func normal(_ authority: String, _ implied: String) -> Substring {
        let lowercase = Negotiation.trimmed(Substring(authority.lowercased()))
        return lowercase.hasSuffix(implied) ? lowercase.dropLast(implied.count) : lowercase
    }
}
