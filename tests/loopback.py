"""Servers on loopback, and the transports that call them: each test that takes ``carrier`` runs with each of them."""

import asyncio
import contextlib
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from venues._runtime.transport.async_curl import AsyncCurlTransport
from venues._runtime.transport.base import HttpRequest, HttpResponse
from venues._runtime.transport.curl import CurlTransport

OK = b"HTTP/1.1 200 OK\r\n"
ZIPPED = gzip.compress(b'{"code":"0"}', mtime=0)
SIZED = OK + b'Content-Length: 12\r\n\r\n{"code":"0"}'
CANARY = "a-passphrase-of-the-test"
SOUND = OK + b"Content-Length: 2\r\n\r\n{}"
EVIL = OK + b"Content-Length: 4\r\n\r\nEVIL"


def get(url: str, **settings: object) -> HttpRequest:
    return HttpRequest(method="GET", url=url, headers={}, **settings)  # type: ignore[arg-type]  # time-outs


class Blocking:
    """The blocking transport as it is."""

    def __init__(self, **options: Any) -> None:
        transport = CurlTransport(**options)
        self.send, self.close, self.pause = transport.send, transport.close, time.sleep


class Awaited:
    """The asyncio transport, waited for."""

    new_loop = staticmethod(asyncio.new_event_loop)

    def __init__(self, **options: Any) -> None:
        self._loop = self.new_loop()
        self._transport = AsyncCurlTransport(**options)
        self.departures = 0

    def send(self, request: HttpRequest) -> HttpResponse:
        return self._loop.run_until_complete(self._transport.send(request, self._departing))

    def pause(self, seconds: float) -> None:
        """Nothing runs in the loop meanwhile: the next call must look for itself."""
        time.sleep(seconds)

    def close(self) -> None:
        self._loop.run_until_complete(self._transport.close())
        self._loop.close()

    def _departing(self) -> None:
        self.departures += 1


class AwaitedByUvloop(Awaited):
    """The same in uvloop's event loop."""

    def new_loop(self) -> asyncio.AbstractEventLoop:  # type: ignore[override]
        return pytest.importorskip("uvloop").new_event_loop()


@pytest.fixture(params=[Blocking, Awaited, AwaitedByUvloop], ids=["blocking", "asyncio", "uvloop"])
def carrier(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Makes a transport, of each kind in turn."""
    made: list[Any] = []

    def make(**options: Any) -> Any:
        made.append(request.param(**options))
        return made[-1]

    yield make
    for each in made:
        each.close()


class Handler(BaseHTTPRequestHandler):
    """Answers with what was asked of it; remembers who asked."""

    protocol_version = "HTTP/1.1"
    paths: list[str]

    def do_GET(self) -> None:
        self.paths.append(self.path)
        body = b"x" * 1_000_000 if self.path.endswith("/large") else b"{}"
        self.send_response(302 if self.path.endswith("/moved") else 200)
        if self.path.endswith("/moved"):
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self) -> None:
        """As a proxy: what comes next is meant for the other side, which it plays itself."""
        self.paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Quiet(ThreadingHTTPServer):
    """Clients that go away in the middle of a call are what is tested here."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class Server:
    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.paths: list[str] = []
        handler = type("Remembering", (Handler,), {"paths": self.paths})
        self._server = Quiet(("127.0.0.1", 0), handler)
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.block_on_close = False
        self._server.server_close()
        self._thread.join(5)


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for."""
    return self_signed(tmp_path_factory.mktemp("tls") / "server.pem")


def self_signed(file: Path) -> Path:
    """Write a certificate for 127.0.0.1 with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


class RawServer:
    """A raw server: counts requests, answers the first so many, then closes the connection without an answer."""

    def __init__(self, answers: int) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.requests = 0
        self.connections = 0
        self._answers = answers
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._answer, args=(peer,), daemon=True).start()

    def _answer(self, peer: socket.socket) -> None:
        with peer:
            while data := peer.recv(65536):
                if b"\r\n\r\n" not in data:
                    continue
                self.requests += 1
                if self.requests > self._answers:
                    return
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + b'{"code":"0"')

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self._thread.join(5)


class Scripted:
    """Answers every call with the same bytes, in pieces if there are several; ``closes`` says what it does then."""

    def __init__(self, *pieces: bytes, closes: bool = False, pause: float = 0.0) -> None:
        self._pieces, self._closes, self._pause = pieces, closes, pause
        self.received: list[bytes] = []
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._answer, args=(peer,), daemon=True).start()

    def _answer(self, peer: socket.socket) -> None:
        with contextlib.suppress(OSError), peer:
            while data := peer.recv(65536):
                self.received.append(data)
                for piece in self._pieces:
                    peer.sendall(piece)
                    time.sleep(self._pause)
                if self._closes:
                    return

    def close(self) -> None:
        self._socket.close()


def exchanged(
    carrier: Callable[..., Any], server: Scripted, calls: int = 1, pause: float = 0.0, **settings: object
) -> list[HttpResponse]:
    sending = carrier()
    answers: list[HttpResponse] = []
    try:
        for _ in range(calls):
            answers.append(sending.send(get(f"{server.url}/x", **settings)))
            sending.pause(pause)
    finally:
        server.close()
    return answers


class Talking:
    """A server that plays a function for each connection, over TLS if it has a certificate."""

    def __init__(self, talk: Callable[[Any], None], certificate: Path | None = None, host: str = "127.0.0.1") -> None:
        self._talk = talk
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(certificate)
        self._socket = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port = self._socket.getsockname()[1]
        self.url = f"{'https' if certificate else 'http'}://{f'[{host}]' if ':' in host else host}:{self.port}"
        self.connections = 0
        self.came: list[bytes] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._play, args=(peer,), daemon=True).start()

    def _play(self, peer: socket.socket) -> None:
        with contextlib.suppress(OSError), peer:
            peer.settimeout(5)
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what is said twice comes twice
            if self._tls is None:
                self._talk(peer)
                return
            with self._tls.wrap_socket(peer, server_side=True) as wrapped:
                self._talk(wrapped)


def asked(peer: socket.socket) -> bytes:
    """A request's bytes."""
    return peer.recv(65536)


def answering(peer: socket.socket) -> None:
    while asked(peer):
        peer.sendall(SOUND)


def shown(error: BaseException) -> str:
    """What a crash reporter prints of an error: every local variable of every frame, of all that is in its chain."""
    words: list[str] = []
    seen: set[int] = set()
    left: list[BaseException | None] = [error]
    while left:
        each = left.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        words += [repr(each), str(each), repr(vars(each))]
        trace: TracebackType | None = each.__traceback__
        while trace is not None:
            if "/tests/" not in trace.tb_frame.f_code.co_filename:
                words.append(repr(trace.tb_frame.f_locals))
            trace = trace.tb_next
        left += [each.__cause__, each.__context__]
    return "\n".join(words)
