"""Mails of the gateway, to a real mail server and into the outbox: what is queued arrives once, and never in the clear to strangers."""
from __future__ import annotations

import contextlib
import email
import email.policy
import json
import re
import sqlite3
from email.message import EmailMessage
from pathlib import Path

import pytest

from cases import PLAIN
from gateway import PATIENCE, Gateway
from mailserver import PASSWORD, USER, Certificate, HangingServer, MailServer

ANN = "ann@example.test"
TOKEN = re.compile(r"\b[0-9a-z]{32}\b")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate.make(tmp_path_factory.mktemp("certificate"), "localhost")


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate.make(tmp_path_factory.mktemp("foreign"), "elsewhere.example")


def options(port: int, security: str = "starttls", authorities: Certificate | None = None, timeout: int = PATIENCE) -> list[str]:
    trusted = [] if authorities is None else ["--smtp-ca-file", str(authorities.chain)]
    return ["--smtp-host", "localhost", "--smtp-port", str(port), "--smtp-security", security, "--smtp-timeout", str(timeout),
            "--mail-from", "The Shop <shop@shop.test>", *trusted]


def create_ann(gateway: Gateway) -> None:
    """A customer whose welcome mail is not sent: it is not the subject here."""
    gateway.create_customer(ANN, PLAIN)
    with contextlib.closing(sqlite3.connect(gateway.database)) as database, database:
        assert database.execute("DELETE FROM mail").rowcount == 1


def ask_for_reset(gateway: Gateway) -> None:
    body = json.dumps({"email": ANN, "template": "email_reset", "websiteId": 1}).encode()
    answer = gateway.request("PUT", "/rest/V1/customers/password", body, Content_Type="application/json")
    assert (answer.status, answer.text) == (200, "true")


def part(message: EmailMessage, kind: str) -> str:
    return message.get_body((kind,)).get_content()


def token_in(gateway: Gateway, message: EmailMessage) -> str:
    token = TOKEN.search(part(message, "plain"))[0]
    gateway.secrets.add(token)
    assert token in part(message, "html")
    return token


def reset(gateway: Gateway, token: str, password: str) -> None:
    body = json.dumps({"email": ANN, "resetToken": token, "newPassword": password}).encode()
    answer = gateway.request("POST", "/rest/V1/customers/resetPassword", body, Content_Type="application/json")
    assert (answer.status, answer.text) == (200, "true")
    gateway.token("customer", ANN, password)


def assert_nowhere_in_the_clear(gateway: Gateway, token: str) -> None:
    gateway.assert_no_secret(gateway.log, "the log")
    for file in gateway.folder.glob("gateway.sqlite*"):
        assert token.encode() not in file.read_bytes(), f"{file.name} holds the token"


def test_the_outbox_is_the_default(own_gateway: Gateway) -> None:
    create_ann(own_gateway)
    own_gateway.start()
    ask_for_reset(own_gateway)
    own_gateway.wait_until_printed(lambda log: "mail: handed over" in log)
    files = list((own_gateway.folder / "outbox").iterdir())
    assert [file.suffix for file in files] == [".eml"]
    assert files[0].stat().st_mode & 0o777 == 0o600
    message = email.message_from_bytes(files[0].read_bytes(), policy=email.policy.default)
    token = token_in(own_gateway, message)
    assert_nowhere_in_the_clear(own_gateway, token)
    reset(own_gateway, token, "Another-horse 7")


def test_starttls_with_login(own_gateway: Gateway, certificate: Certificate, tmp_path: Path) -> None:
    create_ann(own_gateway)
    password = tmp_path / "password"
    password.write_text(PASSWORD + "\n")
    own_gateway.secrets.add(PASSWORD)
    with MailServer(certificate, with_login=True) as server:
        own_gateway.start(*options(server.port, authorities=certificate), "--smtp-user", USER, "--smtp-password-file", str(password))
        ask_for_reset(own_gateway)
        session, envelope, message = server.wait_for_mail()
        assert session.ssl is not None and session.authenticated
        assert (envelope.mail_from, envelope.rcpt_tos) == ("shop@shop.test", [ANN])
        assert message["From"] == "The Shop <shop@shop.test>"
        assert message["To"] == f"Ann Lee <{ANN}>"
        assert message["Message-ID"] and message["Date"].datetime and message["Auto-Submitted"] == "auto-generated"
        assert not message.defects and all(not piece.defects for piece in message.walk())
        token = token_in(own_gateway, message)
        own_gateway.wait_until_printed(lambda log: "mail: handed over" in log)
        assert not server.has_taken_more
        assert_nowhere_in_the_clear(own_gateway, token)
        reset(own_gateway, token, "Another-horse 7")


def test_tls_from_the_first_byte(own_gateway: Gateway, certificate: Certificate) -> None:
    create_ann(own_gateway)
    with MailServer(certificate, implicit=True) as server:
        own_gateway.start(*options(server.port, security="tls", authorities=certificate))
        ask_for_reset(own_gateway)
        _, envelope, message = server.wait_for_mail()
        assert envelope.rcpt_tos == [ANN]
        reset(own_gateway, token_in(own_gateway, message), "Another-horse 7")


