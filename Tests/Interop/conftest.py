"""What the tests share: one running gateway with the accounts of the table, and gateways of their own for tests that change things."""
from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import authyserver
import duoserver
import gateway as binary
import securitykey
from authyserver import AuthyServer
from cases import ACCOUNTS, PLAIN
from duoserver import DuoServer
from gateway import Gateway
from secondfactor import CHEAP_HASHES, PROVIDERS, SecondFactors, configure
from waits import Waits


def pytest_configure(config: pytest.Config) -> None:
    if not os.access(binary.EXECUTABLE, os.X_OK):
        raise pytest.UsageError("GATEWAY must name the binary under test; Scripts/interop sets it")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that leave something waiting come first, so that the others run meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("begins_to_wait") is None)


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


@pytest.fixture(scope="session")
def tfa(tmp_path_factory: pytest.TempPathFactory):
    """A gateway that demands a second factor from admins, with all four providers, through the session. Tests bring admins of their own."""
    with two_factor_shop(tmp_path_factory.mktemp("second-factors")) as shop:
        yield shop


@contextmanager
def two_factor_shop(folder: Path) -> Iterator[SecondFactors]:
    """Runs inside `with`. Afterwards neither the gateway nor Duo nor Authy may have anything to complain about."""
    shop = Gateway(folder, environment=CHEAP_HASHES)
    settings = {
        "twofactorauth/general/force_providers": ",".join(PROVIDERS),
        "twofactorauth/u2fkey/webapi_challenge_domain": securitykey.DOMAIN,
        **duoserver.SETTINGS, **authyserver.SETTINGS,
    }
    configure(shop, settings)
    shop.secrets |= {duoserver.SECRET_KEY, authyserver.API_KEY}
    with DuoServer() as duo, AuthyServer() as authy:
        shop.start("--duo-url", duo.url, "--authy-url", f"{authy.url}/")
        yield SecondFactors(shop, duo, authy)
        # Whoever still waits for Duo is let go first.
        duo.released.set()
        log = shop.log.decode(errors="replace")
        assert shop.terminate() == 0, log
    assert not duo.complaints and not authy.complaints, duo.complaints + authy.complaints


@pytest.fixture(scope="session")
def waits(tmp_path_factory: pytest.TempPathFactory):
    """Sign-ins that wait for a provider, begun and not ended. They have a gateway of their own: elsewhere the providers fail for a while."""
    with two_factor_shop(tmp_path_factory.mktemp("waits")) as shop:
        yield Waits.begun(shop)


@pytest.fixture
def own_gateway(tmp_path_factory: pytest.TempPathFactory):
    """A database of the test's own; the test starts the server, and may stop it."""
    own = Gateway(tmp_path_factory.mktemp("own"))
    yield own
    own.kill()
