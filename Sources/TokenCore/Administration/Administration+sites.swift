public import ServiceModel

extension Administration {
    /// Settings, websites and stores, re-read from the database.
    public func snapshot() async throws(Fault) -> SiteConfiguration {
        directory.invalidate()
        return try await directory.current()
    }

    /// Creates a store, and its website when the website code is new; `nil` means the default website.
    public func createStore(_ code: String, website websiteCode: String?) async throws(Fault) -> Store {
        guard Self.isCode(code), code != Store.all, code != "admin" else {
            throw Fault(.storeCodeInvalid)
        }
        guard websiteCode.map(Self.isCode) ?? true else {
            throw Fault(.websiteCodeInvalid)
        }
        return try await change("store.create", code) { session, _ in
            let stores = try session.stores()
            if stores.contains(where: { $0.code.utf8Equals(code) }) { throw Fault(.alreadyExists, about: "store \(code)") }
            let websites = try session.websites()
            let wanted = websiteCode ?? Self.defaultWebsite(websites, stores)?.code ?? ""
            let known = websites.first { $0.code.utf8Equals(wanted) }
            let websiteID = try known?.id ?? session.insertWebsite(code: wanted, name: wanted)
            let id = try session.insertStore(code: code, name: code, websiteID: websiteID)
            if known == nil { try session.setDefaultStore(id, ofWebsite: websiteID) }
            return Store(id: id, code: code, name: code, websiteID: websiteID, isDefault: false)
        }
    }

    private static func defaultWebsite(_ websites: [Website], _ stores: [Store]) -> Website? {
        let id = stores.first(where: \.isDefault)?.websiteID
        return websites.first { $0.id == id }
    }

    private static func isCode(_ code: String) -> Bool {
        guard let first = code.utf8.first, (97...122).contains(first), code.utf8.count <= 32 else { return false }
        return code.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }

    /// The value in force as administrators may see it.
    /// - Throws: `administration.setting-invalid` for an unknown path.
    public func shownSetting(_ path: String) async throws(Fault) -> String {
        if let problem = settings.problem(path) { throw Fault(.settingInvalid, about: problem) }
        return try await settings.shown(path, in: snapshot().settings)
    }

    /// - Throws: `administration.setting-invalid` for an unknown path or a value outside its range.
    public func setSetting(_ path: String, to value: String) async throws(Fault) {
        try await change("config.set", path) { session, _ in
            if let problem = settings.problem(setting: path, to: value, in: Settings(stored: try session.settings())) {
                throw Fault(.settingInvalid, about: problem)
            }
            if path == Settings.defaultCustomerGroupKey.path, try Int(strict: value).flatMap({ try session.customerGroup(id: $0) }) == nil {
                throw Fault(.groupUnknown, about: value)
            }
            try session.setSetting(path, credentials.keyring.stored(value, of: path, settings))
        }
    }

    /// Restores the default.
    public func unsetSetting(_ path: String) async throws(Fault) {
        // A value that an earlier version stored can be removed although the path is no longer accepted.
        if SettingCatalog.withoutEffect(path) == nil, let problem = settings.problem(path) {
            throw Fault(.settingInvalid, about: problem)
        }
        try await change("config.unset", path) { session, _ in try session.deleteSetting(path) }
    }
}
