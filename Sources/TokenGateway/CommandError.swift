import Foundation
import ServiceModel
import TokenCore

/// The reason why a command failed, in one line.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Arguments that can be parsed, but are not valid together: exit status 64.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Errors as text for an operator.
enum ErrorLine {
    static func text(of error: any Error) -> String {
        switch error {
        case let fault as Fault: text(of: fault)
        case let failure as StoreFailure: text(of: Fault(administering: failure))
        case let cocoa as CocoaError: cocoa.localizedDescription
        default: "\(error)"
        }
    }

    /// The command that lists the existing names.
    private static let hints: [Message: String] = [
        .roleUnknown: "; see token-gateway role list", .integrationUnknown: "; see token-gateway integration list",
        .storeUnknown: "; see token-gateway store list", .resourceUnknown: "; see token-gateway help role",
    ]

    private static func text(of fault: Fault) -> String {
        // The message for clients names a report; here the content of the report is known.
        if fault.kind == .internal, let cause = fault.cause { return cause }
        let text = MessageTexts().filledText(of: fault) + (hints[fault.message] ?? "")
        return fault.cause.map { "\(text) (\($0))" } ?? text
    }
}
