"""The database of the peers that have one: a customer with the gateway's own hash, and a token."""
from __future__ import annotations

import hashlib
import sqlite3
import time
from pathlib import Path

from .gateway import CUSTOMER

TOKEN = "0123456789abcdef0123456789abcdef"


def create(path: Path, password_hash: str) -> Path:
    """In WAL mode, as the gateway's; each commit is synced, which is SQLite's default."""
    with sqlite3.connect(path) as database:
        database.executescript("""
            PRAGMA journal_mode = WAL;
            CREATE TABLE customer (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, password TEXT NOT NULL);
            CREATE TABLE token (digest TEXT PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customer, expires INTEGER NOT NULL);
            """)
        database.execute("INSERT INTO customer VALUES (1, ?, ?)", (CUSTOMER, password_hash))
        row = (hashlib.sha256(TOKEN.encode()).hexdigest(), int(time.time()) + 86400)
        database.execute("INSERT INTO token VALUES (?, 1, ?)", row)
    database.close()
    return path
