"""Security keys in software: soft-webauthn's, and others with algorithms that it does not have. All speak the contract's JSON."""
from __future__ import annotations

import base64
import json
import os
from struct import pack

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from fido2 import cbor
from fido2.cose import ES256, RS256, CoseKey, EdDSA
from fido2.utils import sha256
from soft_webauthn import SoftWebauthnDevice

import attestation

DOMAIN = "localhost"
ORIGIN = "http://localhost:8000"
ALGORITHMS = {"ES256": ES256.ALGORITHM, "EdDSA": EdDSA.ALGORITHM, "RS256": RS256.ALGORITHM}


class OtherDevice(SoftWebauthnDevice):
    """soft-webauthn's device with a key of another kind. Its key and id stay the same when it registers again."""

    def __init__(self, algorithm: str):
        super().__init__()
        self.algorithm = algorithm
        if algorithm == "EdDSA":
            self.private_key = ed25519.Ed25519PrivateKey.generate()
        else:
            self.private_key = rsa.generate_private_key(65537, 2048)
        self.credential_id = os.urandom(16)

    @property
    def public_key(self) -> CoseKey:
        return (EdDSA if self.algorithm == "EdDSA" else RS256).from_cryptography_key(self.private_key.public_key())

    def create(self, options: dict, origin: str) -> dict:
        self.rp_id = options["publicKey"]["rp"]["id"]
        client_data = self._client_data("webauthn.create", options, origin)
        data = sha256(self.rp_id.encode()) + b"\x41" + pack(">I", self.sign_count) + self.aaguid
        data += pack(">H", len(self.credential_id)) + self.credential_id + cbor.encode(self.public_key)
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return {"rawId": self.credential_id, "response": {"clientDataJSON": client_data, "attestationObject": statement}}

    def get(self, options: dict, origin: str) -> dict:
        self.sign_count += 1
        client_data = self._client_data("webauthn.get", options, origin)
        data = sha256(self.rp_id.encode()) + b"\x01" + pack(">I", self.sign_count)
        signed = data + sha256(client_data)
        signature = (
            self.private_key.sign(signed) if self.algorithm == "EdDSA"
            else self.private_key.sign(signed, padding.PKCS1v15(), hashes.SHA256()))
        return {
            "rawId": self.credential_id,
            "response": {"clientDataJSON": client_data, "authenticatorData": data, "signature": signature},
        }

    @staticmethod
    def _client_data(kind: str, options: dict, origin: str) -> bytes:
        challenge = base64.urlsafe_b64encode(options["publicKey"]["challenge"]).decode().rstrip("=")
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()


class SecurityKey:
    """A key and the program between it and the gateway."""

    def __init__(self, algorithm: str = "ES256", encode=base64.b64encode):
        self.device = SoftWebauthnDevice() if algorithm == "ES256" else OtherDevice(algorithm)
        self.algorithm = algorithm
        self._encode = encode

    @property
    def identity(self) -> bytes:
        return self.device.credential_id

    def register(self, options: str, origin: str = ORIGIN, format: str = "none", also_parsed: bool = False) -> str:
        """The answer to the options of a registration, for `publicKeyCredentialJson`."""
        wanted = registration_options(options)
        assert {"alg": ALGORITHMS[self.algorithm], "type": "public-key"} in wanted["publicKey"]["pubKeyCredParams"]
        made = self.device.create(wanted, origin)
        client_data = made["response"]["clientDataJSON"]
        statement = made["response"]["attestationObject"]
        if format != "none":
            statement = attestation.attested(statement, client_data, self.device.private_key, format)
        response = {"clientDataJSON": client_data.decode(), "attestationObject": self._text(statement)}
        if also_parsed:
            response["clientData"] = json.loads(client_data)
        return json.dumps({"id": self._text(made["rawId"]), "response": response})

    def sign(self, options: str, origin: str = ORIGIN) -> str:
        """The answer to a challenge, for `publicKeyCredentialJson`."""
        wanted = sign_in_options(options)
        offered = [each["id"] for each in wanted["publicKey"]["allowCredentials"]]
        assert self.identity in offered, "the key is not asked for"
        made = self.device.get(wanted, origin)
        response = made["response"]
        return json.dumps({
            "type": "public-key", "id": self._text(made["rawId"]),
            "response": {
                "authenticatorData": self._text(response["authenticatorData"]),
                "clientDataJSON": response["clientDataJSON"].decode(),
                "signature": self._text(response["signature"]),
            },
        })

    def _text(self, data: bytes) -> str:
        return self._encode(data).decode()


def unpadded_url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def registration_options(text: str) -> dict:
    """As `navigator.credentials.create` takes them: lists of numbers are bytes."""
    options = json.loads(text)
    inner = options["publicKey"]
    inner["challenge"] = bytes(inner["challenge"])
    inner["user"]["id"] = bytes(inner["user"]["id"])
    for each in inner["excludeCredentials"]:
        each["id"] = bytes(each["id"])
    return options


def sign_in_options(text: str) -> dict:
    """As `navigator.credentials.get` takes them."""
    inner = json.loads(text)["credentialRequestOptions"]
    inner["challenge"] = bytes(inner["challenge"])
    for each in inner["allowCredentials"]:
        each["id"] = bytes(each["id"])
    return {"publicKey": inner}
