"""`serve --demo` prints calls to copy. Whoever copies them gets what they promise."""
from __future__ import annotations

import re
import shlex
import subprocess

from gateway import PATIENCE, Gateway


def printed_calls(text: str) -> list[str]:
    """The calls in a text, each with the lines that its quotes and backslashes draw in."""
    calls: list[str] = []
    lines = iter(text.splitlines())
    for line in lines:
        if re.match(r"\s*(TOKEN=|curl )", line):
            calls.append(line.strip())
            while calls[-1].endswith("\\") or not is_closed(calls[-1]):
                calls[-1] += "\n" + next(lines)
    return calls


def is_closed(call: str) -> bool:
    try:
        shlex.split(call)
    except ValueError:
        return False
    return True


def test_the_printed_calls_work(own_gateway: Gateway) -> None:
    own_gateway.start("--demo")
    own_gateway.wait_until_printed(lambda log: "customers/me" in log)
    calls = printed_calls(own_gateway.log.decode())
    # Copied one after the other into one shell, as the last one wants the token of the one before.
    script = "\n".join(f"{call}\nprintf '\\n--\\n'" for call in calls)
    done = subprocess.run(["bash", "-c", script], capture_output=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
    answers = dict(zip(calls, done.stdout.decode().split("\n--\n")))
    for sign in ("application/json", "application/xml", "Envelope"):
        [call] = [call for call in calls if call.startswith("curl") and sign in call]
        assert re.search(r"\b[0-9a-z]{32}\b", answers[call]), f"{call}\n{answers[call]}"
    assert '"email":"demo@example.test"' in answers[calls[-1]], f"{calls[-1]}\n{answers[calls[-1]]}"


def test_the_demo_starts_again_on_its_database(own_gateway: Gateway) -> None:
    own_gateway.start("--demo")
    assert own_gateway.terminate() == 0
    own_gateway.start("--demo")
    assert own_gateway.terminate() == 0
