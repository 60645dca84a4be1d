"""A raw server that plays byte scripts: what a venue, a proxy or an attacker may send, cut and timed as a script says.

A connection plays the script of its number, then answers every further request as a healthy venue does.
"""

import socket
import ssl
import struct
import threading
import time
from contextlib import suppress
from types import TracebackType

from attrs import field, frozen

HEALTHY_BODY = b'{"healthy":true}'
HEALTHY = b"HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n" + HEALTHY_BODY

_PATIENCE = 10.0
"""Seconds after which a connection's thread gives up: longer than any case takes."""
_FLOOD = 1.0
"""Seconds after which a flood ends: so that a carrier that bears it all fails its case, and not the machine."""


@frozen
class Read:
    """Wait for one whole request, and count it."""


@frozen
class ReadSome:
    """Wait for so many bytes of a request, which does not count as one."""

    size: int


@frozen
class Pause:
    """Do nothing for so many seconds."""

    seconds: float


@frozen
class Drip:
    """Send byte by byte."""

    data: bytes
    pause: float = 0.0004


@frozen
class Flood:
    """Send the same without a pause until the client goes away, or should have long ago."""

    data: bytes
    block: bytes = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "block", self.data * max(1, 65_536 // len(self.data)))


@frozen
class Close:
    """Close the connection in the usual way: FIN, over TLS after close_notify."""


@frozen
class Cut:
    """Close the TCP connection of a TLS session without close_notify."""


@frozen
class Reset:
    """Close the connection with RST."""


@frozen
class HalfClose:
    """Send FIN, and go on reading."""


@frozen
class Hold:
    """Keep the connection open, and say nothing more."""


@frozen
class StartTls:
    """Begin TLS as the server, with the context that has this name."""

    context: str


Step = bytes | Read | ReadSome | Pause | Drip | Flood | Close | Cut | Reset | HalfClose | Hold | StartTls
Script = tuple[Step, ...]


class _GoneError(Exception):
    """The script closes the connection, or the client did."""


class _Connection:
    """One accepted connection and the thread that plays its script."""

    def __init__(self, server: "RawServer", peer: socket.socket, script: Script) -> None:
        self.waiting = False
        """Whether nothing more comes from here before the client does something."""
        self._server = server
        self._peer = peer
        self._script = script
        self._received = b""
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        # A client that goes away in the middle is what many cases are about.
        with suppress(OSError, _GoneError, ValueError):
            self._peer.settimeout(_PATIENCE)
            self._peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for step in self._script:
                self._play(step)
            while True:
                self._request()
                self._peer.sendall(HEALTHY)
        self.close()
        self.waiting = True

    def close(self) -> None:
        with suppress(OSError):
            self._peer.shutdown(socket.SHUT_RDWR)
        with suppress(OSError):
            self._peer.close()

    def _play(self, step: Step) -> None:
        match step:
            case bytes():
                self._peer.sendall(step)
            case Read():
                self._request()
            case ReadSome(size):
                while len(self._received) < size:
                    self._more()
            case Pause(seconds):
                time.sleep(seconds)
            case Drip(data, pause):
                for byte in data:
                    self._peer.sendall(bytes([byte]))
                    time.sleep(pause)
            case Flood():
                began = time.monotonic()
                while time.monotonic() - began < _FLOOD:
                    self._peer.sendall(step.block)
                raise _GoneError
            case StartTls(context):
                self._peer = self._server.contexts[context].wrap_socket(self._peer, server_side=True)
            case _:
                self._end(step)

    def _end(self, step: Step) -> None:
        match step:
            case Close():
                if isinstance(self._peer, ssl.SSLSocket):
                    # Only sends: the other half of the exchange may never come.
                    self._peer.settimeout(0.05)
                    with suppress(OSError):
                        self._peer = self._peer.unwrap()
                raise _GoneError
            case Cut():
                raw = socket.socket(fileno=self._peer.detach())
                raw.shutdown(socket.SHUT_WR)
                raw.close()
                raise _GoneError
            case Reset():
                self._peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                raw = socket.socket(fileno=self._peer.detach())
                raw.close()
                raise _GoneError
            case HalfClose():
                self._peer.shutdown(socket.SHUT_WR)
            case _:
                self.waiting = True
                self._server.ended.wait(_PATIENCE)
                raise _GoneError

    def _more(self) -> None:
        self.waiting = True
        data = self._peer.recv(262_144)
        self.waiting = False
        if not data:
            raise _GoneError
        self._received += data

    def _request(self) -> None:
        while (end := self._received.find(b"\r\n\r\n") + 4) < 4:
            self._more()
        head = self._received[:end]
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line[15:])
        while len(self._received) < end + length:
            self._more()
        self._server.requests.append(self._received[: end + length])
        self._received = self._received[end + length :]


class RawServer:
    """Listens on loopback; the connection of number n plays ``scripts[n]``, the rest play ``healthy``."""

    def __init__(
        self, scripts: tuple[Script, ...], healthy: Script = (), contexts: dict[str, ssl.SSLContext] | None = None
    ) -> None:
        self.requests: list[bytes] = []
        self.contexts = contexts or {}
        self.ended = threading.Event()
        self._scripts, self._healthy = scripts, healthy
        self._connections: list[_Connection] = []
        self._socket = socket.socket()
        # Small, so that a large request does not vanish in the kernel.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(128)
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def __enter__(self) -> "RawServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)
        for each in self._connections:
            each.close()
            each.thread.join(5)

    @property
    def connections(self) -> int:
        return len(self._connections)

    def settled(self) -> bool:
        """Whether every script has done what it does without the client."""
        return all(each.waiting for each in self._connections)

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return
            number = len(self._connections)
            script = self._scripts[number] if number < len(self._scripts) else self._healthy
            connection = _Connection(self, peer, script)
            # Known before it says anything, so that nobody takes the server for settled.
            self._connections.append(connection)
            connection.thread.start()
