"""libcurl under the transport: TLS, proxies, redirects, sizes."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from venues._runtime import transport as module
from venues._runtime.errors import NotSentError, OutcomeUnknownError
from venues._runtime.transport import CurlTransport, Headers, HttpRequest


class Handler(BaseHTTPRequestHandler):
    """Answers with what was asked of it; remembers who asked."""

    protocol_version = "HTTP/1.1"
    paths: list[str]

    def do_GET(self) -> None:
        self.paths.append(self.path)
        body = b"x" * 10_000 if self.path.endswith("/large") else b"{}"
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


class Server:
    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.paths: list[str] = []
        handler = type("Remembering", (Handler,), {"paths": self.paths})
        self._server = HTTPServer(("127.0.0.1", 0), handler)
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def get(url: str, **settings: object) -> HttpRequest:
    return HttpRequest(method="GET", url=url, headers={}, **settings)  # type: ignore[arg-type]  # time-outs


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for."""
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
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def test_a_certificate_that_nobody_vouches_for_is_refused_unless_named(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Server(context)
    strict, trusting = CurlTransport(), CurlTransport(ca_file=str(certificate))
    try:
        with pytest.raises(NotSentError):
            strict.send(get(f"{server.url}/x"))
        assert server.paths == []
        assert trusting.send(get(f"{server.url}/x")).status == 200
    finally:
        strict.close()
        trusting.close()
        server.close()


def test_a_proxy_tunnels_the_call(server: Server) -> None:
    transport = CurlTransport(proxy=server.url, allow_http=True)
    try:
        assert transport.send(get("http://exchange.invalid/path")).status == 200
    finally:
        transport.close()
    assert server.paths == ["exchange.invalid:80", "/path"]


def test_redirects_are_not_followed(server: Server) -> None:
    transport = CurlTransport()
    try:
        answer = transport.send(get(f"{server.url}/moved"))
    finally:
        transport.close()
    assert (answer.status, answer.headers["location"]) == (302, "/elsewhere")
    assert server.paths == ["/moved"]


def test_an_answer_without_end_is_cut(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BODY", 5_000)
    transport = CurlTransport()
    try:
        with pytest.raises(OutcomeUnknownError):
            transport.send(get(f"{server.url}/large"))
        assert transport.send(get(f"{server.url}/small")).body == b"{}"
    finally:
        transport.close()


def test_a_name_that_does_not_resolve_was_not_sent_to() -> None:
    transport = CurlTransport()
    try:
        with pytest.raises(NotSentError):
            transport.send(get("https://exchange.invalid/", connect_timeout=2.0, timeout=2.0))
    finally:
        transport.close()


def test_headers_are_found_in_any_case_and_the_last_of_a_name_counts() -> None:
    headers = Headers([(b"X-Limit", b"8"), (b"x-limit", b"9 ")])
    assert dict(headers) == {"x-limit": "9"}
    assert headers["X-LIMIT"] == "9"
    assert headers.get("A") is None
