"""Interleaved runs and their medians: whatever else the machine does falls on all that is compared alike."""
from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from .load import Load


@dataclass
class Case:
    """One figure of a table."""

    name: str
    run: Callable[[], Load]
    beside: str = ""
    """Name of the case that it is compared with, if any."""
    loads: list[Load] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(load.rate for load in self.loads)

    @property
    def cost(self) -> float:
        return statistics.median(load.cost for load in self.loads)

    @property
    def p50(self) -> float:
        return statistics.median(load.p50 for load in self.loads)

    @property
    def p99(self) -> float:
        return statistics.median(load.p99 for load in self.loads)

    @property
    def errors(self) -> int:
        return sum(load.errors for load in self.loads)

    @property
    def spread(self) -> float:
        """How far the runs lie apart, as a share of the median."""
        rates = [load.rate for load in self.loads]
        return (max(rates) - min(rates)) / self.rate


class Turns:
    """Cases that are measured in turns. Neighbours are compared best: put a case next to the one it stands beside."""

    def __init__(self, cases: list[Case], rounds: int):
        self.cases, self.rounds = cases, rounds
        self.named = {case.name: case for case in cases}

    def measure(self) -> Turns:
        for number in range(self.rounds):
            # There and back, so that nobody always comes after the same neighbour.
            for case in self.cases if number % 2 == 0 else self.cases[::-1]:
                case.loads.append(case.run())
        return self

    def ratio(self, case: Case, figure: Callable[[Load], float]) -> float:
        """Median of the ratios within each round."""
        return statistics.median(
            figure(one) / figure(other) for one, other in zip(case.loads, self.named[case.beside].loads, strict=True))
