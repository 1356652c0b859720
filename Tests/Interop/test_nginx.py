"""The example of Deploy/nginx.conf in a real nginx: it lets through whom the gateway vouches for, and nobody else."""
from __future__ import annotations

import http.client
import http.server
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases import PLAIN
from gateway import PATIENCE, Gateway, Response, free_port

EXAMPLE = Path(__file__).parents[2] / "Deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


class API(http.server.BaseHTTPRequestHandler):
    """Answers with the identity that it was told, and the body that it got."""

    def answer(self) -> None:
        length = int(self.headers["Content-Length"] or 0)
        told = {name: value for name, value in self.headers.items() if name.startswith("X-Token-")}
        body = json.dumps({"told": told, "body": self.rfile.read(length).decode()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_: object) -> None:
        pass


class Proxy:
    """nginx with the shipped example, in which only addresses are replaced, between an API and a gateway."""

    def __init__(self, folder: Path, gateway: Gateway):
        self.port = free_port()
        self._api = http.server.ThreadingHTTPServer(("127.0.0.1", 0), API)
        threading.Thread(target=self._api.serve_forever, daemon=True).start()
        example = EXAMPLE.read_text()
        for address, port in (("127.0.0.1:8080", gateway.port), ("127.0.0.1:9000", self._api.server_port), ("127.0.0.1:8000", self.port)):
            assert example.count(f"{address};") == 1
            example = example.replace(f"{address};", f"127.0.0.1:{port};")
        (folder / "example.conf").write_text(example)
        temporary = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
            f"events {{}}\nhttp {{ access_log off; {temporary}\ninclude {folder}/example.conf; }}\n")
        self._process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
        self._wait_until_it_listens()

    def _wait_until_it_listens(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.request("GET", "/") and None
            except ConnectionRefusedError:
                assert self._process.poll() is None and time.monotonic() < end, "nginx does not start"
                time.sleep(0.01)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._api.shutdown()
        self._api.server_close()

    def request(self, method: str, path: str, token: str | None = None, body: bytes | None = None, **headers: str) -> Response:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return Response(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


@pytest.fixture
def proxy(own_gateway: Gateway, tmp_path: Path) -> Iterator[Proxy]:
    own_gateway.create_admin("ops", PLAIN)
    own_gateway.must("role", "create", "Roles", "--resource", "Magento_User::acl_roles")
    own_gateway.create_admin("roles", PLAIN, "--role", "Roles")
    own_gateway.create_customer("ann@example.test", PLAIN)
    own_gateway.start()
    running = Proxy(tmp_path, own_gateway)
    yield running
    running.stop()


def test_who_is_vouched_for_gets_through(own_gateway: Gateway, proxy: Proxy) -> None:
    token = own_gateway.token("customer", "ann@example.test", PLAIN)
    [listed] = json.loads(own_gateway.must("token", "list", "--json"))
    answer = proxy.request("POST", "/api/orders?x=1", token, b"an order", X_Token_User_Id="1000", X_Token_User_Type="admin")
    assert answer.status == 200
    told = json.loads(answer.text)
    assert told["body"] == "an order"
    identity = {"X-Token-User-Type": "customer", "X-Token-User-Id": str(listed["owner_id"]), "X-Token-Accessor": listed["accessor"]}
    assert told["told"] == identity, "what a client says about itself must not come through"


def test_nobody_is_refused_with_the_challenge(proxy: Proxy) -> None:
    for token, challenge in ((None, 'Bearer realm="token-gateway"'), ("0" * 32, 'Bearer realm="token-gateway", error="invalid_token"')):
        answer = proxy.request("GET", "/api/orders", token)
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, challenge)


def test_the_resource_decides(own_gateway: Gateway, proxy: Proxy) -> None:
    tokens = {
        "ops": own_gateway.token("admin", "ops", PLAIN), "roles": own_gateway.token("admin", "roles", PLAIN),
        "ann": own_gateway.token("customer", "ann@example.test", PLAIN),
    }
    assert {name: proxy.request("GET", "/api/orders", token).status for name, token in tokens.items()} == dict.fromkeys(tokens, 200)
    statuses = {name: proxy.request("GET", "/api/customers/1", token).status for name, token in tokens.items()}
    assert statuses == {"ops": 200, "roles": 403, "ann": 403}


def test_a_revoked_token_is_refused_at_once(own_gateway: Gateway, proxy: Proxy) -> None:
    token = own_gateway.token("customer", "ann@example.test", PLAIN)
    other = own_gateway.token("customer", "ann@example.test", PLAIN)
    assert proxy.request("GET", "/api/orders", token).status == 200
    answer = own_gateway.request(
        "POST", "/oauth/revoke", f"token={token}".encode(), Authorization=f"Bearer {token}",
        Content_Type="application/x-www-form-urlencoded")
    assert (answer.status, answer.body) == (200, b"")
    assert proxy.request("GET", "/api/orders", token).status == 401
    assert proxy.request("GET", "/api/orders", other).status == 200


def test_the_questions_are_not_for_clients(own_gateway: Gateway, proxy: Proxy) -> None:
    token = own_gateway.token("admin", "ops", PLAIN)
    assert proxy.request("GET", "/_token/any", token).status == 404


def test_nobody_gets_through_without_the_gateway(own_gateway: Gateway, proxy: Proxy) -> None:
    token = own_gateway.token("admin", "ops", PLAIN)
    assert proxy.request("GET", "/api/orders", token).status == 200
    own_gateway.kill()
    assert proxy.request("GET", "/api/orders", token).status == 500


def test_introspection_for_a_server_of_its_own(own_gateway: Gateway, proxy: Proxy) -> None:
    admin, customer = own_gateway.token("admin", "ops", PLAIN), own_gateway.token("customer", "ann@example.test", PLAIN)

    def ask(token: str, asker: str | None) -> Response:
        credentials = {} if asker is None else {"Authorization": f"Bearer {asker}"}
        return own_gateway.request(
            "POST", "/oauth/introspect", f"token={token}&token_type_hint=access_token".encode(),
            Content_Type="application/x-www-form-urlencoded", **credentials)

    answer = json.loads(ask(customer, admin).text)
    assert (answer["active"], answer["username"], answer["user_type"]) == (True, "ann@example.test", "customer")
    assert ask("0" * 32, admin).text == '{"active":false}'
    assert [ask(customer, None).status, ask(customer, customer).status] == [401, 403]
