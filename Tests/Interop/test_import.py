"""A long import beside a running server: nobody waits long, nobody sees a part of it, and nothing of one that was killed stays."""
from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

import gateway as binary
from cases import PLAIN
from gateway import PATIENCE, Gateway, clean_environment, seen_within_a_second
from test_store_faults import EMAIL, serving, sign_in

CUSTOMERS = 12_000
COLUMNS = (
    "entity_id,website_id,email,group_id,store_id,created_at,updated_at,is_active,disable_auto_group_change,created_in,prefix,"
    "firstname,middlename,lastname,suffix,dob,password_hash,default_billing,default_shipping,taxvat,confirmation,gender")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    rows = "".join(
        f"{number},1,c{number}@shop.test,1,1,2024-01-01 00:00:00,2024-01-01 00:00:00,1,0,,,Ann,,Lee,,,,,,,,\n"
        for number in range(1000, 1000 + CUSTOMERS))
    (folder / "customer_entity.csv").write_text(f"{COLUMNS}\n{rows}")
    return folder


def begun(gateway: Gateway, shop: Path, *options: str) -> subprocess.Popen:
    command = [binary.EXECUTABLE, "import", "magento", "--from", str(shop), "--database", str(gateway.database), *options]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=clean_environment() | gateway.environment)


def administered(gateway: Gateway) -> tuple[Gateway, str]:
    serving(gateway)
    gateway.create_admin("ops", PLAIN)
    return gateway, gateway.token("admin", "ops", PLAIN)


def seen(gateway: Gateway, token: str) -> int:
    answer = gateway.request("GET", "/rest/V1/customers/search?searchCriteria[pageSize]=1", Authorization=f"Bearer {token}")
    assert answer.status == 200, answer.text
    return json.loads(answer.text)["total_count"]


def staged(gateway: Gateway) -> int:
    with contextlib.closing(sqlite3.connect(f"file:{gateway.database}?mode=ro", uri=True)) as database:
        return database.execute("SELECT count(*) FROM customer").fetchone()[0]


def test_sign_ins_get_through_and_nobody_sees_a_part(own_gateway: Gateway, shop: Path) -> None:
    gateway, token = administered(own_gateway)
    work = begun(gateway, shop)
    counts, statuses, ahead = set(), [], 0
    while work.poll() is None:
        counts.add(seen(gateway, token))
        statuses.append(sign_in(gateway))
        ahead = max(ahead, staged(gateway))
    assert work.returncode == 0, work.stdout.read()
    counts.discard(1 + CUSTOMERS)
    assert counts == {1}, "a part was seen"
    assert ahead > 1, "nothing was staged while the server was asked"
    assert len(statuses) > 1 and set(statuses) == {200}
    seen_within_a_second(lambda: seen(gateway, token) == 1 + CUSTOMERS)
    assert gateway.terminate() == 0


def test_a_dry_run_holds_up_nobody_and_changes_nothing(own_gateway: Gateway, shop: Path) -> None:
    gateway, token = administered(own_gateway)
    # Whoever wants to write gets to it at once, or not at all.
    gateway.terminate()
    gateway.start("--busy-timeout", "0")
    before = staged(gateway)
    work = begun(gateway, shop, "--dry-run")
    statuses = [sign_in(gateway)]
    while work.poll() is None:
        statuses.append(sign_in(gateway))
    assert work.returncode == 0 and b"nothing was changed" in work.stdout.read()
    assert set(statuses) == {200}
    assert staged(gateway) == before and seen(gateway, token) == 1
    assert gateway.terminate() == 0


def test_nothing_of_a_killed_import_stays(own_gateway: Gateway, shop: Path) -> None:
    gateway, token = administered(own_gateway)
    work = begun(gateway, shop)
    end = time.monotonic() + PATIENCE
    while staged(gateway) < 1000:
        assert work.poll() is None and time.monotonic() < end
    work.kill()
    work.wait()
    assert seen(gateway, token) == 1 and staged(gateway) > 1000
    done = gateway.run("import", "magento", "--from", str(shop))
    assert done.returncode == 1 and b"another import is running" in done.stderr, done
    with contextlib.closing(sqlite3.connect(gateway.database, timeout=PATIENCE)) as database:
        database.execute("UPDATE import_run SET touched_at = touched_at - 61000")
        database.commit()
    gateway.must("token", "purge")
    assert staged(gateway) == 1 and seen(gateway, token) == 1
    gateway.must("import", "magento", "--from", str(shop))
    seen_within_a_second(lambda: seen(gateway, token) == 1 + CUSTOMERS)
    assert gateway.terminate() == 0
