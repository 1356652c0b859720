"""Authy: phone check, codes and one-touch against a service that follows the contract."""
from __future__ import annotations

import json

import pytest

import authyserver
import secondfactor
from authyserver import OTP, PHONE_CODE
from clients.php import PHPClient
from protocols import PROTOCOLS, Outcome
from remotefactors import AUTHY, AUTHY_FOLDER, AUTHY_SERVICE, ONE_TOUCH, PHONE, ask_for_approval, enrol_at_authy
from secondfactor import SecondFactors


def detail(approval: authyserver.Approval, name: str) -> str:
    """A form has brackets where JSON has an object."""
    fields = approval.fields
    return fields["details"][name] if "details" in fields else fields[f"details[{name}]"]


def test_enrolment(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    tfat = ops.mailed_token()
    activate = f"{AUTHY_FOLDER}/activate"
    assert tfa.door.refusal(activate, tfaToken=tfat, otp=PHONE_CODE) == secondfactor.AUTHY_REQUEST_MISSING
    bad = PHONE | {"method": "pigeon"}
    assert tfa.door.refusal(f"{AUTHY_FOLDER}/configure", tfaToken=tfat, deviceData=bad) == secondfactor.AUTHY_VIA
    bad = PHONE | {"phone_number": "none"}
    assert tfa.door.refusal(f"{AUTHY_FOLDER}/configure", tfaToken=tfat, deviceData=bad) == (400, "Phone number is invalid")
    for method in ("call", "sms"):
        answer = tfa.door.value(f"{AUTHY_FOLDER}/configure", tfaToken=tfat, deviceData=PHONE | {"method": method})
        assert answer == {"message": "Text message sent to +1 555-0100.", "expiration_seconds": "599"}
        assert tfa.authy.started[-1] == {"via": method, "country_code": "31", "phone_number": "20-5550100"}
    assert tfa.door.refusal(activate, tfaToken=tfat, otp="0000") == (400, "Verification code is incorrect")
    assert tfa.door.refusal(AUTHY.route, **ops.login, otp=OTP) == secondfactor.NOT_CONFIGURED
    assert tfa.door.value(activate, tfaToken=tfat, otp=PHONE_CODE) == []
    user = tfa.authy.users[tfa.authy.user_of(ops.address)]
    assert (user.phone, user.country) == ("20-5550100", "31")
    assert ops.plain_sign_in()[1]["parameters"] == {"active_providers": ["authy"]}
    assert tfa.door.is_welcome(tfa.door.token(AUTHY.route, **ops.login, otp=OTP))


def test_a_phone_without_an_authy_user_is_not_enrolled(tfa: SecondFactors) -> None:
    """The phone is proved, the user is not made: only both together are enough."""
    ops = tfa.newcomer()
    tfat = ops.mailed_token()
    tfa.door.value(f"{AUTHY_FOLDER}/configure", tfaToken=tfat, deviceData=PHONE | {"phone_number": authyserver.UNREGISTERED})
    assert tfa.door.refusal(f"{AUTHY_FOLDER}/activate", tfaToken=tfat, otp=PHONE_CODE) == (400, "User was not valid")
    assert tfa.door.refusal(AUTHY.route, **ops.login, otp=OTP) == secondfactor.NOT_CONFIGURED


@pytest.mark.parametrize("name", ["rest-json", "rest-xml", "soap-1.1", "soap-1.2"])
def test_a_code_in_every_protocol(tfa: SecondFactors, name: str) -> None:
    ops = enrol_at_authy(tfa.newcomer())

    def sign_in(otp: str) -> Outcome:
        return PROTOCOLS[name].call(tfa.gateway, AUTHY, ops.login | {"otp": otp})

    assert sign_in("1111111") == Outcome(400, "Token is invalid")
    assert sign_in("../../1") == Outcome(*secondfactor.AUTHY_CODE_FORMAT)
    assert tfa.door.is_welcome(sign_in(OTP).token)


def test_codes_are_sent(tfa: SecondFactors) -> None:
    ops = enrol_at_authy(tfa.newcomer())
    user = tfa.authy.user_of(ops.address)
    for via in ("sms", "call"):
        assert tfa.door.value(f"{AUTHY_FOLDER}/send-token/{via}", **ops.login) == []
    assert [each for each in tfa.authy.sent if each[1] == user] == [("sms", user), ("call", user)]
    assert tfa.door.refusal(f"{AUTHY_FOLDER}/send-token/pigeon", **ops.login) == secondfactor.AUTHY_VIA
    wrong = ops.login | {"password": "Wrong-horse 7"}
    assert tfa.door.refusal(f"{AUTHY_FOLDER}/send-token/sms", **wrong) == secondfactor.REFUSED


def test_one_touch(tfa: SecondFactors) -> None:
    ops = enrol_at_authy(tfa.newcomer())
    assert tfa.door.refusal(ONE_TOUCH.route, **ops.login) == secondfactor.AUTHY_NO_APPROVAL
    approval = ask_for_approval(tfa, ops, "pending", "approved")
    assert (approval.fields["message"], str(approval.fields["seconds_to_expire"])) == ("Sign in to the shop?", "300")
    assert detail(approval, "Email") == ops.address and detail(approval, "User") == ops.name
    assert detail(approval, "URL").startswith(tfa.gateway.base_url)
    assert tfa.door.is_welcome(tfa.door.token(ONE_TOUCH.route, **ops.login))
    assert len(approval.asked_at) == 2 and approval.asked_at[1] - approval.asked_at[0] >= 0.95
    assert tfa.door.refusal(ONE_TOUCH.route, **ops.login) == secondfactor.AUTHY_NO_APPROVAL, "a request was used twice"


@pytest.mark.parametrize("status", ["denied", "expired"])
def test_one_touch_refused(tfa: SecondFactors, status: str) -> None:
    ops = enrol_at_authy(tfa.newcomer())
    ask_for_approval(tfa, ops, status)
    assert tfa.door.refusal(ONE_TOUCH.route, **ops.login) == secondfactor.AUTHY_DENIED


def test_authy_that_does_not_answer(tfa: SecondFactors) -> None:
    """It is an affair of Authy's addresses alone, and nobody's fault."""
    ops = enrol_at_authy(tfa.newcomer()).has_google()
    with tfa.authy.unreachable():
        for _ in range(7):
            assert tfa.door.refusal(AUTHY.route, **ops.login, otp=OTP) == secondfactor.UNREACHABLE
        assert tfa.door.refusal(f"{AUTHY_FOLDER}/send-token/sms", **ops.login) == secondfactor.UNREACHABLE
        assert tfa.door.is_welcome(ops.google_token())
    tfa.authy.is_garbled = True
    try:
        answer = tfa.door.call(AUTHY.route, **ops.login, otp=OTP)
    finally:
        tfa.authy.is_garbled = False
    assert (answer.status, json.loads(answer.text)["message"]) == secondfactor.UNREACHABLE
    assert int(answer.headers["Retry-After"]) > 0
    assert tfa.door.token(AUTHY.route, **ops.login, otp=OTP)


def test_authy_through_php(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    configure = "twoFactorAuthAuthyConfigureV1"
    client = PHPClient(f"{tfa.gateway.base_url}/soap/default?wsdl&services={configure},{AUTHY_SERVICE}", "1.2")
    device = {"country": "31", "phoneNumber": "20-5550101", "method": "sms"}
    tfat = ops.mailed_token()
    answer = client.call(f"{configure}SendDeviceRegistrationPrompt", tfaToken=tfat, deviceData=device)
    assert (answer.message, answer.expirationSeconds) == ("Text message sent to +1 555-0100.", "599")
    client.call(f"{configure}Activate", tfaToken=tfat, otp=PHONE_CODE)
    client.call(f"{AUTHY_SERVICE}SendToken", **ops.login, via="onetouch")
    tfa.authy.approval_of(ops.address).statuses.append("approved")
    token = client.call(f"{AUTHY_SERVICE}{ONE_TOUCH.method}", **ops.login)
    tfa.gateway.secrets.add(token)
    assert tfa.door.is_welcome(token)
    client.close()
