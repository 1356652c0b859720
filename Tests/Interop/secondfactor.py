"""Admins with second factors, and the addresses of two-factor sign-in as a program calls them."""
from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

import phone
import setupmail
from authyserver import AuthyServer
from cases import PLAIN
from duoserver import DuoServer
from gateway import Gateway, Response
from protocols import Operation, Outcome

TOGETHER = 12  # newcomers
PROVIDERS = ["google", "duo_security", "authy", "u2fkey"]
CHEAP_HASHES = {"TOKEN_GATEWAY_HASH_MEMORY": "256", "TOKEN_GATEWAY_HASH_PASSES": "1"}
"""For commands and server alike: a password that was stored at the full cost is also checked at the full cost."""

GOOGLE = Operation("tfa/provider/google/authenticate", "twoFactorAuthGoogleAuthenticateV1", "CreateAdminAccessToken")

# The texts of the contract that tests meet; an operator may have others.
MISSING = (400, 'A value for "%fieldName" is missing.')
REFUSED = (401, "Sign-in refused.")
USE_PROVIDER = (400, "Sign in at the address of a second-factor provider.")
SET_UP_FIRST = (400, "Set up a second factor first; a mail is on its way.")
NONE_AVAILABLE = (400, "No second-factor provider is ready. Ask an administrator.")
NOT_ALLOWED = (400, "This provider is not in use.")
NOT_CONFIGURED = (400, "This provider is not set up for the user.")
ALREADY_CONFIGURED = (400, "This provider is set up for the user.")
UNKNOWN_PROVIDER = (404, "Provider %1 is not in use.")
UNREACHABLE = (503, "The second-factor provider does not answer.")
TOKEN_INVALID = (401, "The set-up token is not valid.")
LIST_TOKEN_INVALID = (401, "The token is not valid.")
CODE_INVALID = (401, "The code is wrong or was used before.")
DUO_REFUSED = (400, "Duo did not allow the sign-in.")
KEY_NOT_STARTED = (400, "No key registration is waiting.")
KEY_INVALID = (400, "The security key was not accepted.")
KEY_DATA_INVALID = (400, "The security key's data cannot be used.")
CHALLENGE_MISSING = (400, "No key challenge is waiting.")
AUTHY_VIA = (400, "This way of sending is not possible.")
AUTHY_REQUEST_MISSING = (400, "No phone check is waiting.")
AUTHY_CODE_FORMAT = (400, "The code has wrong characters.")
AUTHY_NO_APPROVAL = (400, "No approval request is waiting.")
AUTHY_DENIED = (400, "The approval was denied or came too late.")


class Door:
    """The REST addresses of one gateway, in JSON."""

    def __init__(self, gateway: Gateway):
        self.gateway = gateway

    def call(self, path: str, method: str = "POST", bearer: str | None = None, **fields: object) -> Response:
        """Fields go into the body, or into the query of a GET."""
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        if method in ("GET", "DELETE"):
            query = f"?{urlencode(fields)}" if fields else ""
            return self.gateway.request(method, f"/rest/V1/{path}{query}", **headers)
        return self.gateway.request(method, f"/rest/V1/{path}", json.dumps(fields).encode(), Content_Type="application/json", **headers)

    def value(self, path: str, method: str = "POST", bearer: str | None = None, **fields: object):
        answer = self.call(path, method, bearer, **fields)
        assert answer.status == 200, f"{path}: {answer.status} {answer.text}"
        return json.loads(answer.text)

    def refusal(self, path: str, method: str = "POST", bearer: str | None = None, **fields: object) -> tuple[int, str]:
        """Status and message; parameters are left aside."""
        answer = self.call(path, method, bearer, **fields)
        return answer.status, json.loads(answer.text)["message"] if answer.status != 200 else answer.text

    def token(self, path: str, **fields: object) -> str:
        """An admin token."""
        token = self.value(path, **fields)
        assert re.fullmatch("[0-9a-z]{32}", token), token
        self.gateway.secrets.add(token)
        return token

    def is_welcome(self, token: str) -> bool:
        """Whether an admin token opens something."""
        return self.call("tfa/forced-providers", "GET", token).status == 200


