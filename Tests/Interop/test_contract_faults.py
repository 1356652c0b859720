"""The contract tester against a server with one deliberate fault at a time, and against servers that behave badly."""
from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
import time
import xml.etree.ElementTree as tree
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from contract import EXECUTABLE, ORDERS, contract, test_run
from contractserver import FAULTS, ContractServer

ONE_OPERATION = ("--only", "findOrders", "--no-shrink", "--slow", "1")


@pytest.fixture(scope="module")
def server() -> Iterator[ContractServer]:
    with ContractServer() as running:
        yield running


def test_no_fault_is_reported_for_a_correct_server(server: ContractServer, tmp_path: Path) -> None:
    run = test_run(tmp_path, ORDERS, "--endpoint", server.url())
    assert run.status == 0 and not run.findings, run.output
    assert {case["operation"] for case in run.report["cases"]} == {"getOrder", "findOrders"}


def test_at_least_38_of_40_faults_are_found(server: ContractServer, tmp_path: Path) -> None:
    def rules(fault: str) -> set[str]:
        folder = tmp_path / fault
        folder.mkdir()
        run = test_run(folder, ORDERS, "--endpoint", server.url(fault), *ONE_OPERATION)
        assert run.status == (1 if run.findings else 0), run.output + run.errors
        return run.rules

    assert len(FAULTS) == 40
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(FAULTS, pool.map(rules, FAULTS)))
    missed = [fault for fault, rules in found.items() if not rules]
    assert len(missed) <= 2, missed
    # The finding names the fault, not some consequence of it.
    expected = {
        "fault-with-status-200": "HTTP-STATUS-FAULT-2XX", "sender-fault-12-with-status-500": "HTTP-STATUS-FAULT-12",
        "media-type-11-for-12": "HTTP-MEDIA-TYPE", "payload-in-another-namespace": "SOAP-PAYLOAD", "swapped-elements": "SOAP-SCHEMA",
        "other-values-in-12": "OUTCOME-PARITY", "no-language": "FAULT-LANGUAGE", "undeclared-detail": "FAULT-DETAIL",
        "invalid-detail": "FAULT-DETAIL-SCHEMA", "stack-trace": "OUTCOME-LEAK", "must-understand-ignored": "OUTCOME-MUST-UNDERSTAND",
        "nothing-validated": "OUTCOME-ACCEPTED", "version-ignored": "OUTCOME-VERSION", "page-for-malformed-request": "HTTP-PAGE",
        "doctype": "SOAP-DOCTYPE", "redirect": "HTTP-REDIRECT", "slow": "HTTP-TIME",
    }
    assert not {fault: found[fault] for fault, rule in expected.items() if rule not in found[fault]}


def test_a_failing_case_is_shrunk_and_printed_as_a_curl_line_that_fails_again(server: ContractServer, tmp_path: Path) -> None:
    run = test_run(tmp_path, ORDERS, "--endpoint", server.url("text-for-int"), "--only", "findOrders", "--soap", "1.1", "--case", "full")
    case, = run.report["cases"]
    # The optional elements are not needed for the fault; the required one is.
    assert "<article>" in case["curl"] and "<article>" not in case["shrunk"] and "<status>" in case["shrunk"]
    printed = subprocess.run(["sh", "-c", case["curl"]], capture_output=True, timeout=30, text=True)
    assert "<id>seven</id>" in printed.stdout, printed.stderr


def test_every_report_is_one_file_that_its_readers_take(server: ContractServer, tmp_path: Path) -> None:
    paths = [tmp_path / f"report.{ending}" for ending in ("xml", "json", "tap", "html", "txt")]
    done = contract(
        "test", ORDERS, "--endpoint", server.url("text-for-int"), "--rate", 10_000, *ONE_OPERATION,
        *(argument for path in paths for argument in ("--report", path)))
    assert done.returncode == 1
    junit, report, tap, html, text = paths
    suite = tree.parse(junit).getroot()
    assert suite.tag == "testsuite" and int(suite.get("failures")) == len(suite.findall("testcase/failure")) > 0
    assert int(suite.get("tests")) == len(suite.findall("testcase"))
    assert json.loads(report.read_text())["requests"] > 40
    lines = tap.read_text().splitlines()
    assert lines[0] == "TAP version 13" and lines[1] == f"1..{sum(line.startswith(('ok', 'not ok')) for line in lines)}"
    page = html.read_text()
    assert page.startswith("<!DOCTYPE html>") and "seven" in page
    assert not any(asset in page for asset in ("<script", "<link", "<img", "src=", "@import"))
    assert text.read_text() == done.stdout
    assert "left," in done.stderr


