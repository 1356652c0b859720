"""The measures themselves: the schemas take what the specifications allow and refuse what they forbid."""
from __future__ import annotations

import pytest
from lxml import etree

import soap
from gateway import Gateway
from wsdl import Contract

CALL = '<t:r xmlns:t="urn:t"/>'
DETAIL = '<t:GenericFault xmlns:t="urn:t"/>'
FAULT_11 = "<e:Fault><faultcode>e:Client</faultcode><faultstring>No.</faultstring></e:Fault>"
FAULT_12 = (
    '<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>'
    '<e:Reason><e:Text xml:lang="en">No.</e:Text></e:Reason></e:Fault>'
)


def message(version: str, content: str, attributes: str = "") -> bytes:
    return f'<e:Envelope xmlns:e="{soap.NAMESPACES[version]}"{attributes}>{content}</e:Envelope>'.encode()


def body(content: str) -> str:
    return f"<e:Body>{content}</e:Body>"


GOOD = [
    ("1.1", body(CALL)),
    ("1.1", f"<e:Header/>{body(CALL)}"),
    ("1.1", body(FAULT_11)),
    ("1.1", body(FAULT_11.replace("</e:Fault>", f"<detail>{DETAIL}</detail></e:Fault>"))),
    ("1.2", body(CALL)),
    ("1.2", body(FAULT_12)),
    ("1.2", body(FAULT_12.replace("</e:Fault>", f"<e:Detail>{DETAIL}</e:Detail></e:Fault>"))),
    ("1.2", body(FAULT_12.replace("</e:Code>", "<e:Subcode><e:Value>e:x</e:Value></e:Subcode></e:Code>"))),
    ("1.2", f'<e:Header><e:NotUnderstood qname="p:a" xmlns:p="urn:p"/></e:Header>{body(FAULT_12)}'),
    ("1.2", f'<e:Header><e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/></e:Upgrade></e:Header>{body(FAULT_12)}'),
]
BAD = [
    *[(version, content) for version in ("1.1", "1.2") for content in (
        "", "text", body(""), body(CALL + CALL), body(CALL) + body(CALL), f"{body(CALL)}<e:Header/>", f"<e:Header/><e:Header/>{body(CALL)}",
        f"{body(CALL)}{CALL}", body("text"), body("<e:Other/>"))],
    ("1.1", body(FAULT_12)),
    ("1.1", body(FAULT_11 + CALL)),
    ("1.1", body(FAULT_11.replace("e:Client", "e:Sender"))),
    ("1.1", body(FAULT_11.replace("e:Client", "Client"))),
    ("1.1", body(FAULT_11.replace("<faultstring>", '<faultstring xml:lang="en">'))),
    ("1.1", body(FAULT_11.replace("faultcode>", "e:faultcode>"))),
    ("1.1", body(FAULT_11.replace("</e:Fault>", "<other/></e:Fault>"))),
    ("1.2", body(FAULT_11)),
    ("1.2", body(FAULT_12.replace("e:Sender", "e:Client"))),
    ("1.2", body(FAULT_12.replace("e:Sender", "Sender"))),
    ("1.2", body(FAULT_12.replace(' xml:lang="en"', ""))),
    ("1.2", body(FAULT_12.replace("e:Sender", "unbound:Sender"))),
    ("1.2", body(FAULT_12.replace("<e:Reason>", "<e:Detail/><e:Reason>"))),
]


@pytest.mark.parametrize("version, content", GOOD)
def test_good_envelopes_are_read(version: str, content: str) -> None:
    answer = soap.read(message(version, content))
    assert answer.version == version
    assert (answer.fault is not None) == ("Fault" in soap.local(answer.payload))


@pytest.mark.parametrize("version, content", BAD)
def test_bad_envelopes_are_not(version: str, content: str) -> None:
    with pytest.raises(AssertionError, match="is not valid"):
        soap.read(message(version, content))


def test_attributes_without_namespace_are_refused() -> None:
    for version in soap.NAMESPACES:
        with pytest.raises(AssertionError, match="is not valid"):
            soap.read(message(version, body(CALL), ' a="1"'))


DAMAGE = {
    "an operation of the port type is not bound": ("<operation", "</operation>", ""),
    "no fault extension": ('<soap12:fault', "/>", ""),
    "use on the wsdl fault": ('<fault name="GenericFault">', "", '<fault name="GenericFault" use="literal">'),
    "rpc": ('style="document"', "", 'style="rpc"'),
    "encoded": ('use="literal"', "", 'use="encoded"'),
    "a type that is not there": ('type="tns:GenericFault"', "", 'type="tns:Nothing"'),
    "a message that is not there": ('<input message="tns:', "", '<input message="tns:No'),
    "a part without element": ('element="tns:GenericFault"', "", 'type="tns:GenericFault"'),
    "an address elsewhere": ('<soap12:address location="http:', "", '<soap12:address location="https:'),
    "a name twice": ('<message name="GenericFault">', "", '<message name="integrationAdminTokenServiceV1CreateAdminAccessTokenRequest">'),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_documents_are_refused(gateway: Gateway, damage: str) -> None:
    document = Contract.fetch(gateway, "integrationAdminTokenServiceV1").document.decode()
    start, end, replacement = DAMAGE[damage]
    at = document.index(start)
    until = document.index(end, at) + len(end) if end else at + len(start)
    with pytest.raises((AssertionError, etree.LxmlError)):
        Contract((document[:at] + replacement + document[until:]).encode())
