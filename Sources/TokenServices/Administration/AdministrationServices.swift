import ServiceModel
import TokenCore

/// The services of administration. Their list is apart from ``Services``: no route, no SOAP service and no document has them, and only
/// callers inside the process can use them, each operation by its name in this package.
enum AdministrationServices {
    static let operations: [HandledOperation<Core>] =
        AdminAccountService.operations + RoleService.operations + CustomerAdministrationService.operations
        + IntegrationService.operations + TokenAdministrationService.operations + StoreService.operations + SettingService.operations
        + SecondFactorAdministrationService.operations + MailQueueService.operations + AuditService.operations
}

/// ACL resources of administration: Magento's, as far as the tree of `integrations.md` §6 has them.
extension Resource {
    static let admins = Resource.acl("Magento_User::acl_users")
    static let roles = Resource.acl("Magento_User::acl_roles")
    static let locks = Resource.acl("Magento_User::locks")
    static let secondFactors = Resource.acl("Magento_TwoFactorAuth::tfa")
    static let customers = Resource.acl("Magento_Customer::customer")
    static let customerChanges = Resource.acl("Magento_Customer::manage")
    static let customerDeletion = Resource.acl("Magento_Customer::delete")
    static let integrations = Resource.acl("Magento_Integration::integrations")
    /// Magento has no resource for tokens of all kinds; their lifetimes are under this one.
    static let tokens = Resource.acl("Magento_Integration::config_oauth")
    static let stores = Resource.acl("Magento_Backend::store")
    static let settings = Resource.acl("Magento_Config::config")
    /// Mail queue and audit trail have no resource of their own.
    static let system = Resource.acl("Magento_Backend::system")
}
