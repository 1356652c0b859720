"""Sign-ins that wait for a provider: others go on meanwhile, and each ends when the contract says."""
from __future__ import annotations

import json
from itertools import pairwise

import pytest

import secondfactor
from duoserver import PASSCODE
from remotefactors import DUO, enrol_at_duo
from waits import Waits

EARLY = 0.05  # A timer of another process may seem that much too early here.


def gaps(moments: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(moments)]


@pytest.mark.begins_to_wait
def test_others_go_on_meanwhile(waits: Waits) -> None:
    door = waits.shop.door
    ops = enrol_at_duo(waits.shop.newcomer()).has_google()
    assert door.is_welcome(ops.google_token())
    assert door.token(DUO.route, **ops.login, passcode=PASSCODE)
    assert waits.shop.gateway.request("GET", "/health/ready").status == 200
    assert waits.attempts["unanswered"].thread.is_alive()


def test_a_busy_duo_is_asked_again(waits: Waits) -> None:
    answer = waits.attempts["busy"].answer()
    assert answer.status == 200, answer.text
    waits.shop.gateway.secrets.add(json.loads(answer.text))
    waited = gaps([call.at for call in waits.duo_calls("busy")])
    assert len(waited) == 3
    assert all(wanted - EARLY <= real < wanted + 1 for wanted, real in zip((1, 2, 4), waited)), waited


def test_a_duo_that_stays_busy(waits: Waits) -> None:
    assert waits.attempts["always-busy"].refusal() == secondfactor.UNREACHABLE
    assert len(waits.duo_calls("always-busy")) == 4


def test_a_duo_that_hangs(waits: Waits) -> None:
    attempt = waits.attempts["hanging"]
    assert attempt.refusal() == secondfactor.UNREACHABLE
    assert int(attempt.answer().headers["Retry-After"]) > 0
    assert 10 - EARLY <= attempt.seconds < 13
    assert len(waits.duo_calls("hanging")) == 1


def test_one_touch_that_nobody_answers(waits: Waits) -> None:
    attempt = waits.attempts["pending"]
    assert attempt.refusal() == secondfactor.AUTHY_DENIED
    asked_at = waits.shop.authy.approval_of(attempt.admin.address).asked_at
    assert len(asked_at) == 10 and all(gap >= 1 - EARLY for gap in gaps(asked_at))


def test_a_push_that_nobody_answers(waits: Waits) -> None:
    attempt = waits.attempts["unanswered"]
    assert attempt.refusal() == secondfactor.DUO_REFUSED
    assert 20 <= attempt.seconds < 28
