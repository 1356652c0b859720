internal import ServiceModel

/// The schema of fault details (contract: `soap.md` §4, §8, D38).
enum GenericFaultSchema {
    /// The name of the element, the type, the message and the fault of every operation.
    static let name = "GenericFault"

    /// `Trace` is declared for clients that expect it.
    static let schema = ObjectSchema(
        name: name,
        members: [
            .init(name: "Trace", schema: .string, isRequired: false, documentation: "Reserved, never sent."),
            .init(name: "Parameters", schema: .list(.object(parameter)), isRequired: false, documentation: "Values of the message."),
            .init(
                name: "WrappedErrors", schema: .list(.object(wrappedError)), isRequired: false,
                documentation: "The single errors when there are several."),
        ], documentation: "What is known about a failure beside its text.")

    private static let wrappedError = ObjectSchema(
        name: "WrappedError",
        members: [
            .init(name: "message", schema: .string, isRequired: true, documentation: "Text of this error."),
            .init(name: "parameters", schema: .list(.object(parameter)), isRequired: false, documentation: "Values of this text."),
        ], documentation: "One of several errors.")

    private static let parameter = ObjectSchema(
        name: "GenericFaultParameter",
        members: [
            .init(name: "key", schema: .string, isRequired: true, documentation: "Name of the placeholder, or its number from 1."),
            .init(name: "value", schema: .string, isRequired: true, documentation: "What stands in its place."),
        ], documentation: "A value of a message.")
}
