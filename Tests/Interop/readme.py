"""The code blocks of README.md, and a run of them as a reader would: one after the other, in one shell, beside a gateway with demo accounts.

As a program it makes that run, prints each block's outcome as JSON, and ends the gateway: `readme.py PORT FOLDER`.
"""
from __future__ import annotations

import fcntl
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
PORT = 8080  # the README's own
PATIENCE = 60

# What a block is, by the words behind its fence. Nothing else may stand there.
COMMANDS = {"sh": "bash", "python": "python", "php": "php"}
OUTPUTS = ("json", "xml", "text output")  # of the block before
BUILD = "sh build"  # runs make itself, which has its own tests
FIGURE = "text"


@dataclass(frozen=True)
class Block:
    tag: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line} {self.tag}"


@dataclass(frozen=True)
class Outcome:
    status: int
    output: str
    complaints: str


def blocks() -> list[Block]:
    """All of them, in order."""
    found, opened = [], None
    for number, line in enumerate(README.read_text().splitlines(), 1):
        fence = re.match(r"```(.*)$", line)
        if fence and opened is None:
            opened = (fence[1].strip(), number, [])
        elif line == "```":
            found.append(Block(opened[0], opened[1], "\n".join(opened[2]) + "\n"))
            opened = None
        elif opened is not None:
            opened[2].append(line)
        else:
            assert not line.startswith("    "), f"README.md:{number}: a block without a fence has no tag, so nobody would run it"
    assert opened is None
    return found


def is_run(block: Block) -> bool:
    return block.tag in COMMANDS


class Shell:
    """A bash that takes one block after the other and keeps its variables, as a terminal does."""

    MARK = "--readme-block-ended--"

    def __init__(self, folder: Path, environment: dict[str, str]):
        self._folder = folder
        # Blocks come over a pipe of their own: bash reads no further in it than the command it is at, and a command's standard input is
        # none of its business.
        read, write = os.pipe()
        self._process = subprocess.Popen(
            ["bash", "--norc", "-O", "expand_aliases", f"/dev/fd/{read}"], cwd=folder, env=environment, pass_fds=[read],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=(folder / "stderr").open("wb"))
        os.close(read)
        self._script = open(write, "w")
        self._script.write("set -o pipefail; trap 'failed=$?' ERR\n")

    def run(self, script: str) -> Outcome:
        """The status is that of the last command that failed, or 0."""
        complaints = self._folder / "stderr"
        already = complaints.stat().st_size
        self._script.write(f"failed=0\n{script}printf '\\n{self.MARK} %d\\n' $failed\n")
        self._script.flush()
        output = b""
        while not (end := re.search(rb"\n" + self.MARK.encode() + rb" (\d+)\n$", output)):
            line = self._process.stdout.readline()
            if not line:
                return Outcome(self._process.wait(), output.decode(), complaints.read_bytes()[already:].decode())
            output += line
        return Outcome(int(end[1]), output[:end.start()].decode(), complaints.read_bytes()[already:].decode())

    def close(self) -> None:
        self._script.close()
        self._process.wait(PATIENCE)


def run_all(port: int, folder: Path) -> list[Outcome]:
    gateway = os.environ["GATEWAY"]
    binary = folder / ".build" / "release" / "token-gateway"
    binary.parent.mkdir(parents=True)
    binary.symlink_to(gateway)
    (folder / "data").mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TOKEN_GATEWAY_")}
    # `python` and `php` are those of the tests.
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    # As `make run` starts it.
    server = subprocess.Popen(
        [binary, "serve", "--host=127.0.0.1", f"--port={port}", "--database=data/gateway.sqlite", "--demo"], cwd=folder, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=(folder / "log").open("wb"))
    try:
        while b"listening on" not in (line := server.stdout.readline()):
            assert line, (folder / "log").read_text()
        shell = Shell(folder, environment)
        outcomes = [shell.run(script(block, port)) for block in blocks() if is_run(block)]
        shell.close()
    finally:
        server.send_signal(signal.SIGTERM)
        server.stdout.close()
        server.wait(PATIENCE)
    return outcomes


def script(block: Block, port: int) -> str:
    text = block.text if port == PORT else block.text.replace(f"127.0.0.1:{PORT}", f"127.0.0.1:{port}")
    if block.tag == "sh":
        return text
    return f"{COMMANDS[block.tag]} <<'END OF BLOCK'\n{text}END OF BLOCK\n"


def raise_loopback() -> None:
    """A new network namespace has the loopback interface, but down (netdevice(7): SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("16sH14x", b"lo", 0)
        _, flags = struct.unpack_from("16sH", fcntl.ioctl(probe, 0x8913, request))
        fcntl.ioctl(probe, 0x8914, struct.pack("16sH14x", b"lo", flags | 1))


if __name__ == "__main__":
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    if port == PORT:
        raise_loopback()
    json.dump([asdict(outcome) for outcome in run_all(port, folder)], sys.stdout)
