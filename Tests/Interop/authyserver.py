"""An Authy service on loopback, in the parts that the contract names. It knows one code for each way of proving something."""
from __future__ import annotations

import re
import time
from collections import deque
from dataclasses import dataclass, field

from loopback import LoopbackServer, Reply, Request

API_KEY = "authyKeyForTestsOnly0123456789ab"
PHONE_CODE = "4711"
OTP = "7654321"
UNREGISTERED = "555-0199"
"""A phone that can be checked, but gets no Authy user."""

SETTINGS = {"twofactorauth/authy/api_key": API_KEY, "twofactorauth/authy/onetouch_message": "Sign in to the shop?"}


@dataclass
class User:
    email: str
    phone: str
    country: str


@dataclass
class Approval:
    user: str
    fields: dict
    statuses: deque[str] = field(default_factory=deque)
    """What a question after it is told, one after the other; the last for ever. Nobody has pressed anything: pending."""
    asked_at: list[float] = field(default_factory=list)


class AuthyServer(LoopbackServer):
    def __init__(self) -> None:
        super().__init__()
        self.users: dict[str, User] = {}
        self.sent: list[tuple[str, str]] = []
        """Way and Authy user of each code that was sent."""
        self.started: list[dict] = []
        """The phone checks that were begun."""
        self.approvals: dict[str, Approval] = {}
        self.is_garbled = False

    def user_of(self, email: str) -> str:
        [found] = [identity for identity, user in self.users.items() if user.email == email]
        return found

    def approval_of(self, email: str) -> Approval:
        """The latest request to a user."""
        return [approval for approval in self.approvals.values() if approval.user == self.user_of(email)][-1]

    def respond(self, request: Request) -> Reply | None:
        if request.headers["X-Authy-API-Key"] != API_KEY:
            self.complaints.append(f"{request.path}: X-Authy-API-Key is {request.headers['X-Authy-API-Key']}")
            return no("Invalid API key", 401)
        if self.is_garbled:
            return Reply(200, b"It works!", "text/html")
        for (method, pattern), respond in ROUTES.items():
            found = re.fullmatch(pattern, request.path)
            if found and method == request.method:
                return respond(self, request, *found.groups())
        raise AssertionError("no such address")

    def start(self, request: Request) -> Reply:
        fields = request.fields
        assert set(fields) == {"via", "country_code", "phone_number"} and fields["via"] in ("sms", "call"), fields
        if not re.fullmatch(r"[0-9-]+", fields["phone_number"]):
            return no("Phone number is invalid", 400)
        self.started.append(fields)
        return yes("Text message sent to +1 555-0100.", carrier="Test", is_cellphone=True, seconds_to_expire=599)

    def check(self, request: Request) -> Reply:
        assert set(request.query) == {"country_code", "phone_number", "verification_code"}, request.query
        assert request.query["phone_number"] in [fields["phone_number"] for fields in self.started]
        if request.query["verification_code"] != PHONE_CODE:
            return no("Verification code is incorrect", 401)
        return yes("Verification code is correct.")

    def new_user(self, request: Request) -> Reply:
        fields = request.fields
        if "user" in fields:  # JSON with an object is as good as a form with brackets.
            fields = {f"user[{name}]": value for name, value in fields["user"].items()}
        assert set(fields) == {"user[email]", "user[cellphone]", "user[country_code]"}, fields
        if fields["user[cellphone]"] == UNREGISTERED:
            return no("User was not valid", 400)
        identity = str(1000 + len(self.users))
        self.users[identity] = User(fields["user[email]"], fields["user[cellphone]"], fields["user[country_code]"])
        return yes("User created successfully.", user={"id": int(identity)})

    def verify(self, request: Request, otp: str, user: str) -> Reply:
        assert user in self.users, user
        # Text where all else has a boolean; the real service does so.
        return yes("Token is valid.", token="is valid", success="true") if otp == OTP else no("Token is invalid", 401)

    def send(self, request: Request, via: str, user: str) -> Reply:
        assert user in self.users and request.query == {"force": "true"}
        self.sent.append((via, user))
        return yes("SMS token was sent", cellphone="+1-XXX-XXX-XX00")

    def ask(self, request: Request, user: str) -> Reply:
        assert user in self.users, user
        fields = request.fields
        identity = f"{len(self.approvals):08x}-0000-4000-8000-000000000000"
        self.approvals[identity] = Approval(user, fields)
        return yes(None, approval_request={"uuid": identity})

    def status(self, request: Request, identity: str) -> Reply:
        approval = self.approvals[identity]
        approval.asked_at.append(time.monotonic())
        status = approval.statuses[0] if approval.statuses else "pending"
        if len(approval.statuses) > 1:
            approval.statuses.popleft()
        return yes(None, approval_request={"uuid": identity, "status": status})


ROUTES = {
    ("POST", r"/protected/json/phones/verification/start"): AuthyServer.start,
    ("GET", r"/protected/json/phones/verification/check"): AuthyServer.check,
    ("POST", r"/protected/json/users/new"): AuthyServer.new_user,
    ("GET", r"/protected/json/verify/([^/]+)/([0-9]+)"): AuthyServer.verify,
    ("GET", r"/protected/json/(sms|call)/([0-9]+)"): AuthyServer.send,
    ("POST", r"/onetouch/json/users/([0-9]+)/approval_requests"): AuthyServer.ask,
    ("GET", r"/onetouch/json/approval_requests/([0-9a-f-]+)"): AuthyServer.status,
}


def yes(message: str | None, **more: object) -> Reply:
    said = {} if message is None else {"message": message}
    return Reply.json({"success": True} | said | more)


def no(message: str, status: int) -> Reply:
    return Reply.json({"success": False, "message": message, "errors": {"message": message}}, status)
