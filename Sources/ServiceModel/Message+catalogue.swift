// Contract: `messages.md`. An operator may replace the texts.

extension Message {
    // Gateway
    public static let methodUnsupported = Message("method.unsupported", "%1 is not possible here.", .methodNotAllowed, .filled)
    public static let requestUnprocessable = Message("request.unprocessable", "This address cannot be handled.", .invalid)
    public static let routeUnknown = Message("route.unknown", "There is nothing at this address.", .notFound)
    public static let addressThrottled = Message(
        "address.throttled", "Too many refused sign-ins came from your address. Try again later.", .tooManyRequests)
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
    public static let inputTemplate = Message(
        "input.template", "\"%value\" is not possible for %fieldName; choose %template1 or %template2.", .invalid)
    public static let entityNotFound = Message("entity.not-found", "%fieldName %fieldValue was not found.", .notFound)
    public static let entityNotFoundPair = Message(
        "entity.not-found-pair", "%fieldName %fieldValue with %field2Name %field2Value was not found.", .notFound)
    public static let websiteUnknown = Message("website.unknown", "There is no website %1.", .notFound, .filled)

    // Sign-in and permission
    public static let authFailed = Message("auth.failed", "Sign-in refused.", .unauthorized)
    public static let authNoRole = Message("auth.no-role", "No role is assigned to this account.", .unauthorized)
    public static let authDenied = Message("auth.denied", "Permission missing: %resources.", .unauthorized)
    public static let passwordMismatch = Message("password.mismatch", "The current password is wrong.", .unauthorized)

    // Customers
    public static let customerExists = Message("customer.exists", "This e-mail address is taken.", .invalid)
    public static let customerEmailMissing = Message("customer.email-missing", "A customer needs an e-mail address.", .invalid)
    public static let customerEmailInvalid = Message("customer.email-invalid", "The e-mail address is malformed.", .invalid)
    public static let customerValueRequired = Message("customer.value-required", "%1 needs a value.", .invalid, .filled)
    public static let customerNameInvalid = Message(
        "customer.name-invalid", "%1 is too long or has characters that are not allowed.", .invalid, .filled)
    public static let customerDobFuture = Message("customer.dob-future", "The date of birth lies in the future.", .invalid)
    public static let customerStoreMismatch = Message(
        "customer.store-mismatch", "The store does not belong to the website.", .invalid)
    public static let customerGroupUnknown = Message("customer.group-unknown", "There is no such customer group.", .invalid)
    public static let customerHashInvalid = Message("customer.hash-invalid", "The password hash has no known form.", .invalid)

    // Passwords
    public static let passwordTooLong = Message("password.too-long", "A password has at most %1 characters.", .invalid)
    public static let passwordTooShort = Message("password.too-short", "A password has at least %1 characters.", .invalid)
    public static let passwordEdgeSpace = Message(
        "password.edge-space", "A password neither starts nor ends with a blank.", .invalid)
    public static let passwordTooFewClasses = Message(
        "password.too-few-classes", "A password mixes at least %1 of: lower case, upper case, digits, others.", .invalid)
    public static let passwordEqualsEmail = Message("password.equals-email", "Password and e-mail address must differ.", .invalid)

    // Password reset
    public static let resetTokenMismatch = Message("reset.token-mismatch", "The reset token is not valid.", .invalid)
    public static let resetTokenExpired = Message("reset.token-expired", "The reset token is too old.", .invalid)
    public static let resetTooOften = Message("reset.too-often", "Too many reset requests. Try again later.", .invalid)

    // Search
    public static let searchFieldUnknown = Message(
        "search.field-unknown", "Customers cannot be searched by %1.", .invalid, .filled)
    public static let searchConditionUnknown = Message(
        "search.condition-unknown", "There is no search condition %1.", .invalid, .filled)
    public static let searchPageSize = Message("search.page-size", "A page has at most %max entries.", .invalid)

