#!/usr/bin/env python3
"""How the cost of daily work grows with the number of rows: issue, check, search by e-mail, revoke, clean-up.

    GATEWAY=PATH Benchmarks/rows.py [--sizes 1000,100000,1000000,10000000] [--write Benchmarks/ROWS.md]

One database and one server for each size; all are measured in turns, so that whatever else the machine does falls on all of them alike.
Rows are written straight into the tables. A check is `GET /rest/V1/customers/me` over one kept connection, counted in the server's own
processor time, which repeats better than time on the wall. Only the Python standard library is used.
"""
from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import re
import statistics
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path

from runner import population

GATEWAY = os.environ.get("GATEWAY", ".build/release/token-gateway")
PASSWORD = "Correct-Horse-7-Battery"
TICK = os.sysconf("SC_CLK_TCK")
JSON = {"Content-Type": "application/json"}
MOST_CUSTOMERS = 1_000_000  # Beyond that, each has several tokens.


class Size:
    """A server with that many tokens, and a customer for each up to a million."""

    def __init__(self, count: int, folder: Path):
        self.count, self.database = count, folder / f"{count}.sqlite"
        self.command("admin", "create", "root", "--email", "root@example.test", "--password-stdin")
        self.command("customer", "create", "ann@example.test", "--password-stdin")
        self.ended = min(count // 10, 50_000)
        population.fill(self.database, min(count, MOST_CUSTOMERS), count, self.ended)
        serve = [GATEWAY, "serve", "--port", "0", "--database", str(self.database), "--log-level", "error"]
        self.process = subprocess.Popen(serve, stdout=subprocess.PIPE, text=True)
        port = int(re.search(r"listening on http://127.0.0.1:(\d+)", self.process.stdout.readline()).group(1))
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.admin = self.sign_in("admin", "root")
        self.figures: dict[str, list[float]] = {}

    def command(self, *words: str) -> None:
        subprocess.run([GATEWAY, *words, "--database", str(self.database)], input=PASSWORD, text=True, check=True, capture_output=True)

    def ask(self, method: str, path: str, body=None, headers=None):
        self.connection.request(method, path, None if body is None else json.dumps(body), headers or {})
        answer = self.connection.getresponse()
        data = answer.read()
        assert answer.status == 200, f"{method} {path}: {answer.status} {data[:200]}"
        return json.loads(data)

    def sign_in(self, kind: str, name: str) -> str:
        return self.ask("POST", f"/rest/V1/integration/{kind}/token", {"username": name, "password": PASSWORD}, JSON)

    def processor_time(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def note(self, name: str, value: float) -> None:
        self.figures.setdefault(name, []).append(value)

    def measure(self, checks: int) -> None:
        """One turn, over a connection of its own: an idle one is closed by the server while the others are measured."""
        self.connection.close()
        start = time.perf_counter()
        token = self.sign_in("customer", "ann@example.test")
        self.note("issue", time.perf_counter() - start)
        bearer = {"Authorization": f"Bearer {token}"}
        before, start = self.processor_time(), time.perf_counter()
        for _ in range(checks):
            self.ask("GET", "/rest/V1/customers/me", headers=bearer)
        self.note("check", (time.perf_counter() - start) / checks)
        self.note("check, processor", (self.processor_time() - before) / checks)
        field = "searchCriteria%5BfilterGroups%5D%5B0%5D%5Bfilters%5D%5B0%5D"
        query = f"{field}%5Bfield%5D=email&{field}%5Bvalue%5D=c{min(self.count, MOST_CUSTOMERS) // 2}%40example.test"
        start = time.perf_counter()
        found = self.ask("GET", f"/rest/V1/customers/search?{query}", headers={"Authorization": f"Bearer {self.admin}"})
        self.note("search by e-mail", time.perf_counter() - start)
        assert found["total_count"] == 1
        start = time.perf_counter()
        self.ask("POST", "/rest/V1/integration/customer/revoke-customer-token", headers=bearer)
        self.note("revoke", time.perf_counter() - start)

    def clean_up(self) -> None:
        start = time.perf_counter()
        self.command("token", "purge")
        self.note("clean-up, a row", (time.perf_counter() - start) / max(self.ended, 1))

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(30) == 0


def table(sizes: list[Size]) -> str:
    first = sizes[0]
    head = ["ms, median"] + [f"{size.count:,} rows" for size in sizes] + [f"{sizes[-1].count:,} / {first.count:,}"]
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for name in first.figures:
        medians = [statistics.median(size.figures[name]) for size in sizes]
        cells = [name, *(f"{1000 * value:.3f}" for value in medians), f"{medians[-1] / medians[0]:.2f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", default="1000,100000,1000000,10000000")
    options.add_argument("--turns", type=int, default=9)
    options.add_argument("--checks", type=int, default=1500, help="checks in one turn")
    options.add_argument("--write", metavar="FILE")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="rows-") as folder:
        sizes = [Size(int(count), Path(folder)) for count in chosen.sizes.split(",")]
        for _ in range(chosen.turns):
            for size in sizes:
                size.measure(chosen.checks)
        for size in sizes:
            size.clean_up()
            size.stop()
        text = table(sizes)
    print(text)
    if chosen.write:
        machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()} {'.'.join(platform.release().split('.')[:2])}"
        Path(chosen.write).write_text(
            f"# Rows\n\nWritten by `Benchmarks/rows.py` on {date.today()}: {machine}; median of {chosen.turns} turns.\n\n{text}\n")


if __name__ == "__main__":
    main()
