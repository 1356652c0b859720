"""What goes in and what comes out of REST are chosen apart from each other."""
from __future__ import annotations

import json

import pytest

from cases import PLAIN
from gateway import Gateway, Response
from protocols import plain
from soap import parse

JSON, XML = "application/json", "application/xml"
PATH = "/rest/V1/integration/admin/token"

BODIES = {
    JSON: json.dumps({"username": "ops", "password": PLAIN}).encode(),
    XML: f"<login><username>ops</username><password>{PLAIN}</password></login>".encode(),
}
SENT = [
    ("application/json", JSON), ("application/json; charset=utf-8", JSON), ("Application/JSON", JSON),
    ("application/xml", XML), ("text/xml", XML), ("application/xhtml+xml", XML), ('text/xml; charset="UTF-8"', XML),
]
ACCEPTED = [
    (None, JSON), ("", JSON), ("*/*", JSON), ("application/*", JSON), ("application/json", JSON),
    ("application/json;q=0.1", JSON), ("image/png, */*;q=0.1", JSON), ("application/xml;q=0, application/json", JSON),
    ("application/xml", XML), ("text/xml", XML), ("text/*", XML), ("APPLICATION/XML", XML), ("application/xhtml+xml", XML),
    ("application/xml; charset=utf-8, application/json", XML), ("application/json;q=0.8, application/xml;q=0.9", XML),
    ("application/json;q=0, */*", XML), ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", XML),
]
UNACCEPTABLE = ["text/html", "text/plain", "garbage", "application/json;q=0", "application/soap+xml"]


def post(gateway: Gateway, content_type: str | None, accept: str | None, body: bytes, path: str = PATH) -> Response:
    headers = {"Content_Type": content_type, "Accept": accept}
    return gateway.request("POST", path, body, **{name: value for name, value in headers.items() if value is not None})


def value(answer: Response):
    return json.loads(answer.text) if answer.media_type == JSON else plain(parse(answer.body))


@pytest.mark.parametrize("accept, answered", ACCEPTED)
@pytest.mark.parametrize("content_type, format", SENT)
def test_every_pair_of_formats(gateway: Gateway, content_type: str, format: str, accept: str | None, answered: str) -> None:
    answer = post(gateway, content_type, accept, BODIES[format])
    assert (answer.status, answer.media_type) == (200, answered)
    assert answer.headers.get_content_charset() == "utf-8"
    assert {"Accept", "Authorization"} <= {each.strip() for each in answer.headers["Vary"].split(",")}
    assert len(value(answer)) == 32


@pytest.mark.parametrize("accept, answered", ACCEPTED)
def test_a_refusal_has_the_format_that_was_asked_for(gateway: Gateway, accept: str | None, answered: str) -> None:
    answer = post(gateway, "text/plain", accept, b"username=ops")
    assert (answer.status, answer.media_type) == (400, answered)
    assert value(answer) == {"message": "Bodies of type text/plain are not read here."}


@pytest.mark.parametrize("accept", UNACCEPTABLE)
def test_what_cannot_be_accepted_is_406_and_not_executed(gateway: Gateway, accept: str) -> None:
    answer = post(gateway, JSON, accept, BODIES[JSON])
    assert (answer.status, answer.media_type) == (406, XML if "xml" in accept else JSON)
    messages = value(answer)["messages"]["error"]
    assert str(messages[0]["code"]) == "406"


@pytest.mark.parametrize(
    "content_type, body",
    [(None, BODIES[JSON]), ("", BODIES[JSON]), ("application/json; charset=latin1", BODIES[JSON]), (JSON, BODIES[XML]),
     (XML, BODIES[JSON]), (JSON, b'{"username":"ops","username":"ann"}'), (JSON, b"\xef\xbb\xbf{}"), (JSON, b"{} {}"),
     (XML, b"<!DOCTYPE login><login/>"), (XML, b"<?php x?><login/>"), (XML, b"<login><a></login>"), (XML, "<login/>".encode("utf-16"))])
def test_bodies_that_are_not_read(gateway: Gateway, content_type: str | None, body: bytes) -> None:
    answer = post(gateway, content_type, None, body)
    assert (answer.status, answer.media_type) == (400, JSON)
    assert list(value(answer)) == ["message"]


@pytest.mark.parametrize("accept, answered", [(None, XML), ("*/*", XML), ("application/json", JSON), ("text/xml", XML)])
def test_the_suffix_chooses_unless_a_header_does(gateway: Gateway, accept: str | None, answered: str) -> None:
    answer = post(gateway, None, accept, BODIES[XML], f"{PATH}.xml")
    assert (answer.status, answer.media_type) == (200, answered)


@pytest.mark.parametrize("prefix", ["/rest", "/rest/default", "/rest/all", "/index.php/rest", "/index.php/rest/default"])
def test_every_form_of_the_address(gateway: Gateway, prefix: str) -> None:
    assert post(gateway, JSON, None, BODIES[JSON], f"{prefix}/V1/integration/admin/token").status == 200
