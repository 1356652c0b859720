"""Codes of an authenticator app, made by oathtool: enrolment from the mail to the first sign-in, and one use of each code."""
from __future__ import annotations

import base64
import json
import re
import threading
from pathlib import Path

import pytest

import phone
import secondfactor
import setupmail
from gateway import PATIENCE
from protocols import PROTOCOLS, Outcome
from secondfactor import GOOGLE, Admin, SecondFactors

TOKEN = "[0-9a-z]{32}"
PROTOCOL_NAMES = ["rest-json", "rest-xml", "soap-1.1", "soap-1.2"]
CONFIGURE, ACTIVATE = "tfa/provider/google/configure", "tfa/provider/google/activate"
RFC_6238 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize("name", PROTOCOL_NAMES)
def test_a_code_opens_once_in_every_protocol(tfa: SecondFactors, name: str) -> None:
    ops = tfa.admin(f"google-{name}").has_google(RFC_6238)

    def sign_in(otp: str) -> Outcome:
        outcome = PROTOCOLS[name].call(tfa.gateway, GOOGLE, ops.login | {"otp": otp})
        if outcome.token:
            assert re.fullmatch(TOKEN, outcome.token)
            tfa.gateway.secrets.add(outcome.token)
        return outcome

    refused = Outcome(*secondfactor.CODE_INVALID)
    assert sign_in("abcdef") == refused
    assert sign_in("") == secondfactor.of_empty_factor(name, "otp", refused)
    code = phone.code(ops.secret)
    token = sign_in(code).token
    assert tfa.door.is_welcome(token)
    assert sign_in(code) == refused, "a code was taken twice"
    later = sign_in(phone.code(ops.secret, +1)).token
    assert later and later != token
    assert sign_in(code) == refused, "a code older than the last one was taken"
    assert sign_in(phone.code(ops.secret, +4)) == refused, "a code of the far future was taken"


