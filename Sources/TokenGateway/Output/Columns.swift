import TokenCore

// What listings show of each kind of thing: never a password's hash, never a token or its digest.

extension Column<Administration.AdminListing> {
    static var admin: [Column] {
        [
            Column("id") { .number($0.account.id) },
            Column("username") { .text($0.account.username) },
            Column("email") { .text($0.account.email) },
            Column("first_name") { .text($0.account.firstName) },
            Column("last_name") { .text($0.account.lastName) },
            Column("role") { .text($0.roleName) },
            Column("is_active") { .flag($0.account.isActive) },
            Column("expires_at") { .moment($0.account.expiresAt) },
            Column("created_at") { .moment($0.account.createdAt) },
        ]
    }
}

extension Column<CustomerAccount> {
    static func customer(in sites: SiteConfiguration) -> [Column] {
        [
            Column("id") { .number($0.id) },
            Column("email") { .text($0.email) },
            Column("first_name") { .text($0.firstName) },
            Column("last_name") { .text($0.lastName) },
            Column("website") { customer in .text(sites.websites.first { $0.id == customer.websiteID }?.code) },
            Column("store") { customer in .text(sites.stores.first { $0.id == customer.storeID }?.code) },
            Column("group_id") { .number($0.groupID) },
            Column("is_active") { .flag($0.isActive) },
            Column("created_at") { .moment($0.createdAt) },
        ]
    }
}

extension Column<Role> {
    static var role: [Column] {
        [
            Column("id") { .number($0.id) },
            Column("name") { .text($0.name) },
            Column("resources") { .list($0.resources) },
        ]
    }
}

extension Column<Store> {
    static func store(in sites: SiteConfiguration) -> [Column] {
        [
            Column("id") { .number($0.id) },
            Column("code") { .text($0.code) },
            Column("name") { .text($0.name) },
            Column("website") { store in .text(sites.websites.first { $0.id == store.websiteID }?.code) },
            Column("is_default") { .flag($0.isDefault) },
        ]
    }
}

extension Column<Administration.TokenListing> {
    static var token: [Column] {
        [
            Column("accessor") { .text($0.accessor) },
            Column("kind") { .text($0.kind) },
            Column("owner") { .text($0.ownerName) },
            Column("owner_id") { .number($0.ownerID) },
            Column("issued_at") { .moment($0.issuedAt) },
            Column("expires_at") { .moment($0.expiresAt) },
            Column("last_used_at") { .moment($0.lastUsedAt) },
            Column("address") { .text($0.address) },
        ]
    }
}

extension Column<SecondFactorDirectory.Listing> {
    static func provider(forced: [String]) -> [Column] {
        [
            Column("code") { .text($0.provider.code) },
            Column("name") { .text($0.provider.name) },
            Column("is_enabled") { .flag($0.isEnabled) },
            Column("is_forced") { listing in .flag(forced.contains(listing.provider.code)) },
        ]
    }
}

extension Column<SettingPath> {
    static func setting(in settings: Settings) -> [Column] {
        [
            Column("path") { .text($0.path) },
            Column("value") { .text(settings.shown($0.path)) },
            Column("default") { .text($0.standard) },
            Column("range") { .text($0.range) },
            Column("is_set") { .flag(settings.isStored($0.path)) },
        ]
    }
}
