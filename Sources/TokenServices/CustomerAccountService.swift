import ServiceModel
import TokenCore

/// Accounts of customers: registration and passwords (contract: `customers.md` §1).
enum CustomerAccountService {
    static let name = "customerAccountManagementV1"

    static let create = Operation(
        service: name, method: "createAccount", route: Route(.post, "/V1/customers"), resources: [.anonymous],
        input: .newCustomer, output: .customer, credentials: .whenSent(["customer", "groupId"]),
        documentation: "Registers a customer in the website of the current store.")

    static let changePassword = Operation(
        service: name, method: "changePasswordById", route: Route(.put, "/V1/customers/me/password"), resources: [.customerSelf],
        input: .passwordChange, output: .boolean, forced: [.customerID],
        documentation: "Changes the password of the calling customer; all access tokens end.")

    static let requestReset = Operation(
        service: name, method: "initiatePasswordReset", route: Route(.put, "/V1/customers/password"), resources: [.anonymous],
        input: .resetRequest, output: .boolean,
        documentation: "Mails a reset token to the customer with this address, if there is one.")

    static let resetPassword = Operation(
        service: name, method: "resetPassword", route: Route(.post, "/V1/customers/resetPassword"), resources: [.anonymous],
        input: .passwordReset, output: .boolean,
        documentation: "Sets a new password for whoever has the reset token; all access tokens end.")

    static let isEmailAvailable = Operation(
        service: name, method: "isEmailAvailable", route: Route(.post, "/V1/customers/isEmailAvailable"), resources: [.anonymous],
        input: .emailAvailabilityQuery, output: .boolean,
        documentation: "Tells whether an address is free, where that may be known; otherwise every address is.")

    static let operations: [HandledOperation<Core>] = [
        create.handled { core, input, context throws(Fault) in
            let made = try await core.customers.create(input.customer, password: input.password, context)
            return ShownCustomer(made, to: context.caller)
        },
        changePassword.handled { core, input, context throws(Fault) in
            try await core.customers.changePassword(
                of: input.customerID, from: input.currentPassword, to: input.newPassword, context)
        },
        requestReset.handled { core, input, context throws(Fault) in
            try await core.customers.requestReset(
                email: input.email, template: input.template, websiteID: input.websiteID, context)
        },
        resetPassword.handled { core, input, context throws(Fault) in
            try await core.customers.resetPassword(
                email: input.email, token: input.resetToken, to: input.newPassword, context)
        },
        isEmailAvailable.handled { core, input, context throws(Fault) in
            try await core.customers.isEmailAvailable(input.customerEmail, websiteID: input.websiteID, context)
        },
    ]
}
