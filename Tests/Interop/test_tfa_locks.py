"""Wrong factors lock as wrong passwords do, at every door."""
from __future__ import annotations

from collections.abc import Callable

import pytest

import phone
import secondfactor
from duoserver import PASSCODE
from gateway import seen_within_a_second
from protocols import PROTOCOLS, Outcome
from remotefactors import DUO, enrol_at_duo
from secondfactor import GOOGLE, Admin, SecondFactors

FAILURES = 6  # until the lock, as it comes


def google(tfa: SecondFactors, ops: Admin) -> tuple[Callable, tuple[int, str]]:
    ops.has_google()
    return lambda: tfa.door.refusal(GOOGLE.route, **ops.login, otp="12345x"), secondfactor.CODE_INVALID


def duo(tfa: SecondFactors, ops: Admin) -> tuple[Callable, tuple[int, str]]:
    enrol_at_duo(ops)
    return lambda: tfa.door.refusal(DUO.route, **ops.login, passcode="000000"), secondfactor.DUO_REFUSED


@pytest.mark.parametrize("provider", [google, duo])
def test_wrong_factors_lock(tfa: SecondFactors, provider: Callable) -> None:
    ops = tfa.newcomer()
    try_wrongly, wanted = provider(tfa, ops)
    if not ops.secret:
        ops.has_google()
    for _ in range(FAILURES - 1):
        assert try_wrongly() == wanted
        # The right password does not clear the count.
        assert ops.plain_sign_in()[0] == 400
    assert try_wrongly() == wanted
    assert try_wrongly() == secondfactor.REFUSED
    # At all other doors, too, with everything right.
    assert tfa.door.refusal(GOOGLE.route, **ops.login, otp=phone.code(ops.secret)) == secondfactor.REFUSED
    for protocol in PROTOCOLS.values():
        assert protocol.sign_in(tfa.gateway, "admin", ops.login) == Outcome(*secondfactor.REFUSED)
    assert tfa.door.refusal(DUO.route, **ops.login, passcode=PASSCODE) == secondfactor.REFUSED
    assert tfa.door.refusal("tfa/provider/authy/send-token/sms", **ops.login) == secondfactor.REFUSED
    assert tfa.door.refusal("tfa/provider/u2fkey/authentication-challenge", **ops.login) == secondfactor.REFUSED
    # A lock looks like a wrong password, and like nobody.
    bodies = {
        tfa.door.call(GOOGLE.route, username=name, password=password, otp="123456").body
        for name, password in ((ops.name, ops.login["password"]), (ops.name, "Wrong-horse 7"), ("locks-nobody", "Wrong-horse 7"))
    }
    assert len(bodies) == 1
    tfa.gateway.must("admin", "unlock", ops.name)
    seen_within_a_second(lambda: ops.plain_sign_in()[0] == 400)
    assert ops.google_token()


def test_wrong_passwords_and_wrong_codes_count_together(tfa: SecondFactors) -> None:
    ops = tfa.admin("locks-together").has_google()
    for _ in range(FAILURES // 2):
        assert tfa.door.refusal(GOOGLE.route, **ops.login, otp="12345x") == secondfactor.CODE_INVALID
        wrong = ops.login | {"password": "Wrong-horse 7"}
        assert PROTOCOLS["soap-1.1"].sign_in(tfa.gateway, "admin", wrong) == Outcome(*secondfactor.REFUSED)
    assert tfa.door.refusal(GOOGLE.route, **ops.login, otp=phone.code(ops.secret)) == secondfactor.REFUSED


def test_wrong_proofs_of_an_enrolment_lock(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    tfat = ops.mailed_token()
    path = "tfa/provider/google/activate"
    secret = tfa.door.value("tfa/provider/google/configure", tfaToken=tfat)["secret_code"]
    tfa.gateway.secrets.add(secret)
    for _ in range(FAILURES):
        assert tfa.door.refusal(path, tfaToken=tfat, otp="12345x") == secondfactor.CODE_INVALID
    assert tfa.door.refusal(path, tfaToken=tfat, otp=phone.code(secret)) == secondfactor.REFUSED
    assert tfa.door.refusal("integration/admin/token", **ops.login) == secondfactor.REFUSED


def test_a_full_sign_in_clears_the_count(tfa: SecondFactors) -> None:
    ops = tfa.admin("locks-cleared").has_google()
    for steps in (0, 1):
        for _ in range(FAILURES - 1):
            assert tfa.door.refusal(GOOGLE.route, **ops.login, otp="12345x") == secondfactor.CODE_INVALID
        assert ops.google_token(steps)
