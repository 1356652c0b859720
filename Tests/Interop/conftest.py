"""What the tests share: one running gateway with the accounts of the table, and gateways of their own for tests that change things."""
from __future__ import annotations

import os

import pytest

import gateway as binary
from cases import ACCOUNTS, PLAIN
from gateway import Gateway


def pytest_configure(config: pytest.Config) -> None:
    if not os.access(binary.EXECUTABLE, os.X_OK):
        raise pytest.UsageError("GATEWAY must name the binary under test; Scripts/interop sets it")


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory):
    """Runs through the session. Tests sign in as they like, but leave its accounts and settings as they are."""
    shared = Gateway(tmp_path_factory.mktemp("shared"))
    try:
        set_up(shared)
        shared.start()
    except AssertionError as failure:
        # Once is enough: without it no test means anything.
        pytest.exit(f"the gateway cannot be set up: {failure}", returncode=1)
    yield shared
    log = shared.log.decode(errors="replace")
    assert shared.terminate() == 0, log


def set_up(shared: Gateway) -> None:
    # Many refusals of one name are part of the tests; the lock has a test of its own.
    shared.must("config", "set", "oauth/authentication_lock/max_failures_count", "100")
    for account in ACCOUNTS:
        create = shared.create_admin if account.kind == "admin" else shared.create_customer
        create(account.name, account.password)
        if account.state == "disabled":
            shared.must(account.kind, "disable", account.name)
        if account.state == "no-role":
            shared.must("role", "unassign", account.name)
    # Nobody revokes the tokens of these.
    shared.create_admin("keeper", PLAIN)
    shared.create_customer("keeper@example.test", PLAIN)


@pytest.fixture(scope="session")
def admin_token(gateway: Gateway) -> str:
    return gateway.token("admin", "keeper", PLAIN)


@pytest.fixture(scope="session")
def customer_token(gateway: Gateway) -> str:
    return gateway.token("customer", "keeper@example.test", PLAIN)


@pytest.fixture
def own_gateway(tmp_path_factory: pytest.TempPathFactory):
    """A database of the test's own; the test starts the server, and may stop it."""
    own = Gateway(tmp_path_factory.mktemp("own"))
    yield own
    own.kill()
