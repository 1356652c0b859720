"""The example of Deploy/nginx-in-front.conf in a real nginx: limits, audit and log go by the address of the client."""
from __future__ import annotations

import http.client
import json
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cases import PLAIN
from gateway import PATIENCE, Gateway, Response, free_port

EXAMPLE = Path(__file__).parents[2] / "Deploy" / "nginx-in-front.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


class Front:
    """nginx with the shipped example, in which only addresses are replaced. Clients come from addresses in 127.0.0.0/8."""

    def __init__(self, folder: Path, gateway: Gateway):
        self.port = free_port()
        example = EXAMPLE.read_text()
        for address, port in (("127.0.0.1:8080", gateway.port), ("127.0.0.1:8000", self.port)):
            assert example.count(f"{address};") == 1
            example = example.replace(f"{address};", f"127.0.0.1:{port};")
        (folder / "example.conf").write_text(example)
        temporary = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
            f"events {{}}\nhttp {{ access_log off; {temporary}\ninclude {folder}/example.conf; }}\n")
        self._process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.request("127.0.0.2", "GET", "/health/live")
                return
            except ConnectionRefusedError:
                assert self._process.poll() is None and time.monotonic() < end, "nginx does not start"
                time.sleep(0.01)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)

    def request(self, client: str, method: str, path: str, body: bytes | None = None, **headers: str) -> Response:
        """A request from that address of this machine."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE, source_address=(client, 0))) as connection:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return Response(answer.status, answer.headers, answer.read())

    def sign_in(self, client: str, name: str, password: str, **headers: str) -> Response:
        body = json.dumps({"username": name, "password": password}).encode()
        return self.request(client, "POST", "/rest/V1/integration/admin/token", body, Content_Type="application/json", **headers)


@contextmanager
def in_front(gateway: Gateway, folder: Path, *options: str) -> Iterator[Front]:
    gateway.create_admin("ops", PLAIN)
    gateway.must("config", "set", "security/address/max_failures", "3")
    gateway.start("--log-format", "json", *options)
    front = Front(folder, gateway)
    try:
        yield front
    finally:
        front.stop()


@pytest.fixture
def front(own_gateway: Gateway, tmp_path: Path) -> Iterator[Front]:
    with in_front(own_gateway, tmp_path, "--trusted-proxies", "127.0.0.1") as running:
        yield running


def audited(gateway: Gateway) -> list[str]:
    with closing(sqlite3.connect(f"file:{gateway.database}?mode=ro", uri=True)) as database:
        return [address for (address,) in database.execute("SELECT address FROM audit WHERE action = 'signin' ORDER BY rowid")]


def test_audit_and_log_have_the_clients_address(own_gateway: Gateway, front: Front) -> None:
    forged = {"Forwarded": "for=198.51.100.1", "X_Forwarded_For": "198.51.100.2"}
    assert front.sign_in("127.0.0.3", "ops", PLAIN, **forged).status == 200
    assert front.sign_in("127.0.0.4", "ops", "wrong").status == 401
    assert audited(own_gateway) == ["127.0.0.3", "127.0.0.4"]
    assert own_gateway.terminate() == 0
    lines = [json.loads(line) for line in own_gateway.log.decode().splitlines() if line.startswith("{")]
    requests = [line["metadata"] for line in lines if line["message"] == "request"]
    logged = [line["address"] for line in requests if line["route"].endswith("/V1/integration/admin/token")]
    assert logged == ["127.0.0.3", "127.0.0.4"]


def test_an_address_that_guesses_waits_alone(front: Front) -> None:
    for number in range(3):
        # Neither another name nor another forged address helps.
        assert front.sign_in("127.0.0.3", f"name{number}", "wrong", X_Forwarded_For=f"198.51.100.{number}").status == 401
    refused = front.sign_in("127.0.0.3", "ops", PLAIN)
    assert refused.status == 429 and 1 <= int(refused.headers["Retry-After"]) <= 600
    assert front.sign_in("127.0.0.4", "ops", PLAIN).status == 200


def test_without_trust_all_clients_are_the_proxy(own_gateway: Gateway, tmp_path: Path) -> None:
    with in_front(own_gateway, tmp_path, "--trusted-proxies", "192.0.2.0/24") as front:
        for number in range(3):
            assert front.sign_in(f"127.0.0.{number + 3}", "nobody", "wrong").status == 401
        assert front.sign_in("127.0.0.9", "ops", PLAIN).status == 429
        assert set(audited(own_gateway)) == {"127.0.0.1"}


def test_the_cap_per_address_does_not_hold_for_a_trusted_proxy(own_gateway: Gateway) -> None:
    own_gateway.start("--trusted-proxies", "127.0.0.1", "--max-connections-per-address", "1")
    connections = [http.client.HTTPConnection("127.0.0.1", own_gateway.port, timeout=PATIENCE) for _ in range(3)]
    try:
        for connection in connections:
            connection.request("GET", "/health/live")
            answer = connection.getresponse()
            assert (answer.status, answer.read() != b"") == (200, True)
    finally:
        for connection in connections:
            connection.close()
