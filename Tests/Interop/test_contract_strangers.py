"""The contract tester against servers of strangers: what it reports is true of them, and nothing else is reported."""
from __future__ import annotations

import glob
from pathlib import Path

from contract import ORDERS, SERVERS, Run, contract, php_server, printing_its_port, test_run
from test_gsoap import IMPORTS, must

JARS = (
    "jaxws-api", "jws-api", "jaxb-api", "jaxb-impl", "jaxb-core", "jaxb-runtime", "jaxws-rt", "saaj-impl", "stax-ex", "stax2-api",
    "woodstox-core", "streambuffer", "mimepull", "gmbal", "metro-policy", "FastInfoset", "geronimo-annotation-1.3-spec", "javax.activation",
    "istack-commons-runtime", "txw2", "xml-resolver", "glassfish-pfl-basic", "glassfish-pfl-tf",
)


# What is true of each server. Another release may have mended some of it, but may not add to it.
TRUE_OF = {
    # Facets are not checked, a DOCTYPE is taken, and input that is no XML ends the connection without a response.
    "gSOAP": {"FAULT-NOT-UNDERSTOOD", "HTTP-NO-RESPONSE", "OUTCOME-ACCEPTED"},
    # Nothing is validated, equal values are sent as references (id, href), and mistakes of clients are faults of the server.
    "PHP 1.1": {"HTTP-PAGE", "OUTCOME-ACCEPTED", "OUTCOME-SERVER-FAULT", "SOAP-SCHEMA"},
    "PHP 1.2": {
        "FAULT-CODE", "FAULT-LANGUAGE", "FAULT-NOT-UNDERSTOOD", "FAULT-UPGRADE", "HTTP-PAGE", "HTTP-STATUS-FAULT-12", "OUTCOME-ACCEPTED",
        "OUTCOME-SERVER-FAULT", "SOAP-SCHEMA"},
    # mustUnderstand is ignored, an empty Body is an unhandled exception, and codes have dots.
    "spyne": {"FAULT-CODE-DOT", "HTTP-FAILURE", "OUTCOME-ACCEPTED", "OUTCOME-FAULT-CODE", "OUTCOME-MUST-UNDERSTAND"},
    # Nothing is validated unless the service asks for it.
    "JAX-WS 1.1": {"OUTCOME-ACCEPTED", "OUTCOME-SERVER-FAULT"},
    "JAX-WS 1.2": {"FAULT-UPGRADE", "HTTP-STATUS-FAULT-12", "OUTCOME-ACCEPTED", "OUTCOME-SERVER-FAULT"},
}


def only_what_is_true(run: Run, server: str) -> None:
    assert run.status == 1 and run.rules and run.rules <= TRUE_OF[server], run.output


def test_gsoap(tmp_path: Path) -> None:
    must(tmp_path, "wsdl2h", "-o", "orders.h", str(ORDERS))
    must(tmp_path, "soapcpp2", "-S", "-L", "-w", "-x", "-porders", f"-I{IMPORTS}", "orders.h")
    Path(glob.glob(f"{tmp_path}/*.nsmap")[0]).rename(tmp_path / "orders.nsmap")
    must(
        tmp_path, "g++", "-O0", "-w", "-I.", "-o", "server", str(SERVERS / "orders_gsoap.cpp"), "ordersC.cpp", "ordersServer.cpp",
        "-lgsoap++")
    with printing_its_port(tmp_path / "server") as port:
        run = test_run(tmp_path, ORDERS, "--endpoint", f"http://127.0.0.1:{port}/", "--no-shrink", "--timeout", 1)
    only_what_is_true(run, "gSOAP")


def test_php(tmp_path: Path) -> None:
    with php_server() as url:
        for version in ("1.1", "1.2"):
            run = test_run(tmp_path, ORDERS, "--endpoint", f"{url}/{version}", "--soap", version, "--no-shrink")
            only_what_is_true(run, f"PHP {version}")


def test_spyne(tmp_path: Path) -> None:
    with printing_its_port("/usr/bin/python3", SERVERS / "orders_spyne.py") as port:
        run = test_run(tmp_path, f"http://127.0.0.1:{port}/?wsdl", "--no-shrink")
        lint = contract("lint", f"http://127.0.0.1:{port}/?wsdl")
    only_what_is_true(run, "spyne")
    assert lint.returncode == 1 and "CLIENT-GSOAP-VERSION" in lint.stdout and "1 warnings" in lint.stdout, lint.stdout


def test_jax_ws(tmp_path: Path) -> None:
    classes = ":".join([str(tmp_path), *(f"/usr/share/java/{jar}.jar" for jar in JARS)])
    must(tmp_path, "javac", "-nowarn", "-cp", classes, "-d", str(tmp_path), str(SERVERS / "Orders.java"))
    with printing_its_port("java", "-cp", classes, "Orders") as port:
        for version, path in (("1.1", "orders11"), ("1.2", "orders12")):
            url = f"http://127.0.0.1:{port}/{path}?wsdl"
            refused = contract("lint", url)
            assert refused.returncode == 1 and "WSDL-IMPORT-NETWORK" in refused.stdout, refused.stdout
            run = test_run(tmp_path, url, "--allow-network", "--no-shrink")
            only_what_is_true(run, f"JAX-WS {version}")
