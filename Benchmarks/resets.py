#!/usr/bin/env python3
"""Whether a reset request takes another time for an address that has an account than for one that has none.

    GATEWAY=PATH Benchmarks/resets.py [--requests 4000] [--turns 5] [--write Benchmarks/RESETS.md]

One server; requests for both alternate in a random order over one kept connection, each named once: a known address out of as many
customers as there are requests, and an unknown one of the same length. The distributions are compared, not their means alone:

* *known takes longer*: how often a known address took longer than an unknown one, of all pairs (Mann-Whitney); 0.5 is no difference.
* *distance*: the largest distance between the two distribution functions (Kolmogorov-Smirnov), and what chance alone exceeds once in a
  hundred times.

Only the Python standard library is used.
"""
from __future__ import annotations

import argparse
import bisect
import http.client
import json
import math
import os
import platform
import random
import re
import sqlite3
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

GATEWAY = str(Path(os.environ.get("GATEWAY", ".build/release/token-gateway")).resolve())
PASSWORD = "Correct-Horse-7-Battery"
WARM_UP = 200  # Requests that are not counted.


class Shop:
    """A server with that many customers, no limit on requests, and mails in a folder."""

    def __init__(self, folder: Path, customers: int):
        self.database = folder / "shop.sqlite"
        self.command("config", "set", "customer/password/password_reset_protection_type", "0")
        self.command("customer", "create", name("known", 0), "--password-stdin")
        self.fill(customers)
        serve = [GATEWAY, "serve", "--port", "0", "--database", str(self.database), "--log-level", "error"]
        self.process = subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, cwd=folder)
        port = int(re.search(r"listening on http://127.0.0.1:(\d+)", self.process.stdout.readline()).group(1))
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def command(self, *words: str) -> None:
        subprocess.run([GATEWAY, *words, "--database", str(self.database)], input=PASSWORD, text=True, check=True, capture_output=True)

    def fill(self, count: int) -> None:
        with sqlite3.connect(self.database) as database:
            columns = [row[1] for row in database.execute("PRAGMA table_info(customer)")]
            sample = dict(zip(columns, database.execute("SELECT * FROM customer").fetchone()))
            marks = ", ".join("?" * len(columns))
            rows = ([*(sample | {"id": n + 1, "email": name("known", n), "email_key": name("known", n)}).values()] for n in range(1, count))
            database.executemany(f"INSERT INTO customer VALUES ({marks})", rows)
        database.close()

    def seconds(self, address: str) -> float:
        body = json.dumps({"email": address, "template": "email_reset"})
        begun = time.perf_counter()
        self.connection.request("PUT", "/rest/V1/customers/password", body, {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        data = answer.read()
        taken = time.perf_counter() - begun
        assert (answer.status, data) == (200, b"true"), f"{address}: {answer.status} {data[:200]}"
        return taken

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(60) == 0


def name(kind: str, number: int) -> str:
    """Equally long for everybody."""
    return f"{kind:_<7}{number:07}@example.test"


@dataclass
class Comparison:
    """The times of one turn, in seconds."""

    known: list[float]
    unknown: list[float]

    @property
    def known_longer(self) -> float:
        """The share of pairs in which the known one took longer; ties count half."""
        others = sorted(self.unknown)
        wins = sum(bisect.bisect_left(others, value) + bisect.bisect_right(others, value) for value in self.known)
        return wins / 2 / (len(self.known) * len(others))

    @property
    def distance(self) -> float:
        one, other = sorted(self.known), sorted(self.unknown)
        return max(abs(bisect.bisect_right(one, value) / len(one) - bisect.bisect_right(other, value) / len(other)) for value in one + other)

    @property
    def by_chance(self) -> float:
        """The distance that equal distributions exceed once in a hundred times."""
        return math.sqrt(-math.log(0.01 / 2) / 2 * (1 / len(self.known) + 1 / len(self.unknown)))

    def quantiles(self, times: list[float]) -> list[float]:
        return [1000 * value for value in (statistics.median(times), statistics.quantiles(times, n=10)[8], statistics.quantiles(times, n=100)[98])]


def turn(shop: Shop, first: int, count: int, order: random.Random) -> Comparison:
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    questions = [(kind, number) for kind in times for number in range(first, first + count)]
    order.shuffle(questions)
    for kind, number in questions:
        times[kind].append(shop.seconds(name(kind, number)))
    return Comparison(times["known"], times["unknown"])


def table(turns: list[Comparison]) -> str:
    head = ["turn", "known ms: p50, p90, p99", "unknown ms: p50, p90, p99", "known takes longer", "distance", "by chance"]
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for number, found in enumerate(turns, 1):
        shown = [", ".join(f"{value:.3f}" for value in found.quantiles(times)) for times in (found.known, found.unknown)]
        lines.append(f"| {number} | {shown[0]} | {shown[1]} | {found.known_longer:.3f} | {found.distance:.3f} | {found.by_chance:.3f} |")
    middle = statistics.median(found.known_longer for found in turns)
    return "\n".join(lines) + f"\n\nA known address took longer in **{middle:.3f}** of all pairs (median of the turns; 0.5 is no difference)."


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--requests", type=int, default=4000, help="in one turn, half of them for known addresses")
    options.add_argument("--turns", type=int, default=5)
    options.add_argument("--seed", type=int, default=1, help="of the order of the requests")
    options.add_argument("--write", metavar="FILE")
    chosen = options.parse_args()
    half, order = chosen.requests // 2, random.Random(chosen.seed)
    with tempfile.TemporaryDirectory(prefix="resets-") as folder:
        shop = Shop(Path(folder), WARM_UP + half * chosen.turns)
        turn(shop, 0, WARM_UP, order)
        turns = [turn(shop, WARM_UP + number * half, half, order) for number in range(chosen.turns)]
        shop.stop()
    text = table(turns)
    print(text)
    if chosen.write:
        machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()} {'.'.join(platform.release().split('.')[:2])}"
        Path(chosen.write).write_text(
            "# Reset requests for known and unknown addresses\n\n"
            f"Written by `Benchmarks/resets.py` on {date.today()}: {machine}; {chosen.requests} requests a turn, the order random.\n\n{text}\n")


if __name__ == "__main__":
    main()
