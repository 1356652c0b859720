"""Every code block of README.md does what it promises, in order and as it stands."""
from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as tree
from collections.abc import Iterator
from pathlib import Path

import pytest

import readme
from gateway import free_port
from readme import Block, Outcome, is_run

BLOCKS = readme.blocks()
RUN = [block for block in BLOCKS if is_run(block)]
OUTPUTS = [(before, block) for before, block in zip(BLOCKS, BLOCKS[1:]) if block.tag in readme.OUTPUTS]
NAMESPACE = ["unshare", "--user", "--map-root-user", "--net", "--"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the blocks are run."""
    return tmp_path_factory.mktemp("readme")


@pytest.fixture(scope="module")
def outcomes(folder: Path) -> Iterator[dict[Block, Outcome]]:
    """One run of all blocks: at the README's own address, in a network namespace where the port is free; where the system allows no
    such namespace, at another port."""
    isolated = subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0
    port = readme.PORT if isolated else free_port()
    if not isolated:
        warnings.warn(f"no network namespaces here: the blocks of README.md are run with port {port} instead of {readme.PORT}")
    done = subprocess.run(
        [*(NAMESPACE if isolated else []), sys.executable, readme.__file__, str(port), str(folder)], capture_output=True, timeout=300,
        stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr.decode()
    text = done.stdout.decode().replace(f"127.0.0.1:{port}", f"127.0.0.1:{readme.PORT}")
    yield dict(zip(RUN, [Outcome(**outcome) for outcome in json.loads(text)], strict=True))


def test_every_block_has_a_tag_that_says_what_happens_to_it() -> None:
    known = {*readme.COMMANDS, *readme.OUTPUTS, readme.BUILD, readme.FIGURE}
    assert [str(block) for block in BLOCKS if block.tag not in known] == []
    # What nobody runs: the drawing, and make.
    assert [block.tag for block in BLOCKS if not is_run(block) and block.tag not in readme.OUTPUTS] == ["text", "sh build"]
    assert [str(block) for before, block in zip([None, *BLOCKS], BLOCKS) if block.tag in readme.OUTPUTS and not is_run(before)] == []


@pytest.mark.parametrize("block", RUN, ids=str)
def test_it_runs(outcomes: dict[Block, Outcome], block: Block) -> None:
    outcome = outcomes[block]
    assert (outcome.status, outcome.complaints) == (0, "")
    # curl ends well with a refusal, too.
    for refused in ('"message"', '"status":4', "Fault>"):
        assert refused not in outcome.output


@pytest.mark.parametrize(("before", "block"), OUTPUTS, ids=lambda block: str(block))
def test_it_prints_what_is_shown(outcomes: dict[Block, Outcome], before: Block, block: Block) -> None:
    assert shape(block.tag, outcomes[before].output) == shape(block.tag, block.text)


def shape(tag: str, text: str) -> object:
    """What is the same each time: all but tokens, their names, and times."""
    text = re.sub(r"\b[0-9a-z]{24}(?:[0-9a-z]{8})?\b", "token", text.strip())
    text = re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ?", "time", text)
    if tag == "json":
        return json.loads(re.sub(r'"(iat|exp)":\d+', r'"\1":0', text), object_pairs_hook=list)
    return tree.canonicalize(text, strip_text=True) if tag == "xml" else text


@pytest.mark.usefixtures("outcomes")
def test_the_files_that_blocks_wrote_are_what_they_are_called(folder: Path) -> None:
    assert json.loads((folder / "openapi.json").read_text())["openapi"].startswith("3.1")
    assert json.loads((folder / "schema.json").read_text())["swagger"] == "2.0"
    assert tree.parse(folder / "token.wsdl").getroot().tag == "{http://schemas.xmlsoap.org/wsdl/}definitions"


def test_the_packages_named_hold_all_libraries_that_the_program_loads() -> None:
    named = set(re.search(r"Debian 12: `([^`]*)`", readme.README.read_text().replace("\n", " "))[1].split())
    listed = subprocess.run(["ldd", os.environ["GATEWAY"]], capture_output=True, text=True, check=True).stdout
    needed = subprocess.run(["readelf", "-d", os.environ["GATEWAY"]], capture_output=True, text=True, check=True).stdout
    wanted = set(re.findall(r"\(NEEDED\).*\[(.*)\]", needed))
    # Swift's own are inside the release binary; every Debian has the C library and its loader.
    wanted = {name for name in wanted if not re.match(r"lib(_?[Ss]wift|_|Foundation|dispatch|BlocksRuntime)|ld-linux", name)}
    packages = set()
    for name, path in re.findall(r"(\S+) => (\S+)", listed):
        if name in wanted:
            packages.add(owner(path))
    assert packages - {"libc6", "libgcc-s1"} == named


def owner(path: str) -> str:
    """The Debian package of a library, whose recorded path may lack the /usr of a merged system."""
    for known in (path, f"/usr{path}", path.removeprefix("/usr"), str(Path(path).resolve())):
        found = subprocess.run(["dpkg-query", "--search", known], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    raise AssertionError(f"no package holds {path}")


def test_every_local_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", readme.README.read_text())
    assert links and [link for link in links if not (readme.README.parent / link).exists()] == []
