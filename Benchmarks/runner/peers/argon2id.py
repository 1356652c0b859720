"""Raw Argon2id by libsodium: what hashing allows when nothing else runs."""
from __future__ import annotations

import json
import os
import re
import subprocess

from ..build import Programs
from ..load import Load
from ..machine import CORES, pinned


def cost(password_hash: str) -> tuple[int, int]:
    """KiB and passes that the gateway hashes with when nothing is configured, from a hash that it made."""
    found = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$", password_hash)
    assert found, "the gateway's hash is no Argon2id"
    return int(found.group(1)), int(found.group(2))


def command(programs: Programs, password_hash: str, seconds: int) -> list[str]:
    """Hashes on all cores for so long."""
    memory, passes = cost(password_hash)
    return [str(programs.c("argon2id")), str(len(CORES)), str(seconds), str(memory), str(passes)]


def run(programs: Programs, password_hash: str, seconds: int) -> Load:
    """All cores verify for so long."""
    before = os.times()
    done = subprocess.run(pinned(CORES, command(programs, password_hash, seconds)), capture_output=True, text=True, check=True)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    figures = json.loads(done.stdout)
    count, rate = figures["hashes"], figures["hashes"] / figures["seconds"]
    each = len(CORES) / rate
    return Load(requests=count, rate=rate, cost=spent / count, p50=each, p99=each, errors=0)
