"""A correct SOAP server for contracts/orders.wsdl, with forty faults that are switched on one at a time by the path of the request."""
from __future__ import annotations

import http.server
import itertools
import threading
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

WSDL = Path(__file__).parent / "contracts" / "orders.wsdl"
ENVELOPE = {"1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope"}
MEDIA_TYPE = {"1.1": "text/xml", "1.2": "application/soap+xml"}
ORDERS = "urn:example:orders"
XML_SCHEMA = "{http://www.w3.org/2001/XMLSchema}schema"

FAULTS = (
    # Status and headers
    "fault-with-status-200", "fault-11-with-status-400", "sender-fault-12-with-status-500", "success-with-status-201",
    "media-type-html", "media-type-11-for-12", "media-type-12-for-11", "body-in-latin-1", "redirect", "slow",
    # Envelope
    "envelope-12-for-11", "envelope-11-for-12", "empty-body", "two-elements-in-body", "doctype", "processing-instruction", "truncated",
    "encoding-style", "element-before-header",
    # Payload
    "payload-in-another-namespace", "payload-with-another-name", "qualified-children", "swapped-elements", "missing-element", "text-for-int",
    "unlisted-value", "additional-element", "other-values-in-12",
    # Faults
    "fault-code-without-prefix", "server-fault-for-wrong-request", "no-language", "qualified-fault-children", "empty-fault-text",
    "undeclared-detail", "invalid-detail", "stack-trace",
    # What is accepted
    "must-understand-ignored", "version-ignored", "nothing-validated", "page-for-malformed-request",
)


@dataclass
class Response:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):
    def __init__(self, code: str, text: str, blocks: tuple[etree.QName, ...] = ()) -> None:
        super().__init__(text)
        self.code, self.text, self.blocks = code, text, blocks


