import NIOCore
import NIOHPACK
import NIOHTTP2

/// Makes `:authority` take precedence over `Host`, where NIO's codec does the opposite. A request whose `Host` names another authority is
/// malformed (RFC 9113 §8.3.1): the guard refuses it because it has two hosts.
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

    /// Removes a `Host` that equals `:authority`, or adds `:authority` as a second host.
    static func reconciled(_ fields: HPACKHeaders) -> HPACKHeaders {
        guard let authority = fields.first(name: ":authority") else { return fields }
        let defaultPort = fields.first(name: ":scheme") == "http" ? ":80" : ":443"
        let hosts = fields["host"]
        var fields = fields
        if hosts.count == 1, hosts.allSatisfy({ normalized($0, defaultPort) == normalized(authority, defaultPort) }) {
            fields.remove(name: "host")
        } else {
            fields.add(name: "host", value: authority)
        }
        return fields
    }

    /// The normalized authority (RFC 3986 §6.2): lower case, without the default port of the scheme.
    private static func normalized(_ authority: String, _ defaultPort: String) -> Substring {
        let lowercase = FieldSyntax.trimmed(Substring(authority.lowercased()))
        return lowercase.hasSuffix(defaultPort) ? lowercase.dropLast(defaultPort.count) : lowercase
    }
}
