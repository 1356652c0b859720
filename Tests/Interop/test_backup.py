"""`backup` and `restore`: what a copy holds, what may not be restored, and that nothing of the old database survives a restore."""
from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

import disks
from cases import PLAIN
from gateway import Gateway
from test_store_faults import EMAIL, make_older, serving, sides, sign_in, stopped


def customers(gateway: Gateway) -> str:
    return gateway.must("customer", "list", "--json")


def backed_up(gateway: Gateway) -> Path:
    copy = gateway.folder / "copy.sqlite"
    gateway.must("backup", str(copy))
    return copy


def status_of(gateway: Gateway, token: str) -> int:
    return gateway.request("GET", "/rest/V1/customers/me", Authorization=f"Bearer {token}").status


def contents(folder: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}


def test_a_copy_made_under_load_is_whole_and_for_its_owner_alone(own_gateway: Gateway) -> None:
    gateway = serving(own_gateway)
    over = threading.Event()
    statuses: set[int] = set()

    def load() -> None:
        while not over.is_set():
            statuses.add(sign_in(gateway))

    clients = [threading.Thread(target=load) for _ in range(4)]
    for client in clients:
        client.start()
    copy = gateway.folder / "copy.sqlite"
    done = gateway.run("backup", str(copy))
    over.set()
    for client in clients:
        client.join()
    assert done.returncode == 0 and f"{gateway.database}.key" in done.stdout.decode(), done
    assert statuses == {200}
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in gateway.folder.glob("copy*")) == ["copy.sqlite"]
    database = sqlite3.connect(f"file:{copy}?immutable=1", uri=True)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("SELECT count(*) FROM token").fetchone()[0] >= 1
    assert gateway.terminate() == 0


def test_a_copy_never_takes_the_place_of_a_file(own_gateway: Gateway) -> None:
    gateway = stopped(own_gateway)
    copy = gateway.folder / "copy.sqlite"
    copy.write_text("mine")
    done = gateway.run("backup", str(copy))
    assert done.returncode == 1 and b"exists already" in done.stderr
    assert copy.read_text() == "mine"
    assert gateway.run("backup", str(gateway.folder / "no" / "folder")).returncode == 1


def test_what_came_after_the_copy_is_gone_and_the_rest_works(own_gateway: Gateway) -> None:
    gateway = serving(own_gateway)
    token = gateway.token("customer", EMAIL, PLAIN)
    copy = backed_up(gateway)
    gateway.must("token", "revoke", "--customer", EMAIL)
    gateway.create_customer("late@example.test", PLAIN)
    # Leaves -wal and -shm beside the database, which must not be taken for those of the copy.
    gateway.kill()
    assert sides(gateway)[1].stat().st_size > 0
    before = contents(gateway.folder)["copy.sqlite"]
    gateway.must("restore", str(copy))
    assert not any(side.exists() for side in sides(gateway)[1:])
    assert copy.read_bytes() == before
    assert gateway.database.stat().st_mode & 0o777 == 0o600
    assert EMAIL in customers(gateway) and "late@example.test" not in customers(gateway)
    with sqlite3.connect(gateway.database) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT subject, reason FROM audit WHERE action = 'store.restore'").fetchall() == [
            ("copy.sqlite", "tokens kept")]
    gateway.start()
    assert status_of(gateway, token) == 200 and sign_in(gateway) == 200
    assert gateway.terminate() == 0


def test_all_tokens_of_the_copy_end_when_that_is_asked_for(own_gateway: Gateway) -> None:
    gateway = serving(own_gateway)
    gateway.must("integration", "create", "shop", "--all")
    gateway.must("integration", "activate", "shop")
    token = gateway.token("customer", EMAIL, PLAIN)
    copy = backed_up(gateway)
    assert gateway.terminate() == 0
    assert "ended 3 tokens" in gateway.must("restore", str(copy), "--end-tokens")
    gateway.start()
    assert status_of(gateway, token) == 401 and sign_in(gateway) == 200
    assert gateway.must("token", "list", "--integration", "shop", "--json").strip() == "[]"
    assert gateway.terminate() == 0


