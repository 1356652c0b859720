"""The contract tester as a command, and the servers of strangers that it is pointed at."""
from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import gateway as binary
from gateway import PATIENCE, clean_environment, free_port

FOLDER = Path(__file__).parent / "contracts"
ORDERS = FOLDER / "orders.wsdl"
SERVERS = FOLDER / "servers"
NAME = "token-gateway-contract"
# That of the same build as the gateway; a gateway from elsewhere is tested with the debug build.
EXECUTABLE = next(
    (path for path in [Path(binary.EXECUTABLE).with_name(NAME)] if path.exists()), Path(__file__).parents[2] / ".build" / "debug" / NAME)


@dataclass
class Finding:
    rule: str
    severity: str
    place: str
    message: str


@dataclass
class Run:
    status: int
    output: str
    errors: str
    report: dict

    @property
    def findings(self) -> list[Finding]:
        """Those above a note."""
        every = [finding for case in self.report.get("cases", ()) for finding in case["findings"]] + self.report.get("findings", [])
        return [Finding(*(item[key] for key in ("rule", "severity", "place", "message"))) for item in every if item["severity"] != "note"]

    @property
    def rules(self) -> set[str]:
        return {finding.rule for finding in self.findings}


def contract(*arguments: object, environment: dict[str, str] | None = None, timeout: float = 120) -> subprocess.CompletedProcess:
    """Runs a command of the tester."""
    return subprocess.run(
        [EXECUTABLE, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL,
        env=clean_environment() | (environment or {}))


def test_run(folder: Path, *arguments: object, command: str = "test", environment: dict[str, str] | None = None) -> Run:
    """Runs `test` or `replay` and reads its JSON report. The rate is that of a local server."""
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    done = contract(command, *arguments, "--rate", 10_000, "--quiet", "--report", report, environment=environment)
    return Run(done.returncode, done.stdout, done.stderr, json.loads(report.read_text()) if report.exists() else {})


test_run.__test__ = False  # A helper, whatever its name looks like to pytest.


@contextmanager
def printing_its_port(*command: object, cwd: Path | None = None) -> Iterator[int]:
    """A server that prints its port when it listens."""
    process = subprocess.Popen(list(map(str, command)), cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert line.strip().isdigit(), process.communicate(timeout=PATIENCE)[1][-2000:] if process.poll() is not None else line
        yield int(line)
    finally:
        process.kill()
        process.communicate()


@contextmanager
def php_server() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        ["php", "-S", f"127.0.0.1:{port}", str(SERVERS / "orders.php")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        for line in process.stderr:
            if "started" in line:
                break
        with open(os.devnull, "w") as nowhere:
            # Its log would fill the pipe.
            drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=nowhere)
            try:
                yield f"http://127.0.0.1:{port}"
            finally:
                process.kill()
                drain.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
