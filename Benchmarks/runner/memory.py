"""Memory over a million requests: checks by both addresses, SOAP faults and documents, on all cores."""
from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from . import load
from .machine import CORES
from .peers.gateway import CUSTOMER, Gateway
from .process import resident
from .rates import SOAP, WSDL
from .request import get, soap_login

WANTED = 1_000_000
LONGEST = 60  # Seconds; a slow machine gets no further.


@dataclass(frozen=True)
class Mark:
    requests: int
    """Answered until now."""
    resident: float
    """MiB."""


def measure(folder: Path, wanted: int = WANTED) -> list[Mark]:
    """Marks as it goes; the first one is of an idle server."""
    gateway = Gateway(folder / "memory")
    gateway.create()
    gateway.start(CORES)
    try:
        token = gateway.token()
        requests = [
            get("/auth/verify", token=token), get("/rest/V1/customers/me", token=token), soap_login(SOAP, CUSTOMER, None, 400),
            get(WSDL),
        ]
        marks, end = [Mark(0, resident(gateway.roots))], time.monotonic() + LONGEST
        while marks[-1].requests < wanted and time.monotonic() < end:
            turn = len(marks) - 1
            # Every address once for the first mark that counts; most requests are checks, as they are in life.
            request = requests[turn % len(requests)] if turn < len(requests) else requests[turn % 2]
            done = load.run(gateway.port, gateway.roots, [request], 2 if turn < len(requests) else 4, 64, CORES)
            marks.append(Mark(marks[-1].requests + done.requests, resident(gateway.roots)))
        return marks
    finally:
        gateway.stop()
