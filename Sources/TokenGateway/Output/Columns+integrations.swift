import ServiceModel
import TokenCore

extension Column<Integration> {
    static var integration: [Column] {
        [
            Column("id") { .number($0.id) },
            Column("name") { .text($0.name) },
            Column("status") { .text($0.status.label) },
            Column("email") { .text($0.email) },
            Column("endpoint") { .text($0.endpoint) },
            Column("identity_link") { .text($0.identityLink) },
            Column("resources") { .list($0.resources) },
            Column("created_at") { .moment($0.createdAt) },
        ]
    }
}

extension Column<IntegrationCredentials> {
    /// The one listing that shows secrets, and the only time that they are shown.
    static var credential: [Column] {
        [
            Column("consumer_key") { .text($0.consumerKey) },
            Column("consumer_secret") { .text($0.consumerSecret.revealed) },
            Column("access_token") { .text($0.accessToken.revealed) },
            Column("access_token_secret") { .text($0.accessTokenSecret.revealed) },
        ]
    }
}
