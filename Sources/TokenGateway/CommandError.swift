import Foundation
import ServiceModel
import TokenCore

/// Why a command did not do what it was asked, in one line.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Arguments that can be parsed, but do not make sense: exit status 64.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Errors as an operator reads them.
enum ErrorLine {
    static func text(of error: any Error) -> String {
        switch error {
        case let fault as Fault: text(of: fault)
        case let failure as StoreFailure: text(of: Fault(administering: failure))
        case let cocoa as CocoaError: cocoa.localizedDescription
        default: "\(error)"
        }
    }

    /// Where a command lists what there is.
    private static let hints: [Message: String] = [
        .roleUnknown: "; see token-gateway role list", .integrationUnknown: "; see token-gateway integration list",
        .storeUnknown: "; see token-gateway store list", .resourceUnknown: "; see token-gateway help role",
    ]

    private static func text(of fault: Fault) -> String {
        // The message is for clients: it names a report, and what the report would say is known here.
        if fault.kind == .internal, let cause = fault.cause { return cause }
        let text = MessageTexts().filledText(of: fault) + (hints[fault.message] ?? "")
        return fault.cause.map { "\(text) (\($0))" } ?? text
    }
}