@contextmanager
def responding(response: bytes, drip: float | None = None, closes: bool = True) -> Iterator[str]:
    """Sends the same bytes to every connection, one at a time with a drip, and nothing for an empty response."""
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()
    held = []

    def serve(connection: socket.socket) -> None:
        try:
            connection.recv(65536)
            for piece in [response[at:at + 1] for at in range(len(response))] if drip else [response]:
                connection.sendall(piece)
                if drip and stopped.wait(drip):
                    break
            if closes:
                connection.close()
        except OSError:
            pass

    def accept() -> None:
        while not stopped.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            held.append(connection)
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        stopped.set()
        listener.close()
        for connection in held:
            connection.close()


def test_a_server_that_hangs_or_drips_ends_the_run_in_time(tmp_path: Path) -> None:
    endless = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1000000\r\n\r\n" + b"<" * 1000000
    for response, drip in ((b"", None), (endless, 0.05)):
        with responding(response, drip, closes=False) as url:
            begun = time.monotonic()
            run = test_run(tmp_path, ORDERS, "--endpoint", url, "--timeout", "0.5", *ONE_OPERATION)
            assert run.status == 69 and "HTTP-NO-RESPONSE" in run.rules, run.output
            assert time.monotonic() - begun < 20 and run.report["interruption"] == "the server does not respond"


def test_a_page_instead_of_soap_is_reported(tmp_path: Path) -> None:
    page = b"<!DOCTYPE html><html><body>Welcome</body></html>"
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page)
    with responding(response) as url:
        run = test_run(tmp_path, ORDERS, "--endpoint", url, *ONE_OPERATION)
    assert run.status == 1 and "HTTP-PAGE" in run.rules, run.output


def test_a_response_above_the_bound_is_not_read(tmp_path: Path) -> None:
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n" + b" " * 100000
    with responding(response) as url:
        run = test_run(tmp_path, ORDERS, "--endpoint", url, "--max-response", 1000, *ONE_OPERATION)
    assert run.status == 69 and any("too long" in finding.message for finding in run.findings), run.output


def test_ctrl_c_ends_a_run_with_its_report(server: ContractServer, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    process = subprocess.Popen(
        [EXECUTABLE, "test", ORDERS, "--endpoint", server.url(), "--rate", "5", "--report", report], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    assert "left," in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 1 and "interrupted" in output
    assert json.loads(report.read_text())["interruption"] == "interrupted"


def test_wrong_usage_and_a_missing_server_have_statuses_of_their_own(tmp_path: Path) -> None:
    assert contract("test").returncode == 64
    assert contract("lint", ORDERS, "--fail-on", "nothing").returncode == 64
    assert contract("test", ORDERS, "--report", "report.doc").returncode == 64
    wrong = tmp_path / "data.yaml"
    wrong.write_text("operation: 1\n")
    assert contract("test", ORDERS, "--data", wrong).returncode == 64
    assert contract("lint", tmp_path / "missing.wsdl").returncode == 1
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    assert contract("test", ORDERS, "--endpoint", url, "--quiet").returncode == 69
    assert contract("lint", f"{url}?wsdl").returncode == 69


def test_a_recording_replays_against_its_server_and_shows_what_another_one_does_differently(server: ContractServer, tmp_path: Path) -> None:
    recording = tmp_path / "recording.jsonl"
    process = subprocess.Popen(
        [EXECUTABLE, "record", "--target", server.url().rsplit("/", 1)[0], recording, "--port", "0"], stdout=subprocess.PIPE, text=True)
    proxy = process.stdout.readline().split(" at ")[1].strip()
    through = test_run(tmp_path, ORDERS, "--endpoint", f"{proxy}none", "--case", "full")
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0 and through.status == 0, through.output
    same = test_run(tmp_path, recording, "--endpoint", server.url(), command="replay")
    # Two operations in two versions, and one more call of each that shows that the server still works.
    assert same.status == 0 and same.report["requests"] == 6, same.output
    recording.write_text(recording.read_text().replace('"/none"', '"/missing-element"'))
    other = test_run(tmp_path, recording, "--endpoint", server.url(), command="replay")
    assert other.status == 1 and "REPLAY-STRUCTURE" in other.rules, other.output
