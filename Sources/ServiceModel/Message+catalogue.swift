// Contract: `messages.md`. Texts are ours; an operator may replace them.

extension Message {
    // Gateway
    public static let methodUnsupported = Message("method.unsupported", "%1 is not possible here.", .methodNotAllowed, .filled)
    public static let requestUnprocessable = Message("request.unprocessable", "This address cannot be handled.", .invalid)
    public static let routeUnknown = Message("route.unknown", "There is nothing at this address.", .notFound)
    public static let acceptUnsupported = Message(
        "accept.unsupported", "None of the accepted media types is available.", .notAcceptable)
    public static let contentTypeMissing = Message("content-type.missing", "The body came without a Content-Type.", .invalid)
    public static let contentTypeInvalid = Message("content-type.invalid", "The Content-Type is malformed.", .invalid)
    public static let contentTypeCharset = Message("content-type.charset", "Bodies must be encoded as UTF-8.", .invalid)
    public static let contentTypeUnsupported = Message(
        "content-type.unsupported", "Bodies of type %1 are not read here.", .invalid, .filled)
    public static let contentEncodingUnsupported = Message(
        "content-encoding.unsupported", "Compressed bodies are not read here.", .unsupportedMediaType)
    public static let bodyUndecodable = Message("body.undecodable", "The body could not be read.", .invalid)
    public static let bodyTooLarge = Message("body.too-large", "The body is larger than %1 bytes.", .bodyTooLarge, .filled)
    public static let headTooLarge = Message("head.too-large", "The request head is too large.", .headTooLarge)
    public static let requestTimeout = Message("request.timeout", "The request did not arrive in time.", .timeout)
    public static let requestMalformed = Message("request.malformed", "The request is not valid HTTP.", .invalid)
    public static let requestMisdirected = Message("request.misdirected", "This host is not served here.", .misdirected)
    public static let requestExpectation = Message("request.expectation", "This expectation cannot be met.", .expectationFailed)
    public static let authorizationAmbiguous = Message(
        "authorization.ambiguous", "Only one Authorization field is allowed.", .invalid)
    public static let `internal` = Message("internal", "Something went wrong here. Report %1.", .internal, .filled)
    public static let serviceUnavailable = Message(
        "service.unavailable", "The service is busy. Try again shortly.", .unavailable)

    // Input
    public static let inputRequired = Message("input.required", "A value for \"%fieldName\" is missing.", .invalid)
    public static let inputSeveral = Message("input.several", "Several input errors were found.", .invalid)
    public static let inputType = Message("input.type", "\"%1\" does not fit type %2.", .invalid, .filled)
    public static let inputNested = Message("input.nested", "In \"%1\": %2", .invalid, .filled)
    public static let inputValue = Message("input.value", "\"%value\" is not possible for %fieldName.", .invalid)
    public static let inputUnknownField = Message("input.unknown-field", "There is no field \"%fieldName\".", .invalid)
    public static let inputSecretInQuery = Message(
        "input.secret-in-query", "\"%fieldName\" must be sent in the body.", .invalid)
    public static let entityNotFound = Message("entity.not-found", "%fieldName %fieldValue was not found.", .notFound)

    // Sign-in and permission
    public static let authFailed = Message("auth.failed", "Sign-in refused.", .unauthorized)
    public static let authNoRole = Message("auth.no-role", "No role is assigned to this account.", .unauthorized)
    public static let authDenied = Message("auth.denied", "Permission missing: %resources.", .unauthorized)

    // Passwords
    public static let passwordTooLong = Message("password.too-long", "A password has at most %1 characters.", .invalid)
    public static let passwordTooShort = Message("password.too-short", "A password has at least %1 characters.", .invalid)
    public static let passwordEdgeSpace = Message(
        "password.edge-space", "A password neither starts nor ends with a blank.", .invalid)
    public static let passwordTooFewClasses = Message(
        "password.too-few-classes", "A password mixes at least %1 of: lower case, upper case, digits, others.", .invalid)
    public static let passwordEqualsEmail = Message("password.equals-email", "Password and e-mail address must differ.", .invalid)

    // SOAP
    public static let soapServices = Message("soap.services", "Name the services in the address.", .invalid)
    public static let soapServiceUnknown = Message("soap.service-unknown", "There is no service %1.", .notFound, .filled)
    public static let soapParameters = Message("soap.parameters", "Parameters not known here: %1.", .invalid, .filled)
    public static let soapMethod = Message("soap.method", "Calls are sent with POST.", .methodNotAllowed)
    public static let soapXML = Message("soap.xml", "The message is not readable XML.", .invalid)
    public static let soapDoctype = Message("soap.doctype", "A DOCTYPE is not allowed.", .invalid)
    public static let soapPI = Message("soap.pi", "Processing instructions are not allowed.", .invalid)
    public static let soapVersion = Message("soap.version", "Only SOAP 1.1 and 1.2 envelopes are served.", .versionMismatch)
    public static let soapStructure = Message("soap.structure", "The envelope is not built as SOAP demands.", .invalid)
    public static let soapMustUnderstand = Message("soap.must-understand", "A header block is not understood.", .mustUnderstand)
    public static let soapBody = Message("soap.body", "The Body must hold exactly one element.", .invalid)
    public static let soapEncodingStyle = Message(
        "soap.encoding-style", "Encoded bodies are not served.", .dataEncodingUnknown)
    public static let soapOperationUnknown = Message(
        "soap.operation-unknown", "There is no operation %1 in these services.", .procedureNotPresent, .filled)
    public static let soapActionMismatch = Message(
        "soap.action-mismatch", "Action and Body name different operations.", .invalid)

    /// Every message, in the order of the contract.
    public static let all: [Message] = [
        methodUnsupported, requestUnprocessable, routeUnknown, acceptUnsupported, contentTypeMissing, contentTypeInvalid,
        contentTypeCharset, contentTypeUnsupported, contentEncodingUnsupported, bodyUndecodable, bodyTooLarge, headTooLarge,
        requestTimeout, requestMalformed, requestMisdirected, requestExpectation, authorizationAmbiguous, `internal`,
        serviceUnavailable,
        inputRequired, inputSeveral, inputType, inputNested, inputValue, inputUnknownField, inputSecretInQuery, entityNotFound,
        authFailed, authNoRole, authDenied,
        passwordTooLong, passwordTooShort, passwordEdgeSpace, passwordTooFewClasses, passwordEqualsEmail,
        soapServices, soapServiceUnknown, soapParameters, soapMethod, soapXML, soapDoctype, soapPI, soapVersion, soapStructure,
        soapMustUnderstand, soapBody, soapEncodingStyle, soapOperationUnknown, soapActionMismatch,
    ]
}
