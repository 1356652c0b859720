import ServiceModel
import TokenCore

/// Search criteria as clients send and read them (contract: `customers.md` §6).
struct SearchCriteriaData: Sendable {
    let filterGroups: [FilterGroupData]?
    let sortOrders: [SortOrderData]?
    let pageSize: Int?
    let currentPage: Int?
}

extension SearchCriteriaData {
    var criteria: SearchCriteria {
        SearchCriteria(
            groups: (filterGroups ?? []).map { ($0.filters ?? []).map(\.filter) }, orders: (sortOrders ?? []).map(\.order),
            pageSize: pageSize, currentPage: currentPage)
    }

    /// The criteria as responses repeat them: with all groups, and with the defaults of conditions and directions.
    var echoed: SearchCriteriaData {
        SearchCriteriaData(
            filterGroups: (filterGroups ?? []).map { FilterGroupData(filters: $0.filters?.map(\.echoed)) },
            sortOrders: sortOrders?.map { SortOrderData(field: $0.field, direction: $0.direction ?? "DESC") }, pageSize: pageSize,
            currentPage: currentPage)
    }
}

extension Codec where Value == SearchCriteriaData {
    static let searchCriteria = object(
        "FrameworkSearchCriteriaInterface", SearchCriteriaData.init,
        .declared("filterGroups", \.filterGroups, Codec<FilterGroupData>.filterGroup.list(), "All of them must pass."),
        .optional("sortOrders", \.sortOrders, Codec<SortOrderData>.sortOrder.list(), "Order of the results; without one by id."),
        .optional("pageSize", \.pageSize, .int, "Entries on a page."),
        .optional("currentPage", \.currentPage, .int, "Page, from 1."),
        documentation: "What is searched for.")
}

struct FilterGroupData: Sendable {
    let filters: [FilterData]?
}

extension Codec where Value == FilterGroupData {
    static let filterGroup = object(
        "FrameworkSearchFilterGroup", FilterGroupData.init,
        .optional("filters", \.filters, Codec<FilterData>.filter.list(), "One of them must pass."),
        documentation: "A group of filters.")
}

struct FilterData: Sendable {
    let field: String
    let value: String?
    let conditionType: String?
}

extension FilterData {
    var filter: SearchCriteria.Filter { SearchCriteria.Filter(field: field, value: value, condition: conditionType) }

    var echoed: FilterData {
        let isGiven = conditionType?.isEmpty == false
        return FilterData(field: field, value: value, conditionType: isGiven ? conditionType : "eq")
    }
}

extension Codec where Value == FilterData {
    static let filter = object(
        "FrameworkFilter", FilterData.init,
        .required("field", \.field, .string, "Name of a field of customers, or entity_id."),
        .declared("value", \.value, .string, "What it is compared with."),
        .optional(
            "conditionType", \.conditionType, .string,
            "eq (default), neq, like, nlike, in, nin, gt, lt, gteq, lteq, moreq, from, to, null, notnull, finset or nfinset."),
        documentation: "A condition on a field.")
}

struct SortOrderData: Sendable {
    let field: String
    let direction: String?
}

extension SortOrderData {
    var order: SearchCriteria.Order { SearchCriteria.Order(field: field, direction: direction) }
}

extension Codec where Value == SortOrderData {
    static let sortOrder = object(
        "FrameworkSortOrder", SortOrderData.init,
        .required("field", \.field, .string, "Name of a field of customers."),
        .declared("direction", \.direction, .string, "ASC or DESC (default)."),
        documentation: "An order of results.")
}

/// A page of customers.
struct SearchResultsData: Sendable {
    let items: [ShownCustomer]
    let searchCriteria: SearchCriteriaData
    let totalCount: Int
}

extension Codec where Value == SearchResultsData {
    static let searchResults = object(
        "CustomerDataCustomerSearchResultsInterface", SearchResultsData.init,
        .required("items", \.items, Codec<ShownCustomer>.customer.list(), "Customers of this page."),
        .required("searchCriteria", \.searchCriteria, .searchCriteria, "What was searched for."),
        .required("totalCount", \.totalCount, .int, "All that match, whatever the page."),
        documentation: "Customers that a search found.")
}
