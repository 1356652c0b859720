package import ServiceModel
package import TokenCore

/// The audit trail.
package enum AuditService {
    private static let name = "administrationAuditV1"

    package static let getList: HandledOperation<Core> = Operation(
        service: name, method: "getList", resources: [.system], input: .listInput, output: .auditRecords,
        documentation: "Lists audit records, newest first."
    ).handled { core, input, context throws(Fault) in
        let page = try input.page
        let found = try await core.administration(as: context.actor).auditTrail(limit: page.size, offset: page.offset)
        return Page(items: found.records.map(AuditRecordData.init), totalCount: found.total)
    }

    static let operations = [getList]
}

struct AuditRecordData: Sendable {
    let at: String
    let action: String
    let actorKind: String
    let actorID: Int?
    let subject: String
    let address: String
    let requestID: String
    let outcome: String
    let reason: String
}

extension AuditRecordData {
    init(_ record: AuditRecord) {
        self.init(
            at: record.at.sqlDateTime, action: record.action, actorKind: record.actorKind, actorID: record.actorID,
            subject: record.subject, address: record.address, requestID: record.requestID, outcome: record.outcome.rawValue,
            reason: record.reason)
    }
}

extension Codec where Value == AuditRecordData {
    static let auditRecord = object(
        "AdministrationDataAuditRecord", AuditRecordData.init, .required("at", \.at, .string, "Time, in UTC."),
        .required("action", \.action, .string, "Action, such as token.revoke."),
        .required("actorKind", \.actorKind, .string, "guest, customer, admin, integration or operator."),
        .optional("actorId", \.actorID, .int, "Id of the actor."), .required("subject", \.subject, .string, "Object of the action."),
        .required("address", \.address, .string, "Address of the client; cli for commands."),
        .required("requestId", \.requestID, .string, "Id of the request; empty for commands."),
        .required("outcome", \.outcome, .string, "success or failure."),
        .required("reason", \.reason, .string, "Reason of a failure, or a detail."))
}

extension Codec where Value == Page<AuditRecordData> {
    static let auditRecords = Codec<AuditRecordData>.auditRecord.page("AdministrationDataAuditRecordSearchResults")
}
