"""A Python peer: FastAPI on uvicorn with uvloop, from Debian's packages."""
from __future__ import annotations

from pathlib import Path

from ..server import Server

SCRIPTS = Path(__file__).parents[2] / "Peers" / "Python"


class FastAPI(Server):
    """A worker for each core."""

    name = "FastAPI"

    def __init__(self, folder: Path, database: Path):
        super().__init__(folder)
        self.database = database

    def commands(self) -> list[list[str]]:
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--workers", str(len(self.cores)), "--loop", "uvloop"]
        options += ["--http", "httptools", "--no-access-log", "--log-level", "error", "--backlog", "1024"]
        return [["/usr/bin/python3", "-m", "uvicorn", "--app-dir", str(SCRIPTS), *options, "tokens:app"]]

    def environment(self) -> dict[str, str]:
        return {"DATABASE": str(self.database), "PYTHONDONTWRITEBYTECODE": "1"}
