"""A client of HTTP/2 that may also send what it should not."""
from __future__ import annotations

import socket
import ssl
import time

import h2.config
import h2.connection
import h2.events
import h2.exceptions

from gateway import PATIENCE
from tls import SecureGateway

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def frame(kind: int, flags: int = 0, stream: int = 0, payload: bytes = b"") -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


class Client:
    """One connection. Answers are collected by stream; `closed` once the server has ended it."""

    def __init__(self, gateway: SecureGateway) -> None:
        plain = socket.create_connection(("127.0.0.1", gateway.port), PATIENCE)
        self.socket = gateway.context(["h2"]).wrap_socket(plain, server_hostname="127.0.0.1")
        assert self.socket.selected_alpn_protocol() == "h2"
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(validate_outbound_headers=False, normalize_outbound_headers=False))
        self.statuses: dict[int, list[int]] = {}
        self.bodies: dict[int, bytes] = {}
        self.ended: set[int] = set()
        self.reset: dict[int, int] = {}
        self.goaway: int | None = None
        self.closed = False
        self.h2.initiate_connection()
        self.flush()

    def flush(self) -> None:
        self.send(self.h2.data_to_send())

    def send(self, data: bytes) -> None:
        try:
            self.socket.sendall(data)
        except (OSError, ssl.SSLError):
            self.closed = True

    def request(self, method: str, path: str, headers: tuple[tuple[str, str], ...] = (), body: bytes | None = None,
                authority: str = "127.0.0.1", end: bool = True) -> int:
        stream = self.h2.get_next_available_stream_id()
        pseudo = [(":method", method), (":path", path), (":scheme", "https")] + ([(":authority", authority)] if authority else [])
        self.h2.send_headers(stream, pseudo + list(headers), end_stream=end and body is None)
        if body is not None:
            self.h2.send_data(stream, body, end_stream=end)
        self.flush()
        return stream

    def answer(self, stream: int) -> tuple[list[int], bytes]:
        self.read_until(lambda: stream in self.ended or stream in self.reset)
        return self.statuses.get(stream, []), self.bodies.get(stream, b"")

    def read_until(self, holds, patience: float = PATIENCE) -> None:
        end = time.monotonic() + patience
        while not holds() and not self.closed:
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                data = self.socket.recv(65536)
            except (ConnectionError, ssl.SSLError) as error:
                assert not isinstance(error, TimeoutError), "it did not come"
                data = b""
            self.closed = not data
            try:
                for event in self.h2.receive_data(data) if data else []:
                    self.take(event)
            except h2.exceptions.ProtocolError:
                # The library takes a goodbye for the end and what still comes for a mistake.
                assert self.h2.state_machine.state == h2.connection.ConnectionState.CLOSED
            if not self.closed:
                self.flush()

    def take(self, event: h2.events.Event) -> None:
        stream = getattr(event, "stream_id", 0)
        match event:
            case h2.events.ResponseReceived() | h2.events.InformationalResponseReceived():
                self.statuses.setdefault(stream, []).append(int(dict(event.headers)[b":status"]))
            case h2.events.DataReceived():
                self.bodies[stream] = self.bodies.get(stream, b"") + event.data
                self.h2.acknowledge_received_data(event.flow_controlled_length, stream)
            case h2.events.StreamEnded():
                self.ended.add(stream)
            case h2.events.StreamReset():
                self.reset[stream] = event.error_code
            case h2.events.ConnectionTerminated():
                self.goaway = event.error_code

    def until_closed(self, patience: float = PATIENCE) -> float:
        """Waits until the server ends the connection. - Returns the seconds it took."""
        start = time.monotonic()
        self.read_until(lambda: False, patience)
        return time.monotonic() - start

    def frames_until_closed(self) -> list[tuple[int, int]]:
        """Type and stream of every frame that still comes."""
        received, frames = b"", []
        try:
            while data := self.socket.recv(65536):
                received += data
        except (ConnectionError, ssl.SSLError):
            pass
        while len(received) >= 9:
            frames.append((received[3], int.from_bytes(received[5:9], "big")))
            received = received[9 + int.from_bytes(received[:3], "big"):]
        return frames

    def close(self) -> None:
        self.socket.close()
