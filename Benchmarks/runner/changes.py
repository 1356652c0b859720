#!/usr/bin/env python3
"""What happens in a shop while others are checked: saves, sign-ins and sign-outs in equal parts, at a fixed rate, until it is stopped.

    changes.py PORT RATE FIRST LAST VISITORS

Customers of these numbers save their own names with a token each. Sign-ins and sign-outs are those of the VISITORS customers behind them:
a sign-out ends all tokens of its customer. Prints one line of JSON at the end.
"""
from __future__ import annotations

import http.client
import json
import random
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from runner.population import email, token  # noqa: E402
from runner.request import PASSWORD  # noqa: E402

ME, TOKEN, REVOKE = "/rest/V1/customers/me", "/rest/V1/integration/customer/token", "/rest/V1/integration/customer/revoke-customer-token"


class Changes:
    def __init__(self, port: int, rate: float, first: int, last: int, visitors: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.pause, self.first, self.last = 1 / rate, first, last
        self.visitors = visitors
        self.random = random.Random(1)
        self.signed_in: list[str] = []
        self.made = self.refused = 0
        self.is_over = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "is_over", True))
        due = time.monotonic()
        steps = [self.save, self.sign_in, self.sign_out]
        while not self.is_over:
            steps[self.made % 3]()
            self.made += 1
            due += self.pause
            time.sleep(max(0.0, due - time.monotonic()))
        print(json.dumps({"made": self.made, "refused": self.refused}))

    def ask(self, method: str, path: str, body: object = None, bearer: str = "") -> object:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.refused += answer.status != 200
        return json.loads(content)

    def save(self) -> None:
        number = self.random.randint(self.first, self.last)
        names = {"firstname": "Ann", "lastname": f"Lee{chr(97 + number % 26)}"}
        self.ask("PUT", ME, {"customer": {"email": email(number), **names}}, token(number))

    def sign_in(self) -> None:
        found = self.ask("POST", TOKEN, {"username": email(self.last + self.random.randint(1, self.visitors)), "password": PASSWORD})
        if isinstance(found, str):
            self.signed_in.append(found)

    def sign_out(self) -> None:
        if self.signed_in:
            self.ask("POST", REVOKE, bearer=self.signed_in.pop(0))


if __name__ == "__main__":
    Changes(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])).run()
