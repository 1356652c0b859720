"""The bare frameworks that the gateway stands on."""
from __future__ import annotations

from pathlib import Path

from ..build import Programs
from ..server import Server


class BareNIO(Server):
    name = "bare SwiftNIO"

    def __init__(self, folder: Path, programs: Programs):
        super().__init__(folder)
        self.programs = programs

    def commands(self) -> list[list[str]]:
        return [[str(self.programs.swift("BareNIO")), str(self.port)]]


class BareHummingbird(Server):
    name = "bare Hummingbird"

    def __init__(self, folder: Path, programs: Programs, document: str):
        super().__init__(folder)
        self.programs = programs
        self.document = self.folder / "document"
        self.document.write_text(document)

    def commands(self) -> list[list[str]]:
        return [[str(self.programs.swift("BareHummingbird")), str(self.port), str(self.document)]]
