"""What the gateway has to hold, and whether it does."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .results import Results
from .turns import Turns


@dataclass(frozen=True)
class Target:
    what: str
    wanted: str
    found: str
    holds: bool


def at_least(what: str, found: float, wanted: float) -> Target:
    return Target(what, f"≥ {wanted:g}", f"{found:.2f}", found >= wanted)


def at_most(what: str, found: float, wanted: float, unit: str = "", digits: int = 2) -> Target:
    return Target(what, f"≤ {wanted:.4g}{unit}", f"{found:.{digits}f}{unit}", found <= wanted)


def targets(results: Results) -> list[Target]:
    parts = [_crowd, _rates, _logins, _flood, _start, _memory]
    return [target for part in parts for target in part(results)]


def _rate(turns: Turns, name: str) -> float:
    return turns.ratio(turns.named[name], lambda load: load.rate)


CROWD = {
    "gateway: `/auth/verify`, ": 1.5, "gateway: `/V1/customers/me`, ": 1.25, "gateway: SOAP, own customer, ": 1.0,
}
"""Processor time for one request, of that of the peer beside it; with either distribution."""


def _crowd(results: Results) -> Iterator[Target]:
    if not (crowd := results.crowd):
        return
    named, cost = crowd.turns.named, crowd.cost

    def of_peer(name: str, wanted: float) -> Target:
        return at_most(f"crowd: {name}, CPU of {named[name].beside}", cost(named[name]) / cost(named[named[name].beside]), wanted)

    for name, wanted in CROWD.items():
        for distribution in ("uniform", "Zipf"):
            yield of_peer(name + distribution, wanted)
    yield of_peer("gateway: SOAP, sign-in without password", 1)
    yield of_peer("gateway: JSON, sign-in without password", 1)
    known = cost(named["gateway: `/auth/verify`, Zipf"])
    yield at_most("crowd: an unknown token, CPU of a known one", cost(named["gateway: `/auth/verify`, unknown tokens"]) / known, 2)
    first = cost(named["gateway: `/auth/verify`, a token's first check"])
    yield at_most("crowd: a token's first check, CPU of a known one", first / known, 2.5)
    yield at_most("crowd: memory for each token that is kept", crowd.bytes_a_token, 400, " bytes", 0)


def _rates(results: Results) -> Iterator[Target]:
    if not (turns := results.rates):
        return
    for name, wanted in {"gateway: `/auth/verify`": 0.75, "gateway: `/V1/customers/me`": 0.85}.items():
        case = turns.named[name]
        yield at_least(f"{name}, requests/s of {case.beside}", _rate(turns, name), wanted)
        yield at_most(f"{name}, p99 of {case.beside}", turns.ratio(case, lambda load: load.p99), 1.5)
    for what in ("own customer", "sign-in of a locked account", "sign-in without password"):
        name = f"gateway: SOAP, {what}"
        yield at_least(f"{name}, requests/s of {turns.named[name].beside}", _rate(turns, name), 1)
    yield at_least("gateway: WSDL, requests/s of bare Hummingbird with the same bytes", _rate(turns, "gateway: WSDL"), 0.9)


def _logins(results: Results) -> Iterator[Target]:
    if turns := results.logins:
        for name in ("gateway: JSON", "gateway: SOAP 1.2"):
            yield at_least(f"{name}, sign-ins/s of raw Argon2id", _rate(turns, name), 0.97)


def _flood(results: Results) -> Iterator[Target]:
    if not (flood := results.flood):
        return
    for checks in flood.checks:
        flooded, beside = (one.median(one.flooded, "p99") for one in (checks, flood.peer))
        yield at_most(f"{checks.name}, p99 under a flood of sign-ins, of bare SwiftNIO's beside raw Argon2id", flooded / beside, 2)
        yield at_most(f"{checks.name}, checks lost in it", checks.lost(checks.flooded), 0, digits=0)
    yield at_most("memory in it: that of the hashes and 100 MB", flood.resident, flood.hash_memory + 95.4, " MiB", 0)


def _start(results: Results) -> Iterator[Target]:
    if start := results.start:
        yield at_most("cold start to ready", start.ready * 1000, 100, " ms", 0)
        yield at_most("memory at rest", start.idle, 40, " MiB", 1)


def _memory(results: Results) -> Iterator[Target]:
    """Against the mark after a first tenth, by which every cache is filled."""
    if marks := results.memory:
        filled = next((mark for mark in marks if mark.requests >= marks[-1].requests / 10), marks[-1])
        yield at_most(
            f"growth from request {filled.requests:,} to {marks[-1].requests:,}", marks[-1].resident - filled.resident, 2, " MiB", 1)
