"""Customers and tokens in numbers, written straight into the gateway's tables."""
from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

DAY = 86_400_000  # Milliseconds.


def token(number: int) -> str:
    """The text of a token: 32 characters that nobody has to keep."""
    return hashlib.md5(f"token {number}".encode()).hexdigest()


def email(number: int) -> str:
    return f"c{number}@example.test"


def fill(path: Path, customers: int, tokens: int, ended: int = 0) -> int:
    """Customers with the password of the first one there is, up to so many in all; live tokens for all of them in turn; and
    ended tokens. The database must have a customer.
    :returns: the number of the first new customer."""
    now = int(time.time() * 1000)
    with sqlite3.connect(path) as database:
        first = _customers(database, customers)
        _tokens(database, "live", tokens, customers, now, now + DAY)
        _tokens(database, "ended", ended, customers, now - 9, now - 1)
    database.close()
    return first


def _customers(database: sqlite3.Connection, wanted: int) -> int:
    columns = [row[1] for row in database.execute("PRAGMA table_info(customer)")]
    sample = dict(zip(columns, database.execute("SELECT * FROM customer ORDER BY id LIMIT 1").fetchone()))
    (last,) = database.execute("SELECT max(id) FROM customer").fetchone()

    def rows() -> Iterator[list[object]]:
        for number in range(last + 1, wanted + 1):
            yield [*(sample | {"id": number, "email": email(number), "email_key": email(number)}).values()]

    database.executemany(f"INSERT INTO customer VALUES ({', '.join('?' * len(columns))})", rows())
    return last + 1


def _tokens(database: sqlite3.Connection, state: str, count: int, customers: int, issued: int, expires: int) -> None:
    statement = "INSERT INTO token (accessor, digest, kind, owner_id, issued_at, expires_at, address) VALUES (?, ?, 3, ?, ?, ?, '')"
    texts: Iterable[tuple[int, str]] = ((number, token(number) if state == "live" else f"ended {number}") for number in range(1, count + 1))
    database.executemany(
        statement,
        ((f"{state}{number}", hashlib.sha256(text.encode()).hexdigest(), (number - 1) % customers + 1, issued, expires)
         for number, text in texts))
