"""The database file deleted, replaced, cut, or impossible to write, under a running server and before a start."""
from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

import disks
from cases import PLAIN
from gateway import PATIENCE, Gateway
from secondfactor import CHEAP_HASHES

EMAIL = "ann@example.test"


def sign_in(gateway: Gateway) -> int:
    body = json.dumps({"username": EMAIL, "password": PLAIN}).encode()
    return gateway.request("POST", "/rest/V1/integration/customer/token", body, Content_Type="application/json").status


def ready(gateway: Gateway) -> int:
    return gateway.request("GET", "/health/ready").status


def wait_until(seconds: float, happened) -> None:
    """Asks until it happened; fails when a question that was put after the time still finds nothing."""
    promised = time.monotonic() + seconds
    while True:
        asked = time.monotonic()
        if happened():
            return
        assert asked < promised, f"not within {seconds} s"
        time.sleep(0.02)


def serving(gateway: Gateway) -> Gateway:
    gateway.environment |= CHEAP_HASHES
    gateway.create_customer(EMAIL, PLAIN)
    gateway.start()
    assert sign_in(gateway) == 200 and ready(gateway) == 200
    return gateway


def sides(gateway: Gateway) -> list[Path]:
    return [Path(f"{gateway.database}{ending}") for ending in ("", "-wal", "-shm")]


def replace_by_copy(gateway: Gateway) -> None:
    gateway.must("backup", f"{gateway.database}.copy")
    os.rename(f"{gateway.database}.copy", gateway.database)


