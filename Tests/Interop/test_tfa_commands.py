"""What an operator does for second factors beside a running server, and what comes of it within a second."""
from __future__ import annotations

import json

import pytest

import phone
import secondfactor
from duoserver import PASSCODE
from enrolment import challenge, enrol, sign_in
from gateway import Gateway, seen_within_a_second
from remotefactors import DUO, enrol_at_duo
from secondfactor import GOOGLE, PROVIDERS, Admin, SecondFactors
from securitykey import SecurityKey

CONFIGURE = "tfa/provider/google/configure"


def test_the_list_of_providers(tfa: SecondFactors, own_gateway: Gateway) -> None:
    listed = json.loads(tfa.gateway.must("tfa", "providers", "--json"))
    assert [each["code"] for each in listed] == PROVIDERS
    text = tfa.gateway.must("tfa", "providers")
    assert all(code in text for code in PROVIDERS)
    # Without keys of Duo and Authy these are there all the same.
    assert [each["code"] for each in json.loads(own_gateway.must("tfa", "providers", "--json"))] == PROVIDERS


SPELLINGS = ["mfrggzdf", "MFRG GZDF", "MFRGGZDF====", " mfrg gzdf = "]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_secret_as_people_copy_it(tfa: SecondFactors, spelling: str) -> None:
    ops = tfa.admin(f"commands-secret-{SPELLINGS.index(spelling)}")
    ops.has_google(spelling)
    ops.secret = "MFRGGZDF"
    assert tfa.door.is_welcome(ops.google_token())
    assert ops.plain_sign_in()[1]["parameters"] == {"active_providers": ["google"]}


@pytest.fixture(scope="module")
def bare(tfa: SecondFactors) -> Admin:
    return tfa.admin("commands-bare")


@pytest.mark.parametrize("secret", ["", "MFRGG", "MFRGGZD1", "MFRGGZDF" * 33, "geheim!"])
def test_secrets_that_are_none(bare: Admin, secret: str) -> None:
    done = bare.door.gateway.run("tfa", "google", "set-secret", bare.name, "--secret-stdin", stdin=secret)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert bare.door.refusal(GOOGLE.route, **bare.login, otp="123456") == secondfactor.NOT_CONFIGURED


def test_admins_and_providers_that_are_none(tfa: SecondFactors) -> None:
    ops = tfa.admin("commands-refused")
    assert tfa.gateway.run("tfa", "google", "set-secret", "commands-nobody", "--secret-stdin", stdin="MFRGGZDF").returncode == 1
    assert tfa.gateway.run("tfa", "reset", "commands-nobody", "google").returncode == 1
    assert tfa.gateway.run("tfa", "reset", ops.name, "nope").returncode in (1, 64)
    assert tfa.gateway.run("tfa", "reset", ops.name).returncode == 64


def test_a_new_secret_ends_the_old_one(tfa: SecondFactors) -> None:
    ops = tfa.admin("commands-new").has_google()
    old = ops.secret
    assert ops.google_token()
    ops.has_google("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    assert tfa.door.refusal(GOOGLE.route, **ops.login, otp=phone.code(old, +1)) == secondfactor.CODE_INVALID
    assert ops.google_token(+1)


def test_a_reset_ends_tokens_and_mailed_tokens(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    other = tfa.admin("commands-other").has_google()
    tfat, their_tfat = ops.mailed_token(), tfa.newcomer().mailed_token()
    secret = tfa.door.value(CONFIGURE, tfaToken=tfat)["secret_code"]
    tfa.gateway.secrets.add(secret)
    ops.has_google()
    token, theirs = ops.google_token(), other.google_token()
    assert tfa.door.is_welcome(token)

    tfa.gateway.must("tfa", "reset", ops.name, "google")
    seen_within_a_second(lambda: not tfa.door.is_welcome(token))
    assert tfa.door.refusal(GOOGLE.route, **ops.login, otp=phone.code(ops.secret, +1)) == secondfactor.NOT_CONFIGURED
    assert tfa.door.refusal(CONFIGURE, tfaToken=tfat) == secondfactor.TOKEN_INVALID
    assert tfa.door.is_welcome(theirs) and tfa.door.call(CONFIGURE, tfaToken=their_tfat).status == 200, "others were hit"
    # He begins anew, with a mail and another secret.
    anew = tfa.door.value(CONFIGURE, tfaToken=ops.mailed_token())["secret_code"]
    tfa.gateway.secrets.add(anew)
    assert anew not in (secret, ops.secret)


def test_a_reset_of_one_provider_leaves_the_others(tfa: SecondFactors) -> None:
    ops = enrol_at_duo(tfa.newcomer()).has_google()
    tfa.gateway.must("tfa", "reset", ops.name, "duo_security")
    seen_within_a_second(lambda: ops.plain_sign_in()[1]["parameters"] == {"active_providers": ["google"]})
    assert tfa.door.refusal(DUO.route, **ops.login, passcode=PASSCODE) == secondfactor.NOT_CONFIGURED
    assert ops.google_token()


def test_a_reset_takes_all_keys_away(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    key = SecurityKey("EdDSA")
    enrol(ops, key)
    token = sign_in(ops, key)
    tfa.gateway.must("tfa", "reset", ops.name, "u2fkey")
    seen_within_a_second(lambda: not tfa.door.is_welcome(token))
    refused = tfa.door.refusal("tfa/provider/u2fkey/authentication-challenge", **ops.login)
    assert refused == secondfactor.NOT_CONFIGURED
    # The same key may come back, for its id is free again.
    enrol(ops, key)
    assert challenge(ops)


def test_a_disabled_admin_has_no_mailed_token(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    tfat = ops.mailed_token()
    tfa.gateway.must("admin", "disable", ops.name)
    seen_within_a_second(lambda: tfa.door.refusal(CONFIGURE, tfaToken=tfat) == secondfactor.TOKEN_INVALID)
    # "A deactivation of the user ends it": it does not come back to life.
    tfa.gateway.must("admin", "enable", ops.name)
    seen_within_a_second(lambda: ops.plain_sign_in()[0] == 400)
    assert tfa.door.refusal(CONFIGURE, tfaToken=tfat) == secondfactor.TOKEN_INVALID


def test_keys_of_the_gateway_change(tfa: SecondFactors) -> None:
    """Whatever was sealed or signed before is still good afterwards."""
    ops = tfa.admin("commands-rotate").has_google()
    tfat = tfa.newcomer().mailed_token()
    tfa.gateway.must("key", "rotate")
    assert ops.google_token()
    assert tfa.door.call(CONFIGURE, tfaToken=tfat).status == 200
    assert tfa.door.token(DUO.route, **enrol_at_duo(tfa.newcomer()).login, passcode=PASSCODE)
