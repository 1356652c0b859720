import ServiceModel
import TokenCore

// Parameters of the operations on customers (contract: `customers.md` §1).

/// A new customer.
struct NewCustomer: Sendable {
    let customer: CustomerDraft
    let password: Secret?
    let redirectURL: String?
}

extension Codec where Value == NewCustomer {
    static let newCustomer = object(
        "", NewCustomer.init,
        .required("customer", \.customer, .customerDraft, "The customer; email, firstname and lastname are needed."),
        .optional("password", \.password, .secret, "Password; without one the account is usable after a reset."),
        .optional("redirectUrl", \.redirectURL, .string, "Known and ignored."))
}

/// A change of a customer.
struct ChangedCustomer: Sendable {
    let customer: CustomerDraft
    let passwordHash: Secret?
}

extension Codec where Value == ChangedCustomer {
    static let changedCustomer = changed("The customer; what is absent keeps its value.")
    static let changedSelf = changed("The customer; email, firstname and lastname are needed, others keep their value.")

    private static func changed(_ documentation: String) -> Codec {
        object(
            "", ChangedCustomer.init, .required("customer", \.customer, .customerDraft, documentation),
            .optional("passwordHash", \.passwordHash, .secret, "A stored password in one of Magento's forms, from administrators."))
    }
}

struct PasswordChange: Sendable {
    let customerID: Int
    let currentPassword: Secret
    let newPassword: Secret
}

extension Codec where Value == PasswordChange {
    static let passwordChange = object(
        "", PasswordChange.init,
        .required("customerId", \.customerID, .int, "Always the calling customer, whatever is sent."),
        .required("currentPassword", \.currentPassword, .secret, "The password as it is."),
        .required("newPassword", \.newPassword, .secret, "The password as it is to be."))
}

struct ResetRequest: Sendable {
    let email: String
    let template: String
    let websiteID: Int?
}

extension Codec where Value == ResetRequest {
    static let resetRequest = object(
        "", ResetRequest.init,
        .required("email", \.email, .string, "E-mail address of the customer."),
        .required("template", \.template, .string, "email_reminder or email_reset."),
        .optional("websiteId", \.websiteID, .int, "Website; without it the current one."))
}

struct PasswordReset: Sendable {
    let email: String
    let resetToken: Secret
    let newPassword: Secret
}

extension Codec where Value == PasswordReset {
    static let passwordReset = object(
        "", PasswordReset.init,
        .required("email", \.email, .string, "E-mail address of the customer; empty finds the customer by the token alone."),
        .required("resetToken", \.resetToken, .secret, "The token out of the mail."),
        .required("newPassword", \.newPassword, .secret, "The password as it is to be."))
}

struct EmailAvailabilityQuery: Sendable {
    let customerEmail: String
    let websiteID: Int?
}

extension Codec where Value == EmailAvailabilityQuery {
    static let emailAvailabilityQuery = object(
        "", EmailAvailabilityQuery.init,
        .required("customerEmail", \.customerEmail, .string, "E-mail address."),
        .optional("websiteId", \.websiteID, .int, "Website; without it the current one."))
}

struct CustomerID: Sendable {
    let id: Int
}

extension Codec where Value == CustomerID {
    static let customerID = object("", CustomerID.init, .required("customerId", \.id, .int, "Id of the customer."))
}

struct CustomerSearch: Sendable {
    let searchCriteria: SearchCriteriaData
}

extension Codec where Value == CustomerSearch {
    static let customerSearch = object(
        "", CustomerSearch.init, .required("searchCriteria", \.searchCriteria, .searchCriteria, "What is searched for."))
}
