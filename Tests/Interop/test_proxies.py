"""The examples of Deploy/ in real proxies: each lets through whom the gateway vouches for, tells the API who it is, and nobody else."""
from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from cases import PLAIN
from gateway import Gateway, Response, free_port
from proxies import KINDS, Kind, Proxy
from secondfactor import CHEAP_HASHES

IDENTITY = ("X-Token-User-Type", "X-Token-User-Id", "X-Token-Accessor", "X-Token-Expires-At")
# What a client may try to pass itself off with.
LIES = (
    *((name, "1000") for name in IDENTITY), *((name.lower(), "1000") for name in IDENTITY),
    *((name.replace("-", "_"), "1000") for name in IDENTITY),
)


@dataclass
class Shop:
    """A gateway with three accounts, through the module. Tests sign in as they like. Tokens of admins never end."""

    gateway: Gateway

    def token(self, who: str) -> str:
        return self.gateway.token("customer" if "@" in who else "admin", who, PLAIN)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    gateway = Gateway(tmp_path_factory.mktemp("shop"), environment=CHEAP_HASHES)
    gateway.create_admin("ops", PLAIN)
    gateway.must("role", "create", "Roles", "--resource", "Magento_User::acl_roles")
    gateway.create_admin("roles", PLAIN, "--role", "Roles")
    gateway.create_customer("ann@example.test", PLAIN)
    gateway.must("config", "set", "oauth/access_token_lifetime/admin", "")
    gateway.start()
    yield Shop(gateway)
    gateway.kill()


@pytest.fixture(scope="module", params=KINDS, ids=str)
def proxy(request: pytest.FixtureRequest, shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    running = Proxy(request.param, tmp_path_factory.mktemp(request.param.name), shop.gateway.port)
    yield running
    running.stop()


def seen(answer: Response) -> dict:
    """What the API got."""
    assert answer.status == 200, answer.text
    return json.loads(answer.text)


def reached(answer: Response) -> bool:
    """Whether the answer is the API's, whatever its status."""
    return b'"told"' in answer.body


def test_who_is_vouched_for_gets_through_with_the_true_identity(shop: Shop, proxy: Proxy) -> None:
    token = shop.token("ann@example.test")
    told = seen(proxy.request("GET", "/api/orders/1?x=1&y=%20", token))
    assert told["path"] == "/api/orders/1?x=1&y=%20"
    checked = shop.gateway.request("GET", "/auth/verify", Authorization=f"Bearer {token}")
    assert told["told"] == {name: checked.headers[name] for name in IDENTITY}


@pytest.mark.parametrize("token", [None, "0" * 32, "x"])
def test_others_are_refused_with_the_challenge(proxy: Proxy, token: str | None) -> None:
    answer = proxy.request("GET", "/api/orders", token)
    challenge = 'Bearer realm="token-gateway"' + ("" if token is None else ', error="invalid_token"')
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, challenge)


def test_the_demanded_resource_decides(shop: Shop, proxy: Proxy) -> None:
    tokens = {who: shop.token(who) for who in ("ops", "roles", "ann@example.test")}
    assert {who: proxy.request("GET", "/api/orders", token).status for who, token in tokens.items()} == dict.fromkeys(tokens, 200)
    statuses = {who: proxy.request("GET", "/api/customers/1", token).status for who, token in tokens.items()}
    assert statuses == {"ops": 200, "roles": 403, "ann@example.test": 403}
    assert proxy.request("GET", "/api/customers/1").status == 401


def test_a_revoked_token_is_refused_at_once(shop: Shop, proxy: Proxy) -> None:
    token, other = shop.token("ann@example.test"), shop.token("ann@example.test")
    assert reached(proxy.request("GET", "/api/orders", token))
    answer = shop.gateway.request(
        "POST", "/oauth/revoke", f"token={token}".encode(), Authorization=f"Bearer {token}",
        Content_Type="application/x-www-form-urlencoded")
    assert (answer.status, answer.body) == (200, b"")
    assert proxy.request("GET", "/api/orders", token).status == 401
    assert reached(proxy.request("GET", "/api/orders", other))


def test_what_a_client_says_about_itself_does_not_come_through(shop: Shop, proxy: Proxy) -> None:
    # A token without an end: the gateway says nothing about it that could replace the client's field.
    endless = shop.token("ops")
    told = seen(proxy.request("GET", "/api/orders", endless, fields=LIES))["told"]
    # A field that has no value may be left out or be empty.
    assert "1000" not in told.values()
    assert told.pop("X-Token-Expires-At", "") == ""
    assert told["X-Token-User-Type"] == "admin" and set(told) <= set(IDENTITY)


def test_a_client_cannot_have_the_identity_dropped(shop: Shop, proxy: Proxy) -> None:
    """Fields named in Connection are for the next hop alone (RFC 9110 §7.6.1): a proxy that follows it would drop what it has just set."""
    token = shop.token("ann@example.test")
    for name in IDENTITY:
        for connection in (name, f"keep-alive, {name.lower()}", f"{name.upper()} , close"):
            answer = proxy.request("GET", "/api/orders", token, fields=(("Connection", connection),))
            assert answer.status in (400, 404) or set(seen(answer)["told"]) == set(IDENTITY), f"Connection: {connection}"
        answer = proxy.request("GET", "/api/orders", token, fields=(("Connection", "close"), ("Connection", name)))
        assert answer.status in (400, 404) or set(seen(answer)["told"]) == set(IDENTITY), f"Connection: {connection}"


