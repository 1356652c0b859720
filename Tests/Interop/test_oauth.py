"""OAuth 1.0a as other people's clients sign it: requests-oauthlib and php-oauth, on REST and SOAP."""
from __future__ import annotations

import json

import pytest
import zeep
from zeep.transports import Transport

import oauth
import soap
from gateway import PATIENCE, Gateway
from oauth import Application, Credentials

SERVICE = "customerCustomerRepositoryV1"
# Encoded brackets, a blank, a slash that is encoded twice, a name given twice, one without a value.
AWKWARD = "fields=id%2Cemail&a%5Bb%5D%5B0%5D=x%20y%252Fz&tag=2&tag=1&empty="


@pytest.fixture(scope="module")
def shop(gateway: Gateway) -> Credentials:
    return oauth.activate(gateway, "shop")


@pytest.fixture(scope="module")
def customer_id(gateway: Gateway) -> int:
    listed = json.loads(gateway.must("customer", "list", "--json"))
    return next(customer["id"] for customer in listed if customer["email"] == "keeper@example.test")


@pytest.fixture
def address(gateway: Gateway, customer_id: int) -> str:
    return f"{gateway.base_url}/rest/V1/customers/{customer_id}"


def envelope(gateway: Gateway, customer_id: int, version: str) -> bytes:
    namespace = f"{gateway.base_url}/soap/default?services={SERVICE}"
    return soap.envelope(version, namespace, SERVICE + "GetById", {"customerId": str(customer_id)})


# requests-oauthlib


def test_python_on_rest(shop: Credentials, address: str, customer_id: int):
    with oauth.session(shop) as client:
        answer = client.get(f"{address}?{AWKWARD}", timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"id": customer_id, "email": "keeper@example.test"}


def test_python_with_a_body_that_is_not_signed(gateway: Gateway, shop: Credentials):
    # The client adds oauth_body_hash, which is signed like any other parameter of the header.
    with oauth.session(shop) as client:
        answer = client.post(
            f"{gateway.base_url}/rest/V1/integration/admin/revoke-admin-token", data="{}", timeout=PATIENCE,
            headers={"Content-Type": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["parameters"] == {"resources": "self"}


def test_python_on_soap(gateway: Gateway, shop: Credentials, customer_id: int):
    transport = Transport(session=oauth.session(shop), timeout=PATIENCE, operation_timeout=PATIENCE)
    client = zeep.Client(f"{gateway.base_url}/soap/default?wsdl&services={SERVICE}", transport=transport)
    found = getattr(client.service, SERVICE + "GetById")(customerId=customer_id)
    assert found.email == "keeper@example.test"


def test_a_wrong_secret(gateway: Gateway, shop: Credentials, address: str):
    wrong = Credentials(shop.consumer_key, shop.consumer_secret[::-1], shop.access_token, shop.access_token_secret)
    with oauth.session(wrong) as client:
        answer = client.get(address, timeout=PATIENCE)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="token-gateway", OAuth realm="token-gateway"'
    gateway.assert_no_secret(answer.content, "a refusal")


def test_the_same_request_twice(shop: Credentials, address: str):
    with oauth.session() as client:
        request = client.prepare_request(oauth.requests.Request("GET", address, auth=shop.python))
        assert client.send(request, timeout=PATIENCE).status_code == 200
        again = client.send(request, timeout=PATIENCE)
    assert again.status_code == 401
    assert again.json()["parameters"] != []


# php-oauth


def test_php_on_rest(shop: Credentials, address: str, customer_id: int):
    status, body = oauth.php(shop, "GET", f"{address}?fields=id%2Cemail&tag=1&empty=")
    assert (status, json.loads(body)) == (200, {"id": customer_id, "email": "keeper@example.test"})


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_php_on_soap(gateway: Gateway, shop: Credentials, customer_id: int, version: str):
    media = soap.MEDIA_TYPES[version]
    status, body = oauth.php(
        shop, "POST", f"{gateway.base_url}/soap/default?services={SERVICE}", envelope(gateway, customer_id, version).decode(),
        headers={"Content-Type": f"{media}; charset=utf-8"})
    assert status == 200, body
    assert b"keeper@example.test" in body.encode()


def test_php_with_sha1_is_refused(shop: Credentials, address: str):
    status, body = oauth.php(shop, "GET", address, method="OAUTH_SIG_METHOD_HMACSHA1")
    assert (status, json.loads(body)["parameters"]) == (400, ["HMAC-SHA1"])


# Rights


def test_a_limited_integration(gateway: Gateway, address: str):
    weak = oauth.activate(gateway, "weak", "--resource", "Magento_Customer::group")
    with oauth.session(weak) as client:
        refused = client.get(address, timeout=PATIENCE)
        assert (refused.status_code, refused.json()["parameters"]) == (401, {"resources": "Magento_Customer::customer"})
        # New rights hold from the next call on.
        gateway.must("integration", "set", "weak", "--resource", "Magento_Customer::customer")
        assert client.get(address, timeout=PATIENCE).status_code == 200


# The exchange


def test_the_exchange(gateway: Gateway, address: str):
    with Application(gateway) as erp:
        gateway.must("integration", "create", "erp", "--all", "--endpoint", erp.endpoint, "--identity-link", erp.endpoint)
        told = gateway.must("integration", "activate", "erp", "--base-url", gateway.base_url)
        [post] = erp.posts
        assert set(post) == {"oauth_consumer_key", "oauth_consumer_secret", "store_base_url", "oauth_verifier"}
        assert post["store_base_url"] == gateway.base_url + "/"
        assert f"oauth_consumer_key={post['oauth_consumer_key']}" in told
        assert post["oauth_consumer_secret"] not in told and post["oauth_verifier"] not in told
        granted = erp.fetch_tokens()
        with oauth.session(granted) as client:
            assert client.get(address, timeout=PATIENCE).status_code == 200
        # The verifier is used up.
        with pytest.raises(Exception, match="401"):
            erp.fetch_tokens()
        # Whoever is authorised anew has nothing until the exchange has ended.
        gateway.must("integration", "reauthorize", "erp", "--base-url", gateway.base_url)
        with oauth.session(granted) as client:
            assert client.get(address, timeout=PATIENCE).status_code == 401
        with oauth.session(erp.fetch_tokens()) as client:
            assert client.get(address, timeout=PATIENCE).status_code == 200


@pytest.mark.parametrize("status", [302, 500])
def test_an_endpoint_that_refuses(gateway: Gateway, status: int):
    with Application(gateway, status) as application:
        name = f"refusing-{status}"
        gateway.must("integration", "create", name, "--all", "--endpoint", application.endpoint)
        refused = gateway.run("integration", "activate", name, "--base-url", gateway.base_url)
        assert refused.returncode == 1
        assert f"it answered {status}" in refused.stderr.decode()
        assert len(application.posts) == 1
        with pytest.raises(Exception, match="401"):
            application.fetch_tokens()


# Keys


def test_rotation_while_the_server_runs(gateway: Gateway, shop: Credentials, address: str):
    with oauth.session(shop) as client:
        assert client.get(address, timeout=PATIENCE).status_code == 200
        gateway.must("key", "rotate")
        assert client.get(address, timeout=PATIENCE).status_code == 200
        late = oauth.activate(gateway, "late")
    with oauth.session(late) as client:
        assert client.get(address, timeout=PATIENCE).status_code == 200
