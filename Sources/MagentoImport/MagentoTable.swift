/// The tables of Magento that an import knows (contract: `tokens.md` D).
public enum MagentoTable: String, Sendable, CaseIterable {
    case storeWebsite = "store_website"
    case storeGroup = "store_group"
    case store
    case configuration = "core_config_data"
    case customerGroup = "customer_group"
    case role = "authorization_role"
    case rule = "authorization_rule"
    case admin = "admin_user"
    case adminExpiration = "admin_user_expiration"
    case consumer = "oauth_consumer"
    case token = "oauth_token"
    case integration
    case customer = "customer_entity"
    case address = "customer_address_entity"
    case subscriber = "newsletter_subscriber"
    // Recognised but not imported.
    case revokedJWT = "jwt_auth_revoked"
    case secondFactors = "tfa_user_config"
    case nonce = "oauth_nonce"
    case failedLogin = "oauth_token_request_log"

    /// Why the rows are not imported; `nil` for tables that are.
    var skipped: String? {
        switch self {
        case .revokedJWT: "tokens of the old installation are not taken over"
        case .secondFactors: "second factors are not imported yet"
        case .nonce, .failedLogin: "short-lived"
        default: nil
        }
    }

    /// The columns that a file must have.
    var columns: [String] {
        switch self {
        case .storeWebsite: ["website_id", "code", "name", "default_group_id", "is_default"]
        case .storeGroup: ["group_id", "website_id", "default_store_id"]
        case .store: ["store_id", "code", "website_id", "name", "is_active"]
        case .configuration: ["scope", "scope_id", "path", "value"]
        case .customerGroup: ["customer_group_id", "customer_group_code"]
        case .role: ["role_id", "parent_id", "role_type", "user_id", "user_type", "role_name"]
        case .rule: ["role_id", "resource_id", "permission"]
        case .admin: ["user_id", "firstname", "lastname", "email", "username", "password", "created", "is_active"]
        case .adminExpiration: ["user_id", "expires_at"]
        case .consumer: ["entity_id", "created_at", "name", "key", "secret"]
        case .token: ["consumer_id", "type", "token", "secret", "revoked", "created_at"]
        case .integration: ["integration_id", "name", "email", "endpoint", "status", "consumer_id", "setup_type", "identity_link_url"]
        case .customer: CustomerRows.customerColumns.map(\.name)
        case .address: CustomerRows.addressColumns.map(\.name)
        case .subscriber: ["customer_id", "subscriber_status"]
        case .revokedJWT, .secondFactors, .nonce, .failedLogin: []
        }
    }
}
