"""Web servers of the tests: a subclass says what is answered, and everything that was asked can be looked at afterwards."""
from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from urllib.parse import parse_qs, unquote, urlsplit

from gateway import PATIENCE


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    """Without the query, percent-decoded."""
    query: dict[str, str]
    headers: HTTPMessage
    body: bytes

    @property
    def fields(self) -> dict:
        """The fields of a body, be it JSON or a form."""
        if (self.headers["Content-Type"] or "").startswith("application/json"):
            return json.loads(self.body)
        return single(self.body.decode())


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    media_type: str = "application/json"

    @classmethod
    def json(cls, value: object, status: int = 200) -> Reply:
        return cls(status, json.dumps(value).encode())


class LoopbackServer:
    """Runs inside `with`. What it has to find fault with stands in `complaints`; the caller of the server just gets a 500."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.released = threading.Event()
        """Set at the end; whoever keeps a caller waiting waits for this."""
        self._port = 0

    def respond(self, request: Request) -> Reply | None:
        """The answer; none closes the connection."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self):
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._close()

    @contextmanager
    def unreachable(self) -> Iterator[None]:
        """Inside, connections are refused. Afterwards the server is back at its address."""
        self._close()
        try:
            yield
        finally:
            self._listen()

    def _listen(self) -> None:
        # Port 0 the first time, the same port as before later.
        self._server = _Listener(("127.0.0.1", self._port), self)
        self._port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def _close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE)

    def answer(self, request: Request) -> Reply | None:
        try:
            return self.respond(request)
        except Exception as failure:  # An assertion, or something that the request did not have.
            self.complaints.append(f"{request.method} {request.path}: {failure!r}")
            return Reply(500, b"", "text/plain")


class _Listener(http.server.ThreadingHTTPServer):
    # Callers that are kept waiting do not hold up the end of a test.
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], owner: LoopbackServer):
        self.owner = owner
        super().__init__(address, _Handler)

    def handle_error(self, *_: object) -> None:
        """The caller went away before the answer; that is his affair."""


class _Handler(http.server.BaseHTTPRequestHandler):
    def handle_any(self) -> None:
        target = urlsplit(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        reply = self.server.owner.answer(Request(self.command, unquote(target.path), single(target.query), self.headers, body))
        if reply is None:
            self.close_connection = True
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def log_message(self, *_: object) -> None:
        pass


def single(text: str) -> dict[str, str]:
    """A query or form as names with one value each."""
    values = parse_qs(text, keep_blank_values=True)
    assert all(len(each) == 1 for each in values.values()), f"a name twice in {text}"
    return {name: each[0] for name, each in values.items()}