def test_a_customer_without_password_gets_a_link(own_gateway: Gateway, certificate: Certificate) -> None:
    own_gateway.must("config", "set", "customer/password/reset_link_url", "https://shop.test/reset?token=:token&email=:email")
    with MailServer(certificate) as server:
        own_gateway.start(*options(server.port, authorities=certificate))
        body = json.dumps({"customer": {"email": ANN, "firstname": "Zoë", "lastname": "Lee"}}).encode()
        answer = own_gateway.request("POST", "/rest/V1/customers", body, Content_Type="application/json")
        assert answer.status == 200, answer.text
        _, _, message = server.wait_for_mail()
        assert message["To"] == f"Zoë Lee <{ANN}>"
        link = re.search(r"https://shop\.test/reset\?token=([0-9a-z]{32})&email=\S+", part(message, "plain"))
        own_gateway.secrets.add(link[1])
        assert link[0].replace("&", "&amp;") in part(message, "html")
        reset(own_gateway, link[1], "Another-horse 7")


@pytest.mark.parametrize("trust", ["another authority", "another name", "the system"])
def test_a_wrong_certificate_is_refused(own_gateway: Gateway, certificate: Certificate, foreign: Certificate, trust: str) -> None:
    create_ann(own_gateway)
    presented = foreign if trust == "another name" else certificate
    trusted = {"another authority": foreign, "another name": foreign, "the system": None}[trust]
    with MailServer(presented) as server:
        own_gateway.start(*options(server.port, authorities=trusted))
        ask_for_reset(own_gateway)
        own_gateway.wait_until_printed(lambda log: "mail: not handed over, will be tried again" in log)
        assert not server.has_taken_more
        assert "certificate" in own_gateway.log.decode() or "SSL" in own_gateway.log.decode()
    assert len(json.loads(own_gateway.must("mail", "list", "--json"))) == 1


def test_without_starttls_nothing_is_said(own_gateway: Gateway) -> None:
    create_ann(own_gateway)
    with MailServer() as server:
        own_gateway.start(*options(server.port))
        ask_for_reset(own_gateway)
        own_gateway.wait_until_printed(lambda log: "mail: not handed over, will be tried again" in log)
        assert not server.has_taken_more


def test_a_mailbox_that_does_not_exist_is_given_up(own_gateway: Gateway) -> None:
    create_ann(own_gateway)
    with MailServer(refusal="550 No such mailbox") as server:
        own_gateway.start(*options(server.port, security="none"))
        ask_for_reset(own_gateway)
        own_gateway.wait_until_printed(lambda log: "mail: given up" in log)
    assert json.loads(own_gateway.must("mail", "list", "--json")) == []


def test_a_server_that_hangs_leaves_the_mail_in_the_queue(own_gateway: Gateway) -> None:
    create_ann(own_gateway)
    with HangingServer() as silent:
        own_gateway.start(*options(silent.port, security="none", timeout=1))
        ask_for_reset(own_gateway)
        own_gateway.wait_until_printed(lambda log: "mail: not handed over, will be tried again" in log)
    assert own_gateway.terminate() == 0
    [waiting] = json.loads(own_gateway.must("mail", "list", "--json"))
    assert (waiting["recipient"], waiting["attempts"], waiting["kind"]) == (ANN, 1, "password_reset")
    own_gateway.must("mail", "retry")
    with MailServer() as server:
        own_gateway.start(*options(server.port, security="none"))
        _, _, message = server.wait_for_mail()
        reset(own_gateway, token_in(own_gateway, message), "Another-horse 7")


def test_a_kill_while_it_is_handed_over_loses_nothing(own_gateway: Gateway) -> None:
    create_ann(own_gateway)
    with HangingServer() as silent:
        own_gateway.start(*options(silent.port, security="none"))
        ask_for_reset(own_gateway)
        silent.wait_for_caller()
        own_gateway.kill()
    own_gateway.must("mail", "retry")
    with MailServer() as server:
        own_gateway.start(*options(server.port, security="none"))
        _, _, message = server.wait_for_mail()
        token = token_in(own_gateway, message)
        own_gateway.wait_until_printed(lambda log: "mail: handed over" in log)
        assert_nowhere_in_the_clear(own_gateway, token)
        reset(own_gateway, token, "Another-horse 7")


def test_texts_of_an_operator(own_gateway: Gateway, tmp_path: Path) -> None:
    create_ann(own_gateway)
    (tmp_path / "password_reset.subject.mustache").write_text("Neues Kennwort für {{firstname}}\n", encoding="utf-8")
    own_gateway.start("--mail-templates", str(tmp_path))
    ask_for_reset(own_gateway)
    own_gateway.wait_until_printed(lambda log: "mail: handed over" in log)
    [file] = (own_gateway.folder / "outbox").iterdir()
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert message["Subject"] == "Neues Kennwort für Ann"
    (tmp_path / "password_reset.html.mustache").write_text("{{#open}}")
    done = own_gateway.run("serve", "--mail-templates", str(tmp_path))
    assert done.returncode == 1 and b"password_reset.html.mustache" in done.stderr
