"""SOAP messages: written as a client writes them, read only when they are valid against the envelope's schema."""
from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
NAMESPACES = {"1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope"}
MEDIA_TYPES = {"1.1": "text/xml", "1.2": "application/soap+xml"}
CALLER_AT_FAULT = {"1.1": "Client", "1.2": "Sender"}

_parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_envelopes = {
    version: etree.XMLSchema(etree.parse(str(SCHEMAS / f"soap{version.replace('.', '')}-envelope.xsd"))) for version in NAMESPACES
}


@dataclass
class Fault:
    code: str
    """Local name of the code."""
    text: str
    subcode: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    wrapped: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@dataclass
class Answer:
    version: str
    payload: etree._Element
    """The child of Body: a response, or the Fault itself."""
    fault: Fault | None

    @property
    def details(self) -> list[etree._Element]:
        """The children of the fault's detail."""
        return [child for holder in self.payload if local(holder).lower() == "detail" for child in holder]

    @property
    def result(self) -> etree._Element:
        """The element `result` of a response; it has no namespace."""
        assert self.fault is None, self.fault
        [result] = self.payload
        assert result.tag == "result"
        return result


def parse(data: bytes) -> etree._Element:
    root = etree.fromstring(data, _parser)
    assert root.getroottree().docinfo.doctype == "", "a document with DOCTYPE"
    return root


def assert_valid(schema: etree.XMLSchema, element: etree._Element, what: str) -> None:
    assert schema.validate(element), f"{what} is not valid: {schema.error_log}\n{etree.tostring(element).decode()}"


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def envelope(version: str, namespace: str, operation: str, arguments: dict) -> bytes:
    """A call. Arguments may be text, numbers, further dictionaries and lists; None is left out."""
    root = etree.Element(f"{{{NAMESPACES[version]}}}Envelope", nsmap={"e": NAMESPACES[version], "t": namespace})
    call = etree.SubElement(etree.SubElement(root, f"{{{NAMESPACES[version]}}}Body"), f"{{{namespace}}}{operation}Request")
    append_fields(call, arguments)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def append_fields(parent: etree._Element, fields: dict) -> None:
    for name, value in fields.items():
        for entry in value if isinstance(value, list) else [value]:
            if entry is None:
                continue
            child = etree.SubElement(parent, name)
            if isinstance(entry, dict):
                append_fields(child, entry)
            else:
                child.text = str(entry)


def read(data: bytes) -> Answer:
    """Reads an answer in either version. Fails when it is not valid against the schema of its envelope."""
    root = parse(data)
    version = next((name for name, uri in NAMESPACES.items() if root.tag == f"{{{uri}}}Envelope"), None)
    assert version, f"no SOAP envelope: {root.tag}"
    assert_valid(_envelopes[version], root, f"the SOAP {version} envelope")
    [payload] = root.find(f"{{{NAMESPACES[version]}}}Body")
    is_fault = payload.tag == f"{{{NAMESPACES[version]}}}Fault"
    answer = Answer(version, payload, None)
    if is_fault:
        answer.fault = _fault_12(payload) if version == "1.2" else _fault_11(payload)
        for detail in answer.details:
            answer.fault.parameters |= _parameters(detail.find("Parameters"))
            answer.fault.wrapped += _wrapped(detail.find("WrappedErrors"))
    return answer


def _fault_12(fault: etree._Element) -> Fault:
    at = {"e": NAMESPACES["1.2"]}
    subcode = fault.findtext("e:Code/e:Subcode/e:Value", None, at)
    code = fault.findtext("e:Code/e:Value", "", at)
    return Fault(_name(code), fault.findtext("e:Reason/e:Text", "", at), subcode and _name(subcode))


def _fault_11(fault: etree._Element) -> Fault:
    return Fault(_name(fault.findtext("faultcode", "")), fault.findtext("faultstring", ""))


def _name(qname: str) -> str:
    return qname.strip().rpartition(":")[2]


def _parameters(holder: etree._Element | None) -> dict[str, str]:
    return {} if holder is None else {item.findtext("key", ""): item.findtext("value", "") for item in holder}


def _wrapped(holder: etree._Element | None) -> list[tuple[str, dict[str, str]]]:
    return [] if holder is None else [(item.findtext("message", ""), _parameters(item.find("parameters"))) for item in holder]
