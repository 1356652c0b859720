"""A C++ client that gSOAP generates from the WSDL of all services together."""
from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cases import PLAIN
from gateway import Gateway

SOURCE = Path(__file__).parent / "clients" / "gsoap.cpp"
IMPORTS = "/usr/share/gsoap/import"


def must(folder: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=300)
    assert done.returncode == 0, f"{' '.join(command)}: {(done.stderr + done.stdout).decode(errors='replace')[-3000:]}"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, gateway: Gateway) -> Path:
    """The compiled client. The WSDL is that of a caller with all rights."""
    folder = tmp_path_factory.mktemp("gsoap")
    (folder / "all.wsdl").write_text(gateway.must("wsdl", "--soap", "1.2", "--base-url", gateway.base_url))
    must(folder, "wsdl2h", "-o", "all.h", "all.wsdl")
    must(folder, "soapcpp2", "-C", "-L", "-w", "-x", "-pgateway", f"-I{IMPORTS}", "all.h")
    tables = next(path for path in folder.glob("*.nsmap"))
    if tables.name != "gateway.nsmap":
        tables.rename(folder / "gateway.nsmap")
    must(folder, "g++", "-O0", "-w", "-I.", "-o", "client", str(SOURCE), "gatewayC.cpp", "gatewayClient.cpp", "-lgsoap++")
    return folder / "client"


def test_a_generated_client_creates_a_customer_and_reads_it_back(program: Path, gateway: Gateway) -> None:
    services = "integrationCustomerTokenServiceV1,customerAccountManagementV1,customerCustomerRepositoryV1"
    place = f"{gateway.base_url}/soap/default?services={services}"
    done = subprocess.run([program, place, "gsoap@example.test", PLAIN], capture_output=True, timeout=60, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "gsoap@example.test Ann Lee",
        "Amsterdam|Keizersgracht 1|2nd <floor> & more|billing",
        "Utrecht|Keizersgracht 1|2nd <floor> & more|shipping",
        "1 Sign-in refused.",
    ]
