"""A small file system of a test's own, in a mount namespace that nobody else sees. Needs root."""
from __future__ import annotations

import os
import subprocess
from pathlib import Path

NOBODY = 65534


class SmallDisk:
    """A tmpfs at `folder`. Programs started through `launcher` see it; `seen` is the same folder for this process."""

    def __init__(self, folder: Path, size: str):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        script = f'mount -t tmpfs -o size={size},mode=0777 none "$1" && echo mounted && exec sleep infinity'
        self._holder = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "_", str(folder)], stdout=subprocess.PIPE)
        assert self._holder.stdout.readline() == b"mounted\n"
        self.launcher = ["nsenter", "--target", str(self._holder.pid), "--mount", "--wd=/", "--"]
        self.seen = Path(f"/proc/{self._holder.pid}/root{folder}")

    def fill(self) -> None:
        """Leaves not a byte free."""
        descriptor = os.open(self.seen / "filler", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        try:
            for size in (65536, 4096, 1):
                try:
                    while True:
                        os.write(descriptor, bytes(size))
                except OSError:
                    continue
        finally:
            os.close(descriptor)

    def clear(self) -> None:
        (self.seen / "filler").unlink()

    def close(self) -> None:
        self._holder.kill()
        self._holder.wait()


def as_nobody() -> list[str]:
    """What starts a program without the rights of root, which no mode of a file stops."""
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"] if os.geteuid() == 0 else []
