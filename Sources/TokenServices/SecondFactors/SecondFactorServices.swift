import ServiceModel
import TokenCore

/// The operations of one provider of second factors. Their routes begin with `/V1/tfa/provider/` and the provider's code.
protocol ProviderService: SendableMetatype {
    static var provider: ProviderDescriptor { get }
    static var operations: [HandledOperation<Core>] { get }
}

/// The services of second factors (contract: `two-factor.md` §2).
enum SecondFactorServices {
    /// One line for each provider of ``ProviderRegistry/standard``, in the order in which lists and documents show them.
    static let providers: [any ProviderService.Type] = [
        GoogleService.self,
        DuoService.self,
        AuthyService.self,
        U2FKeyService.self,
        RecoveryService.self,
    ]

    static let operations =
        TfaService.operations + UserConfigManagerService.operations + TfatActionsService.operations + providers.flatMap { $0.operations }
}
