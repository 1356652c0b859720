"""Who needs a second factor, what the password alone gets, and the mail that leads on."""
from __future__ import annotations

import json

import pytest

import oauth
import secondfactor
import setupmail
from cases import PLAIN
from gateway import Gateway, seen_within_a_second
from protocols import PROTOCOLS, Outcome
from secondfactor import CHEAP_HASHES, GOOGLE, Door, configure, new_admin
from securitykey import SecurityKey

FORCED = ["u2fkey", "google"]
LINK = "https://shop.test/second?set-up=:tfat&again=:tfat"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory):
    """Duo is forced, too, but nobody has given its keys; so only the others count."""
    own = Gateway(tmp_path_factory.mktemp("policy"), environment=CHEAP_HASHES)
    configure(own, {
        "twofactorauth/general/force_providers": "u2fkey,duo_security,google", "twofactorauth/general/webapi_notification_url": LINK})
    own.start()
    yield own
    log = own.log.decode(errors="replace")
    assert own.terminate() == 0, log


def test_the_forced_list_and_the_link_of_the_operator(shop: Gateway) -> None:
    ops = new_admin(shop, "policy-link")
    status, value = ops.plain_sign_in()
    assert (status, value["message"]) == secondfactor.SET_UP_FIRST
    assert value["parameters"] == {"providers": FORCED, "active_providers": []}
    [mail] = setupmail.wait_for_mails(shop, ops.address)
    [link] = {link for link in setupmail.links_in(mail) if link.startswith("https://shop.test/second")}
    tfat = link.removeprefix("https://shop.test/second?set-up=").partition("&again=")[0]
    assert link == LINK.replace(":tfat", tfat)
    assert Door(shop).call("tfa/provider/google/configure", tfaToken=tfat).status == 200


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_protocol_refuses_the_password_alone(shop: Gateway, name: str) -> None:
    ops = new_admin(shop, f"policy-{name}").has_google()
    outcome = PROTOCOLS[name].sign_in(shop, "admin", ops.login)
    assert outcome == Outcome(*secondfactor.USE_PROVIDER)
    wrong = PROTOCOLS[name].sign_in(shop, "admin", ops.login | {"password": "Wrong-horse 7"})
    assert wrong == Outcome(*secondfactor.REFUSED)


def test_ten_mails_an_hour(shop: Gateway) -> None:
    ops = new_admin(shop, "policy-mails")
    answers = [ops.plain_sign_in() for _ in range(12)]
    assert {(status, value["message"]) for status, value in answers} == {secondfactor.SET_UP_FIRST}
    # Another admin's mail, queued after all of them: when it is there, so is whatever was sent before.
    setupmail.wait_for_mails(shop, ops.address, 10)
    late = new_admin(shop, "policy-late")
    late.plain_sign_in()
    setupmail.wait_for_mails(shop, late.address)
    assert len(setupmail.mails_to(shop, ops.address)) == 10


def test_one_active_provider_is_enough(shop: Gateway) -> None:
    ops = new_admin(shop, "policy-one").has_google()
    assert Door(shop).is_welcome(ops.google_token())
    challenge = "tfa/provider/u2fkey/authentication-challenge"
    assert Door(shop).refusal(challenge, **ops.login) == secondfactor.NOT_CONFIGURED


@pytest.mark.parametrize("path", ["authy/authenticate", "duo_security/authenticate", "duo-security/authenticate"])
def test_a_provider_that_is_not_in_use(shop: Gateway, path: str) -> None:
    name = f"policy-{path.replace('/', '-')}"
    ops = new_admin(shop, name).has_google()
    fields = {"otp": "1234567", "passcode": "123456"}
    address = f"tfa/provider/{path}"
    assert Door(shop).refusal(address, **ops.login, **fields) == secondfactor.NOT_ALLOWED
    # Nobody learns that without the password.
    wrong = ops.login | {"password": "Wrong-horse 7"}
    assert Door(shop).refusal(address, **wrong, **fields) == secondfactor.REFUSED


def test_what_is_missing_is_named_first(shop: Gateway) -> None:
    answer = json.loads(Door(shop).call(GOOGLE.route).text)
    assert [error["parameters"] for error in answer["errors"]] == [{"fieldName": name} for name in ("username", "password", "otp")]
    answer = json.loads(Door(shop).call("tfa/provider/google/activate", otp="123456").text)
    assert answer["parameters"] == {"fieldName": "tfaToken"}


def test_customers_and_integrations_are_not_concerned(shop: Gateway) -> None:
    shop.create_customer("ann@example.test", PLAIN)
    assert shop.token("customer", "ann@example.test", PLAIN)
    robot = oauth.activate(shop, "robot", "--resource", "Magento_TwoFactorAuth::tfa")
    assert [each["code"] for each in Door(shop).value("tfa/forced-providers", "GET", robot.access_token)] == FORCED
    weak = oauth.activate(shop, "weak", "--resource", "Magento_Customer::customer")
    assert Door(shop).refusal("tfa/forced-providers", "GET", weak.access_token)[0] == 401


def test_keys_are_of_the_host_of_the_base_url(shop: Gateway) -> None:
    """As long as the operator names no other domain."""
    door = Door(shop)
    ops = new_admin(shop, "policy-domain")
    ops.plain_sign_in()
    [mail] = setupmail.wait_for_mails(shop, ops.address)
    tfat = setupmail.links_in(mail)[0].partition("set-up=")[2].partition("&")[0]
    options = door.value("tfa/provider/u2fkey/configure", tfaToken=tfat)["credential_request_options_json"]
    assert json.loads(options)["publicKey"]["rp"] == {"name": "127.0.0.1", "id": "127.0.0.1"}
    activate = "tfa/provider/u2fkey/activate"
    key = SecurityKey()
    plain_http = key.register(options, "http://127.0.0.1:8000")
    assert door.refusal(activate, tfaToken=tfat, publicKeyCredentialJson=plain_http) == secondfactor.KEY_INVALID
    assert door.value(activate, tfaToken=tfat, publicKeyCredentialJson=key.register(options, "https://127.0.0.1:8443")) == []


def test_a_forced_list_without_anything_usable(own_gateway: Gateway) -> None:
    configure(own_gateway, {"twofactorauth/general/force_providers": "duo_security,authy"})
    ops = new_admin(own_gateway, "ops")
    own_gateway.start()
    status, value = ops.plain_sign_in()
    assert (status, value) == (400, {"message": secondfactor.NONE_AVAILABLE[1]})
    # A change of the settings needs no start.
    own_gateway.must("config", "set", "twofactorauth/general/force_providers", "")
    seen_within_a_second(lambda: ops.plain_sign_in()[0] == 200)
    own_gateway.must("config", "set", "twofactorauth/general/force_providers", "google")
    seen_within_a_second(lambda: ops.plain_sign_in()[0] == 400)
    assert ops.plain_sign_in()[1]["parameters"] == {"providers": ["google"], "active_providers": []}
    assert own_gateway.run("config", "set", "twofactorauth/general/force_providers", "google,nope").returncode == 1
