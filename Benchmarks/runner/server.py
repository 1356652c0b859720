"""A server under measurement: how it is started, found and stopped."""
from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from .machine import CORES, pinned

PATIENCE = 120  # Seconds until a step counts as hung.


class Server:
    """One server of one or more processes. A subclass says which commands it takes."""

    name = ""

    def __init__(self, folder: Path):
        self.folder = folder / type(self).__name__
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = 0
        self.processes: list[subprocess.Popen] = []
        self.cores: list[int] = []

    def commands(self) -> list[list[str]]:
        """What to run, for `self.port` and as many workers as `self.cores` has cores. The last one listens on the port."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """What the processes find there beside the environment of everybody."""
        return {}

    @property
    def roots(self) -> list[int]:
        return [process.pid for process in self.processes]

    def start(self, cores: list[int] = CORES) -> None:
        """Returns as soon as it takes connections."""
        self.port, self.cores = free_port(), cores
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("TOKEN_GATEWAY_")}
        with open(self.folder / "log", "ab") as log:
            for command in self.commands():
                self.processes.append(subprocess.Popen(
                    pinned(cores, command), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                    env=surroundings | self.environment()))
        deadline = time.monotonic() + PATIENCE
        while not self.takes_connections():
            assert time.monotonic() < deadline and all(process.poll() is None for process in self.processes), self.last_words()
            time.sleep(0.005)

    def takes_connections(self) -> bool:
        return accepts(("127.0.0.1", self.port))

    def stop(self) -> None:
        """Ends its processes, kindly at first."""
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes = []

    def last_words(self) -> str:
        return f"{type(self).__name__} does not start:\n" + (self.folder / "log").read_text(errors="replace")[-2000:]


def accepts(address: tuple[str, int] | str) -> bool:
    """:param address: host and port, or the path of a socket."""
    with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as probe:
        return probe.connect_ex(address) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
