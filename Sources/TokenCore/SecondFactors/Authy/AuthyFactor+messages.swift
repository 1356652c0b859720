public import ServiceModel

extension AuthyFactor {
    /// How Authy reaches a person.
    enum DeliveryMethod: String {
        case sms, call, onetouch
    }

    /// Limit of polls for one approval.
    private static let maximumPolls = 10
    private static let pollInterval = Duration.seconds(1)

    /// Makes Authy send a code or a request for an approval.
    /// - Parameter via: `sms`, `call` or `onetouch`.
    /// - Throws: the faults of `two-factor.md` §5; `tfa.authy-via`, `tfa.authy-user-missing`, `tfa.provider-message`,
    ///   `tfa.provider-unreachable`.
    public func send(_ credentials: AdminCredentials, via: String, _ context: CallContext) async throws(Fault) {
        try await pipeline.prepare(self, credentials, context) { factor -> String? in
            guard let method = DeliveryMethod(rawValue: via) else { throw Fault(.tfaAuthyVia) }
            guard let user = factor.state.user else { throw Fault(.tfaAuthyUserMissing) }
            let client = try client(factor.settings)
            switch method {
            case .sms, .call:
                _ = try await withoutCounting { try await client.get("protected/json/\(method.rawValue)/\(user)", [("force", "true")]) }
                return nil
            case .onetouch:
                let response = try await withoutCounting {
                    try await client.post("onetouch/json/users/\(user)/approval_requests", approvalFields(factor))
                }
                guard let approval = Self.text(response["approval_request"]?["uuid"]) else { throw Fault(.tfaAuthyApprovalInvalid) }
                return approval
            }
        } update: { factor, approval, _ in
            if let approval { factor.state.approval = approval }
        }
    }

    private func approvalFields(_ factor: Factor<State>) -> [(String, String)] {
        [
            ("message", factor.settings[Self.oneTouchMessage]), ("details[URL]", baseURL.text),
            ("details[User]", factor.admin.username), ("details[Email]", factor.admin.email), ("seconds_to_expire", "300"),
        ]
    }

    /// Exchanges an approval for a token. The approval cannot be used again.
    /// - Throws: the faults of `two-factor.md` §5; `tfa.authy-no-approval`, `tfa.authy-approval-invalid`, `tfa.authy-denied`,
    ///   `tfa.provider-unreachable`.
    public func signInWithApproval(_ credentials: AdminCredentials, _ context: CallContext) async throws(Fault) -> Secret {
        try await pipeline.signIn(self, credentials, context) { factor -> String in
            guard let approval = factor.state.approval else { throw Fault(.tfaAuthyNoApproval) }
            guard Self.isReference(approval) else { throw Fault(.tfaAuthyApprovalInvalid) }
            let client = try client(factor.settings)
            for poll in 1...Self.maximumPolls {
                let response = try await withoutCounting { try await client.get("onetouch/json/approval_requests/\(approval)") }
                guard let status = response["approval_request"]?["status"]?.asText else { throw Fault(.tfaAuthyApprovalInvalid) }
                if status == "approved" { return approval }
                guard status == "pending", poll < Self.maximumPolls else { break }
                try await services.sleep(Self.pollInterval)
            }
            throw SecondFactorError(.tfaAuthyDenied)
        } verify: { factor, approval, _ in
            // A concurrent sign-in may have used the approval.
            guard factor.state.approval == approval else { throw SecondFactorError(.tfaAuthyNoApproval) }
            factor.state.approval = nil
        }
    }

    /// Letters, digits and hyphens: needs no escaping in a URL.
    private static func isReference(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 128
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D }
    }
}
