"""The search for secrets in what the gateway leaves behind."""
from __future__ import annotations

import base64

from gateway import Gateway


def shapes(secret: str) -> dict[str, bytes]:
    """The ways in which a secret could stand somewhere without being hidden."""
    plain = secret.encode()
    return {
        "plain": plain,
        "UTF-16": secret.encode("utf-16-le"),
        "hexadecimal": plain.hex().encode(),
        "capital hexadecimal": plain.hex().upper().encode(),
        "base64": base64.b64encode(plain).rstrip(b"=")[:-1],
    }


def assert_absent(secrets: set[str], places: dict[str, bytes]) -> None:
    found = [
        f"{secret} ({shape}) in {place}"
        for secret in secrets for shape, pattern in shapes(secret).items() for place, data in places.items() if pattern in data
    ]
    assert not found, "\n".join(found)


def files(gateway: Gateway) -> dict[str, bytes]:
    """The database and what lies beside it; mails in the outbox are in a folder of their own."""
    return {path.name: path.read_bytes() for path in gateway.folder.iterdir() if path.is_file()}
