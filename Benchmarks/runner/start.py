"""From the start of the program to the first good answer of `/health/ready`, on a database that exists; and memory at rest."""
from __future__ import annotations

import socket
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from .machine import CORES
from .peers.gateway import Gateway
from .process import resident
from .request import get
from .server import free_port


@dataclass(frozen=True)
class Start:
    ready: float
    """Seconds, median."""
    slowest: float
    idle: float
    """MiB that lie in memory a second later, median."""
    times: int


def measure(folder: Path, times: int) -> Start:
    gateway = Gateway(folder / "start")
    gateway.create()
    ready, idle = [], []
    for _ in range(times):
        ready.append(start(gateway))
        time.sleep(1)
        idle.append(resident(gateway.roots))
        gateway.stop()
    return Start(statistics.median(ready), max(ready), statistics.median(idle), times)


def start(gateway: Gateway) -> float:
    gateway.port, gateway.cores = free_port(), CORES
    (command,) = gateway.commands()
    question = get("/health/ready").raw
    begun = time.perf_counter()
    gateway.processes = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]
    while not is_ready(gateway.port, question):
        assert time.perf_counter() - begun < 30 and gateway.processes[0].poll() is None, "the gateway does not start"
        time.sleep(0.001)
    return time.perf_counter() - begun


def is_ready(port: int, question: bytes) -> bool:
    with socket.socket() as connection:
        if connection.connect_ex(("127.0.0.1", port)) != 0:
            return False
        connection.sendall(question)
        return connection.recv(4096).startswith(b"HTTP/1.1 200 ")
