"""A customer's program on one of the clients: it knows the gateway by its WSDL, and holds every answer against it."""
from __future__ import annotations

import pytest

from clients import Client, Refused
from clients.curl import CurlClient
from clients.php import PHPClient
from clients.suds_client import SudsClient
from clients.zeep_client import ZeepClient
from soap import CALLER_AT_FAULT
from wsdl import Contract

STACKS = [
    pytest.param((make, version), id=f"{name}-{version}")
    for name, make, versions in (
        ("php", PHPClient, ("1.1", "1.2")),
        ("zeep", ZeepClient, ("1.1", "1.2")),
        ("suds", SudsClient, ("1.1",)),
        ("curl", CurlClient, ("1.1", "1.2")),
    )
    for version in versions
]


class Program:
    """A client made from the gateway's own WSDL. Every answer it gets is held against that WSDL, too."""

    def __init__(self, client: Client, contract: Contract, version: str):
        self.client = client
        self.contract = contract
        self.version = version

    def call(self, operation: str, **arguments: object) -> object:
        try:
            result = self.client.call(operation, **arguments)
        except Refused:
            self.check_received()
            raise
        self.check_received()
        return result

    def check_received(self) -> None:
        self.contract.check(self.client.received.body, self.client.received.media_type, self.version)

    def refusal(self, operation: str, **arguments: object) -> Refused:
        with pytest.raises(Refused) as caught:
            self.call(operation, **arguments)
        assert caught.value.code == CALLER_AT_FAULT[self.version]
        assert caught.value.text
        return caught.value
