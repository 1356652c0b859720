"""Security keys in software enrol and sign in; what is not theirs is refused."""
from __future__ import annotations

import base64
import hashlib
import json

import pytest

import attestation
import secondfactor
from clients.zeep_client import ZeepClient
from enrolment import ACTIVATE, VERIFY, challenge, enrol, refused_sign_in, registration, sign_in
from secondfactor import SecondFactors
from securitykey import ALGORITHMS, DOMAIN, SecurityKey, unpadded_url
from wsdl import Contract


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("encode", [base64.b64encode, unpadded_url])
def test_a_key_enrols_and_signs_in(tfa: SecondFactors, algorithm: str, encode) -> None:
    ops = tfa.newcomer()
    key = SecurityKey(algorithm, encode)
    enrol(ops, key)
    assert ops.plain_sign_in()[1]["parameters"] == {"active_providers": ["u2fkey"]}
    tokens = {sign_in(ops, key), sign_in(ops, key, "https://localhost")}
    assert len(tokens) == 2 and all(tfa.door.is_welcome(token) for token in tokens)


def test_the_options_are_those_of_the_contract(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    options = json.loads(registration(ops, ops.mailed_token()))
    inner = options["publicKey"]
    assert len(bytes(inner.pop("challenge"))) == 16
    assert bytes(inner["user"].pop("id")).decode() == hashlib.sha1(str(ops.identity).encode()).hexdigest()
    assert options == {"publicKey": {
        "user": {"name": ops.name, "displayName": ops.name},
        "rp": {"name": DOMAIN, "id": DOMAIN},
        "pubKeyCredParams": [{"alg": algorithm, "type": "public-key"} for algorithm in (-7, -8, -257)],
        "attestation": "none",
        "authenticatorSelection": {
            "authenticatorAttachment": "cross-platform", "requireResidentKey": False, "userVerification": "discouraged"},
        "timeout": 60000, "excludeCredentials": [], "extensions": {"exts": True},
    }}
    key = SecurityKey()
    enrol(ops, key)
    options = json.loads(challenge(ops))
    assert len(bytes(options["credentialRequestOptions"].pop("challenge"))) == 16
    assert options == {"credentialRequestOptions": {
        "timeout": 60000, "allowCredentials": [{"type": "public-key", "id": list(key.identity)}], "userVerification": "discouraged",
        "extensions": {"txAuthSimple": "Sign-in"}, "rpId": DOMAIN,
    }}


@pytest.mark.parametrize("format", attestation.FORMATS)
def test_statements_of_makers(tfa: SecondFactors, format: str) -> None:
    ops = tfa.newcomer()
    tfat = ops.mailed_token()
    key = SecurityKey()
    answer = json.loads(key.register(registration(ops, tfat), format=format))
    good = answer["response"]["attestationObject"]
    answer["response"]["attestationObject"] = base64.b64encode(attestation.spoilt(base64.b64decode(good))).decode()
    activation = {"tfaToken": tfat, "publicKeyCredentialJson": json.dumps(answer)}
    assert tfa.door.refusal(ACTIVATE, **activation) == secondfactor.KEY_DATA_INVALID
    answer["response"]["attestationObject"] = good
    activation["publicKeyCredentialJson"] = json.dumps(answer)
    assert tfa.door.value(ACTIVATE, **activation) == []
    assert sign_in(ops, key)


def test_client_data_that_came_parsed(tfa: SecondFactors) -> None:
    """Pages written for the copied API send the client data as an object, alone or beside the text."""
    beside = tfa.newcomer()
    enrol(beside, SecurityKey(), also_parsed=True)
    ops = tfa.newcomer()
    tfat = ops.mailed_token()
    key = SecurityKey()
    answer = json.loads(key.register(registration(ops, tfat), also_parsed=True))
    answer["response"].pop("clientDataJSON")
    assert tfa.door.value(ACTIVATE, tfaToken=tfat, publicKeyCredentialJson=json.dumps(answer)) == []
    assert sign_in(ops, key)


ELSEWHERE = ["http://127.0.0.1:8000", "https://localhost.evil.example", "https://evil.example", "localhost", "null"]


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_other_origins(tfa: SecondFactors, origin: str) -> None:
    ops = tfa.newcomer()
    tfat = ops.mailed_token()
    key = SecurityKey()
    options = registration(ops, tfat)
    answer = key.register(options, origin)
    assert tfa.door.refusal(ACTIVATE, tfaToken=tfat, publicKeyCredentialJson=answer) == secondfactor.KEY_INVALID
    # The challenge is still good, so the refusal is for the origin alone.
    assert tfa.door.value(ACTIVATE, tfaToken=tfat, publicKeyCredentialJson=key.register(options)) == []
    asked = challenge(ops)
    assert refused_sign_in(ops, key.sign(asked, origin)) == secondfactor.KEY_INVALID
    assert tfa.door.token(VERIFY, **ops.login, publicKeyCredentialJson=key.sign(asked))


def test_challenges_are_used_once_and_by_one(tfa: SecondFactors) -> None:
    ops, other = tfa.newcomer(), tfa.newcomer()
    key, strange = SecurityKey(), SecurityKey()
    tfat = ops.mailed_token()
    assert tfa.door.refusal(ACTIVATE, tfaToken=tfat, publicKeyCredentialJson="{}") == secondfactor.KEY_NOT_STARTED
    replaced, current = registration(ops, tfat), registration(ops, tfat)
    assert tfa.door.refusal(ACTIVATE, tfaToken=tfat, publicKeyCredentialJson=key.register(replaced)) == secondfactor.KEY_INVALID
    assert tfa.door.value(ACTIVATE, tfaToken=tfat, publicKeyCredentialJson=key.register(current)) == []
    enrol(other, strange)

    answer = key.sign(challenge(ops))
    assert tfa.door.token(VERIFY, **ops.login, publicKeyCredentialJson=answer)
    assert refused_sign_in(ops, answer) == secondfactor.CHALLENGE_MISSING
    replaced, current = challenge(ops), challenge(ops)
    assert refused_sign_in(ops, key.sign(replaced)) == secondfactor.KEY_INVALID
    # Nobody signs in with somebody else's key, nor with somebody else's challenge.
    assert refused_sign_in(ops, strange.sign(challenge(other))) == secondfactor.KEY_INVALID
    assert tfa.door.token(VERIFY, **ops.login, publicKeyCredentialJson=key.sign(current))


def test_a_counter_that_goes_back(tfa: SecondFactors) -> None:
    """Two keys with one secret: somebody has copied it."""
    ops = tfa.newcomer()
    key = SecurityKey()
    enrol(ops, key)
    key.device.sign_count = 40
    sign_in(ops, key)
    for count in (40, 7, -1):  # The device counts before it signs: equal, lower, zero.
        key.device.sign_count = count
        assert refused_sign_in(ops, key.sign(challenge(ops))) == secondfactor.KEY_INVALID
    key.device.sign_count = 41
    assert sign_in(ops, key)


def test_signatures_of_another_form(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    key = SecurityKey()
    enrol(ops, key)
    answer = json.loads(key.sign(challenge(ops)))
    good = base64.b64decode(answer["response"]["signature"])
    for bad in (b"", good[:-1], good + b"\0", good[:-1] + bytes([good[-1] ^ 1])):
        response = answer["response"] | {"signature": base64.b64encode(bad).decode()}
        assert refused_sign_in(ops, json.dumps(answer | {"response": response})) == secondfactor.KEY_INVALID
    for bad in ("", "{}", "[]", "null", '"', json.dumps(answer | {"id": ""})):
        assert refused_sign_in(ops, bad)[0] == 400
        tfa.gateway.must("admin", "unlock", ops.name)
    assert tfa.door.token(VERIFY, **ops.login, publicKeyCredentialJson=json.dumps(answer))


def test_a_key_of_somebody_else_cannot_be_enrolled(tfa: SecondFactors) -> None:
    first, second = tfa.newcomer(), tfa.newcomer()
    key = SecurityKey("EdDSA")
    enrol(first, key)
    tfat = second.mailed_token()
    answer = key.register(registration(second, tfat))
    assert tfa.door.refusal(ACTIVATE, tfaToken=tfat, publicKeyCredentialJson=answer) == secondfactor.KEY_DATA_INVALID


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_key_through_soap(tfa: SecondFactors, version: str) -> None:
    ops = tfa.newcomer()
    services = "twoFactorAuthU2fKeyConfigureV1,twoFactorAuthU2fKeyAuthenticateV1"
    contract = Contract.fetch(tfa.gateway, services)
    client = ZeepClient(f"{tfa.gateway.base_url}/soap/default?wsdl&services={services}", version)
    configure, authenticate = services.split(",")
    key = SecurityKey()
    tfat = ops.mailed_token()
    options = client.call(f"{configure}GetRegistrationData", tfaToken=tfat).credentialRequestOptionsJson
    client.call(f"{configure}Activate", tfaToken=tfat, publicKeyCredentialJson=key.register(options))
    contract.check(client.received.body, client.received.media_type, version)
    asked = client.call(f"{authenticate}GetAuthenticationData", **ops.login).credentialRequestOptionsJson
    token = client.call(f"{authenticate}CreateAdminAccessToken", **ops.login, publicKeyCredentialJson=key.sign(asked))
    contract.check(client.received.body, client.received.media_type, version)
    tfa.gateway.secrets.add(token)
    assert tfa.door.is_welcome(token)
    client.close()
