public import ServiceModel

extension Administration {
    /// Deletes what is stored of an administrator and a provider of second factors; see ``ProviderRegistry/reset(_:of:at:in:)``.
    /// - Parameter provider: its code.
    /// - Throws: `administration.provider-unknown`, `administration.admin-unknown`.
    public func resetSecondFactor(_ provider: String, of username: String) async throws(Fault) {
        guard let known = providers.named(provider) else {
            let codes = providers.descriptors.map(\.code).joined(separator: ", ")
            throw Fault(.providerUnknown, [.init(.text(provider)), .init(.text(codes))])
        }
        try await change("factor.reset", "\(provider) of \(username)") { [providers] session, now in
            try providers.reset(known, of: session.requireAdmin(username), at: now, in: session)
        }
    }
}
