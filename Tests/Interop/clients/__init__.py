"""SOAP clients of other makers behind one interface.

A client is made from a WSDL (an address or a file), speaks one SOAP version, and may carry a bearer token. `call` returns the result as
the client's own binding has it, or raises `Refused`. Each client hands over the bytes it received, so that the tests can hold them
against the schemas, whatever the client itself let pass.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass
class Refused(Exception):
    """A fault, as the client's binding tells it."""

    code: str
    text: str
    parameters: dict[str, str] = field(default_factory=dict)
    wrapped: list[dict[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.code}: {self.text} {self.parameters} {self.wrapped}"


@dataclass
class Received:
    """What came over the wire for one call."""

    body: bytes
    media_type: str


class Client(Protocol):
    received: Received
    """The answer to the last call."""

    def call(self, operation: str, **arguments: object) -> object: ...

    def close(self) -> None: ...


def typed_detail(code: str, text: str, generic_fault: object) -> Refused:
    """A refusal from the object that a client's binding made of `GenericFault`: dictionaries, or objects with attributes."""
    parameters = pairs(member(generic_fault, "Parameters"))
    wrapped = [pairs(member(error, "parameters")) for error in items(member(generic_fault, "WrappedErrors"))]
    return Refused(code.rpartition(":")[2], text, parameters, wrapped)


def pairs(holder: object) -> dict[str, str]:
    return {str(member(item, "key")): str(member(item, "value")) for item in items(holder)}


def items(holder: object) -> list:
    """The entries of a list type; clients without the type see a single entry as no list."""
    found = member(holder, "item")
    return [] if found is None else found if isinstance(found, list) else [found]


def member(holder: object, name: str) -> object:
    return holder.get(name) if isinstance(holder, dict) else getattr(holder, name, None)
