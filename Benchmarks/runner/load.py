"""Closed-loop load by wrk: every connection sends its next request as soon as the answer is there."""
from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .machine import CLIENT_CORE, pinned
from .process import processor_time
from .request import Request

SCRIPT = str(Path(__file__).with_name("wrk.lua"))


@dataclass(frozen=True)
class Load:
    """What came of it."""

    requests: int
    rate: float
    """Requests per second."""
    cost: float
    """Seconds of the server's processor time for one request."""
    p50: float
    p99: float
    """Seconds."""
    errors: int
    """Connections that broke, requests without an answer in time, and statuses of the wrong kind."""

    @property
    def served(self) -> float:
        """Requests per second that were answered as wanted."""
        return self.rate * max(0, self.requests - self.errors) / self.requests


def run(
    port: int, roots: list[int], requests: list[Request], seconds: int, connections: int = 64, cores: list[int] | None = None
) -> Load:
    """Sends the requests in turns for so long.
    :param roots: the server's processes.
    :param cores: where wrk runs; by default the core that servers leave free."""
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        command = pinned(CLIENT_CORE if cores is None else cores, wrk(port, requests, seconds, connections, Path(folder)))
        before = processor_time(roots)
        done = subprocess.run(command, capture_output=True, text=True)
        spent = processor_time(roots) - before
    return result(done.stdout, done.stderr, requests, spent)


def wrk(port: int, requests: list[Request], seconds: int, connections: int, folder: Path) -> list[str]:
    """The command; the folder must stay until it has ended."""
    files = []
    for number, request in enumerate(requests):
        files.append(folder / f"{number}.http")
        files[-1].write_bytes(request.raw)
    options = ["--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s", "--timeout", "30s"]
    return ["wrk", *options, "--script", SCRIPT, f"http://127.0.0.1:{port}/", "--", *map(str, files)]


def result(output: str, errors: str, requests: list[Request], spent: float) -> Load:
    lines = [line for line in output.splitlines() if line.startswith("{")]
    assert lines, f"wrk says: {output}{errors}"
    figures = json.loads(lines[-1])
    count = figures["requests"]
    assert count > 0, f"no answer to {requests[0].method} {requests[0].target}"
    wanted = count if requests[0].status >= 400 else 0
    return Load(
        requests=count, rate=count / figures["microseconds"] * 1e6, cost=spent / count, p50=figures["p50"] / 1e6,
        p99=figures["p99"] / 1e6, errors=figures["broken"] + abs(figures["refused"] - wanted))
