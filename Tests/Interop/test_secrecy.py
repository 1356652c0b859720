"""Canaries: passwords and tokens that are used in every way, and are then searched for in all that the gateway leaves behind."""
from __future__ import annotations

import json

import pytest

import soap
from canaries import assert_absent, files
from gateway import Gateway
from protocols import METHODS, PROTOCOLS, SERVICES
from wsdl import Contract

RIGHT = {"admin": "Canary-right-admin-4711", "customer": "Canary-right-customer-4712"}
WRONG = "Canary-wrong-4713"
CHANGED = "Canary-changed-4714"
MALFORMED = "Canary-malformed-4715"
IN_QUERY = "Canary-query-4716"
IN_HEADER = "canaryheader4717canaryheader4717"
NAMES = {"admin": "ops", "customer": "ann@example.test"}


@pytest.fixture
def busy(own_gateway: Gateway) -> Gateway:
    """A gateway that has met every canary."""
    gateway = own_gateway
    gateway.create_admin("ops", RIGHT["admin"])
    gateway.create_customer("ann@example.test", RIGHT["customer"])
    gateway.secrets |= {WRONG, CHANGED, MALFORMED, IN_QUERY, IN_HEADER}
    gateway.start("--log-level", "trace")
    for kind, name in NAMES.items():
        for protocol in PROTOCOLS.values():
            if protocol.serves(kind):
                token = protocol.sign_in(gateway, kind, {"username": name, "password": RIGHT[kind]}).token
                assert token
                gateway.secrets.add(token)
                use(gateway, token)
                assert protocol.sign_in(gateway, kind, {"username": name, "password": WRONG}).status == 401
                assert protocol.sign_in(gateway, kind, {"username": {"a": WRONG}, "password": {"b": MALFORMED}}).status == 400
                assert protocol.sign_in(gateway, kind, {"username": WRONG, "password": ""}).status == 400
    for body in MANGLED:
        for content_type in ("application/json", "application/xml", "text/plain", "multipart/form-data; boundary=x"):
            gateway.request("POST", "/rest/V1/integration/admin/token", body, Content_Type=content_type)
            gateway.request("POST", "/soap/default?services=integrationAdminTokenServiceV1", body, Content_Type=content_type)
    queries(gateway)
    return gateway


MANGLED = [
    each.encode() for each in (
        f'{{"username":"ops","password":"{MALFORMED}"', f'{{"password":"{MALFORMED}","password":"{MALFORMED}"}}', MALFORMED,
        f"<login><username>ops</username><password>{MALFORMED}</login>", f"<!DOCTYPE {MALFORMED}><login/>",
        f"<login><password><{MALFORMED}/></password></login>", f"username=ops&password={MALFORMED}",
    )
]


def use(gateway: Gateway, token: str) -> None:
    """Shows a token to addresses that take it, refuse it and do not exist."""
    for path in ("/rest/V1/customers/me", "/rest/V1/customers/1", "/rest/V1/nope", "/nope", "/soap/default", "/health/ready",
                 "/soap/default?wsdl&services=customerCustomerRepositoryV1", f"/rest/V1/customers/me?access_token={token}",
                 f"/rest/{token}/V1", f"/{token}"):
        answer = gateway.request("GET", path, Authorization=f"Bearer {token}")
        gateway.assert_no_secret(answer.body, f"the answer to {path.replace(token, 'TOKEN')}")
    service = SERVICES["customer"]
    contract = Contract.fetch(gateway, service)
    body = soap.envelope("1.2", contract.namespace, f"{service}{METHODS['customer']}", {"username": "nobody", "password": token})
    gateway.request("POST", f"/soap/default?services={service}", body, SOAPAction=token, Authorization=f"Bearer {token}")


def queries(gateway: Gateway) -> None:
    for path in (f"/rest/V1/integration/admin/token?username=ops&password={IN_QUERY}",
                 f"/soap/default?services=integrationAdminTokenServiceV1&password={IN_QUERY}",
                 f"/rest/V1/integration/{IN_QUERY}/token", f"/soap/{IN_QUERY}?services={IN_QUERY}"):
        gateway.request("POST", path, b"{}", Content_Type="application/json")
    for header in (f"Bearer {IN_HEADER}", f"Bearer  {IN_HEADER}", f"Basic {IN_HEADER}", IN_HEADER, f'OAuth oauth_token="{IN_HEADER}"'):
        for path in ("/rest/V1/customers/me", "/nope"):
            gateway.request("GET", path, Authorization=header, Cookie=f"PHPSESSID={IN_HEADER}", Referer=f"http://x/?{IN_HEADER}")


def test_canaries_are_nowhere(busy: Gateway) -> None:
    for listing in (("token", "list"), ("admin", "list"), ("customer", "list"), ("config", "list")):
        for option in ((), ("--json",)):
            busy.assert_no_secret(busy.must(*listing, *option).encode(), " ".join(listing))
    busy.must("admin", "password", "ops", "--password-stdin", stdin=CHANGED)
    running = files(busy)
    assert any(name.endswith("-wal") for name in running), "the database is not in WAL mode"
    assert_absent(busy.secrets, running)
    assert busy.terminate() == 0
    places = {"the log": busy.log} | files(busy)
    # The search finds what is there.
    assert any(NAMES["customer"].encode() in data for data in places.values()) and b"/customers/me" in busy.log
    assert_absent(busy.secrets, places)


def test_refused_commands_keep_passwords_to_themselves(own_gateway: Gateway) -> None:
    own_gateway.secrets.add(WRONG)
    done = own_gateway.run("admin", "create", "ops", "--email", "ops@example.test", "--password-stdin", stdin=f" {WRONG} ")
    assert done.returncode == 1, "a password with blanks at its ends was taken"
    own_gateway.assert_no_secret(done.stdout + done.stderr, "the refusal")
    done = own_gateway.run("admin", "create", "ops", "--email", "ops@example.test", "--password", WRONG)
    assert done.returncode == 64, "a password on the command line was taken"
    own_gateway.assert_no_secret(done.stdout + done.stderr, "the refusal")


def test_a_password_is_never_an_argument(own_gateway: Gateway) -> None:
    help_text = own_gateway.run("admin", "create", "--help").stdout.decode()
    assert "--password-stdin" in help_text
    assert "--password " not in help_text.replace("--password-stdin", "")


def test_the_audit_shows_who_and_never_the_secret(busy: Gateway) -> None:
    listed = json.loads(busy.must("token", "list", "--json"))
    assert listed
    busy.assert_no_secret(json.dumps(listed).encode(), "token list")
