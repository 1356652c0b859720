"""Several keys of one admin: added, listed and taken away with the admin's own token."""
from __future__ import annotations

import json

import pytest

import secondfactor
from clients.zeep_client import ZeepClient
from enrolment import CONFIGURE_MORE, KEYS, add, challenge, enrol, refused_sign_in, registration, sign_in
from secondfactor import Admin, SecondFactors
from securitykey import SecurityKey

SERVICE = "twoFactorAuthU2fKeyManagementV1"
MOST = 8


@pytest.fixture
def enrolled(tfa: SecondFactors) -> tuple[Admin, SecurityKey, str]:
    """An admin with one key, and a token that it opened."""
    ops = tfa.newcomer()
    key = SecurityKey()
    enrol(ops, key)
    return ops, key, sign_in(ops, key)


def excluded(options: str) -> list[bytes]:
    return [bytes(each["id"]) for each in json.loads(options)["publicKey"]["excludeCredentials"]]


def test_every_key_of_the_list_signs_in(tfa: SecondFactors, enrolled) -> None:
    ops, key, token = enrolled
    keys = [key] + [SecurityKey(algorithm) for algorithm in ("EdDSA", "RS256", "ES256")]
    for count, further in enumerate(keys[1:], 1):
        options = tfa.door.value(CONFIGURE_MORE, bearer=token)["credential_request_options_json"]
        assert excluded(options) == [each.identity for each in keys[:count]]
        tfa.door.value(KEYS, bearer=token, publicKeyCredentialJson=further.register(options))
    offered = [bytes(each["id"]) for each in json.loads(challenge(ops))["credentialRequestOptions"]["allowCredentials"]]
    assert offered == [each.identity for each in keys]
    for each in keys:
        assert tfa.door.is_welcome(sign_in(ops, each))
    # One challenge, any key.
    answer = keys[2].sign(challenge(ops))
    assert tfa.door.token("tfa/provider/u2fkey/verify", **ops.login, publicKeyCredentialJson=answer)


def test_the_list_tells_when_and_a_key_that_is_gone_opens_nothing(tfa: SecondFactors, enrolled) -> None:
    ops, key, token = enrolled
    second = SecurityKey()
    add(ops, token, second)
    listed = tfa.door.value(KEYS, "GET", token)
    assert len(listed) == 2 and all({"id", "created_at"} <= set(each) <= {"id", "created_at", "last_used_at"} for each in listed)
    used, fresh = listed
    assert used.get("last_used_at") and not fresh.get("last_used_at")
    tfa.door.value(f"{KEYS}/{used['id']}", "DELETE", token)
    assert [each["id"] for each in tfa.door.value(KEYS, "GET", token)] == [fresh["id"]]
    with pytest.raises(AssertionError, match="not asked for"):
        key.sign(challenge(ops))
    # It is not even taken when it answers to what was asked of the other.
    asked = json.loads(challenge(ops))
    asked["credentialRequestOptions"]["allowCredentials"].append({"type": "public-key", "id": list(key.identity)})
    assert refused_sign_in(ops, key.sign(json.dumps(asked))) == secondfactor.KEY_INVALID
    assert sign_in(ops, second)


def test_eight_keys_and_no_more(tfa: SecondFactors, enrolled) -> None:
    ops, _, token = enrolled
    for _ in range(MOST - 1):
        add(ops, token, SecurityKey())
    assert len(tfa.door.value(KEYS, "GET", token)) == MOST
    answer = tfa.door.call(CONFIGURE_MORE, bearer=token)
    if answer.status == 200:  # The refusal may come with either step.
        options = json.loads(answer.text)["credential_request_options_json"]
        answer = tfa.door.call(KEYS, bearer=token, publicKeyCredentialJson=SecurityKey().register(options))
    assert answer.status == 400
    assert len(tfa.door.value(KEYS, "GET", token)) == MOST


def test_only_the_owner_manages_keys(tfa: SecondFactors, enrolled) -> None:
    ops, key, token = enrolled
    stranger = tfa.admin("list-stranger").has_google()
    theirs = stranger.google_token()
    [mine] = tfa.door.value(KEYS, "GET", token)
    assert tfa.door.value(KEYS, "GET", theirs) == []
    assert tfa.door.call(f"{KEYS}/{mine['id']}", "DELETE", theirs).status == 404
    for bearer in (None, tfa.customer("list-customer")):
        for path, method in ((KEYS, "GET"), (CONFIGURE_MORE, "POST"), (f"{KEYS}/{mine['id']}", "DELETE")):
            answer = tfa.door.call(path, method, bearer)
            assert (answer.status, json.loads(answer.text)["parameters"]) == (401, {"resources": "self"})
    assert sign_in(ops, key)


def test_the_mailed_token_registers_the_first_key_alone(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    tfat = ops.mailed_token()
    key = SecurityKey()
    options = registration(ops, tfat)
    activate = "tfa/provider/u2fkey/activate"
    assert tfa.door.value(activate, tfaToken=tfat, publicKeyCredentialJson=key.register(options)) == []
    assert tfa.door.refusal("tfa/provider/u2fkey/configure", tfaToken=tfat) == secondfactor.TOKEN_INVALID
    answer = SecurityKey().register(options)
    assert tfa.door.refusal(activate, tfaToken=tfat, publicKeyCredentialJson=answer) == secondfactor.TOKEN_INVALID


def test_the_list_through_soap(tfa: SecondFactors, enrolled) -> None:
    ops, key, token = enrolled
    # The service is shown to its callers alone.
    client = ZeepClient(f"{tfa.gateway.base_url}/soap/default?wsdl&services={SERVICE}", "1.2", token)
    second = SecurityKey()
    options = client.call(f"{SERVICE}GetRegistrationData").credentialRequestOptionsJson
    client.call(f"{SERVICE}Register", publicKeyCredentialJson=second.register(options))
    listed = client.call(f"{SERVICE}GetList").item
    assert len(listed) == 2
    client.call(f"{SERVICE}DeleteById", keyId=listed[0].id)
    assert [each.id for each in client.call(f"{SERVICE}GetList").item] == [listed[1].id]
    client.close()
    assert sign_in(ops, second)
