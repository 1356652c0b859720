"""Many clients at once, and clients that only cost: what others get, and what of it stays in memory."""
from __future__ import annotations

import http.client
import json
import resource
import socket
import threading
import time

from cases import PLAIN
from gateway import PATIENCE, Gateway

MIB = 2**20


def allow_descriptors(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert hard >= count
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))


def resident(gateway: Gateway) -> int:
    for line in open(f"/proc/{gateway.process.pid}/status"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no memory is told")


def test_a_flood_of_sign_ins_is_refused_and_not_felt(own_gateway: Gateway) -> None:
    """B30: far more sign-ins than can be hashed. What is too much gets 503 with a time to wait; checks all get their answer."""
    own_gateway.create_customer("ann@example.test", PLAIN)
    own_gateway.start("--hash-concurrency", "1", "--hash-waiting", "4", "--max-connections-per-address", "1000")
    token = own_gateway.token("customer", "ann@example.test", PLAIN)
    login = json.dumps({"username": "ann@example.test", "password": PLAIN})
    statuses: list[int] = []
    failures: list[str] = []
    over = threading.Event()

    def sign_in() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", own_gateway.port, timeout=PATIENCE)
        while not over.is_set():
            connection.request("POST", "/rest/V1/integration/customer/token", login, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
            if answer.status == 503 and not (answer.headers["Retry-After"] or "").isdigit():
                failures.append("503 without a time to wait")

    flood = [threading.Thread(target=sign_in) for _ in range(50)]
    for client in flood:
        client.start()
    checks = http.client.HTTPConnection("127.0.0.1", own_gateway.port, timeout=PATIENCE)
    answered = 0
    end = time.monotonic() + PATIENCE
    while answered < 500 or statuses.count(503) < 500 or 200 not in statuses:
        assert time.monotonic() < end, (answered, len(statuses), set(statuses))
        checks.request("GET", "/auth/verify", headers={"Authorization": f"Bearer {token}"})
        answer = checks.getresponse()
        answer.read()
        assert answer.status == 200
        answered += 1
    over.set()
    for client in flood:
        client.join(PATIENCE)
    assert failures == []
    assert set(statuses) == {200, 503}


def test_answers_that_nobody_reads_do_not_pile_up(own_gateway: Gateway) -> None:
    """B26: clients that ask for large documents again and again and read nothing."""
    own_gateway.start()
    before = resident(own_gateway)
    request = b"GET /openapi.json HTTP/1.1\r\nHost: a\r\nX-Request-Id: a\r\n\r\n"
    greedy = []
    for _ in range(20):
        connection = socket.create_connection(("127.0.0.1", own_gateway.port), PATIENCE)
        connection.setblocking(False)
        greedy.append(connection)
    length = len(own_gateway.request("GET", "/openapi.json").body)
    for _ in range(50):
        for connection in greedy:
            try:
                connection.send(request * 20)
            except BlockingIOError:
                pass
        assert own_gateway.request("GET", "/health/live").status == 200
    # Asked for was a thousand times a document by each; no client gets more ahead than the buffers of its connection.
    assert 20 * 1000 * length > 1000 * MIB
    assert resident(own_gateway) - before < 100 * MIB
    for connection in greedy:
        connection.close()


def test_idle_connections_cost_little(own_gateway: Gateway) -> None:
    """B28: as many idle connections as are let in, each of which has asked once."""
    allow_descriptors(5000)
    own_gateway.start("--max-connections", "4000", "--max-connections-per-address", "4000")
    before = resident(own_gateway)
    idle = []
    for _ in range(4000):
        connection = socket.create_connection(("127.0.0.1", own_gateway.port), PATIENCE)
        connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
        idle.append(connection)
    for connection in idle:
        assert connection.recv(1024).startswith(b"HTTP/1.1 200")
    # For 10 000 it may be 150 MB.
    assert resident(own_gateway) - before < 60 * MIB
    assert socket.create_connection(("127.0.0.1", own_gateway.port), PATIENCE).recv(1) == b""
    for connection in idle:
        connection.close()
