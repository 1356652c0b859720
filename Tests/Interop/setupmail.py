"""The mails that lead an admin to the set-up of a second factor, as they lie in the outbox."""
from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote

from gateway import Gateway

LINK = re.compile(r"https?://\S+")
TOKEN = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def mails_to(gateway: Gateway, address: str) -> list[EmailMessage]:
    """In the order in which they were written."""
    files = sorted((gateway.folder / "outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    # Hundreds may lie there, and few are worth reading.
    texts = [text for text in map(Path.read_bytes, files) if address.encode() in text]
    mails = [email.message_from_bytes(text, policy=email.policy.default) for text in texts]
    return [mail for mail in mails if any(each.addr_spec == address for each in mail["To"].addresses)]


def wait_for_mails(gateway: Gateway, address: str, count: int = 1) -> list[EmailMessage]:
    """Returns when that many have arrived, and all that are there."""
    # Each delivery is told in the log, and asks anew.
    gateway.wait_until_printed(lambda _: len(mails_to(gateway, address)) >= count)
    return mails_to(gateway, address)


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def links_in(mail: EmailMessage) -> list[str]:
    """Addresses in the text, percent-decoded."""
    return [unquote(link) for link in LINK.findall(text_of(mail))]


def token_in(gateway: Gateway, mail: EmailMessage) -> str:
    """The configuration token behind `/tfat/`."""
    [link] = [link for link in links_in(mail) if "/tfat/" in link]
    token = TOKEN.match(link.partition("/tfat/")[2])[0]
    gateway.secrets.add(token)
    return token
