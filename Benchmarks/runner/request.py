"""One HTTP request as it goes over the wire, for every client alike."""
from __future__ import annotations

import json
import re
import socket
from dataclasses import dataclass, field

BASE_URL = "http://gateway.example"
"""What the gateway is told that its clients use: so that namespaces are those of the documents its peers are made from."""
SERVICE = "integrationCustomerTokenServiceV1"
PASSWORD = "Correct-Horse-7-Battery"


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    status: int
    """The answer must have it; another one is an error."""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def raw(self) -> bytes:
        headers = {"Host": "gateway.example", **self.headers}
        if self.method == "POST":
            headers["Content-Length"] = str(len(self.body))
        lines = [f"{self.method} {self.target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + self.body

    def ask(self, port: int) -> bytes:
        """Sends it once over a connection of its own and returns the body.
        :raises AssertionError: when the status is another one: nothing else is worth measuring."""
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(self.raw.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            answer = b""
            while not is_whole(answer) and (more := connection.recv(65536)):
                answer += more
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.split(b" ", 2)[1:2] == [str(self.status).encode()], f"{self.method} {self.target}: {answer[:500]!r}"
        return body


def is_whole(answer: bytes) -> bool:
    """Whether nothing is left to come. An answer without a length ends with its connection, unless it can have no body."""
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return bool(end) and (len(body) >= int(length.group(1)) if length else b" 204 " in head.partition(b"\r\n")[0])


def get(target: str, status: int = 200, token: str = "") -> Request:
    return Request("GET", target, status, {"Authorization": f"Bearer {token}"} if token else {})


def post_json(target: str, value: object, status: int = 200) -> Request:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Request("POST", target, status, {"Content-Type": "application/json"}, body)


def login(target: str, name: str, password: str = PASSWORD, status: int = 200) -> Request:
    return post_json(target, {"username": name, "password": password}, status)


def soap(target: str, service: str, operation: str, content: str, status: int = 200, token: str = "") -> Request:
    """SOAP 1.2, document/literal."""
    element = f"{service}{operation}Request"
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"'
        f' xmlns:ns1="{BASE_URL}/soap/default?services={service}"><env:Body>'
        f"<ns1:{element}>{content}</ns1:{element}></env:Body></env:Envelope>")
    headers = {"Content-Type": "application/soap+xml; charset=utf-8"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return Request("POST", target, status, headers, body.encode())


def soap_login(target: str, name: str, password: str | None = PASSWORD, status: int = 200) -> Request:
    secret = "" if password is None else f"<password>{password}</password>"
    return soap(target, SERVICE, "CreateCustomerAccessToken", f"<username>{name}</username>{secret}", status)
