"""A hundred thousand customers with a token each, drawn at random, while others save, sign in and sign out: what an ordinary shop is."""
from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from pathlib import Path

from . import load, population
from .build import Programs
from .load import Load
from .machine import CLIENT_CORE, SERVER_CORE, pinned
from .peers import database
from .peers.gateway import CUSTOMER, Gateway
from .peers.gsoap import GSOAP
from .peers.nginx import Nginx
from .peers.php import PHP
from .peers.python import FastAPI
from .peers.swift import BareHummingbird, BareNIO
from .process import processor_time, resident
from .rates import OWNER, SOAP, TOKEN
from .request import Request, get, post_json, soap, soap_login
from .server import Server
from .turns import Case, Turns

CUSTOMERS = 100_000
CHANGES = 20  # A second.
VISITORS = 1000  # Further customers, who sign in and out.
KEPT = 20_000  # Tokens that the gateway keeps in memory at most.
DRAWN = 400_000  # Tokens in a file of draws; they come again only after so many requests.
CONNECTIONS = 64
SCRIPT = str(Path(__file__).with_name("crowd.lua"))
CHANGER = str(Path(__file__).with_name("changes.py"))


@dataclass
class Crowd:
    turns: Turns
    first: int
    """Number of the first customer of the crowd."""
    changes: float = 0.0
    """Seconds of the server's processor time that the changes of one second take by themselves."""
    made: int = 0
    refused: int = 0
    """Changes, and those answered with another status than 200."""
    bytes_a_token: float = 0.0
    """Memory that the first checks of tokens add, for each token that the gateway keeps."""
    with_changes: set[str] = field(default_factory=set)
    """Names of the cases that ran beside changes."""

    def cost(self, case: Case) -> float:
        """Seconds of processor time for one request, without what the changes take by themselves."""
        return case.cost - (self.changes / case.rate if case.name in self.with_changes else 0)


class Draws:
    """Files of tokens in the order in which they are sent."""

    def __init__(self, folder: Path):
        chance, numbers = random.Random(7), range(1, CUSTOMERS + 1)
        self.uniform = self._write(folder / "uniform", chance.choices(numbers, k=DRAWN))
        # Zipf with exponent 1: the n-th customer is drawn with a chance of 1/n.
        self.zipf = self._write(folder / "zipf", chance.choices(numbers, cum_weights=list(accumulate(1 / n for n in numbers)), k=DRAWN))
        self.once = self._write(folder / "once", chance.sample(numbers, CUSTOMERS))
        self.unknown = self._write(folder / "unknown", [n + CUSTOMERS for n in numbers])

    @staticmethod
    def _write(path: Path, numbers: list[int]) -> Path:
        path.write_text("".join(f"{population.token(number)}\n" for number in numbers))
        return path


def template(request: Request) -> bytes:
    """The request with places for a token and for the field of a request id."""
    head, _, body = request.raw.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Authorization:")]
    return b"\r\n".join([*lines, b"Authorization: Bearer {token}", b"{id}\r\n"]) + body


def send(server: Server, request: Request, tokens: Path, seconds: int, first: int = 1) -> Load:
    with tempfile.NamedTemporaryFile(prefix="crowd-") as file:
        file.write(template(request))
        file.flush()
        options = ["--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--timeout", "30s"]
        wrk = ["wrk", *options, "--script", SCRIPT, f"http://127.0.0.1:{server.port}/", "--", file.name, str(tokens), str(first)]
        before = processor_time(server.roots)
        done = subprocess.run(pinned(CLIENT_CORE, wrk), capture_output=True, text=True)
        spent = processor_time(server.roots) - before
    return load.result(done.stdout, done.stderr, [request], spent)


class Changer:
    """Changes at a fixed rate for as long as it is entered."""

    def __init__(self, crowd: Crowd, gateway: Gateway):
        self.crowd, self.gateway = crowd, gateway

    def __enter__(self) -> None:
        command = [sys.executable, CHANGER, str(self.gateway.port), str(CHANGES), str(self.crowd.first), str(CUSTOMERS), str(VISITORS)]
        self.process = subprocess.Popen(pinned(CLIENT_CORE, command), stdout=subprocess.PIPE, text=True)

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        output, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, "the changes ended early"
        told = json.loads(output)
        self.crowd.made += told["made"]
        self.crowd.refused += told["refused"]