FAULTS = {
    "deleted": lambda gateway: gateway.database.unlink(),
    "moved away": lambda gateway: os.rename(gateway.database, f"{gateway.database}.moved"),
    "replaced by a copy": replace_by_copy,
    "all files deleted": lambda gateway: [side.unlink() for side in sides(gateway)],
    "write-ahead log deleted": lambda gateway: sides(gateway)[1].unlink(),
    "index deleted": lambda gateway: sides(gateway)[2].unlink(),
    "emptied": lambda gateway: os.truncate(gateway.database, 0),
    "cut to its half": lambda gateway: os.truncate(gateway.database, gateway.database.stat().st_size // 8192 * 4096),
    "overwritten": lambda gateway: gateway.database.open("r+b").write(bytes(4096)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_acknowledged_into_a_lost_database(own_gateway: Gateway, fault: str) -> None:
    gateway = serving(own_gateway)
    # So that the file has all of its pages.
    with contextlib.closing(sqlite3.connect(gateway.database)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    token = gateway.token("customer", EMAIL, PLAIN)
    FAULTS[fault](gateway)
    assert [sign_in(gateway) for _ in range(5)] == [503] * 5
    wait_until(1, lambda: ready(gateway) == 503)
    me = lambda: gateway.request("GET", "/rest/V1/customers/me", Authorization=f"Bearer {token}").status
    wait_until(1, lambda: me() == 503)
    gateway.wait_until_printed(lambda log: "the database is gone" in log)
    assert sign_in(gateway) == 503
    # A server that puts its trust in the file's coming back would go on with what the old one held.
    assert gateway.log.count(b"the database is gone") == 1
    assert gateway.request("GET", "/health/live").status == 200
    assert gateway.terminate() == 0


def test_a_lost_database_heals_by_a_restart_only(own_gateway: Gateway) -> None:
    gateway = serving(own_gateway)
    os.rename(gateway.database, f"{gateway.database}.moved")
    assert sign_in(gateway) == 503
    os.rename(f"{gateway.database}.moved", gateway.database)
    assert sign_in(gateway) == 503 and ready(gateway) == 503
    assert gateway.terminate() == 0
    gateway.start()
    assert sign_in(gateway) == 200 and ready(gateway) == 200


def refused(gateway: Gateway) -> str:
    """That serve, check and a command refuse the database in one sentence that says what to do."""
    for command in (("serve", "--port", "0"), ("customer", "list"), ("check",)):
        done = gateway.run(*command)
        text = (done.stdout if command == ("check",) else done.stderr).decode()
        assert done.returncode == 1, (command, text)
        assert "token-gateway restore" in text, text
    return text


def stopped(gateway: Gateway) -> Gateway:
    assert serving(gateway).terminate() == 0
    return gateway


BAD_STARTS = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: os.truncate(path, 0),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 8192 * 4096),
    "cut to its first page": lambda path: os.truncate(path, 4096),
    "no database": lambda path: path.write_bytes(b"x" * 8192),
}


@pytest.mark.parametrize("fault", BAD_STARTS)
def test_a_store_that_was_in_use_is_not_taken_for_a_new_one(own_gateway: Gateway, fault: str) -> None:
    gateway = stopped(own_gateway)
    BAD_STARTS[fault](gateway.database)
    before = gateway.database.read_bytes() if gateway.database.exists() else None
    refused(gateway)
    assert before == (gateway.database.read_bytes() if gateway.database.exists() else None)


def test_a_young_store_whose_log_is_gone_is_refused(own_gateway: Gateway) -> None:
    gateway = serving(own_gateway)
    gateway.kill()
    for side in sides(gateway)[1:]:
        side.unlink(missing_ok=True)
    os.truncate(gateway.database, 0)
    refused(gateway)


def test_another_database_under_the_key_is_refused(own_gateway: Gateway, tmp_path: Path) -> None:
    gateway = stopped(own_gateway)
    other = Gateway(tmp_path / "other", environment=CHEAP_HASHES)
    other.create_customer("bob@example.test", PLAIN)
    shutil.copy(other.database, gateway.database)
    assert "is not the database that" in refused(gateway)
    Path(f"{gateway.database}.key").rename(tmp_path / "old.key")
    gateway.must("customer", "list")


def test_with_keys_in_the_environment_a_file_beside_the_database_stands_for_them(own_gateway: Gateway) -> None:
    own_gateway.environment["TOKEN_GATEWAY_KEY"] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    gateway = stopped(own_gateway)
    assert Path(f"{gateway.database}.identity").stat().st_mode & 0o777 == 0o600
    os.truncate(gateway.database, 0)
    refused(gateway)
    Path(f"{gateway.database}.identity").unlink()
    gateway.must("customer", "list")


def make_older(gateway: Gateway) -> None:
    """What a version without identities has left."""
    with contextlib.closing(sqlite3.connect(gateway.database)) as database:
        database.execute("DROP TABLE store_identity")
        assert database.execute("DELETE FROM schema_migration WHERE name = '10-identity'").rowcount == 1
        database.execute("PRAGMA user_version = 0")
        database.commit()
    key = Path(f"{gateway.database}.key")
    if key.exists():
        lines = [line for line in key.read_text().splitlines(keepends=True) if not line.startswith("# store:")]
        key.write_text("".join(lines))


def test_an_older_installation_is_taken_over_silently(own_gateway: Gateway) -> None:
    gateway = stopped(own_gateway)
    key = Path(f"{gateway.database}.key")
    make_older(gateway)
    before = key.read_text()
    gateway.must("check")
    gateway.start()
    assert sign_in(gateway) == 200
    assert gateway.terminate() == 0
    assert key.read_text().endswith(before) and "# store: " in key.read_text()
    assert key.stat().st_mode & 0o777 == 0o600
    os.truncate(gateway.database, 0)
    refused(gateway)


@pytest.fixture
def small_disk(tmp_path: Path):
    if os.geteuid() != 0:
        pytest.skip("only root can mount a disk of its own")
    disk = disks.SmallDisk(tmp_path / "disk", "3m")
    yield disk
    disk.close()


def test_a_full_disk_is_not_ready_and_heals_by_itself(small_disk: disks.SmallDisk) -> None:
    gateway = Gateway(small_disk.folder, launcher=small_disk.launcher)
    try:
        serving(gateway)
        token = gateway.token("customer", EMAIL, PLAIN)
        small_disk.fill()
        # The write-ahead log may have some room left.
        wait_until(PATIENCE, lambda: sign_in(gateway) == 503)
        wait_until(1, lambda: ready(gateway) == 503)
        assert gateway.request("GET", "/rest/V1/customers/me", Authorization=f"Bearer {token}").status == 200
        gateway.wait_until_printed(lambda log: "the database cannot be written" in log)
        small_disk.clear()
        wait_until(5, lambda: ready(gateway) == 200)
        assert sign_in(gateway) == 200
        assert gateway.terminate() == 0
    finally:
        gateway.kill()


def test_a_start_on_a_full_disk_is_refused_in_a_sentence(small_disk: disks.SmallDisk) -> None:
    gateway = Gateway(small_disk.folder, launcher=small_disk.launcher)
    stopped(gateway)
    small_disk.fill()
    done = gateway.run("serve", "--port", "0")
    assert done.returncode == 1, done
    assert b"the disk is full" in done.stderr and done.stderr.count(b"\n") == 1
    small_disk.clear()
    gateway.must("customer", "list")


def test_a_file_that_may_not_be_written_is_not_ready(tmp_path: Path) -> None:
    for parent in (tmp_path, *tmp_path.parents):
        if parent.owner() == "root" and parent != Path("/") and os.geteuid() == 0:
            parent.chmod(parent.stat().st_mode | 0o011)
    folder = tmp_path / "own"
    folder.mkdir()
    if os.geteuid() == 0:
        os.chown(folder, disks.NOBODY, disks.NOBODY)
    gateway = Gateway(folder, launcher=disks.as_nobody())
    try:
        serving(gateway)
        gateway.database.chmod(0o400)
        wait_until(1, lambda: ready(gateway) == 503)
        assert sign_in(gateway) == 503
        gateway.database.chmod(0o600)
        wait_until(5, lambda: ready(gateway) == 200)
        assert sign_in(gateway) == 200
        assert gateway.terminate() == 0
    finally:
        gateway.kill()
