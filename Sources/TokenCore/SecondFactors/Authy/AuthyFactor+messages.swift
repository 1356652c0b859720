public import ServiceModel

extension AuthyFactor {
    /// How a code reaches a person.
    enum Via: String {
        case sms, call, onetouch
    }

    /// Questions about an approval, and the pause between two.
    private static let questions = 10
    private static let pause = Duration.seconds(1)

    /// Has Authy send a code, or ask for an approval.
    /// - Throws: as `two-factor.md` §5 has it; `tfa.authy-via`, `tfa.authy-user-missing`, `tfa.provider-message`,
    ///   `tfa.provider-unreachable`.
    public func send(_ credentials: AdminCredentials, via: String, _ context: CallContext) async throws(Fault) {
        try await pipeline.prepare(self, credentials, context) { factor -> String? in
            guard let via = Via(rawValue: via) else { throw Fault(.tfaAuthyVia) }
            guard let user = factor.state.user else { throw Fault(.tfaAuthyUserMissing) }
            let client = try client(factor.settings)
            switch via {
            case .sms, .call:
                _ = try await told { try await client.get("protected/json/\(via.rawValue)/\(user)", [("force", "true")]) }
                return nil
            case .onetouch:
                let answer = try await told {
                    try await client.post("onetouch/json/users/\(user)/approval_requests", approvalFields(factor))
                }
                guard let approval = Self.text(answer["approval_request"]?["uuid"]) else { throw Fault(.tfaAuthyApprovalInvalid) }
                return approval
            }
        } changing: { factor, approval, _ in
            if let approval { factor.state.approval = approval }
        }
    }

    private func approvalFields(_ factor: Factor<State>) -> [(String, String)] {
        [
            ("message", factor.settings[Self.oneTouchMessage]), ("details[URL]", site.base),
            ("details[User]", factor.admin.username), ("details[Email]", factor.admin.email), ("seconds_to_expire", "300"),
        ]
    }

    /// A token for an approval that Authy has by now; it is used up.
    /// - Throws: as `two-factor.md` §5 has it; `tfa.authy-no-approval`, `tfa.authy-approval-invalid`, `tfa.authy-denied`,
    ///   `tfa.provider-unreachable`.
    public func signInWithApproval(_ credentials: AdminCredentials, _ context: CallContext) async throws(Fault) -> Secret {
        try await pipeline.signIn(self, credentials, context) { factor -> String in
            guard let approval = factor.state.approval else { throw Fault(.tfaAuthyNoApproval) }
            guard Self.isReference(approval) else { throw Fault(.tfaAuthyApprovalInvalid) }
            let client = try client(factor.settings)
            for question in 1...Self.questions {
                let answer = try await told { try await client.get("onetouch/json/approval_requests/\(approval)") }
                guard let status = answer["approval_request"]?["status"]?.asText else { throw Fault(.tfaAuthyApprovalInvalid) }
                if status == "approved" { return approval }
                guard status == "pending", question < Self.questions else { break }
                try await services.sleep(Self.pause)
            }
            throw SecondFactorError(.tfaAuthyDenied)
        } verify: { factor, approval, _ in
            // Of two sign-ins with one approval the first has used it up.
            guard factor.state.approval == approval else { throw SecondFactorError(.tfaAuthyNoApproval) }
            factor.state.approval = nil
        }
    }

    /// Letters, digits and hyphens: what can stand in an address as it is.
    private static func isReference(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 128
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D }
    }
}
