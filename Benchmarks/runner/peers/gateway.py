"""The gateway, with a database of its own."""
from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import time
from pathlib import Path

from ..machine import CORES
from ..request import BASE_URL, PASSWORD, SERVICE, get, login
from ..server import Server

EXECUTABLE = os.environ.get("GATEWAY", ".build/release/token-gateway")
CUSTOMER = "ann@example.test"
LOCKED = "locked@example.test"
FAILURES = 100  # The most that may be allowed before an account is locked.


class Gateway(Server):
    """`options` go to `serve`. The log is that of errors only, as no peer writes one either."""

    name = "gateway"

    def __init__(self, folder: Path, *options: str):
        super().__init__(folder)
        self.executable = str(Path(EXECUTABLE).resolve())
        self.options = options or ("--log-level", "error")
        self.database = self.folder / "gateway.sqlite"

    def command(self, *words: str, stdin: str = "") -> str:
        command = [self.executable, *words]
        if words[0] != "wsdl":
            command += ["--database", str(self.database)]
        return subprocess.run(command, input=stdin, text=True, check=True, capture_output=True).stdout

    def create(self, *customers: str) -> None:
        """A database with these customers and one that is locked, all of one password."""
        self.command("config", "set", "oauth/authentication_lock/max_failures_count", str(FAILURES))
        for address in (CUSTOMER, LOCKED, *customers):
            self.command("customer", "create", address, "--password-stdin", stdin=PASSWORD)
        with sqlite3.connect(self.database) as database:
            row = (LOCKED, FAILURES, int(time.time() * 1000) + 86_400_000)
            database.execute("INSERT INTO throttle (kind, name_key, failures, lock_ends) VALUES (3, ?, ?, ?)", row)
        database.close()

    @property
    def password_hash(self) -> str:
        """As the gateway made it: its peers are given the same one."""
        with sqlite3.connect(self.database) as database:
            (found,) = database.execute("SELECT password_hash FROM customer WHERE email = ?", (CUSTOMER,)).fetchone()
        database.close()
        return found

    def wsdl(self) -> str:
        return self.command("wsdl", "--services", SERVICE, "--soap", "1.2", "--base-url", BASE_URL)

    def commands(self) -> list[list[str]]:
        serve = ["serve", "--host", "127.0.0.1", "--port", str(self.port), "--base-url", BASE_URL, "--database", str(self.database)]
        return [[self.executable, *serve, *self.options]]

    def start(self, cores: list[int] = CORES) -> None:
        """Returns as soon as it says that it is ready."""
        super().start(cores)
        get("/health/ready").ask(self.port)

    def token(self) -> str:
        return json.loads(login("/rest/V1/integration/customer/token", CUSTOMER).ask(self.port))
