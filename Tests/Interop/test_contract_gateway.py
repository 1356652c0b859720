"""The contract tester against this gateway: every service, SOAP and REST."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from cases import PLAIN
from contract import contract, test_run
from gateway import Gateway

DOCUMENTS = Path(__file__).parents[2] / "WSDL"
SERVICES = sorted(path.stem for path in DOCUMENTS.glob("*V1.wsdl"))


@pytest.fixture(scope="module")
def tested(tmp_path_factory: pytest.TempPathFactory):
    """A gateway of its own: the tests change accounts and fail sign-ins."""
    own = Gateway(tmp_path_factory.mktemp("contract"))
    own.must("config", "set", "oauth/authentication_lock/max_failures_count", "100")
    own.create_admin("tester", PLAIN)
    # Generated ids are 1: the first customer may be changed and deleted, the second one stays.
    own.create_customer("first@example.test", PLAIN)
    own.create_customer("ann@example.test", PLAIN)
    own.start()
    yield own
    log = own.log.decode(errors="replace")
    assert own.terminate() == 0, log


@pytest.fixture(scope="module")
def data(tested: Gateway, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Operations that sign out keep the token of the tester; the others may do what they like."""
    path = tmp_path_factory.mktemp("data") / "contract.yaml"
    path.write_text(json.dumps({
        "auth": {"bearer": {"env": "TOKEN"}},
        # The caller's own id stands in for whatever is sent.
        "ignored": ["adminId", "customerId"],
        "operations": {
            "integrationAdminTokenServiceV1CreateAdminAccessToken": {
                "auth": "none", "values": {"username": "tester", "password": {"env": "PASSWORD"}}},
            "integrationCustomerTokenServiceV1CreateCustomerAccessToken": {
                "auth": "none", "values": {"username": "ann@example.test", "password": {"env": "PASSWORD"}}},
            "customerCustomerRepositoryV1GetById": {"values": {"customerId": "2"}},
            "customerCustomerRepositoryV1GetSelf": {"auth": {"bearer": {"env": "CUSTOMER"}}},
            "customerCustomerRepositoryV1SaveSelf": {"auth": {"bearer": {"env": "CUSTOMER"}}},
            "GetV1CustomersCustomerId": {"values": {"customerId": "2"}},
        },
        "pairs": {"customerCustomerRepositoryV1GetById": "GetV1CustomersCustomerId"},
        "cases": [
            {
                "name": "an unknown customer", "operation": "customerCustomerRepositoryV1GetById", "values": {"customerId": "999999"},
                "expect": "Sender", "message": "was not found"},
            {
                "name": "the customer", "operation": "customerCustomerRepositoryV1GetById", "values": {"customerId": "2"},
                "expect": "success", "response": {"result/email": "ann@example.test"}},
        ],
    }))
    return path


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_keeps_its_contract(service: str, tested: Gateway, data: Path, tmp_path: Path) -> None:
    description = tmp_path / f"{service}.wsdl"
    description.write_text(tested.must("wsdl", "--base-url", tested.base_url, "--services", service))
    secrets = credentials(tested)
    run = test_run(
        tmp_path, description, "--allow", "all", "--allow-lockout", "--no-shrink", "--data", data, environment=secrets)
    assert run.status == 0 and not run.findings, run.output
    assert {case["operation"] for case in run.report["cases"]} == set(operations(description)), run.output
    everything = (tmp_path / "report.json").read_text() + run.output
    assert not [name for name, secret in secrets.items() if secret in everything]


def credentials(gateway: Gateway) -> dict[str, str]:
    return {
        "TOKEN": gateway.token("admin", "tester", PLAIN), "CUSTOMER": gateway.token("customer", "ann@example.test", PLAIN),
        "PASSWORD": PLAIN,
    }


def operations(description: Path) -> set[str]:
    from lxml import etree

    return set(etree.parse(str(description)).xpath("//*[local-name()='portType']/*[local-name()='operation']/@name"))


def test_rest_keeps_its_contract_and_means_the_same_as_soap(tested: Gateway, data: Path, tmp_path: Path) -> None:
    service = "customerCustomerRepositoryV1"
    document = tmp_path / "openapi.json"
    tested.must("openapi", "--base-url", tested.base_url, "--write", str(document))
    description = tmp_path / f"{service}.wsdl"
    description.write_text(tested.must("wsdl", "--base-url", tested.base_url, "--services", service))
    run = test_run(
        tmp_path, description, "--openapi", document, "--no-shrink", "--data", data,
        environment=credentials(tested))
    assert run.status == 0 and not run.findings, run.output
    assert any(case["protocol"] == "REST" and case["status"] == 200 for case in run.report["cases"])


def test_a_token_of_one_operation_is_the_bearer_of_the_next(tested: Gateway, tmp_path: Path) -> None:
    description = tmp_path / "two.wsdl"
    services = "integrationCustomerTokenServiceV1,customerCustomerRepositoryV1"
    description.write_text(tested.must("wsdl", "--base-url", tested.base_url, "--services", services))
    data = tmp_path / "chain.yaml"
    data.write_text(f"""
operations:
  integrationCustomerTokenServiceV1CreateCustomerAccessToken:
    allow: true
    values: {{username: ann@example.test, password: {{env: PASSWORD}}}}
    save: {{token: result}}
  customerCustomerRepositoryV1GetSelf:
    auth: {{bearer: "${{token}}"}}
cases:
  - name: own data
    operation: customerCustomerRepositoryV1GetSelf
    expect: success
    response: {{result/email: ann@example.test}}
ignored: [customerId]
""")
    only = ("--only", "customerCustomerRepositoryV1GetSelf")
    run = test_run(tmp_path, description, "--data", data, *only, environment={"PASSWORD": PLAIN})
    assert run.status == 0 and not run.findings, run.output
    wrong = test_run(tmp_path, description, "--data", data, *only, environment={"PASSWORD": "not the password"})
    assert wrong.status == 1 and {"OUTCOME-CHAIN", "OUTCOME-EXPECTED"} <= wrong.rules, wrong.output


def test_the_committed_documents_do_not_break_clients_of_the_running_ones(tested: Gateway, tmp_path: Path) -> None:
    description = tmp_path / "all.wsdl"
    description.write_text(tested.must("wsdl", "--base-url", "https://gateway.example"))
    same = contract("diff", DOCUMENTS / "all.wsdl", description, "--fail-on", "any")
    assert same.returncode == 0, same.stdout
    document = tmp_path / "openapi.json"
    tested.must("openapi", "--base-url", "https://gateway.example", "--write", str(document))
    same = contract("diff", DOCUMENTS.parent / "OpenAPI" / "openapi.json", document, "--fail-on", "any")
    assert same.returncode == 0, same.stdout
