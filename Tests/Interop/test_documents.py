"""The WSDL and the documents beside it: valid, complete for the caller, and cheap to ask for again."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

import soap
from cases import PLAIN
from gateway import Gateway
from wsdl import Contract

REPOSITORY = "customerCustomerRepositoryV1"
TOKENS = ["integrationAdminTokenServiceV1", "integrationCustomerTokenServiceV1", "twoFactorAuthAdminTokenServiceV1"]
COMMITTED = Path(__file__).parents[2] / "WSDL"


@pytest.mark.parametrize("services", [*TOKENS, ",".join(TOKENS), ",".join(reversed(TOKENS))])
def test_a_guest_reads_the_token_services(gateway: Gateway, services: str) -> None:
    contract = Contract.fetch(gateway, services)
    assert contract.namespace == f"{gateway.base_url}/soap/default?services={services.replace(',', '%2C')}"
    assert all("Create" in operation for operation in contract.operations)
    assert len(contract.operations) == len(services.split(","))
    assert len(contract.ports("1.1")) == len(contract.ports("1.2")) == len(services.split(","))


def test_everybody_reads_what_she_may_call(gateway: Gateway, admin_token: str, customer_token: str) -> None:
    services = ",".join([*TOKENS, REPOSITORY])
    seen = {who: Contract.fetch(gateway, services, token).operations for who, token in
            (("guest", None), ("admin", admin_token), ("customer", customer_token), ("stranger", "0" * 32))}
    assert seen["guest"] == seen["stranger"]
    assert set(seen["guest"]) < set(seen["customer"])
    assert f"{REPOSITORY}GetSelf" in seen["customer"] and f"{REPOSITORY}GetById" not in seen["customer"]
    assert f"{REPOSITORY}GetById" in seen["admin"]


def test_nothing_to_show_is_a_fault(gateway: Gateway) -> None:
    answer = gateway.request("GET", f"/soap/default?wsdl&services={REPOSITORY}")
    assert (answer.status, answer.media_type) == (401, "text/xml")
    assert "WWW-Authenticate" in answer.headers
    read = soap.read(answer.body)
    assert (read.version, read.fault.code) == ("1.2", "Sender")
    assert "resources" in read.fault.parameters


@pytest.mark.parametrize("query, status", [
    ("wsdl", 400), ("wsdl&services=", 400), ("wsdl&services=all", 400), ("wsdl&services=a b", 400), ("wsdl&services=nopeV1", 404),
    (f"wsdl&services={TOKENS[0]}&soap=2", 400), (f"wsdl&services={TOKENS[0]}&nope=1", 400)])
def test_bad_questions_get_a_valid_fault(gateway: Gateway, query: str, status: int) -> None:
    answer = gateway.request("GET", f"/soap/default?{query.replace(' ', '%20')}")
    assert (answer.status, answer.media_type) == (status, "text/xml")
    read = soap.read(answer.body)
    assert (read.version, read.fault.code) == ("1.2", "Sender")


@pytest.mark.parametrize("version, other", [("1.1", "1.2"), ("1.2", "1.1")])
def test_one_binding_alone(gateway: Gateway, version: str, other: str) -> None:
    contract = Contract.fetch(gateway, TOKENS[0], more=f"&soap={version}")
    assert len(contract.ports(version)) == 1 and not contract.ports(other)
    assert ("soap12" in contract.root.nsmap) == (version == "1.2")
    assert contract.namespace == Contract.fetch(gateway, TOKENS[0]).namespace


def test_the_wsdl_is_asked_for_again_at_no_cost(gateway: Gateway, admin_token: str) -> None:
    path = f"/soap/default?wsdl=1&services={TOKENS[0]}"
    first = gateway.request("GET", path)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    assert gateway.request("GET", path).body == first.body
    again = gateway.request("GET", path, If_None_Match=tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert gateway.request("GET", path, If_None_Match='"another"').status == 200
    head = gateway.request("HEAD", path)
    assert (head.status, head.body, head.headers["ETag"]) == (200, b"", tag)
    assert int(head.headers["Content-Length"]) == len(first.body)
    # Another caller sees another document, and it has another tag.
    mine = gateway.request("GET", path, Authorization=f"Bearer {admin_token}", If_None_Match=tag)
    assert mine.status == 200 and mine.headers["ETag"] != tag
    assert "Authorization" in first.headers["Vary"]


def test_the_host_of_the_request_plays_no_part(gateway: Gateway) -> None:
    path = f"/soap/default?wsdl&services={TOKENS[0]}"
    spoofed = gateway.request(
        "GET", path, Host="evil.example", X_Forwarded_Host="evil.example", X_Forwarded_Proto="https", Forwarded="host=evil.example")
    assert b"evil.example" not in spoofed.body
    assert spoofed.body == gateway.request("GET", path).body


def test_the_list_of_services_leads_to_their_wsdl(gateway: Gateway, admin_token: str) -> None:
    answer = gateway.request("GET", "/soap/default?wsdl_list")
    assert (answer.status, answer.media_type) == (200, "application/json")
    listed = json.loads(answer.text)
    assert {*TOKENS, REPOSITORY} <= set(listed)
    for name, entry in listed.items():
        path = entry["wsdl_endpoint"].removeprefix(gateway.base_url)
        found = gateway.request("GET", path, Authorization=f"Bearer {admin_token}")
        assert found.status == 200, f"{name}: {found.text}"
        Contract(found.body)
    assert gateway.request("GET", "/soap/default?wsdl_list", Accept="application/xml").media_type == "application/xml"


def test_the_command_writes_what_the_server_serves(gateway: Gateway) -> None:
    # The command shows every operation; of the second name of the admin service a guest sees all.
    service = TOKENS[2]
    printed = gateway.must("wsdl", "--services", service, "--base-url", gateway.base_url)
    assert printed.strip().encode() == gateway.request("GET", f"/soap/default?wsdl&services={service}").body.strip()


@pytest.mark.parametrize("path", sorted(COMMITTED.glob("*.wsdl")), ids=lambda path: path.name)
def test_the_committed_documents_are_valid(path: Path) -> None:
    assert Contract(path.read_bytes()).operations


def test_documents_are_committed() -> None:
    assert list(COMMITTED.glob("*.wsdl")), "run make wsdl"


@pytest.mark.parametrize("path, key, version", [("/rest/default/schema", "swagger", "2.0"), ("/openapi.json", "openapi", "3.1")])
def test_the_rest_documents(gateway: Gateway, path: str, key: str, version: str) -> None:
    answer = gateway.request("GET", path)
    assert answer.status == 200
    document = json.loads(answer.text)
    assert document[key].startswith(version)
    assert any(each.endswith("/V1/integration/admin/token") for each in document["paths"])
    again = gateway.request("GET", path, If_None_Match=answer.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_a_role_shapes_the_wsdl(own_gateway: Gateway) -> None:
    own_gateway.must("role", "create", "narrow", "--resource", "Magento_Backend::admin")
    own_gateway.create_admin("narrow", PLAIN, "--role", "narrow")
    own_gateway.start()
    token = own_gateway.token("admin", "narrow", PLAIN)
    answer = own_gateway.request("GET", f"/soap/default?wsdl&services={REPOSITORY}", Authorization=f"Bearer {token}")
    assert answer.status == 401
