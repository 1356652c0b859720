"""TLS of the gateway's own: what it takes to start, what clients may speak, and certificates that change under it."""
from __future__ import annotations

import os
import signal
import socket
import ssl
import time
from pathlib import Path

import pytest

from cases import PLAIN
from gateway import PATIENCE
from tls import SecureGateway, make_certificate

ADDRESS = "/rest/V1/customers/me"


@pytest.fixture
def secure(tmp_path: Path):
    own = SecureGateway(tmp_path / "own")
    yield own
    own.kill()


def until_closed(connection: socket.socket) -> tuple[bytes, float]:
    """What comes until the server closes, and after how many seconds it does."""
    start, received = time.monotonic(), b""
    connection.settimeout(PATIENCE)
    try:
        while data := connection.recv(65536):
            received += data
    except ConnectionError:
        pass
    return received, time.monotonic() - start


def test_tokens_over_tls(secure: SecureGateway, tmp_path: Path) -> None:
    secure.create_customer("ann@example.test", PLAIN)
    secure.start_secure(*make_certificate(tmp_path, "one"))
    token = secure.token("customer", "ann@example.test", PLAIN)
    assert secure.request("GET", ADDRESS, Authorization=f"Bearer {token}").status == 200
    assert f"{secure.base_url}/soap" in secure.request("GET", "/soap?wsdl&services=integrationAdminTokenServiceV1").text
    assert secure.terminate() == 0


def test_only_tls_12_and_13_are_spoken(secure: SecureGateway, tmp_path: Path) -> None:
    secure.start_secure(*make_certificate(tmp_path, "one"))
    for version, good in ((ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)):
        context = secure.context(["h2", "http/1.1"])
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        with socket.create_connection(("127.0.0.1", secure.port), PATIENCE) as plain:
            if not good:
                with pytest.raises((ssl.SSLError, ConnectionError)):
                    context.wrap_socket(plain, server_hostname="127.0.0.1")
                continue
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as encrypted:
                # HTTP/2 is off by default.
                assert encrypted.selected_alpn_protocol() == "http/1.1"
                assert "ECDHE" in encrypted.cipher()[0] or version == ssl.TLSVersion.TLSv1_3
    context = secure.context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-SHA:AES256-GCM-SHA384:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", secure.port), PATIENCE) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname="127.0.0.1")


def test_bytes_of_the_other_kind_are_closed_at_once(secure: SecureGateway, tmp_path: Path) -> None:
    secure.start_secure(*make_certificate(tmp_path, "one"))
    with socket.create_connection(("127.0.0.1", secure.port), PATIENCE) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        received, took = until_closed(connection)
    assert took < 1 and b"HTTP/1.1" not in received
    with socket.create_connection(("127.0.0.1", secure.port), PATIENCE) as connection:
        connection.sendall(b"\x16\x03\x01")
        connection.shutdown(socket.SHUT_WR)
        assert until_closed(connection)[1] < 1


def test_a_handshake_has_the_time_of_a_head(secure: SecureGateway, tmp_path: Path) -> None:
    secure.start_secure(*make_certificate(tmp_path, "one"))
    with socket.create_connection(("127.0.0.1", secure.port), PATIENCE) as silent:
        with socket.create_connection(("127.0.0.1", secure.port), PATIENCE) as half:
            half.sendall(b"\x16\x03\x01\x02\x00\x01")
            assert 8 < until_closed(half)[1] < 14
        assert until_closed(silent)[1] < 5


def test_a_new_certificate_is_taken_up(secure: SecureGateway, tmp_path: Path) -> None:
    secure.start_secure(*make_certificate(tmp_path, "one"))
    kept = secure.context().wrap_socket(socket.create_connection(("127.0.0.1", secure.port), PATIENCE), server_hostname="127.0.0.1")
    assert secure.served_name() == "one"

    # By SIGHUP at once; the connection that exists is not touched.
    replace(secure, make_certificate(tmp_path, "two"))
    secure.process.send_signal(signal.SIGHUP)
    secure.wait_until_printed(lambda log: "certificate loaded" in log)
    assert secure.served_name() == "two"
    kept.sendall(b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
    assert kept.recv(1024).startswith(b"HTTP/1.1 200")
    kept.close()

    # What is wrong leaves the old one.
    secure.key.write_text("no key")
    secure.process.send_signal(signal.SIGHUP)
    secure.wait_until_printed(lambda log: "certificate not loaded" in log)
    assert secure.served_name() == "two"

    # Files that changed are seen without a signal.
    replace(secure, make_certificate(tmp_path, "three", days=20))
    secure.wait_until_printed(lambda log: log.count("certificate loaded") == 2 and "ends soon" in log)
    assert secure.served_name() == "three"
    assert secure.terminate() == 0


def replace(secure: SecureGateway, made: tuple[Path, Path]) -> None:
    for new, old in zip(made, (secure.certificate, secure.key)):
        os.replace(new, old)


def test_bad_files_are_no_way_to_start(secure: SecureGateway, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, "one")
    other = make_certificate(tmp_path, "other")[1]
    expired = make_certificate(tmp_path, "expired", days=-1)
    for files, complaint in (
        ((certificate, other), "does not belong"), ((tmp_path / "none", key), "cannot be read"), ((key, key), "no certificate"),
        ((certificate, certificate), "no private key"), (expired, "expired"),
    ):
        options = ("--tls-certificate", str(files[0]), "--tls-key", str(files[1]))
        for command in (("serve", "--port", "0", *options), ("check", *options)):
            done = secure.run(*command)
            assert done.returncode == 1, done
            assert complaint in (done.stderr + done.stdout).decode()
            assert done.stderr.count(b"\n") == 1
    assert secure.run("serve", "--tls-key", str(key)).returncode == 1


def test_a_key_that_others_may_read_is_told(secure: SecureGateway, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, "one")
    key.chmod(0o644)
    secure.start_secure(certificate, key)
    secure.wait_until_printed(lambda log: "others than its owner may read the key" in log)
