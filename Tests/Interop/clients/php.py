"""PHP's SoapClient, the client most written against Magento's contract."""
from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

from clients import Received, typed_detail
from gateway import PATIENCE

SCRIPT = Path(__file__).with_name("php.php")


class PHPClient:
    def __init__(self, wsdl: str, version: str, token: str | None = None, location: str | None = None):
        self.received = Received(b"", "")
        self.process = subprocess.Popen(
            ["php", "-d", f"default_socket_timeout={PATIENCE}", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        made = self._ask({"wsdl": wsdl, "version": version, "token": token, "location": location})
        assert made.get("functions"), made
        self.functions: list[str] = made["functions"]

    def call(self, operation: str, **arguments: object) -> object:
        answer = self._ask({"operation": operation, "arguments": arguments})
        self.received = Received(base64.b64decode(answer["body"]), media_type(answer["headers"]))
        if "value" in answer:
            value = _objects(answer["value"])
            return getattr(value, "result", value)
        fault = answer["fault"]
        detail = (fault["detail"] or {}).get("GenericFault")
        raise typed_detail(fault["code"], fault["text"], detail)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        assert self.process.wait(PATIENCE) == 0

    def _ask(self, question: dict) -> dict:
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "php ended; its message is above"
        return json.loads(line)


def media_type(headers: str) -> str:
    """The Content-Type in a block of response headers."""
    lines = [line.partition(":") for line in headers.splitlines()]
    return next(value.split(";")[0].strip().lower() for name, _, value in lines if name.lower() == "content-type")


def _objects(value: object) -> object:
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _objects(each) for name, each in value.items()})
    return [_objects(each) for each in value] if isinstance(value, list) else value
