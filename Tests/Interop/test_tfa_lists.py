"""The lists of providers, and what admins may set in them."""
from __future__ import annotations

import json

import pytest

import secondfactor
from secondfactor import PROVIDERS, Admin, SecondFactors

NAMES = {
    "google": "Google Authenticator", "duo_security": "Duo Security", "authy": "Authy", "u2fkey": "U2F (Yubikey and others)"}
FOLDERS = {"google": "google", "duo_security": "duo", "authy": "authy", "u2fkey": "u2f"}
EXTRA = {
    "google": ["qr", "configurepost", "authpost"],
    "duo_security": ["authpost"],
    "authy": ["configurepost", "configureverifypost", "verify", "authpost", "token", "onetouch", "verifyonetouch"],
    "u2fkey": ["configurepost", "authpost"],
}


def provider(code: str) -> dict:
    """As the contract has it, with its keys in order."""
    folder = f"tfa/{FOLDERS[code]}"
    return {
        "enabled": True, "engine": {"enabled": True}, "code": code, "name": NAMES[code],
        "icon": f"Magento_TwoFactorAuth::images/providers/{code}.png", "reset_allowed": code != "duo_security",
        "configure_action": f"{folder}/configure", "auth_action": f"{folder}/auth",
        "extra_actions": [f"{folder}/{action}" for action in EXTRA[code]],
    }


def codes(listed: list[dict]) -> list[str]:
    return [each["code"] for each in listed]


@pytest.fixture(scope="module")
def keeper(tfa: SecondFactors) -> Admin:
    return tfa.admin("lists-keeper").has_google()


@pytest.fixture(scope="module")
def token(keeper: Admin) -> str:
    return keeper.google_token()


def test_all_providers_as_the_contract_has_them(tfa: SecondFactors, token: str) -> None:
    for path in ("tfa/installed-providers", "tfa/forced-providers"):
        listed = tfa.door.call(path, "GET", token)
        assert listed.status == 200, listed.text
        # Order of keys included.
        assert json.dumps(json.loads(listed.text)) == json.dumps([provider(code) for code in PROVIDERS])


def test_the_providers_of_a_user(tfa: SecondFactors, token: str, keeper: Admin) -> None:
    assert codes(tfa.door.value(f"tfa/user-providers/{keeper.identity}", "GET", token)) == PROVIDERS
    assert codes(tfa.door.value(f"tfa/providers-to-activate/{keeper.identity}", "GET", token)) == PROVIDERS[1:]
    assert codes(tfa.door.value("tfa/user-providers/999999", "GET", token)) == PROVIDERS


def test_a_default_provider_is_kept(tfa: SecondFactors, token: str) -> None:
    identity = tfa.admin("lists-default").identity
    path = f"tfa/default-provider-code/{identity}"
    assert tfa.door.value(path, "GET", token) == ""
    assert tfa.door.value(path, "PUT", token, providerCode="u2fkey") is True
    assert tfa.door.value(path, "GET", token) == "u2fkey"
    assert tfa.door.value(f"tfa/user-providers/{identity}", "PUT", token, providersCodes="google,u2fkey") is True


@pytest.mark.parametrize("path, fields", [
    ("default-provider-code", {"providerCode": "foo"}), ("user-providers", {"providersCodes": "google,foo"})])
def test_what_cannot_be_set(tfa: SecondFactors, token: str, keeper: Admin, path: str, fields: dict) -> None:
    answer = tfa.door.call(f"tfa/{path}/{keeper.identity}", "PUT", token, **fields)
    assert (answer.status, json.loads(answer.text)) == (404, {"message": secondfactor.UNKNOWN_PROVIDER[1], "parameters": ["foo"]})
    known = {name: "google" for name in fields}
    answer = tfa.door.call(f"tfa/{path}/999999", "PUT", token, **known)
    assert answer.status == 404
    assert json.loads(answer.text)["parameters"] == {"fieldName": "userId", "fieldValue": 999999}


def test_only_those_with_the_right_see_lists(tfa: SecondFactors) -> None:
    for path in ("installed-providers", "forced-providers", "user-providers/1", "providers-to-activate/1", "default-provider-code/1"):
        answer = tfa.door.call(f"tfa/{path}", "GET")
        assert (answer.status, json.loads(answer.text)["parameters"]) == (401, {"resources": "Magento_TwoFactorAuth::tfa"})


def test_lists_for_the_holder_of_a_mailed_token(tfa: SecondFactors) -> None:
    ops = tfa.newcomer()
    tfat = ops.mailed_token()
    assert codes(tfa.door.value("tfa/tfat-user-providers", "GET", tfaToken=tfat)) == PROVIDERS
    ops.has_google()
    assert codes(tfa.door.value("tfa/tfat-providers-to-activate", "GET", tfaToken=tfat)) == PROVIDERS[1:]
    for path in ("tfa/tfat-user-providers", "tfa/tfat-providers-to-activate"):
        assert tfa.door.refusal(path, "GET", tfaToken="bm8=") == secondfactor.LIST_TOKEN_INVALID
        answer = tfa.door.call(path, "GET")
        assert (answer.status, json.loads(answer.text)["parameters"]) == (400, {"fieldName": "tfaToken"})
