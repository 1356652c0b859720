"""HTTP/2: the same rules as HTTP/1, and an end to those who send floods."""
from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from cases import PLAIN
from gateway import PATIENCE
from http2 import Client, frame
from tls import SecureGateway, make_certificate

ME = "/rest/V1/customers/me"
LOGIN = "/rest/V1/integration/customer/token"
JSON = (("content-type", "application/json"),)
# The payload of a WINDOW_UPDATE for one byte.
ONE = b"\0\0\0\1"
# Error codes of RFC 9113 §7.
ENHANCE_YOUR_CALM = 11


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("http2")
    own = SecureGateway(folder / "own")
    own.create_customer("ann@example.test", PLAIN)
    own.start_secure(*make_certificate(folder, "one"), "--http2", "enabled")
    yield own
    assert own.terminate() == 0, own.log.decode(errors="replace")


@pytest.fixture
def client(secure: SecureGateway):
    made = Client(secure)
    yield made
    made.close()


def test_curl_gets_a_token(secure: SecureGateway) -> None:
    body = json.dumps({"username": "ann@example.test", "password": PLAIN})
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--cacert", str(secure.certificate), "--http2", "--write-out", "\n%{http_version} %{http_code}",
         "--json", body, secure.base_url + LOGIN], capture_output=True, text=True, timeout=PATIENCE)
    assert done.stdout.endswith("\n2 200"), done
    assert len(json.loads(done.stdout.split("\n")[0])) == 32


def test_streams_are_answered_side_by_side(client: Client) -> None:
    login = client.request("POST", LOGIN, JSON, json.dumps({"username": "ann@example.test", "password": PLAIN}).encode())
    others = [client.request("GET", f"/rest/V1/nope{number}") for number in range(10)]
    assert [client.answer(stream)[0] for stream in others] == [[404]] * 10
    statuses, body = client.answer(login)
    assert statuses == [200]
    token = json.loads(body)
    me = client.request("GET", ME, (("authorization", f"Bearer {token}"),))
    assert client.answer(me)[0] == [200]


def test_a_large_document_comes_whole(client: Client) -> None:
    statuses, body = client.answer(client.request("GET", "/openapi.json"))
    assert statuses == [200] and json.loads(body)["openapi"] == "3.1.0"


@pytest.mark.parametrize("status, method, path, headers, body", [
    (401, "GET", ME, (), None), (405, "PATCH", LOGIN, (), None), (405, "FOO", LOGIN, (), None), (405, "TRACE", ME, (), None),
    (414, "GET", "/" + "a" * 9000, (), None), (431, "GET", ME, tuple((f"x-{n}", "1") for n in range(150)), None),
    (431, "GET", ME, (("x-a", "a" * 20_000),), None), (417, "POST", LOGIN, (("expect", "more"),), b"{}"),
    (413, "POST", LOGIN, (("content-length", "70000"),), None), (413, "POST", LOGIN, JSON, b" " * 65_537),
    (400, "POST", LOGIN, JSON, b"{"), (400, "GET", ME, (("host", "other.example"),), None),
    (401, "GET", ME, (("host", "127.0.0.1"),), None), (401, "GET", ME, (("host", "127.0.0.1:443"),), None),
    (400, "GET", ME, (("host", "127.0.0.1"), ("host", "127.0.0.1")), None),
], ids=lambda value: str(value)[:20])
def test_rules_are_those_of_http_1(
        client: Client, status: int, method: str, path: str, headers: tuple[tuple[str, str], ...], body: bytes | None) -> None:
    # Until the client has seen the settings, those of the RFC hold.
    client.answer(client.request("GET", "/health/live"))
    if body and len(body) > 16_384:
        stream = client.request(method, path, headers, body[:16_000], end=False)
        for start in range(16_000, len(body), 16_000):
            client.read_until(lambda: client.h2.local_flow_control_window(stream) > 16_000)
            client.h2.send_data(stream, body[start:start + 16_000])
            client.flush()
    else:
        stream = client.request(method, path, headers, body, end=dict(headers).get("content-length") is None)
    assert client.answer(stream)[0] == [status]
    # Only the stream has ended.
    assert client.answer(client.request("GET", "/health/live"))[0] == [200]


def test_a_request_without_an_authority(client: Client) -> None:
    stream = client.request("GET", ME, authority="")
    assert client.answer(stream)[0] == []
    assert stream in client.reset


