"""The listener at its limits: connections, descriptors, and the end of the process."""
from __future__ import annotations

import http.client
import os
import re
import resource
import signal
import socket
import subprocess
import threading
import time

import pytest

from cases import PLAIN
from gateway import PATIENCE, Gateway

LIVE = b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"


def connect(gateway: Gateway) -> socket.socket:
    return socket.create_connection(("127.0.0.1", gateway.port), PATIENCE)


def is_closed(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def processor_seconds(gateway: Gateway) -> float:
    fields = open(f"/proc/{gateway.process.pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_connections_beyond_the_settings_are_closed(own_gateway: Gateway) -> None:
    own_gateway.start("--max-connections", "20", "--max-connections-per-address", "10")
    idle = [connect(own_gateway) for _ in range(10)]
    for connection in idle:
        connection.sendall(LIVE)
        assert connection.recv(1024).startswith(b"HTTP/1.1 200")
    assert all(is_closed(connect(own_gateway)) for _ in range(5))
    own_gateway.wait_until_printed(lambda log: "connections are refused" in log)
    assert own_gateway.log.count(b"connections are refused") == 1
    for connection in idle:
        connection.close()
    end = time.monotonic() + PATIENCE
    while True:
        try:
            assert own_gateway.request("GET", "/health/live").status == 200
            break
        except ConnectionError:
            assert time.monotonic() < end


def test_few_descriptors(own_gateway: Gateway) -> None:
    """F24: with 64 descriptors a crowd of clients neither burns the processor nor is it felt when it has gone."""
    with limited_descriptors(64):
        own_gateway.start()
    own_gateway.wait_until_printed(lambda log: "too few open files" in log)
    crowd = [connect(own_gateway) for _ in range(100)]
    before, start = processor_seconds(own_gateway), time.monotonic()
    time.sleep(2)
    assert (processor_seconds(own_gateway) - before) / (time.monotonic() - start) < 0.1
    for connection in crowd:
        connection.close()
    start = time.monotonic()
    while True:
        try:
            assert own_gateway.request("GET", "/health/live").status == 200
            break
        except ConnectionError:
            assert time.monotonic() - start < 3
    assert own_gateway.terminate() == 0


def test_no_descriptor_left(own_gateway: Gateway) -> None:
    """The limit falls below what is open while the server runs, as on a machine whose table of files is full."""
    own_gateway.start()
    own_gateway.request("GET", "/health/live")
    pid = own_gateway.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (len(os.listdir(f"/proc/{pid}/fd")), hard))
    waiting = [connect(own_gateway) for _ in range(20)]
    own_gateway.wait_until_printed(lambda log: "connections cannot be accepted" in log)
    before, start = processor_seconds(own_gateway), time.monotonic()
    time.sleep(2)
    assert (processor_seconds(own_gateway) - before) / (time.monotonic() - start) < 0.1
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
    for connection in waiting:
        connection.settimeout(3)
        connection.sendall(LIVE)
        assert connection.recv(1024).startswith(b"HTTP/1.1 200")
        connection.close()


class limited_descriptors:
    """The processes that start inside have this limit, hard and soft. The tests themselves keep theirs."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __enter__(self) -> None:
        self.original = subprocess.Popen
        limit = self.limit

        class Limited(subprocess.Popen):
            def __init__(self, *arguments, **options) -> None:
                super().__init__(
                    *arguments, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)), **options)

        subprocess.Popen = Limited

    def __exit__(self, *_: object) -> None:
        subprocess.Popen = self.original


@pytest.mark.parametrize("first, second", [(signal.SIGTERM, signal.SIGTERM), (signal.SIGINT, signal.SIGTERM)])
def test_a_second_signal_ends_it_at_once(own_gateway: Gateway, first: signal.Signals, second: signal.Signals) -> None:
    own_gateway.start()
    stalled = connect(own_gateway)
    stalled.sendall(b"POST /rest/V1/integration/admin/token HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n")
    assert stalled.recv(1024).startswith(b"HTTP/1.1 100")
    own_gateway.process.send_signal(first)
    wait_until_refused(own_gateway)
    assert own_gateway.process.poll() is None
    start = time.monotonic()
    own_gateway.process.send_signal(second)
    assert own_gateway.process.wait(PATIENCE) == 128 + second
    assert time.monotonic() - start < 1
    stalled.close()


def wait_until_refused(gateway: Gateway) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            connect(gateway).close()
        except ConnectionRefusedError:
            return
        except ConnectionResetError:
            pass  # It came in the moment in which the listener closed.
        assert time.monotonic() < end


def test_hang_up_reads_the_log_level_again(own_gateway: Gateway) -> None:
    settings = own_gateway.folder / "gateway.yaml"
    settings.write_text("log-level: error\n")
    own_gateway.start("--config", str(settings))
    own_gateway.request("GET", "/health/live")
    settings.write_text("log-level: info\n")
    own_gateway.process.send_signal(signal.SIGHUP)
    own_gateway.wait_until_printed(lambda log: "log level changed" in log)
    assert b'"request"' not in own_gateway.log
    own_gateway.request("GET", "/health/live")
    own_gateway.wait_until_printed(lambda log: '"request"' in log)
    settings.write_text("log-level: nonsense\n")
    own_gateway.process.send_signal(signal.SIGHUP)
    own_gateway.wait_until_printed(lambda log: "settings not read" in log)
    assert own_gateway.request("GET", "/health/live").status == 200
    assert own_gateway.terminate() == 0


def test_a_stop_under_load_loses_no_request(own_gateway: Gateway) -> None:
    """Every request that was sent on an open connection gets its answer, and the last answer says that it is the last."""
    own_gateway.create_customer("ann@example.test", PLAIN)
    own_gateway.start()
    token = own_gateway.token("customer", "ann@example.test", PLAIN)
    lost: list[str] = []
    answered = [0] * 8
    begun = threading.Barrier(9)

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", own_gateway.port, timeout=PATIENCE)
        connection.connect()
        begun.wait()
        while True:
            try:
                connection.request("GET", "/rest/V1/customers/me", headers={"Authorization": f"Bearer {token}"})
                answer = connection.getresponse()
                answer.read()
            except Exception as error:  # Whatever it is, the request is lost.
                lost.append(repr(error))
                return
            if answer.status != 200:
                lost.append(str(answer.status))
            answered[number] += 1
            if (answer.headers["Connection"] or "").lower() == "close":
                return

    workers = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    begun.wait()
    while min(answered) < 10:
        time.sleep(0.005)
    assert own_gateway.terminate() == 0
    for worker in workers:
        worker.join(PATIENCE)
    assert lost == []


POST = b"POST /rest/V1/customers/isEmailAvailable HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
LONG = b"a" * 7000
# Segments in front of somebody else's bytes; each way once shifted the count of where a request begins.
WAYS = {
    "chunks": [POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"],
    "a large body": [POST + b"Content-Length: 20000\r\n\r\n{}" + b" " * 19_998],
    "a large head": [b"GET /health/live?" + LONG + b" HTTP/1.1\r\nHost: a\r\nX-A: " + LONG + b"\r\n", b"X-B: " + LONG + b"\r\n\r\n"],
    "line ends": [b"\r\n\r\n" + LIVE],
}
# What the attacker begins, and what others send: their bytes end it as the value of a field.
VICTIMS = {
    "a token without the right": (
        "GET /auth/verify HTTP/1.1\r\nX-F: ",
        "GET /auth/verify?resource=Magento_Backend::all HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n", b" 403 ", b"Magento_Backend::all"),
    "a guest who asks for somebody": (
        "GET /rest/V1/customers/me HTTP/1.1\r\nAuthorization: Bearer {token}\r\nX-F: ",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\n\r\n", b" 401 ", b"Permission missing"),
    "a guest who asks for a document": (
        "GET /rest/V1/customers/me HTTP/1.1\r\nAuthorization: Bearer {token}\r\nX-F: ",
        "GET /soap/default?wsdl&services=integrationAdminTokenServiceV1 HTTP/1.1\r\nHost: a\r\n\r\n", b" 200 ", b"<definitions"),
}


def answer(connection: socket.socket) -> bytes:
    """The next answer, whole."""
    received = b""
    while b"\r\n\r\n" not in received or len(received.partition(b"\r\n\r\n")[2]) < length(received):
        more = connection.recv(65536)
        assert more, received
        received += more
    return received


def length(received: bytes) -> int:
    found = re.search(rb"(?i)\r\ncontent-length: *(\d+)", received.partition(b"\r\n\r\n")[0])
    return int(found[1]) if found else 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("victim", VICTIMS)
def test_nobody_gets_an_answer_that_somebody_planted(gateway: Gateway, customer_token: str, victim: str, way: str) -> None:
    prefix, request, status, part = VICTIMS[victim]
    request = request.format(token=customer_token).encode()
    # Whatever is remembered is remembered for as long as nothing changes, so once is not enough.
    for _ in range(5):
        with connect(gateway) as attacker:
            for segment in WAYS[way][:-1]:
                attacker.sendall(segment)
                # Nothing tells when half a head was read; all that is lost without the pause is the attack.
                time.sleep(0.02)
            attacker.sendall(WAYS[way][-1] + prefix.format(token=customer_token).encode())
            answer(attacker)
            attacker.sendall(request)
            assert b" 200 " in answer(attacker).partition(b"\r\n")[0]
        with connect(gateway) as other:
            other.sendall(request)
            found = answer(other)
        assert status in found.partition(b"\r\n")[0] and part in found
