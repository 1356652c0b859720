import ServiceModel

/// Makes tokens. The token itself leaves this type once, towards its owner.
struct TokenIssuer: Sendable {
    let random: any RandomSource

    /// - Parameter lifetime: milliseconds; `nil` for ever.
    func issue(
        _ kind: AccountKind, ownerID: Int, lifetime: Int64?, at now: Timestamp, address: String
    ) -> (token: Secret, record: TokenRecord) {
        let token = Secret(TokenFormat.make(from: random))
        let record = TokenRecord(
            accessor: TokenFormat.make(length: 24, from: random), digest: TokenFormat.digest(token), kind: kind, ownerID: ownerID,
            issuedAt: now, expiresAt: lifetime.map { now.adding(milliseconds: $0) }, address: address)
        return (token, record)
    }
}
