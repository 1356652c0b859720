"""REST as a shell script speaks it, in JSON and in XML."""
from __future__ import annotations

import json

import pytest

from cases import PLAIN
from clients.curl import authorization, curl
from gateway import Gateway, Response
from protocols import plain
from soap import parse

FORMATS = {
    "json": (lambda name, password: json.dumps({"username": name, "password": password}).encode(), lambda body: json.loads(body)),
    "xml": (
        lambda name, password: f"<login><username>{name}</username><password>{password}</password></login>".encode(),
        lambda body: plain(parse(body)),
    ),
}


class Shell:
    def __init__(self, gateway: Gateway, format: str):
        self.gateway = gateway
        self.media_type = f"application/{format}"
        self.write, self.read = FORMATS[format]

    def sign_in(self, kind: str, name: str, password: str) -> Response:
        return self.call(f"integration/{kind}/token", None, self.write(name, password))

    def call(self, path: str, token: str | None, body: bytes | None = None) -> Response:
        answer = curl(
            "--header", f"Accept: {self.media_type}", "--header", f"Content-Type: {self.media_type}", *authorization(token),
            f"{self.gateway.base_url}/rest/V1/{path}", body=body)
        assert answer.media_type == self.media_type
        assert answer.headers["Cache-Control"] == "no-store"
        return answer

    def value(self, answer: Response):
        assert answer.status == 200, answer.text
        return self.read(answer.body)


@pytest.fixture(params=FORMATS)
def shell(request: pytest.FixtureRequest, gateway: Gateway) -> Shell:
    return Shell(gateway, request.param)


def test_customer_signs_in_reads_herself_and_revokes(shell: Shell) -> None:
    token = shell.value(shell.sign_in("customer", "ann@example.test", PLAIN))
    shell.gateway.secrets.add(token)
    assert shell.value(shell.call("customers/me", token))["email"] == "ann@example.test"
    assert shell.value(shell.call("integration/customer/revoke-customer-token", token, b"")) in (True, "true")
    answer = shell.call("customers/me", token)
    assert answer.status == 401
    assert shell.read(answer.body)["parameters"] == {"resources": "self"}
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="token-gateway", error="invalid_token"'


def test_admin_signs_in_reads_a_customer_and_revokes(shell: Shell, customer_token: str) -> None:
    token = shell.value(shell.sign_in("admin", "ops", PLAIN))
    shell.gateway.secrets.add(token)
    identity = shell.value(shell.call("customers/me", customer_token))["id"]
    assert shell.value(shell.call(f"customers/{identity}", token))["email"] == "keeper@example.test"
    assert shell.value(shell.call("integration/admin/revoke-admin-token", token, b"")) in (True, "true")
    assert shell.call(f"customers/{identity}", token).status == 401


def test_customer_may_not_read_by_id(shell: Shell, customer_token: str) -> None:
    answer = shell.call("customers/1", customer_token)
    assert answer.status == 401
    assert shell.read(answer.body) == {
        "message": "Permission missing: %resources.", "parameters": {"resources": "Magento_Customer::customer"}}
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="token-gateway", error="insufficient_scope"'


@pytest.mark.parametrize("kind, name", [("admin", "ops"), ("customer", "ann@example.test")])
def test_wrong_password(shell: Shell, kind: str, name: str) -> None:
    answers = [shell.sign_in(kind, who, "Wrong-horse 7") for who in (name, "nobody")]
    assert {answer.status for answer in answers} == {401}
    assert shell.read(answers[0].body) == {"message": "Sign-in refused."}
    assert answers[0].body == answers[1].body
    assert answers[0].headers["WWW-Authenticate"] == 'Bearer realm="token-gateway"'


def test_a_token_in_json_is_one_string_and_nothing_else(gateway: Gateway) -> None:
    answer = Shell(gateway, "json").sign_in("admin", "ops", PLAIN)
    assert (answer.body[:1], answer.body[-1:], len(answer.body)) == (b'"', b'"', 34)
    assert answer.headers.get_content_charset() == "utf-8"
    assert "Set-Cookie" not in answer.headers
