"""What a start refuses, and what it says: one sentence, before anybody is told that it listens."""
from __future__ import annotations

import os
import re
import signal
import socket
import subprocess

import pytest

from cases import PLAIN
from gateway import Gateway, free_port

TYPE_NAME = re.compile(r"\b[A-Z][a-z]+[A-Z]\w*(Error|Failure|Problem)?\b[({.]|Error Domain|\(errno|Optional\(")


def refusal(gateway: Gateway, *options: str) -> str:
    """The one sentence on standard error of a start that fails before it listens."""
    done = gateway.run("serve", *options)
    assert done.returncode == 1, done
    assert done.stdout == b"", done.stdout.decode()
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1 and lines[0].startswith("token-gateway: "), lines
    assert not TYPE_NAME.search(lines[0]), lines[0]
    return lines[0]


@pytest.fixture
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_taken_metrics_port_is_refused_before_it_listens(own_gateway: Gateway, taken_port: int) -> None:
    told = refusal(own_gateway, "--port", "0", "--metrics-port", str(taken_port))
    assert f"cannot listen on 127.0.0.1:{taken_port}" in told


def test_a_taken_port_is_refused_although_the_metrics_could_be_served(own_gateway: Gateway, taken_port: int) -> None:
    told = refusal(own_gateway, "--port", str(taken_port), "--metrics-port", str(free_port()))
    assert f"cannot listen on 127.0.0.1:{taken_port}" in told


def test_the_two_ports_must_differ(own_gateway: Gateway) -> None:
    port = str(free_port())
    assert "metrics-port must differ from port" in refusal(own_gateway, "--port", port, "--metrics-port", port)


@pytest.mark.parametrize("option", ["--host", "--metrics-host"])
@pytest.mark.parametrize("host", ["foo.invalid", "999.1.1.1", "192.0.2.1", "::zz", "[::1"])
def test_a_host_that_is_not_there_is_a_sentence(own_gateway: Gateway, option: str, host: str) -> None:
    more = ["--metrics-port", str(free_port())] if option == "--metrics-host" else []
    assert host in refusal(own_gateway, "--port", "0", option, host, *more)


@pytest.mark.parametrize("options", [
    ["--database", "/nowhere/x.sqlite"], ["--config", "/nowhere.yaml"], ["--messages", "/nowhere.csv"], ["--key-file", "/proc"],
    ["--tls-certificate", "/nowhere.pem", "--tls-key", "/nowhere.pem"], ["--mail-templates", "/nowhere"], ["--http2", "enabled"],
    ["--demo", "--host", "0.0.0.0"],
])
def test_what_is_missing_is_a_sentence(own_gateway: Gateway, options: list[str]) -> None:
    environment = dict(own_gateway.environment)
    if "--database" not in options:
        refusal(own_gateway, "--port", "0", *options)
        return
    # `run` names a database of its own.
    own_gateway.environment = environment
    done = subprocess.run([os.environ["GATEWAY"], "serve", "--port", "0", *options], capture_output=True, timeout=30)
    assert done.returncode == 1 and done.stderr.count(b"\n") == 1 and not TYPE_NAME.search(done.stderr.decode())


def test_it_warns_of_files_that_others_can_read(own_gateway: Gateway) -> None:
    own_gateway.create_admin("ops", PLAIN)
    own_gateway.start()
    assert own_gateway.terminate() == 0
    assert b"others than its owner" not in own_gateway.log
    own_gateway.database.chmod(0o644)
    outbox = own_gateway.folder / "outbox"
    outbox.mkdir(exist_ok=True)
    outbox.chmod(0o755)
    own_gateway.start()
    assert own_gateway.terminate() == 0
    log = own_gateway.log.decode()
    assert f"others than its owner have access to {own_gateway.database} (mode 644); chmod 600 would change that" in log
    assert f"others than its owner have access to {outbox} (mode 755); chmod 700 would change that" in log


def test_it_starts_and_warns_when_the_link_of_forced_factors_leads_nowhere(own_gateway: Gateway) -> None:
    own_gateway.must("config", "set", "twofactorauth/general/force_providers", "google")
    own_gateway.start()
    assert own_gateway.terminate() == 0
    assert b"the mailed link for setting it up leads nowhere" in own_gateway.log
    done = own_gateway.run("check")
    assert done.returncode == 1 and b"wrong: " in done.stdout


def test_a_hangup_names_the_settings_that_need_a_restart(own_gateway: Gateway) -> None:
    file = own_gateway.folder / "gateway.yaml"
    file.write_text("drain: 5\nlog-level: info\n")
    own_gateway.start("--config", str(file))
    file.write_text("drain: 6\nallowed-hosts: [gateway.example]\nlog-level: debug\n")
    own_gateway.process.send_signal(signal.SIGHUP)
    own_gateway.wait_until_printed(lambda log: "need a restart" in log)
    assert b"allowed-hosts, drain" in own_gateway.log and b"log level changed" in own_gateway.log
    assert own_gateway.terminate() == 0


def test_secrets_of_settings_come_from_standard_input(own_gateway: Gateway) -> None:
    path, secret = "twofactorauth/duo/secret_key", "k" * 40
    done = own_gateway.run("config", "set", path, "--stdin", stdin=secret)
    assert done.returncode == 0 and done.stderr == b"" and secret.encode() not in done.stdout
    done = own_gateway.run("config", "set", path, secret)
    assert done.returncode == 0 and b"warning" in done.stderr and secret.encode() not in done.stdout + done.stderr
    assert own_gateway.must("config", "get", path) == "********\n"
    key = own_gateway.folder / "other.key"
    own_gateway.must("config", "set", "customer/password/reset_link_url", "", "--key-file", str(key))
