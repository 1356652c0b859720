"""Duo: every request is signed so that Duo's own Python library agrees, and every answer of Duo has its outcome."""
from __future__ import annotations

import json

import pytest

import duoserver
import secondfactor
from clients import Refused
from clients.zeep_client import ZeepClient
from duoserver import PASSCODE
from gateway import Gateway, seen_within_a_second
from protocols import PROTOCOLS, Outcome
from remotefactors import DUO, DUO_FOLDER, enrol_at_duo
from secondfactor import SecondFactors, configure, new_admin


def test_enrolment(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    tfat = ops.mailed_token()
    answer, was_transported, status = tfa.door.value(f"{DUO_FOLDER}/configure", tfaToken=tfat)
    assert (answer["stat"], answer["response"]["username"], was_transported, status) == ("OK", ops.name, True, 200)
    [call] = tfa.duo.calls_for(ops.name, "/auth/v2/enroll")
    assert call.parameters == {"username": ops.name, "valid_secs": "60"}
    # Whoever has not finished at Duo is not active here.
    for result in ("enroll", "deny", "allow"):
        tfa.duo.results[ops.name] = result
        assert tfa.door.value(f"{DUO_FOLDER}/activate", tfaToken=tfat) == []
        assert tfa.door.refusal(DUO.route, **ops.login, passcode=PASSCODE) == secondfactor.NOT_CONFIGURED
    del tfa.duo.results[ops.name]
    assert tfa.door.value(f"{DUO_FOLDER}/activate", tfaToken=tfat) == []
    assert ops.plain_sign_in()[1]["parameters"] == {"active_providers": ["duo_security"]}
    assert tfa.door.refusal(f"{DUO_FOLDER}/configure", tfaToken=tfat) == secondfactor.TOKEN_INVALID
    assert tfa.door.is_welcome(tfa.door.token(DUO.route, **ops.login, passcode=PASSCODE))


def test_a_refusal_of_duo_to_enrol_is_handed_on(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    tfa.duo.script(ops.name, duoserver.BAD_PARAMETERS)
    answer, was_transported, status = tfa.door.value(f"{DUO_FOLDER}/configure", tfaToken=ops.mailed_token())
    assert (answer["stat"], answer["code"], status) == ("FAIL", 40002, 400)


@pytest.mark.parametrize("name", ["rest-json", "rest-xml", "soap-1.1", "soap-1.2"])
def test_a_passcode_in_every_protocol(tfa: SecondFactors, name: str) -> None:
    ops = enrol_at_duo(tfa.newcomer())

    def sign_in(passcode: str) -> Outcome:
        return PROTOCOLS[name].call(tfa.gateway, DUO, ops.login | {"passcode": passcode})

    refused = Outcome(*secondfactor.DUO_REFUSED)
    assert sign_in("000000") == refused
    assert sign_in("") == secondfactor.of_empty_factor(name, "passcode", refused)
    assert tfa.door.is_welcome(sign_in(PASSCODE).token)
    assert tfa.duo.calls_for(ops.name)[-1].parameters == {"factor": "passcode", "passcode": PASSCODE, "username": ops.name}


def test_both_spellings_of_the_address(tfa: SecondFactors) -> None:
    ops = enrol_at_duo(tfa.newcomer())
    assert tfa.door.token("tfa/provider/duo-security/authenticate", **ops.login, passcode=PASSCODE)


def test_a_push(tfa: SecondFactors) -> None:
    ops = enrol_at_duo(tfa.newcomer())
    assert tfa.door.is_welcome(tfa.door.token(DUO.route, **ops.login, passcode="push"))
    tfa.duo.script(ops.name, duoserver.DENY)
    assert tfa.door.refusal(DUO.route, **ops.login, passcode="push") == secondfactor.DUO_REFUSED
    assert {(call.parameters["factor"], call.parameters["device"]) for call in tfa.duo.calls_for(ops.name)} == {("push", "auto")}


FAULTS = {"not-json": duoserver.NOT_JSON, "fail": duoserver.BAD_PARAMETERS, "status-500": duoserver.Reply(500, b"", "text/plain")}


@pytest.mark.parametrize("fault", FAULTS)
def test_answers_that_are_none(tfa: SecondFactors, fault: str) -> None:
    """A Duo that is not well says nothing about the user: nothing is counted, and he may try again."""
    ops = enrol_at_duo(tfa.newcomer())
    reply = FAULTS[fault]
    for _ in range(7):
        tfa.duo.script(ops.name, reply)
        answer = tfa.door.call(DUO.route, **ops.login, passcode=PASSCODE)
        assert (answer.status, json.loads(answer.text)) == (503, {"message": secondfactor.UNREACHABLE[1]})
        assert int(answer.headers["Retry-After"]) > 0
    assert tfa.door.token(DUO.route, **ops.login, passcode=PASSCODE)


def test_no_connection_to_duo(tfa: SecondFactors) -> None:
    """It is an affair of Duo's addresses alone."""
    ops = enrol_at_duo(tfa.newcomer()).has_google()
    new = tfa.newcomer()
    tfat = new.mailed_token()
    with tfa.duo.unreachable():
        assert tfa.door.refusal(DUO.route, **ops.login, passcode=PASSCODE) == secondfactor.UNREACHABLE
        assert tfa.door.refusal(f"{DUO_FOLDER}/activate", tfaToken=tfat) == secondfactor.UNREACHABLE
        assert tfa.door.is_welcome(ops.google_token())
        assert tfa.door.call("tfa/provider/u2fkey/configure", tfaToken=tfat).status == 200
        assert tfa.door.call("tfa/provider/google/configure", tfaToken=tfat).status == 200
        assert tfa.gateway.request("GET", "/health/ready").status == 200
        body = json.dumps(ops.login | {"passcode": PASSCODE}).encode()
        answer = tfa.gateway.request("POST", f"/rest/V1/{DUO.route}", body, Content_Type="application/json", Accept="application/xml")
        assert (answer.status, answer.media_type) == (503, "application/xml")
    assert tfa.door.token(DUO.route, **ops.login, passcode=PASSCODE)


def test_a_fault_of_soap_when_duo_does_not_answer(tfa: SecondFactors) -> None:
    ops = enrol_at_duo(tfa.newcomer())
    client = ZeepClient(f"{tfa.gateway.base_url}/soap/default?wsdl&services={DUO.service}", "1.2")
    tfa.duo.script(ops.name, duoserver.NOT_JSON)
    with pytest.raises(Refused) as refused:
        client.call(f"{DUO.service}{DUO.method}", **ops.login, passcode=PASSCODE)
    assert (refused.value.code, refused.value.text) == ("Receiver", secondfactor.UNREACHABLE[1])
    client.close()


def test_a_wrong_secret_key_is_seen_by_duo(own_gateway: Gateway) -> None:
    """The counter-proof: the server of these tests does refuse what is signed with another key."""
    configure(own_gateway, {"twofactorauth/general/force_providers": "duo_security", **duoserver.SETTINGS})
    own_gateway.must("config", "set", "twofactorauth/duo/secret_key", duoserver.SECRET_KEY[::-1])
    ops = new_admin(own_gateway, "ops")
    with duoserver.DuoServer() as duo:
        own_gateway.start("--duo-url", duo.url)
        tfat = ops.mailed_token()
        assert ops.door.refusal(f"{DUO_FOLDER}/activate", tfaToken=tfat) == secondfactor.UNREACHABLE
        assert duo.complaints == ["/auth/v2/preauth: the signature is wrong"]
        own_gateway.must("config", "set", "twofactorauth/duo/secret_key", duoserver.SECRET_KEY)
        seen_within_a_second(lambda: ops.door.call(f"{DUO_FOLDER}/activate", tfaToken=tfat).status == 200)
        assert ops.plain_sign_in()[1]["parameters"] == {"active_providers": ["duo_security"]}


@pytest.mark.parametrize("address", ["http://duo.example", "ftp://127.0.0.1", "duo"])
def test_addresses_that_are_refused_at_the_start(own_gateway: Gateway, address: str) -> None:
    """Plain HTTP is for this machine only."""
    done = own_gateway.run("serve", "--port", "0", "--duo-url", address)
    assert done.returncode in (1, 64)
    assert b"duo-url" in done.stderr
