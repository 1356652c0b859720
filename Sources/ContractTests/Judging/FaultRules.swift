/// Requirements on faults.
enum FaultRules {
    static let structure = Rule(
        "FAULT-STRUCTURE", .error, "A fault has the children of its version, in order and in the right namespace.",
        "SOAP 1.1 §4.4 (unqualified faultcode, faultstring, faultactor, detail); SOAP 1.2 Part 1 §5.4 (Code, Reason, Node, Role, Detail); WS-I R1000, R1001."
    )
    static let code = Rule(
        "FAULT-CODE", .error, "The code is one of the version, as a qualified name in the namespace of the envelope.",
        "SOAP 1.1 §4.4.1; SOAP 1.2 Part 1 §5.4.6; WS-I R1004. Clients decide by it whether to repeat.")
    static let dotted = Rule("FAULT-CODE-DOT", .warning, "A SOAP 1.1 fault code has no dot.", "WS-I Basic Profile 1.1 R1031.")
    static let text = Rule("FAULT-TEXT", .error, "A fault has a text for people.", "SOAP 1.1 §4.4; SOAP 1.2 Part 1 §5.4.2.")
    static let language = Rule(
        "FAULT-LANGUAGE", .error, "Each Text of a SOAP 1.2 fault has xml:lang.", "SOAP 1.2 Part 1 §5.4.2.1: the attribute is mandatory.")
    static let undeclaredDetail = Rule(
        "FAULT-DETAIL", .warning, "Elements in the detail are faults that the description declares for the operation.",
        "WS-I Basic Profile 1.1 R2740. R2742 permits others; generated clients throw an untyped exception for them.")
    static let invalidDetail = Rule(
        "FAULT-DETAIL-SCHEMA", .error, "Elements in the detail are valid against the schema.", "Generated clients lose the detail.")
    static let missingDetail = Rule(
        "FAULT-NO-DETAIL", .note, "A fault about the Body has the declared detail.",
        "SOAP 1.1 §4.4 demands a detail; clients find no typed fault without it.")
    static let notUnderstood = Rule(
        "FAULT-NOT-UNDERSTOOD", .warning, "A MustUnderstand fault names the blocks in NotUnderstood.", "SOAP 1.2 Part 1 §5.4.8.")
    static let upgrade = Rule(
        "FAULT-UPGRADE", .warning, "A SOAP 1.2 VersionMismatch fault names the versions served in Upgrade.", "SOAP 1.2 Part 1 §5.4.7.")

    static let all = [
        structure, code, dotted, text, language, undeclaredDetail, invalidDetail, missingDetail, notUnderstood, upgrade,
    ]

    private static let codes11: [String: FaultCode] = [
        "Client": .sender, "Server": .receiver, "MustUnderstand": .mustUnderstand, "VersionMismatch": .versionMismatch,
    ]

    static func fault(_ element: Element, _ version: SOAPVersion, path: [Int]) -> ReceivedFault {
        let is12 = version == .soap12
        let namespace = is12 ? Namespace.envelope12 : nil
        // A child in the wrong namespace is reported elsewhere, and read all the same.
        func child(_ name: String) -> (offset: Int, element: Element)? {
            let found =
                element.children.enumerated().first { $0.element.isNamed(namespace, name) }
                ?? element.children.enumerated().first { $0.element.name.local == name }
            return found.map { ($0.offset, $0.element) }
        }
        let code = is12 ? child("Code")?.element.child(namespace, "Value") : child("faultcode")?.element
        let text = is12 ? child("Reason")?.element.child(namespace, "Text") : child("faultstring")?.element
        let written = code?.trimmedText ?? ""
        let local = written.split(separator: ":").last.map(String.init) ?? ""
        let known = is12 ? FaultCode(rawValue: local) : codes11[local.split(separator: ".").first.map(String.init) ?? ""]
        var details: [(element: Element, path: [Int])] = []
        if let detail = child(is12 ? "Detail" : "detail") {
            details = detail.element.children.enumerated().map { ($0.element, path + [detail.offset, $0.offset]) }
        }
        return ReceivedFault(code: known, codeName: written, text: text?.text ?? "", details: details)
    }

    /// Findings about the form of a fault.
    static func findings(_ element: Element, _ fault: ReceivedFault, _ version: SOAPVersion, at place: String) -> [Finding] {
        var findings: [Finding] = []
        func report(_ rule: Rule, _ message: String) { findings.append(Finding(rule, at: place, message)) }
        let is12 = version == .soap12
        let order = is12 ? ["Code", "Reason", "Node", "Role", "Detail"] : ["faultcode", "faultstring", "faultactor", "detail"]
        let namespace = is12 ? Namespace.envelope12 : nil
        let positions = element.children.map { child in child.name.namespace == namespace ? order.firstIndex(of: child.name.local) : nil }
        if let unknown = zip(positions, element.children).first(where: { $0.0 == nil })?.1 {
            report(structure, "there is \(unknown.name) in the fault")
        }
        let known = positions.compactMap(\.self)
        // The order is demanded by the schema of SOAP 1.2; in SOAP 1.1 it is the order of an all group.
        if Set(known).count != known.count || (is12 && known != known.sorted()) { report(structure, "the children are not in order") }
        if !known.contains(0) || !known.contains(1) { report(structure, "\(order[0]) or \(order[1]) is missing") }
        let codeElement = is12 ? element.child(namespace, "Code")?.child(namespace, "Value") : element.child(namespace, "faultcode")
        if let codeElement {
            let name = codeElement.expandedName(codeElement.text)
            let isCustom11 = !is12 && name?.namespace != Namespace.envelope11 && name?.namespace != nil
            if name == nil || (name?.namespace != version.envelopeNamespace && !isCustom11) {
                report(code, "'\(fault.codeName)' is no name in the namespace of the envelope")
            } else if fault.code == nil, !isCustom11 {
                report(code, "there is no code \(fault.codeName)")
            }
            if !is12, fault.codeName.contains(".") { report(dotted, "the code is \(fault.codeName)") }
        }
        if fault.text.trimmingXMLSpace.isEmpty { report(text, "the text is empty") }
        for text in is12 ? element.child(namespace, "Reason")?.children(namespace, "Text") ?? [] : []
        where text[Namespace.xml, "lang"] == nil {
            report(language, "a Text has no xml:lang")
        }
        return findings
    }
}
