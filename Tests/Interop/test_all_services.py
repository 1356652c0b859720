"""The committed WSDL of all services together, as the tools of users read it (gSOAP has a test of its own)."""
from __future__ import annotations

import re
import subprocess
from pathlib import Path

import zeep

ALL = Path(__file__).parents[2] / "WSDL" / "all.wsdl"
OPERATIONS = set(re.findall(r'<operation name="(\w+)"', ALL.read_text()))


def test_zeep_loads_it() -> None:
    client = zeep.Client(str(ALL))
    found = {name for service in client.wsdl.services.values() for port in service.ports.values() for name in port.binding._operations}
    assert found == OPERATIONS and len(found) > 15


def test_php_loads_it() -> None:
    code = '$c = new SoapClient($argv[1], ["cache_wsdl" => WSDL_CACHE_NONE]); echo implode("\\n", $c->__getFunctions());'
    done = subprocess.run(["php", "-r", code, str(ALL)], capture_output=True, timeout=60, text=True)
    assert done.returncode == 0, done.stderr
    assert {re.search(r" (\w+)\(", line).group(1) for line in done.stdout.splitlines()} == OPERATIONS