QUERIES = [
    "?resource=Magento_Backend::all", "?resource=", "?resource=nope", "?resource=Magento_User::acl_roles", "?a=1&a=2", "?token=abc",
    "?%zz", "?",
]
FIELDS = [
    (("X-Token-Resource", "Magento_Backend::all"),), (("X-Token-Resource", ""),), (("x-token-resource", "nope"),),
    (("X_Token_Resource", "nope"),), (("X-Token-Resource", "a"), ("X-Token-Resource", "b")),
    (("X-Original-URI", "/"), ("X-Forwarded-Uri", "/"), ("X-Forwarded-Method", "OPTIONS"), ("X-Original-URL", "/")),
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_neither_adds_a_demand_nor_takes_one_away(shop: Shop, proxy: Proxy, query: str) -> None:
    ann, ops = shop.token("ann@example.test"), shop.token("ops")
    for path, token, status in (("orders", ann, 200), ("customers", ann, 403), ("customers", ops, 200), ("orders", None, 401)):
        answer = proxy.request("GET", f"/api/{path}{query}", token)
        # Proxies may refuse a malformed query by themselves.
        assert answer.status == status or (query == "?%zz" and answer.status == 400), path
        if reached(answer) and query != "?":
            assert seen(answer)["path"] == f"/api/{path}{query}"


@pytest.mark.parametrize("fields", FIELDS, ids=str)
def test_fields_neither_add_a_demand_nor_take_one_away(shop: Shop, proxy: Proxy, fields: tuple[tuple[str, str], ...]) -> None:
    ann, ops = shop.token("ann@example.test"), shop.token("ops")
    for path, token, status in (("orders", ann, 200), ("customers", ann, 403), ("customers", ops, 200), ("orders", None, 401)):
        assert proxy.request("GET", f"/api/{path}", token, fields=fields).status == status, path


@pytest.mark.parametrize("name", ["X-Token-Resource", "x-token-resource", "Authorization"])
def test_a_demand_cannot_be_named_in_connection(shop: Shop, proxy: Proxy, name: str) -> None:
    ann = shop.token("ann@example.test")
    for connection in (f"close, {name}", name):
        answer = proxy.request("GET", "/api/customers/1", ann, fields=(("Connection", connection),))
        assert answer.status in (400, 401, 403, 404), f"Connection: {connection}"


@pytest.mark.parametrize("size", [0, 10, 300_000])
def test_a_body_arrives_whole(shop: Shop, proxy: Proxy, size: int) -> None:
    token = shop.token("ann@example.test")
    body = b"0123456789" * (size // 10)
    assert seen(proxy.request("POST", "/api/orders", token, body))["body"] == body.decode()
    assert seen(proxy.request("POST", "/api/orders", token, body, chunked=True))["body"] == body.decode()
    assert proxy.request("POST", "/api/orders", None, body).status == 401
    assert proxy.request("POST", "/api/customers", token, body).status == 403


def test_a_head_that_the_proxy_takes_is_not_too_large_for_the_gateway(shop: Shop, proxy: Proxy) -> None:
    cookies = tuple((f"X-Large-{number}", "x" * 7000) for number in range(3))
    answer = proxy.request("GET", "/api/orders", shop.token("ann@example.test"), fields=cookies)
    # These two take less themselves.
    assert answer.status == {"haproxy": 400, "caddy": 431}.get(proxy.kind.name, 200)
    assert answer.media_type != "application/problem+json"


def test_no_spelling_of_a_path_gets_around_the_demand(shop: Shop, proxy: Proxy) -> None:
    ann, ops = shop.token("ann@example.test"), shop.token("ops")
    spellings = [
        "/API/customers/1", "/Api/Customers/1", "/api/CUSTOMERS/1", "/api/%63ustomers/1", "/api/%43ustomers/1", "/%61pi/customers/1",
        "//api/customers/1", "/api//customers/1", "/api/./customers/1", "/api/x/../customers/1", "/x/../api/customers/1",
        "/api/orders/%2e%2e/customers/1", "/api/orders/..%2fcustomers/1", "/api/%2e/customers/1", "/api%2fcustomers/1",
        "/api/customers", "/api/customers/", "/api/customers?x", "/api/customers;x=1", "/api/;/customers/1", "/api/customers%20",
        "/api/orders/..;/customers/1", "/api\\customers/1", f"http://127.0.0.1:{proxy.port}/api/customers/1", "HTTP://x/API/customers/1",
    ]
    for path in spellings:
        assert not reached(proxy.request("GET", path)), f"{path} without a token"
        answer = proxy.request("GET", path, ann)
        # An API may hold these for /api/customers; what it may hold for something else is the open route's.
        assert not reached(answer) or path in ("/api/;/customers/1", "/api/orders/..;/customers/1"), f"{path} without the right"
    assert reached(proxy.request("GET", "/api/customers/1", ops))


@pytest.mark.parametrize("path", ["/", "/other", "/_token/any", "/auth/verify", "/apix"])
def test_what_no_rule_names_is_not_there(shop: Shop, proxy: Proxy, path: str) -> None:
    assert proxy.request("GET", path, shop.token("ops")).status == 404
    assert proxy.request("GET", path).status in (401, 404)


def test_two_credentials_are_none(shop: Shop, proxy: Proxy) -> None:
    token = shop.token("ops")
    for second in ("Bearer x", f"Bearer {token}"):
        assert not reached(proxy.request("GET", "/api/orders", token, fields=(("Authorization", second),)))


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_without_a_gateway_nobody_gets_through(kind: Kind, tmp_path_factory: pytest.TempPathFactory) -> None:
    proxy = Proxy(kind, tmp_path_factory.mktemp(kind.name), free_port())
    try:
        for path in ("/api/orders", "/api/customers/1"):
            assert proxy.request("GET", path, "0" * 32).status >= 500
    finally:
        proxy.stop()
