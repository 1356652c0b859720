"""zeep, Python's SOAP client of today. It reads the WSDL strictly and takes the first port unless told otherwise."""
from __future__ import annotations

import requests
import zeep
from zeep.exceptions import Fault
from zeep.transports import Transport

from clients import Received, typed_detail
from gateway import PATIENCE


class ZeepClient:
    def __init__(self, wsdl: str, version: str, token: str | None = None, location: str | None = None):
        self.received = Received(b"", "")
        session = requests.Session()
        session.trust_env = False
        if token:
            session.headers["Authorization"] = f"Bearer {token}"
        session.hooks["response"].append(self._record)
        transport = Transport(session=session, timeout=PATIENCE, operation_timeout=PATIENCE)
        self.client = zeep.Client(wsdl, transport=transport, settings=zeep.Settings(strict=True))
        self.proxies = {}
        for name, service in self.client.wsdl.services.items():
            port = next(iter(service.ports)) if version == "1.2" else f"{name.removesuffix('Service')}Soap11Port"
            proxy = self.client.bind(name, port)
            if location:
                proxy = self.client.create_service(proxy._binding.name, location)
            for operation in proxy._binding._operations:
                self.proxies[operation] = proxy

    def call(self, operation: str, **arguments: object) -> object:
        try:
            value = self.proxies[operation][operation](**arguments)
        except Fault as fault:
            # 1.1 has an element `detail`, 1.2 `Detail`; zeep hands over either with its children.
            children = [] if fault.detail is None else list(fault.detail)
            detail = self.client.wsdl.types.deserialize(children[0]) if children else None
            raise typed_detail(fault.code, fault.message, detail) from None
        return self._as_declared(operation, value)

    def _as_declared(self, operation: str, value: object) -> object:
        """zeep hands over the one member of a result that has no other, above all the entries of a list; others hand over the result."""
        answer = self.proxies[operation]._binding.get(operation).output.body.type.elements
        if not answer:
            return value
        [(_, result)] = answer
        members = getattr(result.type, "elements", [])
        if len(members) != 1 or result.type.attributes:
            return value
        [(name, _)] = members
        return result.type(**{name: value})

    def close(self) -> None:
        self.client.transport.session.close()

    def _record(self, response: requests.Response, *_: object, **__: object) -> None:
        self.received = Received(response.content, response.headers["Content-Type"].split(";")[0].strip().lower())
