import ServiceModel

/// Second factors of admins: the providers, and what tools ask about them.
public struct SecondFactors: Sendable {
    public let google: GoogleFactor
    public let duo: DuoFactor
    public let authy: AuthyFactor
    public let keys: U2FKeyFactor
    public let recovery: RecoveryFactor
    public let directory: SecondFactorDirectory

    init(
        pipeline: FactorPipeline, random: any RandomSource, site: PublicSite, services: ProviderServices, drawing: any QRCodeDrawing
    ) {
        google = GoogleFactor(pipeline: pipeline, random: random, site: site, drawing: drawing)
        duo = DuoFactor(pipeline: pipeline, services: services, clock: pipeline.clock)
        authy = AuthyFactor(pipeline: pipeline, services: services, site: site)
        keys = U2FKeyFactor(pipeline: pipeline, random: random, site: site)
        recovery = RecoveryFactor(pipeline: pipeline, random: random)
        directory = SecondFactorDirectory(pipeline: pipeline)
    }
}
