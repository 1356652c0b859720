"""The examples of Deploy/ in the real proxies, between an API and a gateway. In an example nothing is replaced but ports and paths."""
from __future__ import annotations

import http.client
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gateway import PATIENCE, Response, free_port

EXAMPLES = Path(__file__).parents[2] / "Deploy"
# What all examples name: token-gateway, the API, where the proxy listens.
GATEWAY_PORT, API_PORT, PROXY_PORT = "8080", "9000", "8000"


@dataclass(frozen=True)
class Kind:
    """A proxy: the files of its example, first the one to start with, and how to start it."""

    name: str
    files: tuple[str, ...]
    command: Callable[[Path], list[str]]
    """The folder holds the files."""
    installed_at: str = "/etc/none"
    """The folder that the example names for its other files."""

    def __str__(self) -> str:
        return self.name


def program(name: str) -> str:
    """One of Debian's, whatever else is in PATH."""
    return shutil.which(name, path="/usr/sbin:/usr/bin") or name


def packaged(name: str) -> str:
    """One of requirements.txt."""
    return str(Path(sys.executable).parent / name)


def nginx(folder: Path) -> list[str]:
    temporary = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "main.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\ninclude {folder}/nginx.conf; }}\n")
    return [program("nginx"), "-p", str(folder), "-c", str(folder / "main.conf"), "-e", str(folder / "error.log")]


def caddy(binary: str) -> Callable[[Path], list[str]]:
    def command(folder: Path) -> list[str]:
        # Its administration listens at a fixed port otherwise; options have to come first.
        example = folder / "Caddyfile"
        example.write_text("{\n\tadmin off\n}\n" + example.read_text())
        return ["env", f"XDG_DATA_HOME={folder}", f"XDG_CONFIG_HOME={folder}", f"HOME={folder}",
                binary, "run", "--adapter", "caddyfile", "--config", str(example)]

    return command


def haproxy(folder: Path) -> list[str]:
    return [program("haproxy"), "-db", "-f", str(folder / "haproxy.cfg")]


def apache(folder: Path) -> list[str]:
    modules = ["mpm_event", "authz_core", "setenvif", "proxy", "proxy_http", "lua"]
    lines = [f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in modules]
    lines += [
        f'ServerRoot "{folder}"', "ServerName localhost", f'PidFile "{folder}/pid"', f'ErrorLog "{folder}/error.log"',
        f'DefaultRuntimeDir "{folder}"', f'DocumentRoot "{folder}"', "<Directory />\nRequire all denied\n</Directory>",
        f'Include "{folder}/apache.conf"',
    ]
    (folder / "main.conf").write_text("\n".join(lines) + "\n")
    return [program("apache2"), "-D", "FOREGROUND", "-f", str(folder / "main.conf")]


def envoy(folder: Path) -> list[str]:
    return [packaged("envoy"), "--config-path", str(folder / "envoy.yaml"), "--disable-hot-restart", "--concurrency", "1",
            "--log-level", "error"]


def traefik(folder: Path) -> list[str]:
    return [packaged("traefik"), f"--configFile={folder}/traefik.yaml"]


KINDS = [
    Kind("nginx", ("nginx.conf",), nginx),
    Kind("caddy-debian", ("Caddyfile",), caddy(program("caddy"))),
    Kind("caddy", ("Caddyfile",), caddy(packaged("caddy"))),
    Kind("haproxy", ("haproxy.cfg", "haproxy-token.lua"), haproxy, "/etc/haproxy"),
    Kind("apache", ("apache.conf", "apache-token.lua"), apache, "/etc/apache2"),
    Kind("envoy", ("envoy.yaml",), envoy),
    Kind("traefik", ("traefik.yaml", "traefik-routes.yaml"), traefik, "/etc/traefik"),
]


class API(http.server.BaseHTTPRequestHandler):
    """Answers with the path that it was asked for, the identity that it was told, and the length of the body that it got."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        told = {name.title(): value for name, value in self.headers.items() if re.match("x[-_]token", name, re.IGNORECASE)}
        seen = {"path": self.path, "told": told, "body": self.read().decode()}
        body = json.dumps(seen).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def read(self) -> bytes:
        if "chunked" not in (self.headers["Transfer-Encoding"] or ""):
            return self.rfile.read(int(self.headers["Content-Length"] or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *_: object) -> None:
        pass


class APIServer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A proxy may drop a connection that it keeps; what a test needs to know it sees in the answer."""


class Proxy:
    """One that runs the shipped example."""

    def __init__(self, kind: Kind, folder: Path, gateway_port: int):
        self.kind, self.folder = kind, folder
        self.port = free_port()
        self._api = APIServer(("127.0.0.1", 0), API)
        threading.Thread(target=self._api.serve_forever, daemon=True).start()
        ports = {GATEWAY_PORT: gateway_port, API_PORT: self._api.server_port, PROXY_PORT: self.port}
        examples = {name: (EXAMPLES / name).read_text() for name in kind.files}
        for port in ports:
            assert any(re.search(rf"\b{port}\b", text) for text in examples.values()), f"no file of {kind} names {port}"
        for name, text in examples.items():
            text = re.sub(r"\b(8080|9000|8000)\b", lambda found: str(ports[found[0]]), text)
            (folder / name).write_text(text.replace(f"{kind.installed_at}/", f"{folder}/"))
        with (folder / "output").open("wb") as output:
            self._process = subprocess.Popen(kind.command(folder), stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder)
        self._wait_until_it_listens()

    def _wait_until_it_listens(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                # Traefik listens before it knows its routes.
                if self.request("GET", "/api/").status != 404:
                    return
            except OSError:
                pass
            assert self._process.poll() is None and time.monotonic() < end, f"{self.kind} does not start:\n{self.output}"
            time.sleep(0.02)

    @property
    def output(self) -> str:
        texts = [self.folder / name for name in ("output", "error.log") if (self.folder / name).exists()]
        return "\n".join(path.read_text(errors="replace") for path in texts)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._api.shutdown()
        self._api.server_close()

    def request(
        self, method: str, path: str, token: str | None = None, body: bytes | None = None, chunked: bool = False,
        fields: tuple[tuple[str, str], ...] = (),
    ) -> Response:
        """Sends path and fields as they are."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in fields:
                connection.putheader(name, value)
            if token:
                connection.putheader("Authorization", f"Bearer {token}")
            if chunked:
                connection.putheader("Transfer-Encoding", "chunked")
            elif body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body and iter([body]) if chunked else body, encode_chunked=chunked)
            answer = connection.getresponse()
            return Response(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