def test_an_expectation_is_met(client: Client) -> None:
    stream = client.request("POST", LOGIN, JSON + (("expect", "100-continue"),), end=False)
    client.read_until(lambda: client.statuses.get(stream) == [100])
    client.h2.send_data(stream, b"{}", end_stream=True)
    client.flush()
    assert client.answer(stream)[0] == [100, 400]


def test_token_checks_are_answered_from_the_head(secure: SecureGateway, client: Client) -> None:
    # Until the client has seen the settings, those of the RFC hold.
    client.answer(client.request("GET", "/health/live"))
    token = secure.token("customer", "ann@example.test", PLAIN)
    fields = (("authorization", f"Bearer {token}"), ("content-length", "70000"), ("cookie", "a" * 40_000))
    for method in ("POST", "X-NEW"):
        stream = client.request(method, "/auth/verify/api?x=1", fields, end=False)
        assert client.answer(stream) == ([200], b"")
    assert client.answer(client.request("GET", "/auth/verify", (("cookie", "a" * 70_000),)))[0] == [431]
    assert client.answer(client.request("GET", "/health/live"))[0] == [200]


def test_downloads_are_acknowledged_as_often_as_a_client_likes(client: Client) -> None:
    """Two frames for each half KiB, and one with each request: thousands, and no flood."""
    for _ in range(6):
        stream = client.request("GET", "/openapi.json")
        client.send(frame(8, stream=stream, payload=ONE) + frame(99, stream=stream))
        statuses, body = client.answer(stream)
        assert statuses == [200]
        client.send(frame(8, payload=ONE) * (len(body) // 256))
    assert len(body) > 50_000
    assert client.answer(client.request("GET", "/health/live"))[0] == [200]


def ping() -> bytes:
    return frame(6, payload=b"12345678")


@pytest.mark.parametrize("flood", [
    "reset", "ping", "settings", "continuation", "empty data", "priority", "window update", "unknown frames", "goodbyes"])
def test_floods_end_the_connection(secure: SecureGateway, client: Client, flood: str) -> None:
    if flood == "reset":
        for _ in range(1000):
            if client.closed:
                break
            stream = client.request("GET", ME)
            client.h2.reset_stream(stream)
            client.flush()
    elif flood == "continuation":
        # Header blocks without an end, each field fine by itself.
        client.send(frame(1, stream=1, payload=b"\x82\x87\x84") + frame(9, stream=1, payload=b"\x00\x01a\x01b") * 1000)
    elif flood == "empty data":
        stream = client.request("POST", LOGIN, JSON, end=False)
        client.send(frame(0, stream=stream) * 1000)
    else:
        one = {
            "ping": ping(), "settings": frame(4), "priority": frame(2, stream=3, payload=b"\0\0\0\0\x10"), "window update": frame(8, payload=ONE),
            "unknown frames": frame(99, stream=3, payload=b"x"), "goodbyes": frame(7, payload=b"\0" * 8)}[flood]
        client.send(one * 1000)
    assert client.until_closed() < 10
    assert client.goaway is None or client.goaway in (1, ENHANCE_YOUR_CALM)
    # Nobody else notices.
    assert secure.request("GET", "/health/live").status == 200


def test_streams_at_once_are_bounded(client: Client) -> None:
    client.answer(client.request("GET", "/health/live"))
    assert client.h2.remote_settings.max_concurrent_streams == 32


def test_a_dripped_header_block_ends_in_time(client: Client) -> None:
    client.answer(client.request("GET", "/health/live"))
    client.send(frame(1, stream=3, payload=b"\x82\x87"))
    assert 8 < client.until_closed() < 14


def test_a_stop_says_goodbye(secure: SecureGateway, tmp_path: Path) -> None:
    own = SecureGateway(tmp_path / "own")
    own.start_secure(secure.certificate, secure.key, "--http2", "enabled")
    try:
        client = Client(own)
        assert client.answer(client.request("GET", "/health/live"))[0] == [200]
        stream = client.request("POST", LOGIN, JSON, end=False)
        client.answer(client.request("GET", "/health/live"))
        own.process.send_signal(signal.SIGTERM)
        client.read_until(lambda: client.goaway is not None)
        assert client.goaway == 0
        # What is under way is finished. The library takes a goodbye for the end, so from here on by hand.
        client.send(frame(0, 1, stream))
        assert any(kind == 1 and number == stream for kind, number in client.frames_until_closed())
        assert own.process.wait(PATIENCE) == 0
    finally:
        own.kill()
