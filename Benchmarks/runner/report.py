"""The results as a page of tables."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .crowd import CHANGES, CUSTOMERS, KEPT, Crowd
from .flood import Flood
from .instructions import COUNTED, Count
from .memory import Mark
from .results import Results
from .start import Start
from .targets import Target, targets
from .turns import Case, Turns


def page(results: Results, machine: str, versions: dict[str, str], seconds: int, rounds: int, minutes: float) -> str:
    lines = [
        "# Results", "",
        f"Written by `make bench` on {date.today()}: {machine}.", "",
        ", ".join(f"{name} {version}" for name, version in versions.items()) + ".", "",
        f"Figures are medians of {rounds} runs of {seconds} s or little more each, in turns; ratios are medians of the ratios within each "
        "turn. *Spread* is how far the runs lie apart: requests per second swing with whatever else the machine does, **CPU µs** (user and "
        "system time of all processes of a server over the requests that it served) swing much less. Load by wrk over loopback, kept "
        "connections; one core for the server, the other one for the load, 64 connections, unless a part says something else. Nobody writes "
        "a log but the gateway of the crowd, and where the line says so. "
        f"The whole took {minutes:.1f} minutes.",
    ]
    parts = {
        "Targets": _targets(targets(results)),
        "A crowd": results.crowd and _crowd(results.crowd),
        "One request over and over, by one token": results.rates and _rates(results.rates),
        "Sign-ins, all cores": results.logins and _logins(results.logins),
        "Checks under a flood of sign-ins": results.flood and _flood(results.flood),
        "Start and memory": (results.start or results.memory) and _memory(results.start, results.memory),
        "Instructions for one request": results.instructions and _instructions(results.instructions),
    }
    for title, part in parts.items():
        if part:
            lines += ["", f"## {title}", "", *part]
    return "\n".join(lines) + "\n"


def table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _targets(found: list[Target]) -> list[str]:
    rows = [[target.what, target.wanted, target.found, "yes" if target.holds else "**no**"] for target in found]
    return [*table(["what", "wanted", "found", "holds"], rows)] if rows else []


def _ratios(turns: Turns, case: Case) -> list[str]:
    if not case.beside:
        return ["", "", ""]
    return [case.beside, *(f"{turns.ratio(case, figure):.2f}" for figure in (lambda load: load.rate, lambda load: load.cost))]


def _rates(turns: Turns) -> list[str]:
    rows = [
        [case.name, f"{case.rate:,.0f}", f"{case.spread:.0%}", f"{case.cost * 1e6:.1f}", f"{case.p50 * 1000:.2f}", f"{case.p99 * 1000:.2f}",
         *_ratios(turns, case), str(case.errors)]
        for case in turns.cases
    ]
    head = ["server: request", "requests/s", "spread", "CPU µs", "p50 ms", "p99 ms", "beside", "ratio requests/s", "ratio CPU", "errors"]
    return [*table(head, rows)]


def _crowd(crowd: Crowd) -> list[str]:
    turns = crowd.turns
    rows = []
    for case in turns.cases:
        beside = turns.named.get(case.beside)
        rows.append([
            case.name, f"{case.rate:,.0f}", f"{case.spread:.0%}", f"{case.cost * 1e6:.1f}", f"{crowd.cost(case) * 1e6:.1f}",
            f"{case.p50 * 1000:.2f}", f"{case.p99 * 1000:.2f}", case.beside,
            f"{turns.ratio(case, lambda load: load.rate):.2f}" if beside else "",
            f"{crowd.cost(case) / crowd.cost(beside):.2f}" if beside else "", str(case.errors)])
    head = ["server: request", "requests/s", "spread", "CPU µs", "CPU µs of the request", "p50 ms", "p99 ms", "beside",
            "ratio requests/s", "ratio CPU", "errors"]
    return [
        f"{CUSTOMERS:,} customers with a token each. Every request has another token, drawn at random (*uniform*, or *Zipf*: the n-th "
        "customer with a chance of 1/n), and every other one a request id of its own; the gateway writes a line to its log for each, "
        "as operators run it. nginx, SwiftNIO and Hummingbird get the same requests and look at none of it. PHP, FastAPI, gSOAP and the sign-ins "
        f"without password get one request over and over, which flatters them. Lines that say *uniform* or *Zipf* ran beside {CHANGES} changes a second in equal parts: saves of customers, sign-ins, sign-outs "
        f"({crowd.made:,} in all, {crowd.refused} refused). By themselves, with nothing else to do, the changes take "
        f"{crowd.changes * 1000:.0f} ms of processor time a second, most of it for passwords; *CPU µs of the request* leaves them out, and "
        "the ratio is made of it.", "",
        *table(head, rows), "",
        f"The first checks took {crowd.bytes_a_token:.0f} bytes of memory for each token that the gateway keeps; it keeps {KEPT:,}.",
    ]


def _logins(turns: Turns) -> list[str]:
    rows = [
        [case.name, f"{case.rate:.1f}", f"{case.spread:.0%}", f"{case.cost * 1000:.2f}", f"{case.p50 * 1000:.1f}", f"{case.p99 * 1000:.1f}",
         f"{turns.ratio(case, lambda load: load.rate):.3f}" if case.beside else "", str(case.errors)]
        for case in turns.cases
    ]
    return [*table(["server: request", "sign-ins/s", "spread", "CPU ms", "p50 ms", "p99 ms", "ratio to raw", "errors"], rows)]


def _flood(flood: Flood) -> list[str]:
    rows = []
    for checks in [*flood.checks, flood.peer]:
        for name, runs in (("quiet", checks.quiet), ("flooded", checks.flooded)):
            latencies = [f"{checks.median(runs, figure) * 1000:.2f}" for figure in ("p50", "p99", "p999", "most")]
            rows.append([checks.name, name, f"{checks.rate:,.0f}", *latencies, str(checks.lost(runs))])
    return [
        "Checks at half their limit, at a fixed rate; a latency counts from the moment at which its check was due. 200 clients sign in "
        f"without pause meanwhile: {flood.tokens:.1f} tokens/s, {flood.refused} answers of another kind. Bare SwiftNIO is flooded by raw "
        "Argon2id on all cores instead. All share the same cores; "
        "the client that checks goes before the others where the system allows it. "
        f"The gateway held {flood.resident:.0f} MiB at most, of which hashes take {flood.hash_memory:.0f} MiB.", "",
        *table(["checks", "", "per second", "p50 ms", "p99 ms", "p99.9 ms", "most ms", "lost"], rows),
    ]


def _memory(start: Start | None, marks: list[Mark] | None) -> list[str]:
    lines: list[str] = []
    if start:
        lines.append(f"From the start of the program to the first good answer of `/health/ready`, on a database that exists: "
                     f"{start.ready * 1000:.0f} ms, the slowest of {start.times} {start.slowest * 1000:.0f} ms. At rest a second later: "
                     f"{start.idle:.1f} MiB.")
    if marks:
        rows = [[f"{mark.requests:,}", f"{mark.resident:.1f}"] for mark in tenths(marks)]
        lines += ["", *table(["requests served", "resident MiB"], rows)]
    return lines


def tenths(marks: list[Mark]) -> Iterator[Mark]:
    """The first one, and the first one after each tenth of all requests."""
    step, due = marks[-1].requests / 10, 0.0
    for mark in marks:
        if mark.requests >= due:
            yield mark
            due = (mark.requests // step + 1) * step if step else 1


def _instructions(counts: list[Count]) -> list[str]:
    rows = [[f"gateway: {count.name}", f"{count.instructions / 1000:.1f}"] for count in counts]
    return [f"Counted by callgrind over {COUNTED} requests, one after the other; system calls are not in it.", "",
            *table(["request", "thousand instructions"], rows)]
