"""Attestation statements beyond `none`, as keys of some makers send them."""
from __future__ import annotations

from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from fido2 import cbor
from fido2.utils import sha256
from fido2.webauthn import AuthenticatorData

FORMATS = ["packed-self", "packed", "fido-u2f"]


def attested(plain: bytes, client_data: bytes, key: ec.EllipticCurvePrivateKey, format: str) -> bytes:
    """The attestation object with a statement in place of `none`: signed by the key itself, or by a maker with a certificate."""
    data = cbor.decode(plain)["authData"]
    digest = sha256(client_data)
    if format == "packed-self":
        return _object("packed", data, {"alg": -7, "sig": _sign(key, data + digest)})
    maker = ec.generate_private_key(ec.SECP256R1())
    chain = [_certificate(maker)]
    if format == "packed":
        return _object("packed", data, {"alg": -7, "sig": _sign(maker, data + digest), "x5c": chain})
    read = AuthenticatorData(data)
    public = read.credential_data.public_key
    signed = b"\0" + read.rp_id_hash + digest + read.credential_data.credential_id + b"\x04" + public[-2] + public[-3]
    return _object("fido-u2f", data, {"sig": _sign(maker, signed), "x5c": chain})


def spoilt(statement: bytes) -> bytes:
    """The same with one bit of the signature changed."""
    read = cbor.decode(statement)
    signature = bytearray(read["attStmt"]["sig"])
    signature[-1] ^= 1
    return cbor.encode(read | {"attStmt": read["attStmt"] | {"sig": bytes(signature)}})


def _object(format: str, data: bytes, statement: dict) -> bytes:
    return cbor.encode({"fmt": format, "attStmt": statement, "authData": data})


def _sign(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def _certificate(maker: ec.EllipticCurvePrivateKey) -> bytes:
    """DER, with what WebAuthn §8.2.1 wants of it."""
    names = [
        (NameOID.COUNTRY_NAME, "NL"), (NameOID.ORGANIZATION_NAME, "Keys"), (NameOID.ORGANIZATIONAL_UNIT_NAME, "Authenticator Attestation"),
        (NameOID.COMMON_NAME, "Keys Attestation 1"),
    ]
    name = x509.Name([x509.NameAttribute(kind, value) for kind, value in names])
    today = datetime.now(timezone.utc)
    builder = x509.CertificateBuilder(
        issuer_name=name, subject_name=name, public_key=maker.public_key(), serial_number=x509.random_serial_number(),
        not_valid_before=today - timedelta(days=1), not_valid_after=today + timedelta(days=1))
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.sign(maker, hashes.SHA256()).public_bytes(Encoding.DER)
