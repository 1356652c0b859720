"""What a run of the benchmarks has found; what was not measured is `None`."""
from __future__ import annotations

from dataclasses import dataclass

from .crowd import Crowd
from .flood import Flood
from .instructions import Count
from .memory import Mark
from .start import Start
from .turns import Turns


@dataclass
class Results:
    crowd: Crowd | None = None
    rates: Turns | None = None
    logins: Turns | None = None
    start: Start | None = None
    memory: list[Mark] | None = None
    instructions: list[Count] | None = None
    flood: Flood | None = None
