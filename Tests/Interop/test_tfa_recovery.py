"""Recovery codes: for the day on which phone and key are at home."""
from __future__ import annotations

import re

import pytest

import secondfactor
from canaries import assert_absent, files
from clients import Refused
from clients.php import PHPClient
from protocols import PROTOCOLS, Operation, Outcome
from secondfactor import Admin, SecondFactors

CONFIGURE = "tfa/provider/recovery/configure"
SERVICE = "twoFactorAuthRecoveryV1"
RECOVERY = Operation("tfa/provider/recovery/authenticate", SERVICE, "CreateAdminAccessToken")


def new_codes(ops: Admin, token: str) -> list[str]:
    codes = ops.door.value(CONFIGURE, bearer=token)
    ops.door.gateway.secrets.update(codes)
    assert len(set(codes)) == 10 and all(re.fullmatch("[0-9a-z]{10}", code) for code in codes)
    return codes


def test_each_code_opens_once(tfa: SecondFactors) -> None:
    ops = tfa.admin("recovery-once").has_google()
    codes = new_codes(ops, ops.google_token())
    for name, code in zip(["rest-json", "rest-xml", "soap-1.1", "soap-1.2"], codes):
        protocol = PROTOCOLS[name]
        fields = ops.login | {"code": code}
        token = protocol.call(tfa.gateway, RECOVERY, fields).token
        assert tfa.door.is_welcome(token)
        assert protocol.call(tfa.gateway, RECOVERY, fields) == Outcome(*secondfactor.CODE_INVALID)
    assert tfa.door.token(RECOVERY.route, **ops.login, code=codes[-1])
    # The other factor works as before.
    assert ops.google_token(+1)


def test_new_codes_end_the_old_ones(tfa: SecondFactors) -> None:
    ops = tfa.admin("recovery-new").has_google()
    token = ops.google_token()
    old, new = new_codes(ops, token), new_codes(ops, token)
    assert not set(old) & set(new)
    assert tfa.door.refusal(RECOVERY.route, **ops.login, code=old[0]) == secondfactor.CODE_INVALID
    assert tfa.door.token(RECOVERY.route, **ops.login, code=new[0])


def test_codes_are_of_one_admin_and_count_in_the_lock(tfa: SecondFactors) -> None:
    ops, other = (tfa.admin(f"recovery-{name}").has_google() for name in ("owner", "other"))
    codes = new_codes(ops, ops.google_token())
    new_codes(other, other.google_token())
    assert tfa.door.refusal(RECOVERY.route, **other.login, code=codes[0]) == secondfactor.CODE_INVALID
    wrong = ops.login | {"password": "Wrong-horse 7"}
    assert tfa.door.refusal(RECOVERY.route, **wrong, code=codes[0]) == secondfactor.REFUSED
    for bad in ("x", "0000000000", codes[0][:-1], codes[0] + "0", codes[0][::-1]):
        assert tfa.door.refusal(RECOVERY.route, **ops.login, code=bad) == secondfactor.CODE_INVALID
    assert tfa.door.refusal(RECOVERY.route, **ops.login, code=codes[0]) == secondfactor.REFUSED, "six refusals did not lock"
    tfa.gateway.must("admin", "unlock", ops.name)
    assert tfa.door.token(RECOVERY.route, **ops.login, code=codes[0])


def test_only_an_admin_gets_codes(tfa: SecondFactors) -> None:
    for bearer in (None, tfa.customer("recovery-customer")):
        assert tfa.door.refusal(CONFIGURE, bearer=bearer)[0] == 401


def test_codes_are_kept_as_digests(tfa: SecondFactors) -> None:
    ops = tfa.admin("recovery-digest").has_google()
    codes = new_codes(ops, ops.google_token())
    assert_absent(set(codes), files(tfa.gateway) | {"the log": tfa.gateway.log})


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_codes_through_php(tfa: SecondFactors, version: str) -> None:
    ops = tfa.admin(f"recovery-php-{version}").has_google()
    client = PHPClient(f"{tfa.gateway.base_url}/soap/default?wsdl&services={SERVICE}", version, ops.google_token())
    codes = client.call(f"{SERVICE}GenerateCodes").item
    assert len(codes) == 10
    tfa.gateway.secrets.update(codes)
    token = client.call(f"{SERVICE}CreateAdminAccessToken", **ops.login, code=codes[0])
    tfa.gateway.secrets.add(token)
    assert tfa.door.is_welcome(token)
    with pytest.raises(Refused, match="used before"):
        client.call(f"{SERVICE}CreateAdminAccessToken", **ops.login, code=codes[0])
    client.close()
