"""An authenticator app: oathtool counts as it does, zbarimg reads the QR code as its camera does."""
from __future__ import annotations

import struct
import subprocess
import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from gateway import PATIENCE

STEP = 30  # seconds of one code


def code(secret: str, steps: int = 0, at: float | None = None) -> str:
    """The code of now, or of some steps later. One that is not of the past is good for a step at least: later steps are accepted, too."""
    moment = int((time.time() if at is None else at) + steps * STEP)
    done = subprocess.run(
        ["oathtool", "--totp", "--base32", f"--now=@{moment}", "-"], input=f"{secret}\n".encode(), capture_output=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and png[12:16] == b"IHDR"
    return struct.unpack(">II", png[16:24])


def scan(png: bytes, folder: Path) -> str:
    """The one QR code in a picture."""
    picture = folder / "scanned.png"
    picture.write_bytes(png)
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture)], capture_output=True, timeout=PATIENCE)
    assert done.returncode == 0, f"no QR code is found: {done.stderr.decode()}"
    return done.stdout.decode().removesuffix("\n")


def account(uri: str) -> tuple[str, dict[str, str]]:
    """Label and parameters of an otpauth URI, as an app takes them in."""
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    return unquote(parts.path.removeprefix("/")), {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
