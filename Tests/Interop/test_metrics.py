"""/metrics as Prometheus reads it."""
from __future__ import annotations

import http.client
import re

from cases import PLAIN
from gateway import PATIENCE, Gateway, free_port

LINE = re.compile(r'^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_0-9]+="([^"\\\n]|\\["\\n])*",?)+\})? -?[0-9.e+-]+(Inf)?)$')


def read(port: int, method: str = "GET", path: str = "/metrics") -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"] or "", answer.read().decode()
    finally:
        connection.close()


def value(text: str, name: str, **labels: str) -> float:
    """The sum over all series that have these labels."""
    found = [
        line for line in text.splitlines()
        if re.match(rf"{name}[ {{]", line) and all(f'{label}="{wanted}"' in line for label, wanted in labels.items())
    ]
    assert found, f"{name} {labels} is not in:\n{text}"
    return sum(float(line.rsplit(" ", 1)[1]) for line in found)


def test_what_is_measured(own_gateway: Gateway) -> None:
    port = free_port()
    own_gateway.create_customer("ann@example.test", PLAIN)
    own_gateway.start("--metrics-port", str(port))
    token = own_gateway.token("customer", "ann@example.test", PLAIN)
    for _ in range(3):
        assert own_gateway.request("GET", "/rest/V1/customers/me", Authorization=f"Bearer {token}").status == 200
    own_gateway.request("GET", "/rest/V1/customers/me")
    own_gateway.request("GET", "/nothing/at/all")
    own_gateway.request("POST", "/rest/V1/x", b" " * 70_000)

    status, kind, text = read(port)
    assert (status, kind) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert [line for line in text.splitlines() if not LINE.match(line)] == []
    me = {"route": "/rest/{store}/V1/customers/me", "protocol": "rest", "http": "1.1"}
    assert value(text, "token_gateway_requests_total", status="200", **me) == 3
    assert value(text, "token_gateway_requests_total", status="401", **me) == 1
    assert value(text, "token_gateway_requests_total", status="413") == 1
    assert value(text, "token_gateway_request_duration_seconds_count", outcome="2xx", **me) == 3
    assert value(text, "token_gateway_request_duration_seconds_bucket", le="+Inf", outcome="2xx", **me) == 3
    assert value(text, "token_gateway_live_tokens", kind="customer") == 1
    assert value(text, "token_gateway_throttle_locks") == 0
    assert value(text, "token_gateway_password_hashes") == 0
    assert value(text, "token_gateway_password_hashes_refused_total") == 0
    assert value(text, "token_gateway_token_lookups_total") == 3
    assert value(text, "token_gateway_token_lookups_total", cache="hit") >= 1
    assert value(text, "token_gateway_mail_queue_length") >= 0
    assert value(text, "token_gateway_connections") >= 0
    assert value(text, "token_gateway_connections_refused_total") == 0
    assert value(text, "token_gateway_store_duration_seconds_count", access="write") > 0
    assert value(text, "process_resident_memory_bytes") > 1e6
    own_gateway.assert_no_secret(text.encode(), "/metrics")
    assert "/nothing" not in text and "ann@" not in text

    assert read(port, path="/")[0] == 404
    assert read(port, "POST")[0] == 405
    assert read(port, "HEAD")[2] == ""
    assert own_gateway.request("GET", "/metrics").status == 404
    assert own_gateway.terminate() == 0


def test_a_taken_port_is_told(own_gateway: Gateway) -> None:
    port = free_port()
    own_gateway.start("--metrics-port", str(port))
    done = own_gateway.run("serve", "--port", "0", "--metrics-port", str(port))
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr.decode()
