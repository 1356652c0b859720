import Foundation
import ServiceModel
import TokenCore

/// Why a command did not do what it was asked, in one line.
struct Refusal: Error, CustomStringConvertible {
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
        case StoreFailure.unavailable(let cause): "the database cannot be used now: \(cause)"
        case StoreFailure.schema(let cause): "the database cannot be used: \(cause)"
        case StoreFailure.conflict(let what): "exists already, or is in use: \(what)"
        case let cocoa as CocoaError: cocoa.localizedDescription
        default: "\(error)"
        }
    }

    /// The message with its values filled in, also where clients get them beside the template.
    private static func text(of fault: Fault) -> String {
        var text = ""
        for (index, part) in fault.message.template.split(separator: "%", omittingEmptySubsequences: false).enumerated() {
            let name = part.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
            if index > 0, let value = value(String(name), in: fault) {
                text += value + part.dropFirst(name.count)
            } else {
                text += (index > 0 ? "%" : "") + part
            }
        }
        return fault.cause.map { "\(text) (\($0))" } ?? text
    }

    private static func value(_ placeholder: String, in fault: Fault) -> String? {
        let argument =
            Int(placeholder).map { number in fault.arguments.indices.contains(number - 1) ? fault.arguments[number - 1] : nil }
            ?? fault.arguments.first { $0.name == placeholder }
        switch argument?.value {
        case nil: return nil
        case .wire(let wire): return Scalar.text(wire) ?? ""
        case .fault(let inner): return text(of: inner)
        }
    }
}
