"""Canaries of second factors: secrets, codes and tokens of every provider are used and then searched for in what the gateway leaves."""
from __future__ import annotations

import base64
from pathlib import Path

import pytest

import authyserver
import duoserver
import phone
import securitykey
from authyserver import OTP, AuthyServer
from canaries import assert_absent, files
from cases import PLAIN
from duoserver import PASSCODE, DuoServer
from enrolment import enrol, sign_in
from gateway import Gateway
from remotefactors import AUTHY, DUO, enrol_at_authy, enrol_at_duo
from secondfactor import CHEAP_HASHES, GOOGLE, PROVIDERS, Admin, configure, new_admin
from securitykey import SecurityKey

SECRET = "MNQW4YLSPFTW633HNRSTKOJR"


@pytest.fixture
def busy(own_gateway: Gateway):
    """A gateway that has met every secret."""
    gateway = own_gateway
    gateway.environment = CHEAP_HASHES
    configure(gateway, {
        "twofactorauth/general/force_providers": ",".join(PROVIDERS), "twofactorauth/u2fkey/webapi_challenge_domain": securitykey.DOMAIN,
        **duoserver.SETTINGS, **authyserver.SETTINGS})
    gateway.secrets |= {SECRET, duoserver.SECRET_KEY, authyserver.API_KEY}
    ops, *others = [new_admin(gateway, name) for name in ("ops", "google", "duo", "authy", "key")]
    with DuoServer() as duo, AuthyServer() as authy:
        gateway.start("--log-level", "trace", "--duo-url", duo.url, "--authy-url", authy.url)
        for each in others:
            each.ask_for_mail()
        use_google(others[0])
        use_the_rest(*others[1:], duo)
        ops.has_google(SECRET)
        token = ops.google_token()
        gateway.secrets.update(ops.door.value("tfa/provider/recovery/configure", bearer=token))
        yield gateway
    assert not duo.complaints and not authy.complaints


def use_google(ops: Admin) -> None:
    """The mailed token where it belongs, and where it does not."""
    gateway = ops.door.gateway
    tfat = ops.mailed_token()
    offered = ops.door.value("tfa/provider/google/configure", tfaToken=tfat)
    ops.secret = offered["secret_code"]
    gateway.secrets |= {ops.secret, offered["qr_code_base64"]}
    ops.door.value("tfa/tfat-user-providers", "GET", tfaToken=tfat)
    for body in (f'{{"tfaToken":"{tfat}"', f"<r><tfaToken>{tfat}</r>", f"tfaToken={tfat}"):
        for media_type in ("application/json", "application/xml", "text/plain"):
            gateway.request("POST", "/rest/V1/tfa/provider/google/activate", body.encode(), Content_Type=media_type)
    gateway.request("POST", f"/rest/V1/tfa/provider/google/activate?tfaToken={tfat}", b"{}", Content_Type="application/json")
    gateway.request("GET", f"/rest/V1/tfa/{tfat}", Authorization=f"Bearer {tfat}", Referer=f"https://shop.test/tfat/{tfat}")
    ops.door.call("tfa/provider/google/activate", tfaToken={"a": tfat}, otp=[tfat])
    ops.door.value("tfa/provider/google/activate", tfaToken=tfat, otp=phone.code(ops.secret))
    ops.google_token(+1)


def use_the_rest(at_duo: Admin, at_authy: Admin, with_key: Admin, duo: DuoServer) -> None:
    enrol_at_duo(at_duo)
    at_duo.door.token(DUO.route, **at_duo.login, passcode=PASSCODE)
    for reply in (duoserver.NOT_JSON, duoserver.BAD_PARAMETERS, duoserver.DENY):
        duo.script(at_duo.name, reply)
        at_duo.door.call(DUO.route, **at_duo.login, passcode=PASSCODE)
    enrol_at_authy(at_authy)
    at_authy.door.token(AUTHY.route, **at_authy.login, otp=OTP)
    at_authy.door.call(AUTHY.route, **at_authy.login, otp="1111111")
    key = SecurityKey()
    enrol(with_key, key)
    sign_in(with_key, key)
    with_key.door.call(GOOGLE.route, username={"a": PLAIN}, password=PLAIN, otp=SECRET)


def test_canaries_are_nowhere(busy: Gateway) -> None:
    for listing in (("config", "list"), ("config", "get", "twofactorauth/duo/secret_key"), ("config", "get", "twofactorauth/authy/api_key"),
                    ("tfa", "providers"), ("admin", "list"), ("token", "list"), ("mail", "list")):
        for option in ((), ("--json",)):
            done = busy.run(*listing, *option)
            busy.assert_no_secret(done.stdout + done.stderr, " ".join(listing))
    process = Path(f"/proc/{busy.process.pid}")
    busy.assert_no_secret((process / "cmdline").read_bytes() + (process / "environ").read_bytes(), "the list of processes")
    running = files(busy)
    assert_absent(busy.secrets, running)
    assert busy.terminate() == 0
    places = {"the log": busy.log} | files(busy)
    assert b"tfa/provider/google/authenticate" in busy.log, "the log of this run is not here"
    assert_absent(busy.secrets, places)
    raw = base64.b32decode(SECRET)
    assert not [place for place, data in places.items() if raw in data], "the secret is kept as bytes"


def test_a_secret_is_never_an_argument(own_gateway: Gateway) -> None:
    own_gateway.secrets.add(SECRET)
    own_gateway.create_admin("ops", PLAIN)
    for arguments in (("--secret", SECRET), (SECRET,)):
        done = own_gateway.run("tfa", "google", "set-secret", "ops", *arguments)
        assert done.returncode == 64, f"{arguments} was taken"
    # Nobody is there to be asked.
    assert own_gateway.run("tfa", "google", "set-secret", "ops").returncode in (1, 64)


def test_a_refused_secret_is_not_repeated(own_gateway: Gateway) -> None:
    own_gateway.create_admin("ops", PLAIN)
    bad = f"{SECRET}18189"  # 1 and 8 are no base32.
    own_gateway.secrets.add(bad)
    done = own_gateway.run("tfa", "google", "set-secret", "ops", "--secret-stdin", stdin=bad)
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1
    own_gateway.assert_no_secret(done.stdout + done.stderr, "the refusal")