@dataclass
class Admin:
    """An admin of a test's own, with all rights."""

    door: Door
    name: str
    secret: str = ""
    """Of Google, once it is known."""
    _asked: int = field(default=0)
    """Mails that were asked for."""
    _taken: int = field(default=0)
    """Those of them whose token was handed out."""

    @property
    def login(self) -> dict[str, str]:
        return {"username": self.name, "password": PLAIN}

    @property
    def address(self) -> str:
        return f"{self.name}@example.test"

    @property
    def identity(self) -> int:
        listed = json.loads(self.door.gateway.must("admin", "list", "--json"))
        [found] = [each["id"] for each in listed if each["username"] == self.name]
        return int(found)

    def plain_sign_in(self) -> tuple[int, dict]:
        """Status and value of a request for a token with the password alone."""
        answer = self.door.call("integration/admin/token", **self.login)
        return answer.status, json.loads(answer.text)

    def ask_for_mail(self) -> None:
        """Asks for a token with the password alone; a mail comes of it."""
        status, value = self.plain_sign_in()
        assert (status, value["message"]) == SET_UP_FIRST, value
        self._asked += 1

    def mailed_token(self) -> str:
        """The configuration token of the latest mail, which is asked for unless it was before."""
        if self._taken == self._asked:
            self.ask_for_mail()
        self._taken = self._asked
        return setupmail.token_in(self.door.gateway, setupmail.wait_for_mails(self.door.gateway, self.address, self._asked)[-1])

    def has_google(self, secret: str = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU") -> Admin:
        """Set by the command of an operator."""
        self.secret = secret
        self.door.gateway.must("tfa", "google", "set-secret", self.name, "--secret-stdin", stdin=secret)
        return self

    def google_token(self, steps: int = 0) -> str:
        return self.door.token(GOOGLE.route, **self.login, otp=phone.code(self.secret, steps))


@dataclass
class SecondFactors:
    """A gateway where every provider is in use, with a Duo and an Authy service that follow the contract."""

    gateway: Gateway
    duo: DuoServer
    authy: AuthyServer
    _arrived: list[Admin] = field(default_factory=list)
    _count: int = field(default=0)

    @property
    def door(self) -> Door:
        return Door(self.gateway)

    def admin(self, name: str) -> Admin:
        return new_admin(self.gateway, name)

    def newcomer(self) -> Admin:
        """An admin whose first mail is on its way. The gateway looks after its mails once a second, so many newcomers arrive together."""
        if not self._arrived:
            names = [f"newcomer-{self._count + each}" for each in range(TOGETHER)]
            self._count += TOGETHER
            with ThreadPoolExecutor(4) as commands:
                self._arrived = list(commands.map(self.admin, names))
            for each in self._arrived:
                each.ask_for_mail()
        return self._arrived.pop(0)

    def customer(self, name: str) -> str:
        """The token of a new customer."""
        self.gateway.create_customer(f"{name}@example.test", PLAIN)
        return self.gateway.token("customer", f"{name}@example.test", PLAIN)


def new_admin(gateway: Gateway, name: str, *options: str) -> Admin:
    gateway.create_admin(name, PLAIN, *options)
    return Admin(Door(gateway), name)


def of_empty_factor(protocol: str, field: str, refused: Outcome) -> Outcome:
    """An empty factor is a refused one. XML has no empty text in REST: an element without content is a field that was not sent."""
    return Outcome(*MISSING, (field,)) if protocol == "rest-xml" else refused


def configure(gateway: Gateway, settings: dict[str, str]) -> None:
    for path, value in settings.items():
        gateway.must("config", "set", path, value)
