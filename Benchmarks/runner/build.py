"""Builds the peers that are programs of this folder; does nothing when they are built."""
from __future__ import annotations

import subprocess
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "Peers"
BUILD = Path(__file__).parents[2] / ".build-bench"
SWIFT = BUILD / "swift"
GSOAP_IMPORTS = "/usr/share/gsoap/import"


class Programs:
    """Where they are."""

    def swift(self, name: str) -> Path:
        return SWIFT / "release" / name

    def c(self, name: str) -> Path:
        return BUILD / "c" / name


def build(wsdl: str) -> Programs:
    """:param wsdl: of the customer token service, SOAP 1.2 alone; gSOAP's server is generated from it."""
    programs = Programs()
    folder = programs.c("generated")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "service.wsdl").write_text(wsdl)
    must(folder, "wsdl2h", "-c", "-o", "service.h", "service.wsdl")
    must(folder, "soapcpp2", "-c", "-S", "-L", "-w", "-x", "-2", f"-I{GSOAP_IMPORTS}", "service.h")
    compile_c(programs, "gsoap_server", "-w", f"-I{folder}", str(folder / "soapC.c"), str(folder / "soapServer.c"), "-lgsoap")
    compile_c(programs, "argon2id", "-lsodium")
    compile_c(programs, "pace")
    compile_c(programs, "sigsuspend", "-shared", "-fPIC", output="sigsuspend.so")
    must(SOURCES, "swift", "build", "--configuration", "release", "--scratch-path", str(SWIFT))
    return programs


def compile_c(programs: Programs, name: str, *options: str, output: str = "") -> None:
    source = SOURCES / "C" / f"{name}.c"
    must(SOURCES, "cc", "-O2", "-Wall", "-Wextra", "-o", str(programs.c(output or name)), str(source), *options, "-lpthread")


def must(folder: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, f"{' '.join(command)}: {(done.stdout + done.stderr)[-3000:]}"
