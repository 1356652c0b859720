import ServiceModel

/// The ACL resources (contract: `integrations.md` §6). Each is granted separately; the tree is for display.
public enum ACL {
    public struct Node: Sendable {
        public let id: String
        public let title: String
        public let children: [Node]

        init(_ id: String, _ title: String, _ children: [Node] = []) {
            self.id = id
            self.title = title
            self.children = children
        }

        /// The id of this node and of all nodes below it.
        public var ids: [String] { [id] + children.flatMap(\.ids) }
    }

    public static let tree = Node(
        "Magento_Backend::admin", "Administration",
        [
            Node(
                "Magento_Customer::customer", "Read customers",
                [
                    Node(
                        "Magento_Customer::manage", "Save customers, choose groups",
                        [
                            Node(
                                "Magento_Customer::actions", "Actions",
                                [
                                    Node("Magento_Customer::delete", "Delete customers"),
                                    Node("Magento_Customer::reset_password", "Send reset mails"),
                                    Node("Magento_Customer::invalidate_tokens", "Revoke customers' tokens"),
                                ])
                        ]),
                    Node("Magento_Customer::group", "Customer groups"),
                ]),
            Node(
                "Magento_Backend::system", "System",
                [
                    Node(
                        "Magento_User::acl", "Permissions",
                        [
                            Node("Magento_User::acl_users", "Administrators"),
                            Node("Magento_User::acl_roles", "Roles"),
                            Node("Magento_User::locks", "Locked names"),
                            Node("Magento_TwoFactorAuth::tfa", "Second factors"),
                        ]),
                    Node(
                        "Magento_Integration::extensions", "Extensions",
                        [Node("Magento_Integration::integrations", "Integrations")]),
                ]),
            Node(
                "Magento_Backend::stores", "Stores",
                [
                    Node(
                        "Magento_Backend::stores_settings", "Settings",
                        [
                            Node("Magento_Backend::store", "Stores and websites"),
                            Node(
                                "Magento_Config::config", "Configuration",
                                [
                                    Node("Magento_Integration::config_oauth", "Tokens and OAuth"),
                                    Node("Magento_Customer::config_customer", "Customers"),
                                    Node("Magento_TwoFactorAuth::config", "Second factors"),
                                ]),
                        ])
                ]),
        ])

    /// Every resource, `Magento_Backend::all` first.
    public static let all: [String] = [Role.everything] + tree.ids

    public static func knows(_ id: String) -> Bool {
        all.contains { $0.utf8Equals(id) }
    }
}
