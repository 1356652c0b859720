/// One text that a client can see: a stable id, the default wording, how it is sent, and the kind of failure it reports
/// (contract: `messages.md`). The catalogue is in `Message+catalogue.swift`.
public struct Message: Sendable, Hashable {
    /// Whether the text is sent with its values filled in, or as a template with the values next to it.
    public enum Style: Sendable {
        case raw, filled
    }

    public let id: String
    public let template: String
    public let style: Style
    public let kind: Fault.Kind
    /// Whether values stand in the text as they are, instead of cut and without control characters.
    let showsFullValues: Bool

    init(_ id: String, _ template: String, _ kind: Fault.Kind, _ style: Style = .raw, showsFullValues: Bool = false) {
        self.showsFullValues = showsFullValues
        self.id = id
        self.template = template
        self.kind = kind
        self.style = style
    }

    /// A message of administration. Administrators read it, so its values are shown in full; it cannot be replaced by an operator.
    public static func administration(_ id: String, _ template: String, _ kind: Fault.Kind) -> Message {
        Message("administration." + id, template, kind, .filled, showsFullValues: true)
    }

    public static func == (one: Message, other: Message) -> Bool { one.id.utf8Equals(other.id) }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// The placeholders of a template in order: `%1`, `%fieldName`.
    public static func placeholders(in template: String) -> [String] {
        template.split(separator: "%", omittingEmptySubsequences: false).dropFirst().compactMap { part in
            let name = part.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
            return name.isEmpty ? nil : String(name)
        }
    }
}

/// The texts in use: the defaults, some of them replaced by the operator.
public struct MessageTexts: Sendable {
    private let replaced: [String: String]

    /// - Parameter replaced: texts by message id, checked with ``problem(id:text:)``.
    public init(replacing replaced: [String: String] = [:]) {
        self.replaced = replaced
    }

    /// Why a replacement is refused; `nil` when it is valid.
    public static func problem(id: String, text: String) -> String? {
        guard let message = Message.all.first(where: { $0.id.utf8Equals(id) }) else { return "there is no message \(id)" }
        let known = Set(Message.placeholders(in: message.template))
        let unknown = Message.placeholders(in: text).first { !known.contains($0) }
        return unknown.map { "the message \(id) has no placeholder %\($0)" }
    }

    public func template(_ message: Message) -> String {
        replaced[message.id] ?? message.template
    }

    /// The text sent to a client: the template, or the text with its values filled in.
    public func text(of fault: Fault) -> String {
        fault.message.style == .filled ? filledText(of: fault) : template(fault.message)
    }

    /// The text with its values filled in, for responses that carry no separate values.
    public func filledText(of fault: Fault) -> String {
        let template = template(fault.message)
        var text = ""
        let parts = template.split(separator: "%", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let name = part.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
            if index > 0, let value = value(String(name), in: fault) {
                text += value + part.dropFirst(name.count)
            } else {
                text += (index > 0 ? "%" : "") + part
            }
        }
        return text
    }

    private func value(_ placeholder: String, in fault: Fault) -> String? {
        let argument: Fault.Argument?
        if let number = Int(placeholder) {
            argument = number > 0 && number <= fault.arguments.count ? fault.arguments[number - 1] : nil
        } else {
            argument = fault.arguments.first { $0.name == placeholder }
        }
        switch argument?.value {
        case nil: return nil
        case .wire(let wire): return fault.message.showsFullValues ? Scalar.text(wire) ?? "" : Self.shown(wire)
        case .fault(let inner): return self.text(of: inner)
        }
    }

    /// A value as texts show it: at most 64 characters, no control characters.
    static func shown(_ wire: Wire) -> String {
        let text =
            switch wire {
            case .bool(let flag): flag ? "true" : "false"
            case .null: ""
            case .list, .object: "array"
            default: Scalar.text(wire) ?? ""
            }
        let visible = text.unicodeScalars.prefix(256).filter { $0.properties.generalCategory != .control }
        return String(String(String.UnicodeScalarView(visible)).prefix(64))
    }
}