    // OAuth
    public static let oauthVersion = Message("oauth.version", "OAuth %1 is not spoken here.", .invalid)
    public static let oauthTokenLength = Message("oauth.token-length", "An OAuth token has 32 characters.", .invalid)
    public static let oauthSignatureMethod = Message(
        "oauth.signature-method", "Requests signed with %1 are not accepted.", .invalid)
    public static let oauthConsumerKeyLength = Message(
        "oauth.consumer-key-length", "A consumer key has 32 characters.", .unauthorized)
    public static let oauthConsumerUnknown = Message("oauth.consumer-unknown", "The consumer key is not known.", .unauthorized)
    public static let oauthConsumerExpired = Message(
        "oauth.consumer-expired", "The time for this exchange is over.", .unauthorized)
    public static let oauthTimestamp = Message("oauth.timestamp", "Timestamp or nonce cannot be accepted.", .unauthorized)
    public static let oauthNonceUsed = Message("oauth.nonce-used", "Consumer %1 sent this nonce before.", .unauthorized)
    public static let oauthTokenUnknown = Message("oauth.token-unknown", "The OAuth token is not known.", .unauthorized)
    public static let oauthTokenOtherConsumer = Message(
        "oauth.token-other-consumer", "The token belongs to another consumer.", .unauthorized)
    public static let oauthTokenNotAccess = Message(
        "oauth.token-not-access", "Only access tokens open this address.", .unauthorized)
    public static let oauthTokenRevoked = Message("oauth.token-revoked", "This access token is no longer in force.", .unauthorized)
    public static let oauthRequestTokenOtherConsumer = Message(
        "oauth.request-token-other-consumer", "The request token belongs to another consumer.", .unauthorized)
    public static let oauthTokenUsed = Message("oauth.token-used", "The request token was exchanged before.", .unauthorized)
    public static let oauthNotVerifierToken = Message(
        "oauth.not-verifier-token", "No exchange is waiting for this consumer.", .unauthorized)
    public static let oauthNotRequestToken = Message(
        "oauth.not-request-token", "Only request tokens can be exchanged.", .unauthorized)
    public static let oauthVerifierInvalid = Message("oauth.verifier-invalid", "The verifier is empty.", .unauthorized)
    public static let oauthVerifierLength = Message("oauth.verifier-length", "A verifier has 32 characters.", .unauthorized)
    public static let oauthVerifierMismatch = Message(
        "oauth.verifier-mismatch", "The verifier belongs to another exchange.", .unauthorized)
    public static let oauthSignature = Message("oauth.signature", "The signature does not match.", .unauthorized)

