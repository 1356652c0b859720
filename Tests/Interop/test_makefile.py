"""What `make` is given reaches the program as it stands: no shell looks into it, nor make."""
from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[2] / "Makefile"
PROGRAM = "#!/usr/bin/env python3\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\n"

HOSTILE = [
    "two words", "it's", 'say "so"', "$(touch ran)", "`touch ran`", "$HOME", "$$", "a;touch ran", "a|touch ran", "a\ntouch ran",
    "$(shell touch ran)", "-n", "#", "a\\", "*", "naïve",
]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Stands in for the release binary; prints its arguments."""
    path = tmp_path / "bin" / "program"
    path.parent.mkdir()
    path.write_text(PROGRAM)
    path.chmod(0o755)
    return path


def make(folder: Path, *arguments: str, **environment: str) -> str:
    work = folder / "work"
    work.mkdir(exist_ok=True)
    done = subprocess.run(
        ["make", "--silent", f"--file={MAKEFILE}", f"--directory={work}", *arguments],
        capture_output=True, text=True, timeout=60, env=plain_environment() | environment)
    assert done.returncode == 0, done.stderr
    assert not list(work.rglob("ran")), "something in a value was run"
    return done.stdout


def plain_environment() -> dict[str, str]:
    """Without what an outer make passes on, and without settings of these names."""
    return {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "HOST", "PORT", "DATABASE")}


@pytest.mark.parametrize("value", HOSTILE)
def test_values_reach_the_program_unchanged(tmp_path: Path, program: Path, value: str) -> None:
    # --old-file: the program stands already, so nothing is built.
    given = ["--old-file=build", "run", f"release={program}"]
    expected = ["serve", f"--host={value}", f"--port={value}", f"--database={value}", "--demo"]
    assert json.loads(make(tmp_path, *given, f"HOST={value}", f"PORT={value}", f"DATABASE={value}")) == expected
    assert json.loads(make(tmp_path, *given, HOST=value, PORT=value, DATABASE=value)) == expected


def test_the_folder_of_the_database_is_made(tmp_path: Path, program: Path) -> None:
    make(tmp_path, "--old-file=build", "run", f"release={program}", "DATABASE=it's a \"folder\" $x/gateway.sqlite")
    assert (tmp_path / "work" / "it's a \"folder\" $x").is_dir()


def test_the_defaults_are_those_that_are_told(tmp_path: Path, program: Path) -> None:
    arguments = json.loads(make(tmp_path, "--old-file=build", "run", f"release={program}"))
    assert arguments == ["serve", "--host=127.0.0.1", "--port=8080", "--database=data/gateway.sqlite", "--demo"]
    assert "HOST=127.0.0.1 PORT=8080 DATABASE=data/gateway.sqlite" in make(tmp_path, "help", "HOST=$(touch ran)'")
