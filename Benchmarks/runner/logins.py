"""Sign-ins per second on all cores, beside what libsodium does when nothing else runs."""
from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path

from . import load
from .build import Programs
from .machine import CORES
from .peers import argon2id, database
from .peers.gateway import CUSTOMER, FAILURES, Gateway
from .peers.php import PHP
from .peers.python import FastAPI
from .rates import SOAP, TOKEN
from .request import Request, login, soap_login
from .server import Server
from .turns import Case, Turns

CONNECTIONS = 2 * len(CORES)
"""Enough for each core to find the next password waiting."""
MOST_A_CORE = 100
"""Passwords that a core may hash in a second; accounts are made for so many failures."""


def measure(folder: Path, programs: Programs, seconds: int, rounds: int) -> Turns:
    gateway = Gateway(folder / "logins")
    failures = MOST_A_CORE * len(CORES) * (seconds + 1) * rounds
    failing = [f"c{number}@example.test" for number in range(2 + failures // FAILURES)]
    gateway.create(*failing)
    password_hash = gateway.password_hash
    raw = "raw Argon2id, {} KiB, {} passes".format(*argon2id.cost(password_hash))
    store = database.create(folder / "logins.sqlite", password_hash)
    wsdl = folder / "service.wsdl"
    wsdl.write_text(gateway.wsdl())
    php, python = PHP(folder, store, wsdl), FastAPI(folder, store)
    with ExitStack() as stack:
        for server in (gateway, php, python):
            server.start(CORES)
            stack.callback(server.stop)

        def case(what: str, server: Server, *requests: Request) -> Case:
            requests[0].ask(server.port)
            run = partial(load.run, server.port, server.roots, list(requests), seconds, CONNECTIONS, CORES)
            return Case(f"{server.name}: {what}", run, raw)

        cases = [
            Case(raw, partial(argon2id.run, programs, password_hash, seconds)),
            case("JSON", gateway, login(TOKEN, CUSTOMER)),
            case("SOAP 1.2", gateway, soap_login(SOAP, CUSTOMER)),
            case("wrong password", gateway, *(login(TOKEN, name, "Wrong-Horse-7-Battery", 401) for name in failing)),
            case("JSON", php, login("/token.php", CUSTOMER)),
            case("SoapServer", php, soap_login("/soap.php", CUSTOMER)),
            case("JSON", python, login("/token", CUSTOMER)),
        ]
        return Turns(cases, rounds).measure()
