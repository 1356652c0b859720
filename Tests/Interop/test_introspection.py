"""Introspection (RFC 7662) as another server asks it."""
from __future__ import annotations

import json

from cases import PLAIN
from gateway import Gateway, Response


def test_introspection_for_a_server_of_its_own(own_gateway: Gateway) -> None:
    own_gateway.create_admin("ops", PLAIN)
    own_gateway.create_customer("ann@example.test", PLAIN)
    own_gateway.start()
    admin, customer = own_gateway.token("admin", "ops", PLAIN), own_gateway.token("customer", "ann@example.test", PLAIN)

    def ask(token: str, asker: str | None) -> Response:
        credentials = {} if asker is None else {"Authorization": f"Bearer {asker}"}
        return own_gateway.request(
            "POST", "/oauth/introspect", f"token={token}&token_type_hint=access_token".encode(),
            Content_Type="application/x-www-form-urlencoded", **credentials)

    answer = json.loads(ask(customer, admin).text)
    assert (answer["active"], answer["username"], answer["user_type"]) == (True, "ann@example.test", "customer")
    assert ask("0" * 32, admin).text == '{"active":false}'
    assert [ask(customer, None).status, ask(customer, customer).status] == [401, 403]
