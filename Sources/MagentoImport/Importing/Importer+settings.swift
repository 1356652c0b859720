import ServiceModel
import TokenCore

extension Importer {
    /// Imports the known settings of the default scope. A setting that an operator has set here does not change.
    func importSettings() throws {
        let kind = "settings"
        var waiting: [(path: String, value: String)] = []
        var narrower = 0
        try forEachRow(of: .configuration, kind) { row in
            let scope = try row.text("scope")
            guard ["default", "websites", "stores"].contains(scope) else { throw row.problem("scope is not default, websites or stores") }
            let path = try row.text("path")
            guard SettingCatalog.standard.setting(path) != nil else { return report.count(.skipped, kind) }
            guard scope == "default", try row.int("scope_id") == 0 else {
                narrower += 1
                return report.count(.skipped, kind)
            }
            waiting.append((path, try row.optionalText("value") ?? ""))
        }
        if narrower > 0 { report.note("\(narrower) settings are of one website or store only; settings here are for all.") }
        var stored = try session.settings()
        for (path, _) in waiting where stored[path] != nil { report.count(.present, kind) }
        waiting.removeAll { stored[$0.path] != nil }
        // A value may be valid only together with another one, so the rest is tried until no value is accepted any more.
        var before = waiting.count + 1
        while waiting.count < before {
            before = waiting.count
            for (path, value) in waiting where try problem(path, value, stored) == nil {
                if stored[path] == nil { report.count(.new, kind) }
                try session.setSetting(path, value)
                stored[path] = value
            }
            waiting.removeAll { stored[$0.path] != nil }
        }
        for (path, value) in waiting {
            report.count(.skipped, kind)
            if let why = try problem(path, value, stored) { report.note("Setting \(path) stays: \(why).") }
        }
    }

    private func problem(_ path: String, _ value: String, _ stored: [String: String]) throws -> String? {
        if let problem = SettingCatalog.standard.problem(setting: path, to: value, in: Settings(stored: stored)) { return problem }
        guard path.utf8Equals(Settings.defaultCustomerGroupKey.path), let id = Int(value) else { return nil }
        return try session.customerGroup(id: id) == nil ? "there is no customer group \(id)" : nil
    }

    /// Imports customer groups. The initial groups take the codes of the file as long as no customer exists.
    func importGroups() throws {
        let kind = "customer groups"
        try forEachRow(of: .customerGroup, kind) { row in
            let id = try row.int("customer_group_id")
            let group = CustomerGroup(
                id: id, code: try row.text("customer_group_code"), taxClassID: try row.optionalInt("tax_class_id") ?? 0)
            if let known = try session.customerGroup(id: id) {
                if known.code.utf8Equals(group.code) || !(isFresh && id <= 3) {
                    if !known.code.utf8Equals(group.code) { report.note("Customer group \(id) has another name here, which stays.") }
                    return report.count(.present, kind)
                }
            }
            try session.set(group)
            report.count(.new, kind)
        }
    }
}