def measure(folder: Path, programs: Programs, seconds: int, rounds: int, crowd_seconds: int) -> Crowd:
    gateway = Gateway(folder / "crowd", "--log-level", "info")
    gateway.create()
    first = population.fill(gateway.database, CUSTOMERS + VISITORS, CUSTOMERS)
    draws = Draws(gateway.folder)
    store = database.create(folder / "crowd.sqlite", gateway.password_hash)
    wsdl = folder / "crowd.wsdl"
    wsdl.write_text(gateway.wsdl())
    with ExitStack() as stack:

        def up(server: Server) -> Server:
            server.start(SERVER_CORE)
            stack.callback(server.stop)
            return server

        up(gateway)
        crowd = Crowd(Turns([], rounds), first)
        crowd.bytes_a_token = memory(gateway, draws)
        crowd.changes = changes_alone(crowd, gateway, crowd_seconds)
        nginx, nio, bare = up(Nginx(folder / "crowd")), up(BareNIO(folder / "crowd", programs)), up(
            BareHummingbird(folder / "crowd", programs, "-"))
        gsoap, php, python = up(GSOAP(folder / "crowd", programs)), up(PHP(folder / "crowd", store, wsdl)), up(
            FastAPI(folder / "crowd", store))
        verify, me = get("/auth/verify"), get("/rest/V1/customers/me")
        own = soap(f"/soap/default?services={OWNER}", OWNER, "GetSelf", "")
        constant = {"nio": "bare SwiftNIO: constant", "bare": "bare Hummingbird: constant", "gsoap": "gSOAP: constant token"}

        def peer(what: str, server: Server, request: Request) -> Case:
            return Case(f"{server.name}: {what}", partial(send, server, request, draws.uniform, seconds))

        def plain(what: str, server: Server, request: Request, beside: str = "") -> Case:
            request.ask(server.port)
            return Case(f"{server.name}: {what}", partial(load.run, server.port, server.roots, [request], seconds), beside)

        def changing(what: str, request: Request, tokens: Path, beside: str) -> Case:
            def run() -> Load:
                with Changer(crowd, gateway):
                    return send(gateway, request, tokens, crowd_seconds)

            crowd.with_changes.add(f"gateway: {what}")
            return Case(f"gateway: {what}", run, beside)

        fresh = FirstChecks(folder / "crowd" / "first", draws, seconds)
        crowd.turns = Turns([
            peer("`return 200`", nginx, get("/constant")),
            peer("constant", nio, get("/")),
            changing("`/auth/verify`, uniform", verify, draws.uniform, constant["nio"]),
            changing("`/auth/verify`, Zipf", verify, draws.zipf, constant["nio"]),
            Case("gateway: `/auth/verify`, a token's first check", fresh.run, constant["nio"]),
            Case("gateway: `/auth/verify`, unknown tokens", partial(send, gateway, get("/auth/verify", 401), draws.unknown, seconds),
                 constant["nio"]),
            peer("constant", bare, get("/constant")),
            changing("`/V1/customers/me`, uniform", me, draws.uniform, constant["bare"]),
            changing("`/V1/customers/me`, Zipf", me, draws.zipf, constant["bare"]),
            plain("JSON, sign-in without password", gateway, post_json(TOKEN, {"username": CUSTOMER}, 400), constant["bare"]),
            plain("token check", php, get("/me.php", token=database.TOKEN)),
            plain("token check", python, get("/me", token=database.TOKEN)),
            plain("constant token", gsoap, soap_login("/", CUSTOMER)),
            changing("SOAP, own customer, uniform", own, draws.uniform, constant["gsoap"]),
            changing("SOAP, own customer, Zipf", own, draws.zipf, constant["gsoap"]),
            plain("SOAP, sign-in without password", gateway, soap_login(SOAP, CUSTOMER, None, 400), constant["gsoap"]),
        ], rounds).measure()
        return crowd


def memory(gateway: Gateway, draws: Draws) -> float:
    """Bytes for one token of those that are kept. What connections and buffers take is there before."""
    send(gateway, get("/auth/verify", 401), draws.unknown, 2)
    before, checked = resident(gateway.roots), 0
    end = time.monotonic() + 30
    while checked < KEPT and time.monotonic() < end:
        checked += send(gateway, get("/auth/verify"), draws.once, 1, checked + 1).requests
    return (resident(gateway.roots) - before) * 1024**2 / min(checked, KEPT)


def changes_alone(crowd: Crowd, gateway: Gateway, seconds: int) -> float:
    before = processor_time(gateway.roots)
    with Changer(crowd, gateway):
        time.sleep(seconds)
    return (processor_time(gateway.roots) - before) / seconds


class FirstChecks:
    """A server that starts anew for each run, so that it knows no token."""

    def __init__(self, folder: Path, draws: Draws, seconds: int):
        self.gateway = Gateway(folder)
        self.gateway.create()
        population.fill(self.gateway.database, CUSTOMERS, CUSTOMERS)
        self.draws, self.seconds = draws, seconds

    def run(self) -> Load:
        self.gateway.start(SERVER_CORE)
        try:
            # A moment of other work first: what a start costs is measured elsewhere.
            send(self.gateway, get("/auth/verify", 401), self.draws.unknown, 1)
            return send(self.gateway, get("/auth/verify"), self.draws.once, self.seconds)
        finally:
            self.gateway.stop()
