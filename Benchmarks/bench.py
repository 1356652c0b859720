#!/usr/bin/env python3
"""The gateway beside other servers, in one run on the same cores.

    GATEWAY=PATH Benchmarks/bench.py [--only NAME]… [--seconds N] [--rounds N] [--write FILE]

Only the Python standard library is used. `make bench` installs and builds what it needs.
"""
from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from runner import build, crowd, flood, instructions, logins, machine, memory, rates, report, start
from runner.peers.gateway import EXECUTABLE, Gateway
from runner.results import Results

PARTS = ("crowd", "rates", "logins", "flood", "start", "memory", "instructions")


def measure(folder: Path, programs: build.Programs, chosen: argparse.Namespace) -> Results:
    seconds, rounds = chosen.seconds, chosen.rounds
    parts = {
        "crowd": lambda: crowd.measure(folder, programs, seconds, rounds, chosen.crowd_seconds),
        "rates": lambda: rates.measure(folder, programs, seconds, rounds),
        "logins": lambda: logins.measure(folder, programs, seconds + 1, rounds),
        "flood": lambda: flood.measure(folder, programs, seconds + 1, rounds=3),
        "start": lambda: start.measure(folder, times=9),
        "memory": lambda: memory.measure(folder),
        "instructions": lambda: instructions.measure(folder, programs),
    }
    results = Results()
    for name in PARTS:
        if not chosen.only or name in chosen.only:
            begun = time.monotonic()
            setattr(results, name, parts[name]())
            print(f"bench: {name} took {time.monotonic() - begun:.0f} s", file=sys.stderr)
    return results


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--only", action="append", choices=PARTS, help="measure this part alone; may be given several times")
    options.add_argument("--seconds", type=int, default=2, help="length of one run")
    options.add_argument("--crowd-seconds", type=int, default=12, help="length of one run of the crowd")
    options.add_argument("--rounds", type=int, default=5, help="runs of which a figure is the median")
    options.add_argument("--write", metavar="FILE", help="write the page there, too")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        programs = build.build(Gateway(Path(folder)).wsdl())
        described, begun = machine.description(), time.monotonic()
        results = measure(Path(folder), programs, chosen)
    minutes = (time.monotonic() - begun) / 60
    page = report.page(results, described, machine.versions(EXECUTABLE), chosen.seconds, chosen.rounds, minutes)
    print(page)
    if chosen.write:
        Path(chosen.write).write_text(page)


if __name__ == "__main__":
    main()
