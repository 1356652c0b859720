"""A Duo service on loopback. Duo's own Python client library computes the signature that it demands; a wrong one is refused as Duo does."""
from __future__ import annotations

import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz

from duo_client import client as duo

from loopback import LoopbackServer, Reply, Request

INTEGRATION_KEY = "DITOKENGATEWAYTEST01"
SECRET_KEY = "tgwDuoSecretKeyForTestsOnly0123456789abc"
HOST = "API-0a1b2c3D.duosecurity.com"
"""As an operator may have typed it; it is signed in lower case."""
PASSCODE = "123456"
MOST_SKEW = 300  # seconds that a signature's date may be off

SETTINGS = {
    "twofactorauth/duo/integration_key": INTEGRATION_KEY,
    "twofactorauth/duo/secret_key": SECRET_KEY,
    "twofactorauth/duo/api_hostname": HOST,
}


def ok(response: dict) -> Reply:
    return Reply.json({"stat": "OK", "response": response})


def fail(status: int, code: int, message: str) -> Reply:
    return Reply.json({"stat": "FAIL", "code": code, "message": message}, status)


ALLOW = ok({"result": "allow", "status": "allow", "status_msg": "Success. Logging you in..."})
DENY = ok({"result": "deny", "status": "deny", "status_msg": "Incorrect passcode. Please try again."})
TOO_MANY = fail(429, 42901, "Too Many Requests")
BAD_PARAMETERS = fail(400, 40002, "Invalid request parameters")
NOT_JSON = Reply(200, b"<html>Service temporarily unavailable</html>", "text/html")
HANG = Reply(0, b"")
"""No answer at all, with the connection open."""


@dataclass(frozen=True)
class Call:
    path: str
    parameters: dict
    at: float
    """Monotonic seconds."""


class DuoServer(LoopbackServer):
    """Knows every user. `script` has it answer a user otherwise than it would, as often as there are entries."""

    def __init__(self, secret_key: str = SECRET_KEY) -> None:
        super().__init__()
        self.secret_key = secret_key
        self.calls: list[Call] = []
        self.scripts: dict[str, deque[Reply]] = defaultdict(deque)
        self.results: dict[str, str] = {}
        """What preauth says of a user; `auth` without an entry."""
        self._transactions: dict[str, str] = {}

    def script(self, username: str, *replies: Reply) -> None:
        self.scripts[username].extend(replies)

    def calls_for(self, username: str, path: str = "/auth/v2/auth") -> list[Call]:
        return [call for call in self.calls if call.parameters.get("username") == username and call.path == path]

    def respond(self, request: Request) -> Reply | None:
        refusal = self.refusal(request)
        if refusal:
            # Nothing in the tests signs wrongly but on purpose.
            self.complaints.append(f"{request.path}: {refusal}")
            return fail(401, 40103, "Invalid signature in request credentials")
        if request.method == "GET":
            assert request.path == "/auth/v2/auth_status", request.path
            return self.decide(self._transactions[request.query["txid"]], {"factor": "push"})
        parameters = json.loads(request.body)
        self.calls.append(Call(request.path, parameters, time.monotonic()))
        assert all(isinstance(value, str) for value in parameters.values()), f"not all text: {parameters}"
        assert list(parameters) == sorted(parameters), f"not sorted: {parameters}"
        known = {"/auth/v2/enroll": self.enroll, "/auth/v2/preauth": self.preauth, "/auth/v2/auth": self.auth}
        return known[request.path](parameters)

    def refusal(self, request: Request) -> str | None:
        """Why the request is not signed as Duo wants it (sig_version 5); nothing if it is."""
        date = request.headers["Date"] or ""
        moment = parsedate_tz(date)
        if moment is None or abs(mktime_tz(moment) - time.time()) > MOST_SKEW:
            return f"the date is {date}"
        if request.method == "POST" and request.headers.get_content_type() != "application/json":
            return f"the body is {request.headers['Content-Type']}"
        own = {name: value for name, value in request.headers.items() if name.lower().startswith("x-duo-")}
        parameters = {name: [value] for name, value in request.query.items()}
        wanted = duo.sign(
            INTEGRATION_KEY, self.secret_key, request.method, HOST, request.path, date, 5, parameters, body=request.body.decode(),
            additional_headers=own)
        # The part behind "Basic " only: the scheme has no case.
        given = (request.headers["Authorization"] or "").partition(" ")
        return None if (given[0].lower(), given[2]) == ("basic", wanted.partition(" ")[2]) else "the signature is wrong"

    def enroll(self, parameters: dict) -> Reply | None:
        assert parameters == {"username": parameters["username"], "valid_secs": "60"}, parameters
        username = parameters["username"]
        return self._scripted(username) or ok({
            "activation_barcode": "https://api-0a1b2c3d.duosecurity.com/frame/qr?value=8LIRa5danrICkhHtkLxi",
            "activation_code": "duo://8LIRa5danrICkhHtkLxi-cKLu2DWzDYCmBr2bBZHN", "expiration": 1357020061,
            "user_id": "DU94SWSN4ADHHJHF2HXT", "username": username,
        })

    def preauth(self, parameters: dict) -> Reply | None:
        assert list(parameters) == ["username"], parameters
        username = parameters["username"]
        result = self.results.get(username, "auth")
        return self._scripted(username) or ok({"result": result, "status_msg": "Account is active", "devices": []})

    def auth(self, parameters: dict) -> Reply | None:
        username = parameters["username"]
        if parameters["factor"] == "passcode":
            assert list(parameters) == ["factor", "passcode", "username"], parameters
        else:
            assert (parameters["factor"], parameters["device"]) == ("push", "auto"), parameters
            if parameters.get("async") == "1":
                transaction = f"{len(self._transactions)}a0b1c2d3-e4f5"
                self._transactions[transaction] = username
                return ok({"txid": transaction})
        return self.decide(username, parameters)

    def decide(self, username: str, parameters: dict) -> Reply | None:
        scripted = self._scripted(username)
        if scripted is HANG:
            self.released.wait()
            return None
        is_right = parameters["factor"] == "push" or parameters["passcode"] == PASSCODE
        return scripted or (ALLOW if is_right else DENY)

    def _scripted(self, username: str) -> Reply | None:
        return self.scripts[username].popleft() if self.scripts[username] else None
