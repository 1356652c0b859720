package import ServiceModel
package import TokenCore

/// Tokens of all owners. Tokens themselves are not stored; an accessor names one.
package enum TokenAdministrationService {
    private static let name = "administrationTokensV1"

    package static let getList: HandledOperation<Core> = Operation(
        service: name, method: "getList", resources: [.tokens], input: .tokenList, output: .tokens,
        documentation: "Lists live tokens of one owner or of all: those of accounts, oldest first, then those of integrations."
    ).handled { core, input, context throws(Fault) in
        let page = try PageRequest(size: input.pageSize, current: input.currentPage)
        let owners = input.owner.all
        guard owners.count <= 1 else { throw Fault(.tokenOwnerAmbiguous) }
        let found = try await core.administration(as: context.actor).tokens(of: owners.first, limit: page.size, offset: page.offset)
        return Page(items: found.tokens.map(TokenData.init), totalCount: found.total)
    }

    package static let revoke: HandledOperation<Core> = Operation(
        service: name, method: "revoke", resources: [.tokens], input: .tokenRevocation, output: .int,
        documentation: "Ends all tokens of an owner, or the token with an accessor. Returns how many ended."
    ).handled { core, input, context throws(Fault) in
        let administration = core.administration(as: context.actor)
        let owners = input.owner.all
        guard owners.count + (input.accessor == nil ? 0 : 1) == 1 else { throw Fault(.tokenOwnerAmbiguous) }
        if let owner = owners.first { return try await administration.revokeTokens(of: owner) }
        if let accessor = input.accessor { try await administration.revokeToken(accessor: accessor) }
        return 1
    }

    package static let purge: HandledOperation<Core> = Operation(
        service: name, method: "purge", resources: [.tokens], input: .noParameters, output: .int,
        documentation: "Deletes tokens that have ended. Returns how many."
    ).handled { core, _, _ throws(Fault) in
        try await core.cleanup.purge()
    }

    static let operations = [getList, revoke, purge]
}

/// The owner of tokens: at most one name is set.
struct TokenOwner: Sendable {
    let admin: String?
    let customer: String?
    let integration: String?

    var all: [Administration.Owner] {
        [admin.map { .admin($0) }, customer.map { .customer($0) }, integration.map { .integration($0) }].compactMap(\.self)
    }
}

struct TokenListInput: Sendable {
    let admin: String?
    let customer: String?
    let integration: String?
    let pageSize: Int?
    let currentPage: Int?

    var owner: TokenOwner { TokenOwner(admin: admin, customer: customer, integration: integration) }
}

extension Codec where Value == TokenListInput {
    static let tokenList = object(
        "", TokenListInput.init, .optional("admin", \.admin, .string, "Name of an administrator."),
        .optional("customer", \.customer, .string, "E-mail address of a customer."),
        .optional("integration", \.integration, .string, "Name of an integration."), .pageSize(\.pageSize), .currentPage(\.currentPage))
}

struct TokenRevocationInput: Sendable {
    let admin: String?
    let customer: String?
    let integration: String?
    let accessor: String?

    var owner: TokenOwner { TokenOwner(admin: admin, customer: customer, integration: integration) }
}

extension Codec where Value == TokenRevocationInput {
    static let tokenRevocation = object(
        "", TokenRevocationInput.init, .optional("admin", \.admin, .string, "Name of an administrator."),
        .optional("customer", \.customer, .string, "E-mail address of a customer."),
        .optional("integration", \.integration, .string, "Name of an integration."),
        .optional("accessor", \.accessor, .string, "Accessor of one token."))
}

struct TokenData: Sendable {
    let accessor: String
    let kind: String
    let owner: String?
    let ownerID: Int
    let issuedAt: String
    let expiresAt: String?
    let lastUsedAt: String?
    let address: String
}

extension TokenData {
    init(_ token: Administration.TokenListing) {
        self.init(
            accessor: token.accessor, kind: token.kind, owner: token.ownerName, ownerID: token.ownerID,
            issuedAt: token.issuedAt.sqlDateTime, expiresAt: token.expiresAt?.sqlDateTime, lastUsedAt: token.lastUsedAt?.sqlDateTime,
            address: token.address)
    }
}

extension Codec where Value == TokenData {
    static let tokenData = object(
        "AdministrationDataToken", TokenData.init, .required("accessor", \.accessor, .string, "Names the token; it opens nothing."),
        .required("kind", \.kind, .string, "admin, customer or integration."),
        .optional("owner", \.owner, .string, "Name of the owner; absent when the account is deleted."),
        .required("ownerId", \.ownerID, .int, "Id of the owner."),
        .required("issuedAt", \.issuedAt, .string, "When the token was issued, in UTC."),
        .optional("expiresAt", \.expiresAt, .string, "When the token expires, in UTC."),
        .optional("lastUsedAt", \.lastUsedAt, .string, "When the token was last used, in UTC, to the minute."),
        .required("address", \.address, .string, "Address that the token was requested from."))
}

extension Codec where Value == Page<TokenData> {
    static let tokens = Codec<TokenData>.tokenData.page("AdministrationDataTokenSearchResults")
}
