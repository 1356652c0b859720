/// Where a call comes from, for audit records and logs.
public struct Origin: Sendable, Equatable {
    /// The interface through which a call enters the gateway.
    public enum Channel: String, Sendable {
        /// An endpoint with a protocol of its own, such as OAuth; also a request that no façade has accepted yet.
        case http
        case rest, soap
        case cli
    }

    /// A command on this machine.
    public static let cli = Origin(address: Channel.cli.rawValue, requestID: "", channel: .cli)

    /// The address of the client, not of a trusted proxy in front of the gateway; `cli` for commands.
    public let address: String
    /// Empty for commands.
    public let requestID: String
    public let channel: Channel

    public init(address: String, requestID: String, channel: Channel = .http) {
        self.address = address
        self.requestID = requestID
        self.channel = channel
    }

    /// The same origin once a façade has accepted the request.
    public func entering(_ channel: Channel) -> Origin {
        Origin(address: address, requestID: requestID, channel: channel)
    }
}