    // Second factors
    public static let tfaUseProviderEndpoint = Message(
        "tfa.use-provider-endpoint", "Sign in at the address of a second-factor provider.", .invalid)
    public static let tfaConfigurationRequired = Message(
        "tfa.configuration-required", "Set up a second factor first; a mail is on its way.", .invalid)
    public static let tfaNoProviderAvailable = Message(
        "tfa.no-provider-available", "No second-factor provider is ready. Ask an administrator.", .invalid)
    public static let tfaMailFailed = Message(
        "tfa.mail-failed", "No set-up mail could be sent; ask an administrator.", .invalid)
    public static let tfaProviderNotAllowed = Message("tfa.provider-not-allowed", "This provider is not in use.", .invalid)
    public static let tfaProviderNotConfigured = Message(
        "tfa.provider-not-configured", "This provider is not set up for the user.", .invalid)
    public static let tfaProviderAlreadyConfigured = Message(
        "tfa.provider-already-configured", "This provider is set up for the user.", .invalid)
    public static let tfaProviderUnknown = Message("tfa.provider-unknown", "Provider %1 is not in use.", .notFound)
    public static let tfaProviderWords = Message("tfa.provider-message", "%1", .invalid, .filled)
    public static let tfaProviderUnreachable = Message(
        "tfa.provider-unreachable", "The second-factor provider does not answer.", .unavailable)
    public static let tfaTokenInvalid = Message("tfa.token-invalid", "The set-up token is not valid.", .unauthorized)
    public static let tfaListTokenInvalid = Message("tfa.list-token-invalid", "The token is not valid.", .unauthorized)
    public static let tfaCodeInvalid = Message("tfa.code-invalid", "The code is wrong or was used before.", .unauthorized)
    public static let tfaDuoRefused = Message("tfa.duo-refused", "Duo did not allow the sign-in.", .invalid)
    public static let tfaKeyNotStarted = Message("tfa.key-not-started", "No key registration is waiting.", .invalid)
    public static let tfaKeyInvalid = Message("tfa.key-invalid", "The security key was not accepted.", .invalid)
    public static let tfaKeyDataInvalid = Message("tfa.key-data-invalid", "The security key's data cannot be used.", .invalid)
    public static let tfaChallengeMissing = Message("tfa.challenge-missing", "No key challenge is waiting.", .invalid)
    public static let tfaDomainUnknown = Message("tfa.domain-unknown", "Security keys need a configured domain.", .invalid)
    public static let tfaAuthyVia = Message("tfa.authy-via", "This way of sending is not possible.", .invalid)
    public static let tfaAuthyUserMissing = Message("tfa.authy-user-missing", "Authy does not know the user yet.", .invalid)
    public static let tfaAuthyPhoneMissing = Message("tfa.authy-phone-missing", "No phone is on record.", .invalid)
    public static let tfaAuthyRequestMissing = Message("tfa.authy-request-missing", "No phone check is waiting.", .invalid)
    public static let tfaAuthyCodeFormat = Message("tfa.authy-code-format", "The code has wrong characters.", .invalid)
    public static let tfaAuthyNoApproval = Message("tfa.authy-no-approval", "No approval request is waiting.", .invalid)
    public static let tfaAuthyApprovalInvalid = Message(
        "tfa.authy-approval-invalid", "The approval request cannot be found.", .invalid)
    public static let tfaAuthyDenied = Message("tfa.authy-denied", "The approval was denied or came too late.", .invalid)

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
        methodUnsupported, requestUnprocessable, routeUnknown, addressThrottled, acceptUnsupported, contentTypeMissing, contentTypeInvalid,
        contentTypeCharset, contentTypeUnsupported, contentEncodingUnsupported, bodyUndecodable, bodyTooLarge, headTooLarge,
        requestTimeout, requestMalformed, requestMisdirected, requestExpectation, authorizationAmbiguous, `internal`,
        serviceUnavailable,
        inputRequired, inputSeveral, inputType, inputNested, inputValue, inputUnknownField, inputSecretInQuery, inputTemplate,
        entityNotFound, entityNotFoundPair, websiteUnknown,
        authFailed, authNoRole, authDenied, passwordMismatch,
        customerExists, customerEmailMissing, customerEmailInvalid, customerValueRequired, customerNameInvalid, customerDobFuture,
        customerStoreMismatch, customerGroupUnknown, customerHashInvalid,
        passwordTooLong, passwordTooShort, passwordEdgeSpace, passwordTooFewClasses, passwordEqualsEmail,
        resetTokenMismatch, resetTokenExpired, resetTooOften, searchFieldUnknown, searchConditionUnknown, searchPageSize,
        oauthVersion, oauthTokenLength, oauthSignatureMethod, oauthConsumerKeyLength, oauthConsumerUnknown, oauthConsumerExpired,
        oauthTimestamp, oauthNonceUsed, oauthTokenUnknown, oauthTokenOtherConsumer, oauthTokenNotAccess, oauthTokenRevoked,
        oauthRequestTokenOtherConsumer, oauthTokenUsed, oauthNotVerifierToken, oauthNotRequestToken, oauthVerifierInvalid,
        oauthVerifierLength, oauthVerifierMismatch, oauthSignature,
        tfaUseProviderEndpoint, tfaConfigurationRequired, tfaNoProviderAvailable, tfaMailFailed, tfaProviderNotAllowed,
        tfaProviderNotConfigured, tfaProviderAlreadyConfigured, tfaProviderUnknown, tfaProviderWords, tfaProviderUnreachable,
        tfaTokenInvalid, tfaListTokenInvalid, tfaCodeInvalid, tfaDuoRefused, tfaKeyNotStarted, tfaKeyInvalid, tfaKeyDataInvalid,
        tfaChallengeMissing, tfaDomainUnknown, tfaAuthyVia, tfaAuthyUserMissing, tfaAuthyPhoneMissing, tfaAuthyRequestMissing,
        tfaAuthyCodeFormat, tfaAuthyNoApproval, tfaAuthyApprovalInvalid, tfaAuthyDenied,
        soapServices, soapServiceUnknown, soapParameters, soapMethod, soapXML, soapDoctype, soapPI, soapVersion, soapStructure,
        soapMustUnderstand, soapBody, soapEncodingStyle, soapOperationUnknown, soapActionMismatch,
    ]
}
