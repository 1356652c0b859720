"""curl with an envelope written by hand: what a shell script does."""
from __future__ import annotations

import subprocess
from email.parser import BytesHeaderParser
from pathlib import Path

import soap
from clients import Received, Refused
from gateway import PATIENCE, Response
from wsdl import Contract


def curl(*arguments: str, body: bytes | None = None) -> Response:
    """Runs curl; status, headers and body as they came."""
    data = [] if body is None else ["--data-binary", "@-"]
    command = ["curl", "--silent", "--show-error", "--include", "--noproxy", "*", "--max-time", str(PATIENCE), *data, *arguments]
    done = subprocess.run(command, input=body or b"", capture_output=True, timeout=PATIENCE + 5)
    assert done.returncode == 0, done.stderr.decode()
    head, _, rest = done.stdout.partition(b"\r\n\r\n")
    while head.startswith(b"HTTP/1.1 100"):  # The answer to Expect: 100-continue stands before the answer.
        head, _, rest = rest.partition(b"\r\n\r\n")
    status, _, fields = head.partition(b"\r\n")
    return Response(int(status.split()[1]), BytesHeaderParser().parsebytes(fields), rest)


class CurlClient:
    def __init__(self, wsdl: str, version: str, token: str | None = None, location: str | None = None):
        document = curl(wsdl, *authorization(token)).body if "://" in wsdl else Path(wsdl).read_bytes()
        self.contract = Contract(document)
        self.version = version
        self.token = token
        self.location = location or self.contract.namespace
        self.received = Received(b"", "")

    def call(self, operation: str, **arguments: object) -> object:
        body = soap.envelope(self.version, self.contract.namespace, operation, arguments)
        content_type = f"Content-Type: {soap.MEDIA_TYPES[self.version]}; charset=utf-8"
        answer = curl("--header", content_type, *authorization(self.token), self.location, body=body)
        self.received = Received(answer.body, answer.media_type)
        read = soap.read(answer.body)
        if read.fault:
            raise Refused(read.fault.code, read.fault.text, read.fault.parameters, [each for _, each in read.fault.wrapped])
        return _value(read.result) if len(read.payload) else None

    def close(self) -> None:
        pass


def authorization(token: str | None) -> list[str]:
    return ["--header", f"Authorization: Bearer {token}"] if token else []


class _Object:
    """Members by name. Nothing here knows the types, but by the contract `item` is an entry of a list wherever it stands."""

    def __init__(self, element):
        self.__dict__.update({soap.local(child): _value(child) for child in element})
        if entries := [_value(child) for child in element if soap.local(child) == "item"]:
            self.item = entries


def _value(element) -> object:
    if len(element):
        return _Object(element)
    return True if element.text == "true" else element.text or ""
