"""Token checks at half their limit while 200 clients sign in without pause; beside it, bare SwiftNIO at half of its limit while
raw Argon2id hashes on all cores. All on the same cores, as on a small machine."""
from __future__ import annotations

import json
import signal
import statistics
import subprocess
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from . import load
from .build import Programs
from .machine import CORES, eager, pinned
from .peers import argon2id
from .peers.gateway import CUSTOMER, Gateway
from .peers.swift import BareNIO
from .process import most_resident, processor_time
from .rates import TOKEN
from .request import Request, get, login
from .server import Server

CLIENTS = 200
CHECKERS = 16  # Connections that check.
LEAD = 1  # Seconds of flood before it is measured: by then every client waits for its hash.


@dataclass
class Checks:
    """Latencies at one address, in seconds."""

    name: str
    rate: float
    """Checks per second, half of the limit."""
    quiet: list[dict] = field(default_factory=list)
    flooded: list[dict] = field(default_factory=list)

    def median(self, runs: list[dict], figure: str) -> float:
        return statistics.median(run[figure] for run in runs) / 1e6

    def lost(self, runs: list[dict]) -> int:
        """Checks without an answer, with a broken connection or with another status."""
        return sum(run["sent"] - run["answered"] + run["unwanted"] for run in runs)


@dataclass(frozen=True)
class Flood:
    checks: list[Checks]
    peer: Checks
    """Bare SwiftNIO, and what it is flooded by is raw Argon2id on all cores."""
    tokens: float
    """Tokens per second meanwhile."""
    refused: int
    """Answers to sign-ins that were none: 503 when too many wait."""
    resident: float
    """MiB that the gateway held at most."""
    hash_memory: float
    """MiB of as many hashes as run at once."""


def measure(folder: Path, programs: Programs, seconds: int, rounds: int) -> Flood:
    gateway = Gateway(folder / "flood")
    gateway.create()
    with ExitStack() as stack:
        gateway.start(CORES)
        stack.callback(gateway.stop)
        token = gateway.token()
        asked = {
            "`/auth/verify`": get("/auth/verify", token=token), "`/V1/customers/me`": get("/rest/V1/customers/me", token=token)}
        checks = [Checks(name, limit(gateway, request, seconds) / 2) for name, request in asked.items()]
        nio = BareNIO(folder / "flood", programs)
        nio.start(CORES)
        stack.callback(nio.stop)
        constant = get("/")
        peer = Checks("bare SwiftNIO: constant", limit(nio, constant, seconds) / 2)
        tokens, refused = [], 0
        for _ in range(rounds):
            peer.quiet.append(pace(programs, nio, constant, peer.rate, seconds))
            peer.flooded.append(beside_hashes(programs, nio, constant, peer.rate, seconds, gateway.password_hash))
            for one in checks:
                one.quiet.append(pace(programs, gateway, asked[one.name], one.rate, seconds))
                flooded, signed_in = under_flood(programs, gateway, asked[one.name], one.rate, seconds)
                one.flooded.append(flooded)
                tokens.append(signed_in.served)
                refused += signed_in.errors
                settle(gateway)
        memory, _ = argon2id.cost(gateway.password_hash)
        return Flood(checks, peer, statistics.median(tokens), refused, most_resident(server(gateway)), memory / 1024 * len(CORES))


def limit(server: Server, request: Request, seconds: int) -> float:
    return load.run(server.port, server.roots, [request], seconds, CHECKERS, CORES).rate


def server(gateway: Gateway) -> int:
    """The gateway's process: taskset becomes what it starts."""
    return gateway.roots[0]


def pace(programs: Programs, server: Server, request: Request, rate: float, seconds: int) -> dict:
    with tempfile.NamedTemporaryFile(prefix="pace-") as file:
        file.write(request.raw)
        file.flush()
        options = [str(server.port), file.name, str(request.status), str(CHECKERS), f"{rate:.1f}", str(seconds)]
        done = subprocess.run(pinned(CORES, eager([str(programs.c("pace")), *options])), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def under_flood(
    programs: Programs, gateway: Gateway, request: Request, rate: float, seconds: int
) -> tuple[dict, load.Load]:
    flood = [login(TOKEN, CUSTOMER)]
    with tempfile.TemporaryDirectory(prefix="flood-") as folder:
        command = pinned(CORES, load.wrk(gateway.port, flood, 600, CLIENTS, Path(folder)))
        clients = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(LEAD)
        checked = pace(programs, gateway, request, rate, seconds)
        clients.send_signal(signal.SIGINT)  # wrk ends, and tells what it has.
        output, errors = clients.communicate()
    return checked, load.result(output, errors, flood, 0)


def beside_hashes(
    programs: Programs, server: Server, request: Request, rate: float, seconds: int, password_hash: str
) -> dict:
    command = argon2id.command(programs, password_hash, LEAD + seconds + 1)
    hashes = subprocess.Popen(pinned(CORES, command), stdout=subprocess.DEVNULL)
    try:
        time.sleep(LEAD)
        return pace(programs, server, request, rate, seconds)
    finally:
        hashes.kill()
        hashes.wait()


def settle(gateway: Gateway) -> None:
    """Returns when the sign-ins that were left behind are done."""
    deadline = time.monotonic() + 30
    before = processor_time(gateway.roots)
    while time.monotonic() < deadline:
        time.sleep(0.25)
        after = processor_time(gateway.roots)
        if after - before < 0.02:
            return
        before = after
