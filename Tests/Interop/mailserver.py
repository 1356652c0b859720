"""Mail servers: one that takes mails as Debian's aiosmtpd does it, and some that do not behave."""
from __future__ import annotations

import email
import email.policy
import queue
import socket
import ssl
import subprocess
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from gateway import PATIENCE, free_port

USER, PASSWORD = "shop", "Relay-horse 7 é"


@dataclass
class Certificate:
    """A certificate that signs itself, so it is its own authority."""

    chain: Path
    key: Path

    @classmethod
    def make(cls, folder: Path, host: str) -> Certificate:
        made = cls(folder / f"{host}.pem", folder / f"{host}.key")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=test",
             "-addext", f"subjectAltName=DNS:{host}", "-keyout", str(made.key), "-out", str(made.chain)],
            check=True, capture_output=True, timeout=PATIENCE)
        return made

    @property
    def context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.chain, self.key)
        return context


class MailServer:
    """Takes mails on loopback as `localhost`."""

    def __init__(
        self, certificate: Certificate | None = None, implicit: bool = False, with_login: bool = False, refusal: str | None = None
    ):
        self.refusal = refusal
        self._taken: queue.Queue[tuple[Session, Envelope]] = queue.Queue()
        options = {}
        if certificate and implicit:
            options |= {"ssl_context": certificate.context}
        elif certificate:
            options |= {"tls_context": certificate.context, "require_starttls": True}
        if with_login:
            options |= {"authenticator": self._authenticate, "auth_required": True}
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self._taken.put((session, envelope))
        return "250 OK"

    @staticmethod
    def _authenticate(server, session, envelope, mechanism, data) -> AuthResult:
        return AuthResult(success=isinstance(data, LoginPassword) and data.login == USER.encode() and data.password == PASSWORD.encode())

    def wait_for_mail(self) -> tuple[Session, Envelope, EmailMessage]:
        session, envelope = self._taken.get(timeout=PATIENCE)
        return session, envelope, email.message_from_bytes(envelope.content, policy=email.policy.default)

    @property
    def has_taken_more(self) -> bool:
        return not self._taken.empty()


class HangingServer:
    """Accepts connections and says nothing."""

    def __enter__(self) -> HangingServer:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def wait_for_caller(self) -> None:
        self._listener.settimeout(PATIENCE)
        self._caller, _ = self._listener.accept()
