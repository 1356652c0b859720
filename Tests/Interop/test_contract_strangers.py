"""The contract tester against servers of strangers: what it reports is true of them, and nothing else is reported."""
from __future__ import annotations

import glob
import subprocess
import sys
from pathlib import Path

import pytest

from contract import ORDERS, SERVERS, contract, php_server, printing_its_port, test_run
from test_gsoap import IMPORTS, must

JARS = (
    "jaxws-api", "jws-api", "jaxb-api", "jaxb-impl", "jaxb-core", "jaxb-runtime", "jaxws-rt", "saaj-impl", "stax-ex", "stax2-api",
    "woodstox-core", "streambuffer", "mimepull", "gmbal", "metro-policy", "FastInfoset", "geronimo-annotation-1.3-spec", "javax.activation",
    "istack-commons-runtime", "txw2", "xml-resolver", "glassfish-pfl-basic", "glassfish-pfl-tf",
)


def test_gsoap(tmp_path: Path) -> None:
    must(tmp_path, "wsdl2h", "-o", "orders.h", str(ORDERS))
    must(tmp_path, "soapcpp2", "-S", "-L", "-w", "-x", "-porders", f"-I{IMPORTS}", "orders.h")
    Path(glob.glob(f"{tmp_path}/*.nsmap")[0]).rename(tmp_path / "orders.nsmap")
    must(
        tmp_path, "g++", "-O0", "-w", "-I.", "-o", "server", str(SERVERS / "orders_gsoap.cpp"), "ordersC.cpp", "ordersServer.cpp",
        "-lgsoap++")
    with printing_its_port(tmp_path / "server") as port:
        run = test_run(tmp_path, ORDERS, "--endpoint", f"http://127.0.0.1:{port}/", "--no-shrink")
    assert run.rules == TRUE_OF["gSOAP"], run.output


def test_php(tmp_path: Path) -> None:
    with php_server() as url:
        for version in ("1.1", "1.2"):
            run = test_run(tmp_path, ORDERS, "--endpoint", f"{url}/{version}", "--soap", version, "--no-shrink")
            assert run.rules == TRUE_OF[f"PHP {version}"], run.output


def test_spyne(tmp_path: Path) -> None:
    with printing_its_port("/usr/bin/python3", SERVERS / "orders_spyne.py") as port:
        run = test_run(tmp_path, f"http://127.0.0.1:{port}/?wsdl", "--no-shrink")
        lint = contract("lint", f"http://127.0.0.1:{port}/?wsdl")
    assert run.rules == TRUE_OF["spyne"], run.output
    assert lint.returncode == 0, lint.stdout


def test_jax_ws(tmp_path: Path) -> None:
    classes = ":".join([str(tmp_path), *(f"/usr/share/java/{jar}.jar" for jar in JARS)])
    must(tmp_path, "javac", "-nowarn", "-cp", classes, "-d", str(tmp_path), str(SERVERS / "Orders.java"))
    with printing_its_port("java", "-cp", classes, "Orders") as port:
        for version, path in (("1.1", "orders11"), ("1.2", "orders12")):
            url = f"http://127.0.0.1:{port}/{path}?wsdl"
            refused = contract("lint", url)
            assert refused.returncode == 1 and "WSDL-IMPORT-NETWORK" in refused.stdout, refused.stdout
            run = test_run(tmp_path, url, "--allow-network", "--no-shrink")
            assert run.rules == TRUE_OF[f"JAX-WS {version}"], run.output


# What is true of each server, with the reason.
TRUE_OF: dict[str, set[str]] = {}
