"""suds, Python's SOAP client of long ago, kept alive. It speaks SOAP 1.1 to whatever port it finds first."""
from __future__ import annotations

from urllib.error import HTTPError

import suds
import suds.client
import suds.transport
from suds.plugin import MessagePlugin
from suds.transport.http import HttpTransport

from clients import Received, member, typed_detail
from gateway import PATIENCE


class SudsClient:
    def __init__(self, wsdl: str, version: str, token: str | None = None, location: str | None = None):
        assert version == "1.1"
        self.received = Received(b"", "")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client = suds.client.Client(
            wsdl if "://" in wsdl else f"file://{wsdl}", cache=None, plugins=[_Recorder(self)],
            transport=_Transport(self, headers), **({"location": location} if location else {}))

    def call(self, operation: str, **arguments: object) -> object:
        # Of several services suds takes the first unless it is told which.
        proxy = self.client.service
        if len(self.client.sd) > 1:
            offers = [any(operation == method for _, methods in each.ports for method, _ in methods) for each in self.client.sd]
            proxy = proxy[offers.index(True)]
        try:
            return getattr(proxy, operation)(**arguments)
        except suds.WebFault as error:
            fault = error.fault
            raise typed_detail(fault.faultcode, fault.faultstring, member(member(fault, "detail"), "GenericFault")) from None

    def close(self) -> None:
        pass


class _Recorder(MessagePlugin):
    def __init__(self, client: SudsClient):
        self.client = client

    def received(self, context: object) -> None:
        self.client.received.body = bytes(context.reply)


class _Transport(HttpTransport):
    """suds sends headers with calls alone; the WSDL needs the token, too. And it keeps the media type to itself."""

    def __init__(self, client: SudsClient, headers: dict[str, str]):
        super().__init__(timeout=PATIENCE)
        self.client = client
        self.headers = headers

    def open(self, request: suds.transport.Request):
        request.headers.update(self.headers)
        return super().open(request)

    def u2open(self, request, **options):
        for name, value in self.headers.items():
            request.add_header(name, value)
        try:
            answer = super().u2open(request, **options)
        except HTTPError as refusal:
            self._note(refusal)
            raise
        self._note(answer)
        return answer

    def _note(self, answer) -> None:
        self.client.received.media_type = answer.headers.get_content_type()
