"""gSOAP's C server of the same WSDL operation."""
from __future__ import annotations

from pathlib import Path

from ..build import Programs
from ..server import Server


class GSOAP(Server):
    name = "gSOAP"

    def __init__(self, folder: Path, programs: Programs):
        super().__init__(folder)
        self.programs = programs

    def commands(self) -> list[list[str]]:
        return [[str(self.programs.c("gsoap_server")), str(self.port)]]
