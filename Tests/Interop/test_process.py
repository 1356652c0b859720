"""The gateway as a process: how it starts and ends, and how commands beside it take effect."""
from __future__ import annotations

import http.client
import json
import socket

from cases import PLAIN
from gateway import PATIENCE, Gateway, seen_within_a_second
from protocols import PROTOCOLS


def test_it_ends_at_once_when_idle(own_gateway: Gateway) -> None:
    own_gateway.start()
    assert own_gateway.request("GET", "/health/ready").status == 200
    assert own_gateway.terminate() == 0


def test_an_idle_connection_does_not_hold_it_up(own_gateway: Gateway) -> None:
    own_gateway.start()
    connection = http.client.HTTPConnection("127.0.0.1", own_gateway.port, timeout=PATIENCE)
    connection.request("GET", "/health/live")
    connection.getresponse().read()
    assert own_gateway.terminate() == 0
    connection.close()


def test_stalled_clients_do_not_hold_it_up(own_gateway: Gateway) -> None:
    own_gateway.start("--drain", "1")
    half_head = socket.create_connection(("127.0.0.1", own_gateway.port))
    half_head.sendall(b"GET /rest/V1/cust")
    half_body = socket.create_connection(("127.0.0.1", own_gateway.port))
    half_body.sendall(b"POST /rest/V1/integration/admin/token HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n")
    assert half_body.recv(1024).startswith(b"HTTP/1.1 100")
    assert own_gateway.terminate() == 0
    half_head.close()
    half_body.close()


def test_a_taken_port_is_told_in_one_line(own_gateway: Gateway) -> None:
    own_gateway.start()
    done = own_gateway.run("serve", "--port", str(own_gateway.port))
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1 and b"cannot listen on 127.0.0.1" in done.stderr


def test_it_starts_again_on_its_database(own_gateway: Gateway) -> None:
    own_gateway.create_customer("ann@example.test", PLAIN)
    own_gateway.start()
    token = own_gateway.token("customer", "ann@example.test", PLAIN)
    assert own_gateway.terminate() == 0
    own_gateway.start()
    assert own_gateway.request("GET", "/rest/V1/customers/me", Authorization=f"Bearer {token}").status == 200


def test_commands_take_effect_on_the_running_server(own_gateway: Gateway) -> None:
    own_gateway.create_customer("ann@example.test", PLAIN)
    own_gateway.start()

    def is_welcome(token: str) -> bool:
        return own_gateway.request("GET", "/rest/V1/customers/me", Authorization=f"Bearer {token}").status == 200

    def can_sign_in(email: str = "ann@example.test", password: str = PLAIN) -> bool:
        body = json.dumps({"username": email, "password": password}).encode()
        return own_gateway.request("POST", "/rest/V1/integration/customer/token", body, Content_Type="application/json").status == 200

    def new_token(password: str = PLAIN) -> str:
        token = own_gateway.token("customer", "ann@example.test", password)
        assert is_welcome(token)
        return token

    token = new_token()
    own_gateway.must("customer", "disable", "ann@example.test")
    seen_within_a_second(lambda: not is_welcome(token))
    assert not can_sign_in()

    own_gateway.must("customer", "enable", "ann@example.test")
    seen_within_a_second(can_sign_in)
    assert not is_welcome(token), "a token that was ended came back to life"

    token = new_token()
    own_gateway.must("token", "revoke", "--customer", "ann@example.test")
    seen_within_a_second(lambda: not is_welcome(token))

    token = new_token()
    own_gateway.must("customer", "password", "ann@example.test", "--password-stdin", stdin="Another-horse 7")
    seen_within_a_second(lambda: not is_welcome(token))
    assert not can_sign_in() and can_sign_in(password="Another-horse 7")

    own_gateway.create_customer("bob@example.test", PLAIN)
    seen_within_a_second(lambda: can_sign_in("bob@example.test"))

    token = new_token("Another-horse 7")
    own_gateway.must("customer", "delete", "ann@example.test")
    seen_within_a_second(lambda: not is_welcome(token))


def test_the_lock_is_one_for_both_facades_and_ends_by_command(own_gateway: Gateway) -> None:
    own_gateway.must("config", "set", "oauth/authentication_lock/max_failures_count", "2")
    own_gateway.create_admin("ops", PLAIN)
    own_gateway.start()

    def status(protocol: str, password: str) -> int:
        return PROTOCOLS[protocol].sign_in(own_gateway, "admin", {"username": "ops", "password": password}).status

    assert status("rest-json", "Wrong-horse 7") == 401
    assert status("soap-1.1", "Wrong-horse 7") == 401
    assert {name: status(name, PLAIN) for name in PROTOCOLS} == {name: 401 for name in PROTOCOLS}
    own_gateway.must("admin", "unlock", "ops")
    seen_within_a_second(lambda: status("soap-1.2", PLAIN) == 200)


def test_refused_and_wrong_commands_say_so(own_gateway: Gateway) -> None:
    for status, arguments in (
        (1, ("customer", "disable", "nobody@example.test")), (1, ("config", "set", "no/such/path", "1")),
        (1, ("config", "set", "oauth/authentication_lock/max_failures_count", "0")), (64, ("customer", "nonsense")), (64, ("nonsense",)),
    ):
        done = own_gateway.run(*arguments)
        assert done.returncode == status, f"{arguments}: {done}"
        assert done.stderr.strip(), f"{arguments} said nothing"
        if status == 1:
            assert len(done.stderr.strip().splitlines()) == 1, done.stderr.decode()


def test_check_approves_of_a_fresh_database(own_gateway: Gateway) -> None:
    own_gateway.create_admin("ops", PLAIN)
    own_gateway.must("check")
