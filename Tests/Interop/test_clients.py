"""What a customer's program does, with each client: sign in, read, revoke, and be refused in a way that it can understand."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from cases import COMPOSED, PLAIN
from clients import Client
from clients.program import STACKS, Program
from gateway import Gateway
from wsdl import Contract

ADMINS = "integrationAdminTokenServiceV1"
CUSTOMERS = "integrationCustomerTokenServiceV1"
REPOSITORY = "customerCustomerRepositoryV1"
BOTH = f"{ADMINS},{CUSTOMERS}"


@pytest.fixture(params=STACKS)
def stack(request: pytest.FixtureRequest, gateway: Gateway, tmp_path: Path):
    """Makes programs on one client stack and SOAP version."""
    make, version = request.param
    clients: list[Client] = []

    def program(services: str, token: str | None = None, contract: Contract | None = None, location: str | None = None) -> Program:
        """From the address of the WSDL, or from a contract that was kept in a file."""
        if contract:
            path = tmp_path / f"contract-{len(clients)}.wsdl"
            path.write_bytes(contract.document)
            client = make(str(path), version, token, location)
        else:
            address = f"{gateway.base_url}/soap/default?wsdl&services={services}"
            client = make(address, version, token, location)
            contract = Contract.fetch(gateway, services, token)
        clients.append(client)
        return Program(client, contract, version)

    yield program
    for client in clients:
        client.close()


def sign_in(program: Program, gateway: Gateway, operation: str, username: str, password: str) -> str:
    token = str(program.call(operation, username=username, password=password))
    assert len(token) == 32
    gateway.secrets.add(token)
    return token


def test_customer_signs_in_reads_herself_and_revokes(stack, gateway: Gateway) -> None:
    token = sign_in(stack(CUSTOMERS), gateway, f"{CUSTOMERS}CreateCustomerAccessToken", "ann@example.test", PLAIN)
    mine = stack(f"{CUSTOMERS},{REPOSITORY}", token)
    # The WSDL asks for the id; whose it is, the token alone decides.
    ann = mine.call(f"{REPOSITORY}GetSelf", customerId=0)
    assert (ann.email, ann.firstname, ann.lastname) == ("ann@example.test", "Ann", "Lee")
    assert mine.call(f"{CUSTOMERS}RevokeCustomerAccessToken", customerId=0) is True
    assert mine.refusal(f"{REPOSITORY}GetSelf", customerId=0).parameters == {"resources": "self"}


def test_admin_signs_in_reads_a_customer_and_revokes(stack, gateway: Gateway, customer_token: str) -> None:
    token = sign_in(stack(ADMINS), gateway, f"{ADMINS}CreateAdminAccessToken", "ops", PLAIN)
    mine = stack(f"{ADMINS},{REPOSITORY}", token)
    found = mine.call(f"{REPOSITORY}GetById", customerId=keeper_id(gateway, customer_token))
    assert found.email == "keeper@example.test"
    assert mine.call(f"{ADMINS}RevokeAdminAccessToken") is True
    refusal = mine.refusal(f"{REPOSITORY}GetById", customerId=int(found.id))
    assert refusal.parameters == {"resources": "Magento_Customer::customer"}


def test_wrong_password_is_a_fault_without_detail(stack) -> None:
    program = stack(BOTH)
    for operation, name in (("Admin", "ops"), ("Customer", "ann@example.test")):
        service = ADMINS if operation == "Admin" else CUSTOMERS
        refusal = program.refusal(f"{service}Create{operation}AccessToken", username=name, password="Wrong-horse 7")
        assert (refusal.text, refusal.parameters, refusal.wrapped) == ("Sign-in refused.", {}, [])


def test_missing_permission_is_named_in_the_detail(stack, gateway: Gateway, admin_token: str, customer_token: str) -> None:
    program = stack("", customer_token, Contract.fetch(gateway, REPOSITORY, admin_token))
    refusal = program.refusal(f"{REPOSITORY}GetById", customerId=1)
    assert refusal.parameters == {"resources": "Magento_Customer::customer"}
    assert refusal.text == "Permission missing: %resources."


def test_one_empty_field_is_named_in_the_detail(stack) -> None:
    refusal = stack(CUSTOMERS).refusal(f"{CUSTOMERS}CreateCustomerAccessToken", username="ann@example.test", password="")
    assert (refusal.parameters, refusal.wrapped) == ({"fieldName": "password"}, [])


def test_several_empty_fields_are_wrapped_in_the_detail(stack) -> None:
    refusal = stack(ADMINS).refusal(f"{ADMINS}CreateAdminAccessToken", username="", password="")
    assert (refusal.parameters, refusal.wrapped) == ({}, [{"fieldName": "username"}, {"fieldName": "password"}])


def test_unicode_goes_both_ways(stack, gateway: Gateway, admin_token: str) -> None:
    sign_in(stack(CUSTOMERS), gateway, f"{CUSTOMERS}CreateCustomerAccessToken", "composed@example.test", COMPOSED)
    refusal = stack(REPOSITORY, admin_token).refusal(f"{REPOSITORY}GetById", customerId=2147483647)
    assert refusal.parameters == {"fieldName": "customerId", "fieldValue": "2147483647"}


def test_client_of_another_host_works_when_it_is_pointed_here(stack, gateway: Gateway) -> None:
    """A client that was generated from another installation's WSDL: its namespace is that host's."""
    document = gateway.must("wsdl", "--services", BOTH, "--base-url", "https://shop.example")
    contract = Contract(document.encode())
    assert contract.namespace.startswith("https://shop.example/soap/default?services=")
    program = stack("", None, contract, f"{gateway.base_url}/soap/default?services={BOTH}")
    sign_in(program, gateway, f"{ADMINS}CreateAdminAccessToken", "ops", PLAIN)
    sign_in(program, gateway, f"{CUSTOMERS}CreateCustomerAccessToken", "ann@example.test", PLAIN)


def keeper_id(gateway: Gateway, token: str) -> int:
    answer = gateway.request("GET", "/rest/V1/customers/me", Authorization=f"Bearer {token}")
    assert answer.status == 200, answer.text
    return json.loads(answer.text)["id"]
