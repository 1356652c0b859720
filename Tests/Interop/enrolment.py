"""A security key between an admin and the gateway: the four addresses of WebAuthn, and those for further keys."""
from __future__ import annotations

from secondfactor import Admin
from securitykey import ORIGIN, SecurityKey

CONFIGURE, ACTIVATE = "tfa/provider/u2fkey/configure", "tfa/provider/u2fkey/activate"
CHALLENGE, VERIFY = "tfa/provider/u2fkey/authentication-challenge", "tfa/provider/u2fkey/verify"
KEYS, CONFIGURE_MORE = "tfa/provider/u2fkey/keys", "tfa/provider/u2fkey/keys/configure"


def registration(admin: Admin, tfat: str) -> str:
    """New options, as the JSON text that a page hands to the browser."""
    return admin.door.value(CONFIGURE, tfaToken=tfat)["credential_request_options_json"]


def challenge(admin: Admin) -> str:
    return admin.door.value(CHALLENGE, **admin.login)["credential_request_options_json"]


def enrol(admin: Admin, key: SecurityKey, **how: object) -> None:
    """The first key, through a mailed token."""
    tfat = admin.mailed_token()
    answer = key.register(registration(admin, tfat), **how)
    assert admin.door.value(ACTIVATE, tfaToken=tfat, publicKeyCredentialJson=answer) == []


def sign_in(admin: Admin, key: SecurityKey, origin: str = ORIGIN) -> str:
    return admin.door.token(VERIFY, **admin.login, publicKeyCredentialJson=key.sign(challenge(admin), origin))


def refused_sign_in(admin: Admin, answer: str) -> tuple[int, str]:
    return admin.door.refusal(VERIFY, **admin.login, publicKeyCredentialJson=answer)


def add(admin: Admin, bearer: str, key: SecurityKey) -> None:
    """A further key, by the admin's own token."""
    options = admin.door.value(CONFIGURE_MORE, bearer=bearer)["credential_request_options_json"]
    admin.door.value(KEYS, bearer=bearer, publicKeyCredentialJson=key.register(options))
