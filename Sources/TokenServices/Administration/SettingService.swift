package import ServiceModel
package import TokenCore

/// Settings in the database (contract: `README.md`, configuration paths).
package enum SettingService {
    private static let name = "administrationSettingsV1"

    package static let getList: HandledOperation<Core> = Operation(
        service: name, method: "getList", resources: [.settings], input: .listInput, output: .settings,
        documentation: "Lists settings with value, default and range. Secret values are not shown."
    ).handled { core, input, context throws(Fault) in
        let page = try input.page
        let settings = try await core.administration(as: context.actor).snapshot().settings
        return page.part(of: core.settings.all) { SettingData($0, in: settings, core.settings) }
    }

    package static let get: HandledOperation<Core> = Operation(
        service: name, method: "get", resources: [.settings], input: .settingPath, output: .string,
        documentation: "Returns the value of a setting; a secret value is not shown."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).shownSetting(input.name)
    }

    package static let set: HandledOperation<Core> = Operation(
        service: name, method: "set", resources: [.settings], input: .settingValue, output: .string,
        documentation: "Sets a value, and returns it as far as it is not secret."
    ).handled { core, input, context throws(Fault) in
        let administration = core.administration(as: context.actor)
        try await administration.setSetting(input.path, to: input.value.revealed)
        return try await administration.shownSetting(input.path)
    }

    package static let unset: HandledOperation<Core> = Operation(
        service: name, method: "unset", resources: [.settings], input: .settingPath, output: .string,
        documentation: "Restores the default, and returns it."
    ).handled { core, input, context throws(Fault) in
        let administration = core.administration(as: context.actor)
        try await administration.unsetSetting(input.name)
        return try await core.settings.shown(input.name, in: administration.snapshot().settings)
    }

    static let operations = [getList, get, set, unset]
}

struct SettingInput: Sendable {
    let path: String
    /// Secret, because some settings are.
    let value: Secret
}

extension Codec where Value == SettingInput {
    static let settingValue = object(
        "", SettingInput.init, .required("path", \.path, .string, "Path of the setting."),
        .required("value", \.value, .secret, "The value; it may be empty."))
}

struct SettingData: Sendable {
    let path: String
    let value: String
    let defaultValue: String
    let range: String
    let isSet: Bool
}

extension SettingData {
    init(_ setting: SettingDescriptor, in settings: Settings, _ catalog: SettingCatalog) {
        self.init(
            path: setting.path, value: catalog.shown(setting.path, in: settings), defaultValue: setting.defaultText,
            range: setting.range,
            isSet: settings.isStored(setting.path))
    }
}

extension Codec where Value == SettingData {
    static let setting = object(
        "AdministrationDataSetting", SettingData.init, .required("path", \.path, .string, "Path."),
        .required("value", \.value, .string, "Value in force; stars for a secret."),
        .required("default", \.defaultValue, .string, "Default."), .required("range", \.range, .string, "Possible values."),
        .required("isSet", \.isSet, .boolean, "Whether a value is stored."))
}

extension Codec where Value == Page<SettingData> {
    static let settings = Codec<SettingData>.setting.page("AdministrationDataSettingSearchResults")
}
