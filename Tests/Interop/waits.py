"""Sign-ins that wait for a provider, side by side."""
from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field

from duoserver import HANG, PASSCODE, TOO_MANY
from gateway import PATIENCE, Response
from remotefactors import DUO, ONE_TOUCH, ask_for_approval, enrol_at_authy, enrol_at_duo
from secondfactor import Admin, SecondFactors

PUSH = "push"
SCRIPTS = {"busy": [TOO_MANY] * 3, "always-busy": [TOO_MANY] * 9, "hanging": [HANG] * 9, "unanswered": [HANG] * 9}
"""What Duo does to each."""


@dataclass
class Attempt:
    """A sign-in in a thread of its own."""

    admin: Admin
    path: str
    more: dict[str, str]
    answers: list[Response] = field(default_factory=list)
    seconds: float = 0

    def start(self) -> None:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        began = time.monotonic()
        self.answers.append(self.admin.door.call(self.path, **self.admin.login, **self.more))
        self.seconds = time.monotonic() - began

    def answer(self) -> Response:
        self.thread.join(PATIENCE)
        [answer] = self.answers
        return answer

    def refusal(self) -> tuple[int, str]:
        answer = self.answer()
        return answer.status, json.loads(answer.text)["message"]


@dataclass
class Waits:
    """All begin together, as nobody may wait for another; the longest takes the 25 s of a push."""

    shop: SecondFactors
    attempts: dict[str, Attempt]

    @classmethod
    def begun(cls, shop: SecondFactors) -> Waits:
        attempts = {
            name: Attempt(enrol_at_duo(shop.newcomer()), DUO.route, {"passcode": PUSH if name == "unanswered" else PASSCODE})
            for name in SCRIPTS
        }
        for name, replies in SCRIPTS.items():
            shop.duo.script(attempts[name].admin.name, *replies)
        attempts["pending"] = Attempt(enrol_at_authy(shop.newcomer()), ONE_TOUCH.route, {})
        ask_for_approval(shop, attempts["pending"].admin, "pending")
        for attempt in attempts.values():
            attempt.start()
        return cls(shop, attempts)

    def duo_calls(self, name: str) -> list:
        return self.shop.duo.calls_for(self.attempts[name].admin.name)