class Orders:
    """One call, with one fault or none."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        description = etree.parse(str(WSDL)).getroot()
        self.schema = etree.XMLSchema(etree.fromstring(etree.tostring(description.find(f".//{XML_SCHEMA}"))))

    def respond(self, request: bytes, media_type: str) -> Response:
        version = "1.1" if media_type.startswith("text/xml") else "1.2"
        if self.fault == "redirect":
            return Response(307, b"", {"Location": "/elsewhere"})
        try:
            version, payload = self.read(request, version)
            return self.success(version, self.result(payload, version))
        except etree.XMLSyntaxError:
            if self.fault == "page-for-malformed-request":
                return Response(500, b"<html><body>Internal error</body></html>", {"Content-Type": "text/html"})
            return self.refused(version, Refusal("Sender", "The request cannot be read."))
        except Refusal as refusal:
            return self.refused(self.version or version, refusal)

    def read(self, request: bytes, version: str) -> tuple[str, etree._Element]:
        self.version = None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
        root = etree.fromstring(request, parser)
        if root.getroottree().docinfo.internalDTD is not None or root.getprevious() is not None and root.getprevious().tag is etree.PI:
            raise Refusal("Sender", "There is a DOCTYPE or a processing instruction.")
        name = etree.QName(root)
        found = next((known for known, namespace in ENVELOPE.items() if name.namespace == namespace and name.localname == "Envelope"), None)
        if found is None and self.fault == "version-ignored" and name.localname == "Envelope":
            found = version
        if found is None:
            self.version = "1.2"
            raise Refusal("VersionMismatch", "The version of the envelope is not served.")
        version = self.version = found
        namespace = name.namespace
        header, body = root.find(f"{{{namespace}}}Header"), root.find(f"{{{namespace}}}Body")
        if body is None or [child for child in root if child is not header and child is not body]:
            raise Refusal("Sender", "The envelope needs one Body.")
        blocks = tuple(etree.QName(block) for block in header if self.has_to_be_understood(block, namespace)) if header is not None else ()
        if blocks and self.fault != "must-understand-ignored":
            raise Refusal("MustUnderstand", "A header block is not understood.", blocks)
        if len(body) != 1:
            raise Refusal("Sender", "The Body needs one element.")
        payload = body[0]
        if payload.get(f"{{{ENVELOPE['1.2']}}}encodingStyle"):
            raise Refusal("DataEncodingUnknown", "The encoding is not known.")
        if etree.QName(payload).localname not in ("getOrder", "findOrders"):
            raise Refusal("Sender", "The operation is not known.")
        copy = etree.fromstring(etree.tostring(payload))
        if self.fault != "nothing-validated" and not self.schema.validate(copy):
            raise Refusal("Sender", "The request does not fit the schema.")
        return version, payload

    @staticmethod
    def has_to_be_understood(block: etree._Element, namespace: str) -> bool:
        role = block.get(f"{{{namespace}}}role") or block.get(f"{{{namespace}}}actor") or ""
        return block.get(f"{{{namespace}}}mustUnderstand") in ("1", "true") and (not role or role.endswith(("/next", "/ultimateReceiver")))

    # Results

    def result(self, payload: etree._Element, version: str) -> bytes:
        customer = "Zo\u00eb &lt;&amp; S\u00f6hne&gt;"
        if self.fault == "other-values-in-12" and version == "1.2":
            customer = "Ann"
        order = {
            "id": "7", "status": "paid", "customer": customer, "placed": "2024-02-29",
            "line": "<article>AB-1234</article><quantity>2</quantity>",
        }
        if self.fault == "text-for-int":
            order["id"] = "seven"
        if self.fault == "unlisted-value":
            order["status"] = "lost"
        if self.fault == "missing-element":
            del order["customer"]
        names = list(order)
        if self.fault == "swapped-elements":
            names.reverse()
        children = "".join(f"<{name}>{order[name]}</{name}>" for name in names)
        if self.fault == "additional-element":
            children += "<debug>1</debug>"
        if self.fault == "qualified-children":
            children = children.replace("<", "<o:").replace("<o:/", "</o:")
        name = f"{etree.QName(payload).localname}Response"
        if self.fault == "payload-with-another-name":
            name = name.replace("Response", "Result")
        tag = "o:order" if self.fault == "qualified-children" else "order"
        namespace = "urn:example:other" if self.fault == "payload-in-another-namespace" else ORDERS
        style = ' e:encodingStyle="urn:none"' if self.fault == "encoding-style" else ""
        return f'<o:{name} xmlns:o="{namespace}"{style}><{tag}>{children}</{tag}></o:{name}>'.encode()

    def success(self, version: str, payload: bytes) -> Response:
        if self.fault == "empty-body":
            payload = b""
        if self.fault == "two-elements-in-body":
            payload += b'<o:more xmlns:o="urn:example:orders"/>'
        status = 201 if self.fault == "success-with-status-201" else 200
        return Response(status, self.envelope(version, payload), {"Content-Type": self.media_type(version)})

    def envelope(self, version: str, content: bytes, header: bytes = b"") -> bytes:
        written = {"envelope-12-for-11": "1.2", "envelope-11-for-12": "1.1"}.get(self.fault, version)
        before = b"<extra/>" if self.fault == "element-before-header" else b""
        text = b'<e:Envelope xmlns:e="%s">%s%s<e:Body>%s</e:Body></e:Envelope>' % (ENVELOPE[written].encode(), before, header, content)
        if self.fault == "doctype":
            text = b"<!DOCTYPE Envelope>" + text
        if self.fault == "processing-instruction":
            text = b"<?style none?>" + text
        if self.fault == "truncated":
            text = text[:-20]
        if self.fault == "body-in-latin-1":
            return text.decode().encode("latin-1")
        return b'<?xml version="1.0" encoding="UTF-8"?>' + text

    def media_type(self, version: str) -> str:
        known = {"media-type-html": "text/html", "media-type-11-for-12": "text/xml", "media-type-12-for-11": "application/soap+xml"}
        return f"{known.get(self.fault, MEDIA_TYPE[version])}; charset=utf-8"

    # Faults

    def refused(self, version: str, refusal: Refusal) -> Response:
        code, text = refusal.code, refusal.text
        if self.fault == "server-fault-for-wrong-request" and code == "Sender":
            code = "Receiver"
        if self.fault == "empty-fault-text":
            text = ""
        if self.fault == "stack-trace":
            text += "\n\tat com.example.orders.Orders.read(Orders.java:42)"
        prefix = "" if self.fault == "fault-code-without-prefix" else "e:"
        detail = f'<o:OrderFault xmlns:o="{ORDERS}"><reason>{text}</reason><number>1</number></o:OrderFault>'
        if self.fault == "undeclared-detail":
            detail = "<exception>wrong</exception>"
        if self.fault == "invalid-detail":
            detail = detail.replace("<number>1</number>", "<number>one</number>")
        if code not in ("Sender", "Receiver"):
            detail = ""
        header = self.fault_header(version, refusal)
        if version == "1.1":
            code = {"Sender": "Client", "Receiver": "Server"}.get(code, code)
            content = f"<faultcode>{prefix}{code}</faultcode><faultstring>{text}</faultstring>" + (f"<detail>{detail}</detail>" if detail else "")
            if self.fault == "qualified-fault-children":
                for name in ("faultcode", "faultstring", "detail"):
                    content = content.replace(f"<{name}>", f"<e:{name}>").replace(f"</{name}>", f"</e:{name}>")
            status = 400 if self.fault == "fault-11-with-status-400" else 500
        else:
            language = "" if self.fault == "no-language" else ' xml:lang="en"'
            content = (
                f"<e:Code><e:Value>{prefix}{code}</e:Value></e:Code><e:Reason><e:Text{language}>{text}</e:Text></e:Reason>"
                + (f"<e:Detail>{detail}</e:Detail>" if detail else ""))
            status = 400 if code == "Sender" and self.fault != "sender-fault-12-with-status-500" else 500
        if self.fault == "fault-with-status-200":
            status = 200
        body = self.envelope(version, f"<e:Fault>{content}</e:Fault>".encode(), header)
        return Response(status, body, {"Content-Type": self.media_type(version)})

    @staticmethod
    def fault_header(version: str, refusal: Refusal) -> bytes:
        if version == "1.1":
            return b""
        if refusal.code == "VersionMismatch":
            served = "".join(f'<e:SupportedEnvelope qname="v:Envelope" xmlns:v="{namespace}"/>' for namespace in ENVELOPE.values())
            return f"<e:Header><e:Upgrade>{served}</e:Upgrade></e:Header>".encode()
        blocks = "".join(f'<e:NotUnderstood qname="b:{block.localname}" xmlns:b="{block.namespace}"/>' for block in refusal.blocks)
        return f"<e:Header>{blocks}</e:Header>".encode() if blocks else b""


class ContractServer:
    """Runs inside `with`; `url(fault)` is where the service has that fault."""

    def __enter__(self) -> ContractServer:
        services = {name: Orders(name) for name in (*FAULTS, "none")}
        stopped = self._stopped = threading.Event()
        calls = itertools.count()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def do_POST(self) -> None:
                request = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                service = services.get(self.path.strip("/"))
                response = service.respond(request, self.headers.get("Content-Type") or "") if service else Response(404, b"")
                if service and service.fault == "slow" and next(calls) % 40 == 10:
                    stopped.wait(1.5)
                self.send(response)

            def do_GET(self) -> None:
                self.send(Response(405, b"", {"Allow": "POST"}))

            def send(self, response: Response) -> None:
                self.send_response(response.status)
                for name, value in response.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(response.body)))
                self.end_headers()
                self.wfile.write(response.body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def url(self, fault: str = "none") -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/{fault}"
