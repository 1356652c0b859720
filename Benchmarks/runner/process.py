"""What a server's processes use, from /proc."""
from __future__ import annotations

import os
import re
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [root]
    for one in found:
        found += children.get(one, [])
    return found


def processor_time(roots: list[int]) -> float:
    """Seconds of user and system time of the trees, ended children included."""
    total = 0
    for one in (one for root in roots for one in tree(root)):
        if fields := _stat(one):
            total += sum(map(int, fields[11:15]))
    return total / TICK


def resident(roots: list[int]) -> float:
    """MiB that the trees hold in memory now; what they share counts for each."""
    return sum(_status(one, "VmRSS") for root in roots for one in tree(root)) / 1024


def most_resident(root: int) -> float:
    """MiB that one process has held at most."""
    return _status(root, "VmHWM") / 1024


def _stat(process: int) -> list[str]:
    """The fields after the name; none when the process has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []


def _status(process: int, name: str) -> int:
    try:
        found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0
    return int(found.group(1)) if found else 0