def test_one_code_at_two_doors_at_once(tfa: SecondFactors) -> None:
    ops = tfa.admin("google-race").has_google()
    for steps in (0, 1):
        fields = ops.login | {"otp": phone.code(ops.secret, steps)}
        outcomes: list[Outcome] = []
        together = threading.Barrier(8)

        def sign_in(name: str) -> None:
            together.wait(PATIENCE)
            outcomes.append(PROTOCOLS[name].call(tfa.gateway, GOOGLE, fields))

        threads = [threading.Thread(target=sign_in, args=(name,)) for name in PROTOCOL_NAMES * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert len(outcomes) == 8
        assert len([outcome for outcome in outcomes if outcome.token]) == 1, outcomes
        tfa.gateway.secrets.update(outcome.token for outcome in outcomes if outcome.token)
        # Seven refusals are more than the lock allows.
        tfa.gateway.must("admin", "unlock", ops.name)


def test_enrolment_through_the_mailed_token(tfa: SecondFactors, tmp_path: Path) -> None:
    ops = tfa.admin("google-new")
    status, value = ops.plain_sign_in()
    assert (status, value) == (400, {
        "message": secondfactor.SET_UP_FIRST[1], "parameters": {"providers": secondfactor.PROVIDERS, "active_providers": []}})
    [mail] = setupmail.wait_for_mails(tfa.gateway, ops.address)
    assert ops.name in setupmail.text_of(mail) and "127.0.0.1" in setupmail.text_of(mail), "user or site is not named"
    tfat = setupmail.token_in(tfa.gateway, mail)

    offered = tfa.door.value(CONFIGURE, tfaToken=tfat)
    assert list(offered) == ["qr_code_base64", "secret_code"]
    secret = offered["secret_code"]
    tfa.gateway.secrets.add(secret)
    assert re.fullmatch("[A-Z2-7]{32}", secret)
    png = base64.b64decode(offered["qr_code_base64"], validate=True)
    assert phone.size_of(png) == (400, 400)
    uri = phone.scan(png, tmp_path)
    assert uri == f"otpauth://totp/127.0.0.1%3A{ops.name}%40example.test?issuer=127.0.0.1&secret={secret}"
    assert phone.account(uri) == (f"127.0.0.1:{ops.address}", {"issuer": "127.0.0.1", "secret": secret})

    assert tfa.door.refusal(ACTIVATE, tfaToken=tfat, otp="000000x") == secondfactor.CODE_INVALID
    assert tfa.door.value(CONFIGURE, tfaToken=tfat)["secret_code"] == secret, "the secret changed before it was in use"
    assert tfa.door.refusal(GOOGLE.route, **ops.login, otp=phone.code(secret)) == secondfactor.NOT_CONFIGURED
    code = phone.code(secret)
    assert tfa.door.value(ACTIVATE, tfaToken=tfat, otp=code) == []
    assert tfa.door.refusal(ACTIVATE, tfaToken=tfat, otp=phone.code(secret, +1)) == secondfactor.TOKEN_INVALID, "it has served"
    assert tfa.door.refusal(CONFIGURE, tfaToken=tfat) == secondfactor.TOKEN_INVALID

    assert tfa.door.refusal(GOOGLE.route, **ops.login, otp=code) == secondfactor.CODE_INVALID, "the code of the activation was taken again"
    ops.secret = secret
    assert tfa.door.is_welcome(ops.google_token(+1))
    status, value = ops.plain_sign_in()
    assert (status, value) == (400, {"message": secondfactor.USE_PROVIDER[1], "parameters": {"active_providers": ["google"]}})
    assert len(setupmail.mails_to(tfa.gateway, ops.address)) == 1, "a mail went to an admin who needs none"


def test_enrolment_in_xml(tfa: SecondFactors) -> None:
    """Fields in snake case, as XML clients of the API send them."""
    ops = tfa.newcomer()
    tfat = ops.mailed_token()
    headers = {"Content_Type": "application/xml", "Accept": "application/xml"}
    answer = tfa.gateway.request("POST", f"/rest/V1/{CONFIGURE}", f"<r><tfa_token>{tfat}</tfa_token></r>".encode(), **headers)
    assert answer.status == 200, answer.text
    ops.secret = re.search("<secret_code>([A-Z2-7]{32})</secret_code>", answer.text)[1]
    tfa.gateway.secrets.add(ops.secret)
    body = f"<r><tfa_token>{tfat}</tfa_token><otp>{phone.code(ops.secret)}</otp></r>".encode()
    answer = tfa.gateway.request("POST", f"/rest/V1/{ACTIVATE}", body, **headers)
    assert (answer.status, answer.media_type) == (200, "application/xml")
    assert ops.google_token(+1)


@pytest.mark.parametrize("damage", ["forged", "cut", "no base64", "of a stranger"])
def test_tokens_that_are_not_the_gateways(tfa: SecondFactors, damage: str) -> None:
    ops = tfa.newcomer()
    good = ops.mailed_token()
    payload, _, _ = base64.b64decode(good).partition(b".")
    assert payload.decode() == f'{{"user_id":{ops.identity},"tfa_configuration":true,"iss":{json.loads(payload)["iss"]}}}'
    bad = {
        "forged": base64.b64encode(payload + b"." + base64.b64encode(b"0" * 64)).decode(),
        "cut": good[:-8],
        "no base64": f"{good}!",
        "of a stranger": base64.b64encode(base64.b64decode(good).replace(b"%d" % ops.identity, b"%d" % (ops.identity + 1), 1)).decode(),
    }[damage]
    assert tfa.door.refusal(CONFIGURE, tfaToken=bad) == secondfactor.TOKEN_INVALID
    assert tfa.door.refusal(ACTIVATE, tfaToken=bad, otp="123456") == secondfactor.TOKEN_INVALID
    assert tfa.door.call(CONFIGURE, tfaToken=good).status == 200


def test_the_answer_to_a_wrong_password_tells_nothing(tfa: SecondFactors) -> None:
    """Whether an admin has a second factor, needs one or does not exist."""
    enrolled: Admin = tfa.admin("google-silent").has_google()
    bare = tfa.admin("google-bare")
    answers = {
        tfa.door.call(GOOGLE.route, username=name, password="Wrong-horse 7", otp=phone.code(enrolled.secret)).body
        for name in (enrolled.name, bare.name, "google-nobody")
    }
    assert len(answers) == 1 and b"Sign-in refused." in next(iter(answers))
