"""Instructions for one request, counted by callgrind: they repeat whatever else the machine does."""
from __future__ import annotations

import re
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .build import Programs
from .machine import CORES
from .peers.gateway import CUSTOMER, LOCKED, Gateway
from .rates import OWNER, SOAP
from .request import Request, get, is_whole, soap, soap_login

WARMING = 50
COUNTED = 200
PATIENCE = 60


@dataclass(frozen=True)
class Count:
    name: str
    instructions: float
    """For one request, all threads together."""


class Counted(Gateway):
    """The gateway under callgrind, without its debug information: older versions of valgrind stumble over that of new compilers."""

    def __init__(self, folder: Path, programs: Programs):
        super().__init__(folder)
        self.preloaded = str(programs.c("sigsuspend.so"))
        self.out = self.folder / "callgrind.out"
        bare = str(self.folder / "token-gateway")
        subprocess.run(["strip", "--strip-debug", "-o", bare, self.executable], check=True)
        self.executable = bare

    def commands(self) -> list[list[str]]:
        return [["valgrind", "--tool=callgrind", f"--callgrind-out-file={self.out}", "--quiet", *super().commands()[0]]]

    def environment(self) -> dict[str, str]:
        return {"LD_PRELOAD": self.preloaded}


def measure(folder: Path, programs: Programs) -> list[Count]:
    gateway = Counted(folder / "instructions", programs)
    gateway.create()
    gateway.start(CORES)
    try:
        token = gateway.token()
        own = soap(f"/soap/default?services={OWNER}", OWNER, "GetSelf", "", token=token)
        requests = {
            "`/auth/verify`": get("/auth/verify", token=token),
            "`/V1/customers/me`": get("/rest/V1/customers/me", token=token),
            "SOAP, own customer": own,
            "SOAP, sign-in of a locked account": soap_login(SOAP, LOCKED, status=400),
            "SOAP, sign-in without password": soap_login(SOAP, CUSTOMER, None, 400),
        }
        return [Count(name, count(gateway, request)) for name, request in requests.items()]
    finally:
        gateway.stop()


def count(gateway: Counted, request: Request) -> float:
    """Requests one after the other over one connection. A short run is taken off a long one: what the process does beside and what
    counting costs itself falls out."""
    request.ask(gateway.port)
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=PATIENCE) as connection:

        def counted(times: int) -> int:
            control("--zero", gateway)
            exchange(connection, request, times)
            return dump(gateway)

        exchange(connection, request, WARMING)
        short = counted(WARMING)
        return (counted(WARMING + COUNTED) - short) / COUNTED


def dump(gateway: Counted) -> int:
    """Instructions of all threads since they were set to zero."""
    control("--dump", gateway)
    (file,) = gateway.folder.glob(f"{gateway.out.name}.*")
    found = re.search(r"^(?:summary|totals): (\d+)", file.read_text(), re.MULTILINE)
    file.unlink()
    assert found, "callgrind wrote no sum"
    return int(found.group(1))


def control(order: str, gateway: Counted) -> None:
    subprocess.run(["callgrind_control", order, str(gateway.roots[0])], check=True, capture_output=True, timeout=PATIENCE)


def exchange(connection: socket.socket, request: Request, times: int) -> None:
    for _ in range(times):
        connection.sendall(request.raw)
        answer = connection.recv(65536)
        while not is_whole(answer):
            answer += connection.recv(65536)
        assert answer.split(b" ", 2)[1] == str(request.status).encode(), answer[:300]

