"""The same sign-in in each protocol, and what came of it in words that all protocols share."""
from __future__ import annotations

import json
from dataclasses import dataclass

from lxml import etree

import soap
from gateway import Gateway, Response
from wsdl import Contract

SERVICES = {"admin": "integrationAdminTokenServiceV1", "customer": "integrationCustomerTokenServiceV1"}
METHODS = {"admin": "CreateAdminAccessToken", "customer": "CreateCustomerAccessToken"}
SECOND_NAME = "twoFactorAuthAdminTokenServiceV1"
"""The other name of the admin token service; only admins sign in there."""


@dataclass(frozen=True)
class Operation:
    """A sign-in by its address in REST and its names in SOAP."""

    route: str
    service: str
    method: str


@dataclass(frozen=True)
class Outcome:
    status: int
    """As REST has it. SOAP calls have no status of their own for a refusal, so it is derived from the message there."""
    message: str = ""
    fields: tuple[str, ...] = ()
    """Parameters `fieldName`, of the message or of the errors it wraps, in order."""
    token: str = ""


class REST:
    """Sign-in by `/rest`, in JSON or XML both ways."""

    def __init__(self, format: str):
        self.media_type = f"application/{format}"

    def serves(self, kind: str) -> bool:
        return True

    def sign_in(self, gateway: Gateway, kind: str, fields: dict) -> Outcome:
        return self.call(gateway, Operation(f"integration/{kind}/token", SERVICES[kind], METHODS[kind]), fields)

    def call(self, gateway: Gateway, operation: Operation, fields: dict) -> Outcome:
        answer = gateway.request(
            "POST", f"/rest/default/V1/{operation.route}", self.write(fields), Content_Type=self.media_type, Accept=self.media_type)
        assert answer.media_type == self.media_type
        return self.outcome(answer)

    def write(self, fields: dict) -> bytes:
        if self.media_type == "application/json":
            return json.dumps(fields, ensure_ascii=False).encode()
        login = etree.Element("login")
        soap.append_fields(login, fields)
        return etree.tostring(login, encoding="UTF-8")

    def outcome(self, answer: Response) -> Outcome:
        value = json.loads(answer.text) if self.media_type == "application/json" else plain(soap.parse(answer.body))
        if answer.status == 200:
            return Outcome(200, token=value)
        errors = value.get("errors") or [value]
        fields = tuple(error["parameters"]["fieldName"] for error in errors if "fieldName" in error.get("parameters", {}))
        return Outcome(answer.status, value["message"], fields)


class SOAP:
    """Sign-in by `/soap`. Every answer is held against the envelope's schema and the WSDL."""

    def __init__(self, version: str, second_name: bool = False):
        self.version = version
        self.second_name = second_name

    def serves(self, kind: str) -> bool:
        return kind == "admin" or not self.second_name

    def sign_in(self, gateway: Gateway, kind: str, fields: dict) -> Outcome:
        service = SECOND_NAME if self.second_name else SERVICES[kind]
        return self.call(gateway, Operation(f"integration/{kind}/token", service, METHODS[kind]), fields)

    def call(self, gateway: Gateway, operation: Operation, fields: dict) -> Outcome:
        contract = Contract.fetch(gateway, operation.service)
        body = soap.envelope(self.version, contract.namespace, operation.service + operation.method, fields)
        answer = gateway.request(
            "POST", f"/soap/default?services={operation.service}", body,
            Content_Type=f"{soap.MEDIA_TYPES[self.version]}; charset=utf-8")
        return self.outcome(answer, contract)

    def outcome(self, answer: Response, contract: Contract) -> Outcome:
        read = contract.check(answer.body, answer.media_type, self.version)
        if read.fault is None:
            assert answer.status == 200
            return Outcome(200, token=read.result.text)
        assert answer.status == (500 if self.version == "1.1" else 400)
        assert read.fault.code == soap.CALLER_AT_FAULT[self.version]
        holders = [parameters for _, parameters in read.fault.wrapped] or [read.fault.parameters]
        fields = tuple(parameters["fieldName"] for parameters in holders if "fieldName" in parameters)
        return Outcome(401 if read.fault.text in UNAUTHORISED else 400, read.fault.text, fields)


UNAUTHORISED = {"Sign-in refused.", "No role is assigned to this account.", "The code is wrong or was used before."}

PROTOCOLS = {
    "rest-json": REST("json"),
    "rest-xml": REST("xml"),
    "soap-1.1": SOAP("1.1"),
    "soap-1.2": SOAP("1.2"),
    "soap-1.2-second-name": SOAP("1.2", second_name=True),
}


def plain(element: etree._Element):
    """A REST answer in XML as the values that JSON would have; all leaves are text."""
    if len(element) == 0:
        return element.text or ""
    if all(child.tag in ("item", "data_item") for child in element):
        return [plain(child) for child in element]
    return {child.tag: plain(child) for child in element}
