public import TokenCore

/// A message in its transport form (RFC 5322): plain text and HTML of the same content.
public struct MailMessage: Sendable {
    /// The content of a message.
    public struct Content: Sendable {
        public var sender: MailAddress
        public var recipient: MailAddress
        public var subject: String
        public var text: String
        public var html: String
        /// Becomes part of the Message-ID and identifies the message when it is handed over twice; `[0-9a-z]`.
        public var reference: String
        public var date: Timestamp

        public init(
            sender: MailAddress, recipient: MailAddress, subject: String, text: String, html: String, reference: String, date: Timestamp
        ) {
            self.sender = sender
            self.recipient = recipient
            self.subject = subject
            self.text = text
            self.html = html
            self.reference = reference
            self.date = date
        }
    }

    public let sender: MailAddress
    public let recipient: MailAddress
    public let reference: String
    public let date: Timestamp
    /// Header section and body, with CR LF at line ends.
    public let bytes: [UInt8]

    /// - Throws: a final ``MailFailure`` for a subject or a reference that is not allowed in a header field.
    public init(_ content: Content) throws(MailFailure) {
        let isPlain = content.reference.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
        guard HeaderText.isOneLine(content.subject), isPlain, !content.reference.isEmpty else {
            throw MailFailure("a header field has control characters", isFinal: true)
        }
        sender = content.sender
        recipient = content.recipient
        reference = content.reference
        date = content.date
        bytes = Array((Self.header(content) + Self.body(content)).utf8)
    }

    private static func header(_ content: Content) -> String {
        [
            "From: \(mailbox(content.sender))",
            "To: \(mailbox(content.recipient))",
            "Subject: \(HeaderText.unstructured(content.subject))",
            "Date: \(content.date.rfc5322)",
            "Message-ID: <\(content.reference)@\(content.sender.domain)>",
            "MIME-Version: 1.0",
            // Prevents automatic replies (RFC 3834 §5).
            "Auto-Submitted: auto-generated",
            "Content-Type: multipart/alternative; boundary=\"\(boundary(content))\"",
            "", "",
        ].joined(separator: "\r\n")
    }

    private static func mailbox(_ address: MailAddress) -> String {
        address.name.isEmpty ? address.address : "\(HeaderText.phrase(address.name))\r\n <\(address.address)>"
    }

    /// The last part is the preferred one (RFC 2046 §5.1.4).
    private static func body(_ content: Content) -> String {
        part("text/plain", content.text, content) + part("text/html", content.html, content) + "--\(boundary(content))--\r\n"
    }

    private static func part(_ type: String, _ text: String, _ content: Content) -> String {
        let (name, encoded) = BodyEncoding.encoded(text)
        return "--\(boundary(content))\r\nContent-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: \(name)\r\n\r\n\(encoded)\r\n"
    }

    /// It contains `=_`, which never occurs in quoted-printable text, and the reference, which is unknown to those who write texts.
    private static func boundary(_ content: Content) -> String {
        "=_\(content.reference)"
    }
}
