"""The counterparts of second factors themselves, without a gateway: they agree with the libraries of others and refuse what is wrong."""
from __future__ import annotations

import base64
import http.client
import json

import duo_client
import pytest
from duo_client import client as duo
from fido2 import cbor
from fido2.attestation import FidoU2FAttestation, InvalidSignature, PackedAttestation
from fido2.server import Fido2Server
from fido2.utils import sha256
from fido2.webauthn import (
    AttestationObject, AuthenticatorData, CollectedClientData, PublicKeyCredentialRpEntity, PublicKeyCredentialUserEntity,
)

import attestation
import authyserver
import duoserver
import phone
from authyserver import AuthyServer
from duoserver import DuoServer
from securitykey import ALGORITHMS, ORIGIN, SecurityKey

# The contract's vectors: secret, second, code.
VECTORS = [
    *[("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", second, code) for second, code in (
        (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"),
        (20000000000, "353130"))],
    *[("MFRGGZDF", second, code) for second, code in (
        (29, "729896"), (30, "106998"), (1700000009, "245823"), (1700000010, "321666"), (1700000040, "485651"))],
]
DUO_SIGNATURE = (
    "810b98288ff8db90cc16962e4280ef84be2b554afd83b1cf3528b3527aa147be487272d807ab1184da215a4d93d4a2fd1274632d506138d4b0acfcafb9b8421e")


@pytest.mark.parametrize("secret, second, code", VECTORS)
def test_oathtool_has_the_codes_of_the_contract(secret: str, second: int, code: str) -> None:
    assert phone.code(secret, at=second) == code


# Duo


class DuoClient(duo_client.Auth):
    """Duo's own client, which signs for Duo's host and is connected to another."""

    def __init__(self, server: DuoServer, secret_key: str = duoserver.SECRET_KEY):
        super().__init__(duoserver.INTEGRATION_KEY, secret_key, duoserver.HOST)
        self.server = server

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.server.url.removeprefix("http://"))


def test_duos_library_has_the_signature_of_the_contract() -> None:
    body = duo.Client.canon_json({"username": "ops", "passcode": "123456", "factor": "passcode"})
    header = duo.sign(
        duoserver.INTEGRATION_KEY, duoserver.SECRET_KEY, "POST", "api-0a1b2c3d.duosecurity.com", "/auth/v2/auth",
        "Tue, 14 Nov 2023 22:13:20 +0000", 5, {}, body=body, additional_headers={})
    assert base64.b64decode(header.removeprefix("Basic ")).decode() == f"{duoserver.INTEGRATION_KEY}:{DUO_SIGNATURE}"


def test_duos_client_is_served() -> None:
    with DuoServer() as server:
        client = DuoClient(server)
        assert client.enroll("ops", 60)["username"] == "ops"
        assert client.preauth("ops")["result"] == "auth"
        passcode = {"factor": "passcode", "username": "ops"}
        said = [
            client.json_api_call("POST", "/auth/v2/auth", passcode | {"passcode": code})["status"]
            for code in (duoserver.PASSCODE, "000000")
        ]
        assert said == ["allow", "deny"]
        assert client.auth("push", "ops", device="auto")["status"] == "allow"
        server.script("ops", duoserver.DENY)
        transaction = client.auth("push", "ops", device="auto", async_txn=True)["txid"]
        assert client.auth_status(transaction)["success"] is False
        assert not server.complaints


def test_a_wrong_signature_is_refused() -> None:
    with DuoServer() as server:
        with pytest.raises(RuntimeError, match="Invalid signature"):
            DuoClient(server, duoserver.SECRET_KEY[::-1]).preauth("ops")
        assert server.complaints == ["/auth/v2/preauth: the signature is wrong"]


# Security keys


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_key_convinces_another_server(algorithm: str) -> None:
    server = Fido2Server(PublicKeyCredentialRpEntity("Test", "localhost"), verify_origin=lambda origin: origin == ORIGIN)
    key = SecurityKey(algorithm)
    options, state = server.register_begin(PublicKeyCredentialUserEntity("ops", b"1"))
    challenge = list(options.public_key.challenge)
    parameters = [{"alg": number, "type": "public-key"} for number in ALGORITHMS.values()]
    made = json.loads(key.register(json.dumps({"publicKey": {
        "challenge": challenge, "user": {"id": [1]}, "rp": {"id": "localhost"}, "excludeCredentials": [], "attestation": "none",
        "pubKeyCredParams": parameters}})))["response"]
    statement = AttestationObject(base64.b64decode(made["attestationObject"]))
    data = server.register_complete(state, CollectedClientData(made["clientDataJSON"].encode()), statement)
    credential = data.credential_data
    assert credential.credential_id == key.identity and credential.public_key.ALGORITHM == ALGORITHMS[algorithm]

    options, state = server.authenticate_begin([credential])
    signed = json.loads(key.sign(json.dumps({"credentialRequestOptions": {
        "challenge": list(options.public_key.challenge), "rpId": "localhost",
        "allowCredentials": [{"type": "public-key", "id": list(key.identity)}]}})))["response"]
    server.authenticate_complete(
        state, [credential], key.identity, CollectedClientData(signed["clientDataJSON"].encode()),
        AuthenticatorData(base64.b64decode(signed["authenticatorData"])), base64.b64decode(signed["signature"]))


@pytest.mark.parametrize("format", attestation.FORMATS)
def test_statements_of_makers_verify(format: str) -> None:
    key = SecurityKey()
    made = json.loads(key.register(json.dumps({"publicKey": {
        "challenge": [0] * 16, "user": {"id": [1]}, "rp": {"id": "localhost"}, "excludeCredentials": [], "attestation": "none",
        "pubKeyCredParams": [{"alg": -7, "type": "public-key"}]}}), format=format))["response"]
    text = base64.b64decode(made["attestationObject"])
    digest = sha256(made["clientDataJSON"].encode())
    verifier = FidoU2FAttestation() if format == "fido-u2f" else PackedAttestation()
    good, bad = AttestationObject(text), AttestationObject(attestation.spoilt(text))
    verifier.verify(good.att_stmt, good.auth_data, digest)
    with pytest.raises(InvalidSignature):
        verifier.verify(bad.att_stmt, bad.auth_data, digest)
    assert cbor.decode(text)["fmt"] == verifier.FORMAT


# Authy


def test_authy_knows_its_callers() -> None:
    with AuthyServer() as server:
        server.users["1"] = authyserver.User("ops@example.test", "1", "1")
        for key, wanted in ((authyserver.API_KEY, (200, "true")), ("wrong", (401, False))):
            connection = http.client.HTTPConnection(server.url.removeprefix("http://"))
            connection.request("GET", f"/protected/json/verify/{authyserver.OTP}/1", headers={"X-Authy-API-Key": key})
            answer = connection.getresponse()
            told = json.loads(answer.read())
            assert (answer.status, told["success"]) == wanted
            connection.close()
        assert server.complaints == ["/protected/json/verify/7654321/1: X-Authy-API-Key is wrong"]
