"""The binary under test: its commands, its server, and plain HTTP to it."""
from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

EXECUTABLE = os.environ.get("GATEWAY", "")
PATIENCE = 30  # seconds until a step counts as hung; never a measure
SECOND = 1.0  # The contract's promise for commands on a running server.


@dataclass
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def media_type(self) -> str:
        return (self.headers["Content-Type"] or "").split(";")[0].strip().lower()


@dataclass
class Gateway:
    """The executable with a database of its own."""

    folder: Path
    process: subprocess.Popen | None = None
    port: int = 0
    secrets: set[str] = field(default_factory=set)
    """Passwords and tokens of this run. They may stand in no answer that is a refusal."""
    environment: dict[str, str] = field(default_factory=dict)
    """Settings for the commands and the server."""
    launcher: list[str] = field(default_factory=list)
    """What commands and server are started through, such as `nsenter`."""

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.database = self.folder / "gateway.sqlite"
        self._printed = bytearray()
        self._has_printed = threading.Condition()
        self._has_ended = False

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # Commands

    def run(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess:
        """Runs a command on the database; a second process beside the server, if that runs."""
        source = {"stdin": subprocess.DEVNULL} if stdin is None else {"input": f"{stdin}\n".encode()}
        command = [*self.launcher, EXECUTABLE, *arguments, "--database", str(self.database)]
        return subprocess.run(command, capture_output=True, timeout=PATIENCE, env=clean_environment() | self.environment, **source)

    def must(self, *arguments: str, stdin: str | None = None) -> str:
        """Runs a command that has to succeed; returns what it printed."""
        done = self.run(*arguments, stdin=stdin)
        assert done.returncode == 0, f"{' '.join(arguments)}: exit {done.returncode}: {done.stderr.decode()}"
        return done.stdout.decode()

    def create_admin(self, name: str, password: str, *options: str) -> None:
        self.secrets.add(password)
        self.must("admin", "create", name, "--email", f"{name}@example.test", *options, "--password-stdin", stdin=password)

    def create_customer(self, email: str, password: str, *options: str) -> None:
        self.secrets.add(password)
        names = ("--first-name", "Ann", "--last-name", "Lee")
        self.must("customer", "create", email, *names, *options, "--password-stdin", stdin=password)

    # The server

    def start(self, *options: str) -> Gateway:
        """Starts `serve` and returns when it says that it listens."""
        self.port = free_port()
        command = [
            *self.launcher, EXECUTABLE, "serve", "--host", "127.0.0.1", "--port", str(self.port), "--base-url", self.base_url,
            "--database", str(self.database), *options,
        ]
        self._has_ended = False
        self._printed.clear()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=clean_environment() | self.environment)
        self._collector = threading.Thread(target=self._collect, args=(self.process,), daemon=True)
        self._collector.start()
        self.wait_until_printed(lambda log: f"listening on {self.base_url}" in log)
        return self

    def wait_until_printed(self, holds: Callable[[str], bool]) -> None:
        """Returns as soon as the server's output is as wanted; fails when it ends or stays silent before."""
        with self._has_printed:
            self._has_printed.wait_for(lambda: self._has_ended or holds(self.log.decode(errors="replace")), PATIENCE)
            assert holds(self.log.decode(errors="replace")), f"serve printed something else:\n{self.log.decode(errors='replace')}"

    def _collect(self, process: subprocess.Popen) -> None:
        with process.stdout:
            for line in process.stdout:
                with self._has_printed:
                    self._printed += line
                    self._has_printed.notify_all()
        with self._has_printed:
            self._has_ended = True
            self._has_printed.notify_all()

    @property
    def log(self) -> bytes:
        """All that the server has printed since it started."""
        return bytes(self._printed)

    def terminate(self) -> int:
        """Sends SIGTERM and returns the exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(PATIENCE)
        finally:
            self.kill()
        self._collector.join(PATIENCE)  # So that the log is whole.
        return status

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    # Plain HTTP

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Response:
        """Sends exactly these headers (`Content_Type=` for `Content-Type`) and what HTTP itself needs."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            response = Response(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
        if response.status >= 400:
            self.assert_no_secret(response.body, f"{response.status} to {method} {path}")
        return response

    def assert_no_secret(self, data: bytes, where: str) -> None:
        leaked = [secret for secret in self.secrets if len(secret) > 3 and secret.encode() in data]
        assert not leaked, f"{where} holds {leaked}"

    def token(self, kind: str, username: str, password: str) -> str:
        """Signs in by REST and JSON."""
        body = json.dumps({"username": username, "password": password}).encode()
        answer = self.request("POST", f"/rest/V1/integration/{kind}/token", body, Content_Type="application/json")
        assert answer.status == 200, answer.text
        token = json.loads(answer.text)
        assert re.fullmatch("[0-9a-z]{32}", token)
        self.secrets.add(token)
        return token


def seen_within_a_second(happened: Callable[[], bool]) -> None:
    """Asks until it happened. Fails only when a question that was put later than the promised second still finds nothing."""
    promised = time.monotonic() + SECOND
    while True:
        asked = time.monotonic()
        if happened():
            return
        assert asked < promised, "the running server did not see the command's effect within a second"


def clean_environment() -> dict[str, str]:
    """The environment without settings of somebody's own gateway."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TOKEN_GATEWAY_")}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