def test_a_restore_is_refused_while_anybody_uses_the_store(own_gateway: Gateway) -> None:
    gateway = serving(own_gateway)
    copy = backed_up(gateway)
    done = gateway.run("restore", str(copy))
    assert done.returncode == 1 and b"stop it first" in done.stderr, done
    # A server whose database was deleted still holds the index.
    os.rename(gateway.database, f"{gateway.database}.moved")
    done = gateway.run("restore", str(copy))
    assert done.returncode == 1 and b"stop it first" in done.stderr, done
    assert gateway.terminate() == 0
    gateway.must("restore", str(copy))
    gateway.start()
    assert sign_in(gateway) == 200
    assert gateway.terminate() == 0


def test_a_lost_database_comes_back_from_a_copy(own_gateway: Gateway) -> None:
    gateway = stopped(own_gateway)
    copy = backed_up(gateway)
    gateway.database.write_bytes(b"garbage" * 4096)
    gateway.must("restore", str(copy))
    assert EMAIL in customers(gateway)
    gateway.database.unlink()
    gateway.must("restore", str(copy))
    assert EMAIL in customers(gateway)


def test_what_must_not_be_restored_changes_nothing(own_gateway: Gateway, tmp_path: Path) -> None:
    gateway = stopped(own_gateway)
    copy = backed_up(gateway)
    other = Gateway(tmp_path / "other", environment=gateway.environment)
    other.create_customer("bob@example.test", PLAIN)
    bad = {
        "different": backed_up(other), "cut": tmp_path / "cut", "noise": tmp_path / "noise", "empty": tmp_path / "empty",
        "newer": tmp_path / "newer", "foreign": tmp_path / "foreign", "missing": tmp_path / "missing",
    }
    bad["cut"].write_bytes(copy.read_bytes()[:-8192])
    bad["noise"].write_bytes(os.urandom(65536))
    bad["empty"].write_bytes(b"")
    shutil.copy(copy, bad["newer"])
    with sqlite3.connect(bad["newer"]) as newer:
        newer.execute("INSERT INTO schema_migration VALUES ('99-future', 1)")
    with sqlite3.connect(bad["foreign"]) as foreign:
        foreign.execute("CREATE TABLE t (a)")
    before = contents(gateway.folder)
    for name, path in bad.items():
        done = gateway.run("restore", str(path))
        assert done.returncode == 1 and done.stderr.count(b"\n") == 1, (name, done)
        assert contents(gateway.folder) == before, name


def test_secrets_that_the_keys_do_not_open_are_not_restored(own_gateway: Gateway) -> None:
    gateway = stopped(own_gateway)
    gateway.must("integration", "create", "shop", "--all")
    copy = backed_up(gateway)
    key = Path(f"{gateway.database}.key")
    lines = key.read_text().splitlines()
    key.write_text("\n".join([*lines[:-1], "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", ""]))
    before = contents(gateway.folder)
    done = gateway.run("restore", str(copy))
    assert done.returncode == 1 and b"sealed with the key" in done.stderr, done
    assert contents(gateway.folder) == before


def test_a_copy_of_an_older_version_is_migrated_and_known_again(own_gateway: Gateway) -> None:
    gateway = stopped(own_gateway)
    make_older(gateway)
    old = gateway.folder / "old.sqlite"
    shutil.copy(gateway.database, old)
    gateway.start()
    assert gateway.terminate() == 0
    gateway.must("restore", str(old))
    gateway.start()
    assert sign_in(gateway) == 200
    assert gateway.terminate() == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_server_can_use_what_root_has_restored(own_gateway: Gateway) -> None:
    gateway = stopped(own_gateway)
    copy = backed_up(gateway)
    os.chown(gateway.database, disks.NOBODY, disks.NOBODY)
    gateway.must("restore", str(copy))
    status = gateway.database.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (disks.NOBODY, disks.NOBODY, 0o600)
