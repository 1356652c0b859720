"""The providers of other companies, Duo and Authy: their addresses in the gateway, and how an admin enrols there."""
from __future__ import annotations

from authyserver import PHONE_CODE, Approval
from protocols import Operation
from secondfactor import Admin, SecondFactors

DUO_FOLDER = "tfa/provider/duo_security"
DUO = Operation(
    f"{DUO_FOLDER}/authenticate", "twoFactorAuthDuoAuthenticateV1", "CreateAdminAccessTokenWithCredentialsAndPasscode")

AUTHY_FOLDER = "tfa/provider/authy"
AUTHY_SERVICE = "twoFactorAuthAuthyAuthenticateV1"
AUTHY = Operation(f"{AUTHY_FOLDER}/authenticate", AUTHY_SERVICE, "CreateAdminAccessTokenWithCredentials")
ONE_TOUCH = Operation(f"{AUTHY_FOLDER}/authenticate-onetouch", AUTHY_SERVICE, "CreatAdminAccessTokenWithOneTouch")
PHONE = {"country": "31", "phone_number": "20-5550100", "method": "sms"}


def enrol_at_duo(ops: Admin) -> Admin:
    assert ops.door.value(f"{DUO_FOLDER}/activate", tfaToken=ops.mailed_token()) == []
    return ops


def enrol_at_authy(ops: Admin) -> Admin:
    tfat = ops.mailed_token()
    ops.door.value(f"{AUTHY_FOLDER}/configure", tfaToken=tfat, deviceData=PHONE)
    assert ops.door.value(f"{AUTHY_FOLDER}/activate", tfaToken=tfat, otp=PHONE_CODE) == []
    return ops


def ask_for_approval(tfa: SecondFactors, ops: Admin, *statuses: str) -> Approval:
    """Sends a one-touch request; the given statuses are told one after the other."""
    assert tfa.door.value(f"{AUTHY_FOLDER}/send-token/onetouch", **ops.login) == []
    approval = tfa.authy.approval_of(ops.address)
    approval.statuses.extend(statuses)
    return approval
