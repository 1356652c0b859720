"""A WSDL document as a client reads it: checked as a whole when it is read, then the measure of the answers."""
from __future__ import annotations

from lxml import etree

from gateway import Gateway
from soap import MEDIA_TYPES, SCHEMAS, Answer, assert_valid, local, parse, read

W = {"w": "http://schemas.xmlsoap.org/wsdl/", "xsd": "http://www.w3.org/2001/XMLSchema"}
BINDINGS = {"1.1": "http://schemas.xmlsoap.org/wsdl/soap/", "1.2": "http://schemas.xmlsoap.org/wsdl/soap12/"}

_grammar = etree.XMLSchema(etree.parse(str(SCHEMAS / "wsdl11.xsd")))


class Contract:
    """One WSDL 1.1 document."""

    def __init__(self, document: bytes):
        self.document = document
        self.root = parse(document)
        assert_valid(_grammar, self.root, "the WSDL")
        self.namespace: str = self.root.get("targetNamespace")
        [schema] = self.root.findall("w:types/xsd:schema", W)
        assert schema.get("targetNamespace") == self.namespace
        # Written out and read again, so that the prefixes of the document reach the schema on its own.
        self.types = etree.XMLSchema(parse(etree.tostring(schema)))
        self.elements = {element.get("name") for element in schema.findall("xsd:element", W)}
        self._check_references()

    @classmethod
    def fetch(cls, gateway: Gateway, services: str, token: str | None = None, more: str = "") -> Contract:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = gateway.request("GET", f"/soap/default?wsdl&services={services}{more}", **headers)
        assert (answer.status, answer.media_type) == (200, "text/xml"), answer.text
        return cls(answer.body)

    @property
    def operations(self) -> list[str]:
        return [operation.get("name") for operation in self.root.findall("w:portType/w:operation", W)]

    def ports(self, version: str) -> list[etree._Element]:
        return self.root.xpath("w:service/w:port[s:address]", namespaces=W | {"s": BINDINGS[version]})

    def check(self, body: bytes, media_type: str, version: str) -> Answer:
        """Reads an answer to a call of this version; fails unless it is what this document promises."""
        answer = read(body)
        assert (answer.version, media_type) == (version, MEDIA_TYPES[version])
        for element in answer.details if answer.fault else [answer.payload]:
            assert etree.QName(element).namespace == self.namespace
            assert (local(element) == "GenericFault") == (answer.fault is not None)
            assert_valid(self.types, element, "the answer")
        return answer

    # What the grammar cannot say: names that refer to something, and both bindings saying the same.

    def _check_references(self) -> None:
        messages = {message.get("name"): message for message in self.root.findall("w:message", W)}
        for message in messages.values():
            [part] = message.findall("w:part", W)
            assert self._target(part, "element") in self.elements
        types = {each.get("name"): each for each in self.root.findall("w:portType", W)}
        for reference in self.root.findall("w:portType/w:operation/*[@message]", W):
            assert self._target(reference, "message") in messages
        bindings = {each.get("name"): each for each in self.root.findall("w:binding", W)}
        for binding in bindings.values():
            self._check_binding(binding, types[self._target(binding, "type")])
        ports = self.root.findall("w:service/w:port", W)
        assert {self._target(port, "binding") for port in ports} == set(bindings)
        for port in ports:
            [address] = port
            assert address.get("location") == self.namespace
            assert etree.QName(address).namespace == etree.QName(bindings[self._target(port, "binding")][0]).namespace

    def _check_binding(self, binding: etree._Element, port_type: etree._Element) -> None:
        extensions = [each for each in binding.iter("*") if etree.QName(each).namespace != W["w"]]
        assert len({etree.QName(each).namespace for each in extensions}) == 1
        bound, declared = binding.findall("w:operation", W), port_type.findall("w:operation", W)
        assert [each.get("name") for each in bound] == [each.get("name") for each in declared]
        for operation, declaration in zip(bound, declared):
            assert operation[0].get("soapAction") == operation.get("name")
            faults = [fault.get("name") for fault in operation.findall("w:fault", W)]
            assert faults == [fault.get("name") for fault in declaration.findall("w:fault", W)]
            assert faults == [fault[0].get("name") for fault in operation.findall("w:fault", W)]

    def _target(self, element: etree._Element, attribute: str) -> str:
        """The local name that a reference of the document points at."""
        prefix, _, name = element.get(attribute).rpartition(":")
        assert element.nsmap[prefix or None] == self.namespace
        return name
