"""This machine: its cores, and what is said of it in a report. Never its name, nor a path."""
from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE = CORES[:1]
"""Where a server runs that is measured on one core."""
CLIENT_CORE = CORES[1:2] or CORES[:1]
"""Where the load comes from meanwhile: the other one, if there is one."""


def pinned(cores: list[int], command: list[str]) -> list[str]:
    return ["taskset", "--cpu-list", ",".join(map(str, cores)), *command]


def eager(command: list[str]) -> list[str]:
    """With more right to the processor than others, where that may be had: a client that waits for a core measures itself."""
    wish = ["nice", "--adjustment=-10"]
    granted = subprocess.run([*wish, "true"], capture_output=True, text=True)
    return [*wish, *command] if granted.returncode == 0 and not granted.stderr else command


def description() -> str:
    processor = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text()).group(1)) / 1024**2
    system = re.search(r'PRETTY_NAME="(.+)"', Path("/etc/os-release").read_text())
    return (f"{len(CORES)} cores, {processor.group(1) if processor else platform.machine()}, {memory:.0f} GiB; "
            f"{system.group(1) if system else platform.system()}, Linux {'.'.join(platform.release().split('.')[:2])}; "
            f"load average at the start {os.getloadavg()[0]:.1f}")


def php_fpm() -> str:
    """Debian names it by version."""
    found = sorted(name for folder in ("/usr/sbin", "/usr/bin") for name in map(str, Path(folder).glob("php-fpm*[0-9]")))
    return found[-1] if found else "php-fpm"


def versions(gateway: str) -> dict[str, str]:
    """What each program says of its own version."""
    python = ("/usr/bin/python3", "-c")
    asked = {
        "token-gateway": (gateway, "--version"),
        "Swift": ("swift", "--version"),
        "wrk": ("wrk", "--version"),
        "nginx": ("nginx", "-v"),
        "gSOAP": ("soapcpp2", "-V"),
        "PHP": (php_fpm(), "--version"),
        "FastAPI": (*python, "import fastapi; print(fastapi.__version__)"),
        "uvicorn": (*python, "import uvicorn; print(uvicorn.__version__)"),
        "Python": (*python, "import platform; print(platform.python_version())"),
        "libsodium": ("pkg-config", "--modversion", "libsodium"),
        "valgrind": ("valgrind", "--version"),
    }
    return {name: _version(command) for name, command in asked.items() if shutil.which(command[0])}


def _version(command: tuple[str, ...]) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return found.group(0) if found else "unknown"
