"""Certificates of the tests' own, and a gateway that speaks TLS with them."""
from __future__ import annotations

import http.client
import ssl
import subprocess
from pathlib import Path

from gateway import PATIENCE, Gateway, Response


def openssl(*arguments: str) -> str:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True, text=True, timeout=PATIENCE).stdout


def make_certificate(folder: Path, name: str, days: int = 90) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key. With negative days it has expired."""
    certificate, key, request = (folder / f"{name}.{end}" for end in ("crt", "key", "csr"))
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(key))
    key.chmod(0o600)
    openssl("req", "-new", "-key", str(key), "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-out", str(request))
    openssl("x509", "-req", "-in", str(request), "-signkey", str(key), "-days", str(days), "-out", str(certificate),
            "-extfile", str(extensions(folder)))
    return certificate, key


def extensions(folder: Path) -> Path:
    path = folder / "extensions"
    path.write_text("subjectAltName=IP:127.0.0.1\n")
    return path


class SecureGateway(Gateway):
    """A gateway with a certificate; requests to it trust that one alone."""

    @property
    def base_url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def start_secure(self, certificate: Path, key: Path, *options: str) -> SecureGateway:
        self.certificate, self.key = certificate, key
        self.start("--tls-certificate", str(certificate), "--tls-key", str(key), *options)
        return self

    def context(self, protocols: list[str] | None = None) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.certificate))
        if protocols:
            context.set_alpn_protocols(protocols)
        return context

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Response:
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=self.context())
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return Response(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def served_name(self) -> str:
        """The common name in the certificate that a new connection gets."""
        pem = ssl.get_server_certificate(("127.0.0.1", self.port), timeout=PATIENCE)
        text = subprocess.run(["openssl", "x509", "-noout", "-subject"], input=pem, check=True, capture_output=True, text=True).stdout
        return text.split("CN = ")[1].strip()
