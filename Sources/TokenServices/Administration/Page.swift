import ServiceModel
import TokenCore

/// Which part of a list is wanted.
package struct PageRequest: Sendable {
    static let defaultSize = 500
    /// Bounds the memory that one call takes.
    package static let maximumSize = 10_000

    let size: Int
    /// Items before the page.
    let offset: Int

    /// - Parameters:
    ///   - size: `nil` for ``defaultSize``.
    ///   - current: the number of the page; `nil` for 1.
    /// - Throws: `administration.page-invalid`.
    init(size: Int?, current: Int?) throws(Fault) {
        let current = current ?? 1
        self.size = size ?? Self.defaultSize
        guard (1...Self.maximumSize).contains(self.size), (1...Int(Int32.max)).contains(current) else {
            throw Fault(.pageInvalid, [.init(.int(Self.maximumSize))])
        }
        offset = (current - 1) * self.size
    }

    /// The page of a list that is in memory as a whole.
    func part<Element, Item: Sendable>(of all: [Element], _ item: (Element) -> Item) -> Page<Item> {
        Page(items: all.dropFirst(offset).prefix(size).map(item), totalCount: all.count)
    }
}

/// A part of a list.
struct Page<Item: Sendable>: Sendable {
    let items: [Item]
    /// Items on all pages; `nil` where they were not counted.
    let totalCount: Int?
}

extension Codec where Value: Sendable {
    /// A page of this.
    func page(_ name: String) -> Codec<Page<Value>> {
        .object(
            name, Page.init, .required("items", \.items, list(), "The items of the page."),
            .optional("totalCount", \.totalCount, .int, "Number of items on all pages."))
    }
}

extension Field where Value == Int? {
    static func pageSize(_ path: any KeyPath<Root, Int?> & Sendable) -> Field {
        .optional("pageSize", path, .int, "Items on a page: 1 to \(PageRequest.maximumSize); default \(PageRequest.defaultSize).")
    }

    static func currentPage(_ path: any KeyPath<Root, Int?> & Sendable) -> Field {
        .optional("currentPage", path, .int, "Number of the page; the first is 1, which is the default.")
    }
}

/// Parameters of a list without a filter.
struct ListInput: Sendable {
    let pageSize: Int?
    let currentPage: Int?

    /// - Throws: `administration.page-invalid`.
    var page: PageRequest {
        get throws(Fault) { try PageRequest(size: pageSize, current: currentPage) }
    }
}

extension Codec where Value == ListInput {
    static let listInput = object("", ListInput.init, .pageSize(\.pageSize), .currentPage(\.currentPage))
}

/// Parameters of an operation on one thing that has a name.
struct NameInput: Sendable {
    let name: String
}

extension Codec where Value == NameInput {
    static let roleName = object("", NameInput.init, .required("name", \.name, .string, "Name of the role."))
    static let integrationName = object("", NameInput.init, .required("name", \.name, .string, "Name of the integration."))
    static let username = object("", NameInput.init, .required("username", \.name, .string, "Name of the administrator."))
    static let customerEmail = object("", NameInput.init, .required("email", \.name, .string, "E-mail address of the customer."))
    static let settingPath = object("", NameInput.init, .required("path", \.name, .string, "Path of the setting."))
}
