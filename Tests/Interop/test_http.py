"""HTTP as the specifications have it, on both façades."""
from __future__ import annotations

import pytest

import soap
from cases import PLAIN
from gateway import Gateway

SOAP_ADDRESS = "/soap/default?services=integrationAdminTokenServiceV1"


def allow(value: str) -> list[str]:
    return [each.strip() for each in value.split(",")]


@pytest.mark.parametrize("path, method, allowed", [
    ("/rest/V1/integration/admin/token", "GET", ["POST", "OPTIONS"]),
    ("/rest/V1/integration/admin/token", "DELETE", ["POST", "OPTIONS"]),
    ("/rest/V1/integration/admin/token", "PATCH", ["POST", "OPTIONS"]),
    ("/rest/V1/integration/customer/revoke-customer-token", "PUT", ["POST", "OPTIONS"]),
])
def test_a_method_that_a_path_lacks(gateway: Gateway, path: str, method: str, allowed: list[str]) -> None:
    answer = gateway.request(method, path)
    assert (answer.status, allow(answer.headers["Allow"])) == (405, allowed)
    assert answer.media_type == "application/json"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_a_method_that_soap_lacks(gateway: Gateway, method: str) -> None:
    answer = gateway.request(method, SOAP_ADDRESS)
    assert (answer.status, allow(answer.headers["Allow"])) == (405, ["POST", "OPTIONS"])
    if method != "HEAD":
        assert soap.read(answer.body).fault.code == "Sender"


@pytest.mark.parametrize("path", ["/rest/V1/integration/admin/token", "/rest/V1/customers/me", SOAP_ADDRESS])
def test_options_needs_no_credentials(gateway: Gateway, path: str) -> None:
    answer = gateway.request("OPTIONS", path)
    assert (answer.status, answer.body) == (204, b"")
    assert "OPTIONS" in allow(answer.headers["Allow"])


def test_head_is_get_without_a_body(gateway: Gateway, customer_token: str) -> None:
    answers = {
        method: gateway.request(method, "/rest/V1/customers/me", Authorization=f"Bearer {customer_token}") for method in ("GET", "HEAD")
    }
    assert answers["HEAD"].status == answers["GET"].status == 200
    assert answers["HEAD"].body == b"" != answers["GET"].body
    for name in ("Content-Type", "Content-Length", "Cache-Control", "Vary"):
        assert answers["HEAD"].headers[name] == answers["GET"].headers[name]


def test_a_guest_is_challenged(gateway: Gateway) -> None:
    answer = gateway.request("GET", "/rest/V1/customers/me")
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="token-gateway"')


@pytest.mark.parametrize("header", ["bearer {}", "BEARER {}"])
def test_the_scheme_has_no_case(gateway: Gateway, customer_token: str, header: str) -> None:
    answer = gateway.request("GET", "/rest/V1/customers/me", Authorization=header.format(customer_token))
    assert answer.status == 200


@pytest.mark.parametrize("header", ["Bearer  {}", "Bearer\t{}", 'Bearer "{}"', "Bearer {} more", "Basic {}", "{}", "Bearer"])
def test_other_forms_of_the_header_are_no_credential(gateway: Gateway, customer_token: str, header: str) -> None:
    answer = gateway.request("GET", "/rest/V1/customers/me", Authorization=header.format(customer_token))
    assert answer.status == 401


def test_a_query_is_no_credential(gateway: Gateway, customer_token: str) -> None:
    assert gateway.request("GET", f"/rest/V1/customers/me?access_token={customer_token}").status == 401


def test_secrets_do_not_belong_into_a_query(gateway: Gateway) -> None:
    answer = gateway.request("POST", "/rest/V1/integration/admin/token?username=ops&password=Wrong-horse+7")
    assert answer.status == 400
    assert b'"fieldName":"username"' in answer.body.replace(b" ", b"")


@pytest.mark.parametrize("path, content_type", [
    ("/rest/V1/integration/admin/token", "application/json"), (SOAP_ADDRESS, "application/soap+xml"), (SOAP_ADDRESS, "text/xml")])
def test_a_body_beyond_the_limit(gateway: Gateway, path: str, content_type: str) -> None:
    answer = gateway.request("POST", path, b" " * (64 * 1024 + 1), Content_Type=content_type)
    assert (answer.status, answer.headers["Connection"]) == (413, "close")


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_the_token_follows_the_version_of_the_envelope_alone(gateway: Gateway, version: str) -> None:
    operation = "integrationAdminTokenServiceV1CreateAdminAccessToken"
    body = soap.envelope(version, "urn:elsewhere", operation, {"username": "ops", "password": PLAIN})
    for headers in ({}, {"Content_Type": "text/xml"}, {"Content_Type": 'application/soap+xml; action="x"', "SOAPAction": ""}):
        answer = gateway.request("POST", SOAP_ADDRESS, body, **headers)
        assert (answer.status, answer.media_type) == (200, soap.MEDIA_TYPES[version])
        assert len(soap.read(answer.body).result.text) == 32


def test_health(gateway: Gateway) -> None:
    for path in ("/health/live", "/health/ready"):
        assert gateway.request("GET", path).status == 200


@pytest.mark.parametrize("path, status", [
    ("/rest/V1/nope", 404), ("/rest/v1/integration/admin/token", 400), ("/rest/nope/V1/integration/admin/token", 400),
    ("/rest/V2/integration/admin/token", 404), ("/rest", 400), ("/", 405), ("/Rest/V1/integration/admin/token", 404)])
def test_addresses_that_serve_no_call(gateway: Gateway, path: str, status: int) -> None:
    assert gateway.request("POST", path, b"{}", Content_Type="application/json").status == status
