package import ServiceModel
package import TokenCore

/// Stores and websites.
package enum StoreService {
    private static let name = "administrationStoresV1"

    package static let create: HandledOperation<Core> = Operation(
        service: name, method: "create", resources: [.stores], input: .newStore, output: .store,
        documentation: "Creates a store, and its website when the code of the website is new."
    ).handled { core, input, context throws(Fault) in
        let administration = core.administration(as: context.actor)
        let created = try await administration.createStore(input.code, website: input.website)
        return StoreData(created, in: try await administration.snapshot())
    }

    package static let getList: HandledOperation<Core> = Operation(
        service: name, method: "getList", resources: [.stores], input: .listInput, output: .stores,
        documentation: "Lists stores with their websites."
    ).handled { core, input, context throws(Fault) in
        let page = try input.page
        let sites = try await core.administration(as: context.actor).snapshot()
        return page.part(of: sites.stores) { StoreData($0, in: sites) }
    }

    static let operations = [create, getList]
}

struct NewStoreInput: Sendable {
    let code: String
    let website: String?
}

extension Codec where Value == NewStoreInput {
    static let newStore = object(
        "", NewStoreInput.init, .required("code", \.code, .string, "Code of the store."),
        .optional("website", \.website, .string, "Code of the website; the default website when absent."))
}

struct StoreData: Sendable {
    let id: Int
    let code: String
    let name: String
    let website: String?
    let isDefault: Bool
}

extension StoreData {
    init(_ store: Store, in sites: SiteConfiguration) {
        self.init(
            id: store.id, code: store.code, name: store.name, website: sites.websites.first { $0.id == store.websiteID }?.code,
            isDefault: store.isDefault)
    }
}

extension Codec where Value == StoreData {
    static let store = object(
        "AdministrationDataStore", StoreData.init, .required("id", \.id, .int, "Id."), .required("code", \.code, .string, "Code."),
        .required("name", \.name, .string, "Name."), .optional("website", \.website, .string, "Code of the website."),
        .required("isDefault", \.isDefault, .boolean, "Whether it is the default store."))
}

extension Codec where Value == Page<StoreData> {
    static let stores = Codec<StoreData>.store.page("AdministrationDataStoreSearchResults")
}
