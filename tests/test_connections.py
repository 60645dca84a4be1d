"""Connections of both transports under a hostile network: strays, floods, deadlines, proxies, signals, secrets."""

import contextlib
import gc
import os
import select
import signal
import socket
import ssl
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

import pytest

from loopback import OK, SIZED, Scripted, Server, exchanged, get
from venues._runtime.errors import ConfigurationError, NotSentError, OutcomeUnknownError, VenueError
from venues._runtime.transport import dialing
from venues._runtime.transport.base import HttpRequest
from venues._runtime.transport.curl import CurlTransport

Carriers = Callable[..., Any]
CANARY = "a-passphrase-of-the-test"
SOUND = OK + b"Content-Length: 2\r\n\r\n{}"
EVIL = OK + b"Content-Length: 4\r\n\r\nEVIL"


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


# No answer for another call.


@pytest.mark.parametrize("stray", [EVIL, b"HTTP/1.1 408 Request Time-out\r\n\r\n", b"\r\n", b"x"])
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("pause", [0.0, 0.03], ids=["at once", "late"])
def test_a_stray_answer_is_never_the_next_calls(
    carrier: Carriers, certificate: Path, stray: bytes, tls: bool, pause: float
) -> None:
    def talk(peer: socket.socket) -> None:
        while asked(peer):
            peer.sendall(SOUND)
            time.sleep(pause)
            peer.sendall(stray)

    with Talking(talk, certificate if tls else None) as server:
        sending = carrier(ca_file=str(certificate))
        for _ in range(3):
            assert sending.send(get(f"{server.url}/x")).body == b"{}"
            sending.pause(0.08)
    assert server.connections == 3


def test_a_server_that_speaks_first_is_not_asked(carrier: Carriers, monkeypatch: pytest.MonkeyPatch) -> None:
    came: list[bytes] = []
    opened = dialing.Line.__init__

    def late(*arguments: Any) -> None:
        opened(*arguments)
        time.sleep(0.03)  # so that what the server says is there

    def talk(peer: socket.socket) -> None:
        peer.sendall(EVIL)
        came.append(asked(peer))

    monkeypatch.setattr(dialing.Line, "__init__", late)
    with Talking(talk) as server, pytest.raises(NotSentError, match="spoke before it was asked"):
        carrier().send(get(f"{server.url}/x"))
    assert came in ([], [b""])


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_a_connection_that_ended_while_idle_is_replaced(carrier: Carriers, certificate: Path, tls: bool) -> None:
    def talk(peer: socket.socket) -> None:
        asked(peer)
        peer.sendall(SOUND)
        if isinstance(peer, ssl.SSLSocket):
            peer.unwrap()

    with Talking(talk, certificate if tls else None) as server:
        sending = carrier(ca_file=str(certificate))
        for _ in range(3):
            assert sending.send(get(f"{server.url}/x")).body == b"{}"
            sending.pause(0.05)
    assert server.connections == 3


@pytest.mark.parametrize(("name", "value"), [("OLDEST", 0.0), ("KEPT", 0.0)])
def test_a_connection_is_not_kept_for_ever(
    carrier: Carriers, monkeypatch: pytest.MonkeyPatch, name: str, value: float
) -> None:
    monkeypatch.setattr(dialing, name, value)
    with Talking(answering) as server:
        sending = carrier()
        for _ in range(2):
            sending.send(get(f"{server.url}/x"))
    assert server.connections == 2


# Deadlines and memory.


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (OK, b"a:\r\n" * 16_000),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"a:\r\n" * 16_000),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2_000),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 9_000),
    ],
    ids=["headers", "trailers", "continue", "chunk extension"],
)
def test_a_flood_beside_the_body_is_cut_at_once(carrier: Carriers, head: bytes, piece: bytes) -> None:
    def talk(peer: socket.socket) -> None:
        asked(peer)
        peer.sendall(head)
        while True:
            peer.sendall(piece)

    started = time.monotonic()
    with Talking(talk) as server, pytest.raises(OutcomeUnknownError, match=r"more than|larger than|no end"):
        carrier().send(get(f"{server.url}/x", timeout=5.0))
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 10_000),
        (OK + b"Content-Length: 60000000\r\n\r\n", b"x" * 60_000),
        (OK + b"\r\n", b"x" * 60_000),
    ],
    ids=["chunks", "sized", "until the end"],
)
def test_a_flood_of_body_ends_with_the_deadline(carrier: Carriers, head: bytes, piece: bytes) -> None:
    def talk(peer: socket.socket) -> None:
        asked(peer)
        peer.sendall(head)
        while True:
            peer.sendall(piece)
            time.sleep(0.001)

    sending = carrier()
    with Talking(talk) as server:
        started = time.monotonic()
        with pytest.raises(OutcomeUnknownError, match="timed out before the answer ended"):
            sending.send(get(f"{server.url}/x", timeout=0.4))
    assert 0.4 <= time.monotonic() - started < 0.8


def test_a_server_that_does_not_read_ends_with_the_deadline(carrier: Carriers) -> None:
    done = threading.Event()
    with Talking(lambda peer: done.wait(5) and None) as server:
        started = time.monotonic()
        request = HttpRequest(method="POST", url=f"{server.url}/x", headers={}, body=bytes(20_000_000), timeout=0.3)
        with pytest.raises(OutcomeUnknownError, match="timed out before an answer came"):
            carrier().send(request)
        assert time.monotonic() - started < 0.8
        done.set()


def test_a_large_call_goes_out_whole(carrier: Carriers) -> None:
    size: list[int] = []

    def talk(peer: socket.socket) -> None:
        found = 0
        while found < 5_000_000:
            found += len(peer.recv(65536))
        size.append(found)
        peer.sendall(SOUND)
        answering(peer)

    with Talking(talk) as server:
        sending = carrier()
        request = HttpRequest(method="POST", url=f"{server.url}/x", headers={}, body=bytes(5_000_000))
        assert sending.send(request).body == b"{}"
        assert sending.send(get(f"{server.url}/x")).body == b"{}"
    assert server.connections == 1
    assert size[0] > 5_000_000


@pytest.mark.parametrize("name", ["timeout", "connect_timeout"])
@pytest.mark.parametrize("value", [0, -1.0, float("inf"), float("nan"), 1e300, 2_000_000, "5", None, True, b"1"])
def test_a_time_out_that_no_clock_keeps_is_refused(carrier: Carriers, name: str, value: Any) -> None:
    with Talking(answering) as server:
        with pytest.raises(ConfigurationError, match=rf"^{name} must be a number of seconds above 0"):
            carrier().send(get(f"{server.url}/x", **{name: value}))
        assert server.connections == 0
        assert carrier().send(get(f"{server.url}/x", **{name: 3})).status == 200


# Where calls go.


def test_ipv6_and_localhost_lead_to_this_machine(carrier: Carriers) -> None:
    sending = carrier()
    with Talking(answering) as server:
        assert sending.send(get(f"http://localhost:{server.port}/x")).status == 200
    if not socket.has_ipv6:
        return
    with contextlib.suppress(OSError), Talking(answering, host="::1") as server:
        assert sending.send(get(f"http://[::1]:{server.port}/x")).status == 200
        assert sending.send(get(f"http://localhost:{server.port}/x")).status == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_url_without_a_port_is_one(carrier: Carriers, host: str) -> None:
    try:
        free = socket.create_server(("127.0.0.1", 80))
    except OSError:
        pytest.skip("port 80 is taken, or not ours to take")

    def serve() -> None:
        with contextlib.suppress(OSError), free.accept()[0] as peer:
            answering(peer)

    threading.Thread(target=serve, daemon=True).start()
    try:
        assert carrier().send(get(f"http://{host}")).status == 200
    finally:
        free.close()


def test_a_certificate_that_is_not_trusted_is_a_permanent_error(carrier: Carriers, certificate: Path) -> None:
    with Talking(answering, certificate) as server:
        with pytest.raises(NotSentError) as caught:
            carrier().send(get(f"{server.url}/x"))
        assert caught.value.permanent is True
        with pytest.raises(NotSentError) as wrong:
            carrier(ca_file=str(certificate)).send(get(f"https://localhost:{server.port}/x"))
        assert wrong.value.permanent is True
    with pytest.raises(NotSentError) as nobody:
        carrier().send(get(f"http://127.0.0.1:{server.port}/x"))
    assert nobody.value.permanent is False
    assert NotSentError("x").permanent is OutcomeUnknownError("x").permanent is False


def test_tls_that_is_torn_off_ends_no_answer(carrier: Carriers, certificate: Path) -> None:
    def talk(peer: socket.socket) -> None:
        asked(peer)
        peer.sendall(OK + b"\r\n{}")
        peer.shutdown(socket.SHUT_RDWR) if not isinstance(peer, ssl.SSLSocket) else os.close(peer.detach())

    with Talking(talk, certificate) as server, pytest.raises(OutcomeUnknownError):
        carrier(ca_file=str(certificate)).send(get(f"{server.url}/x"))


# Proxies.


def relay(one: socket.socket, other: socket.socket) -> None:
    sockets = [one, other]
    while True:
        for each in select.select(sockets, [], [], 5)[0]:
            data = each.recv(65536)
            if not data:
                return
            (other if each is one else one).sendall(data)


def socks(port: int, came: list[bytes]) -> Callable[[socket.socket], None]:
    """A SOCKS 4, 4a and 5 proxy that leads everywhere to this port."""

    def talk(peer: socket.socket) -> None:
        hello = peer.recv(1024)
        if hello[0] == 4:
            came.append(hello)
            peer.sendall(b"\0\x5a" + bytes(6))
        else:
            if 2 in hello[2:]:
                peer.sendall(b"\5\2")
                came.append(peer.recv(1024))
                peer.sendall(b"\1\0")
            else:
                peer.sendall(b"\5\0")
            came.append(peer.recv(1024))
            peer.sendall(b"\5\0\0\1" + bytes(4) + struct.pack(">H", 80))
        with socket.create_connection(("127.0.0.1", port)) as other:
            relay(peer, other)

    return talk


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("socks5h://user:hunter22@{}", [b"\1\4user\x08hunter22", b"\5\1\0\3\x10exchange.invalid\0P"]),
        ("socks5h://{}", [b"\5\1\0\3\x10exchange.invalid\0P"]),
        ("socks4a://{}", [b"\4\1\0P\0\0\0\1\0exchange.invalid\0"]),
        ("http://user:hunter22@{}", [b"CONNECT exchange.invalid:80 HTTP/1.1", b"Basic dXNlcjpodW50ZXIyMg=="]),
        ("http://us%20er:p%C3%A4ss@{}", [b"CONNECT exchange.invalid:80 HTTP/1.1", b"Basic dXMgZXI6cMOkc3M="]),
        ("http://us%20er:päss@{}", [b"CONNECT exchange.invalid:80 HTTP/1.1", b"Basic dXMgZXI6cMOkc3M="]),
        ("{}", [b"CONNECT exchange.invalid:80 HTTP/1.1"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("environment", [None, "all_proxy", "ALL_PROXY"])
def test_a_proxy_carries_calls_and_sees_none(
    carrier: Carriers, monkeypatch: pytest.MonkeyPatch, url: str, seen: list[bytes], environment: str | None
) -> None:
    came: list[bytes] = []

    def http(peer: socket.socket) -> None:
        came.append(asked(peer))
        peer.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", venue.port)) as other:
            relay(peer, other)

    with Talking(answering) as venue, Talking(socks(venue.port, came) if "socks" in url else http) as proxy:
        address = url.format(f"127.0.0.1:{proxy.port}")
        if environment is not None:
            for name in ("http_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
                monkeypatch.delenv(name, raising=False)
            monkeypatch.setenv(environment, address)
        sending = carrier(allow_http=True, **({} if environment else {"proxy": address}))
        for _ in range(2):
            assert sending.send(get("http://exchange.invalid/path")).body == b"{}"
    assert proxy.connections == 1
    for part in seen:
        assert any(part in each for each in came), came
    assert not any(b"/path" in each for each in came)


def test_a_proxy_may_be_spoken_to_over_tls(carrier: Carriers, certificate: Path) -> None:
    came: list[bytes] = []

    def talk(peer: socket.socket) -> None:
        """As a proxy, and then as the venue at the other end of the tunnel."""
        came.append(asked(peer))
        peer.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        while data := asked(peer):
            came.append(data)
            peer.sendall(SOUND)
            peer.sendall(EVIL)

    with Talking(talk, certificate) as proxy:
        sending = carrier(
            proxy=f"https://user:hunter22@127.0.0.1:{proxy.port}", ca_file=str(certificate), allow_http=True
        )
        for _ in range(2):
            assert sending.send(get("http://exchange.invalid/x")).body == b"{}"
            sending.pause(0.08)
        with pytest.raises(NotSentError) as caught:
            carrier(proxy=f"https://127.0.0.1:{proxy.port}").send(get("https://exchange.invalid/x"))
    assert caught.value.permanent is True
    assert [each.split()[0] for each in came] == [b"CONNECT", b"GET"] * 2


@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
def test_the_environment_may_name_hosts_that_need_no_proxy(
    carrier: Carriers, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with Talking(answering) as venue, Talking(answering) as proxy:
        for each in ("http_proxy", "all_proxy"):
            monkeypatch.setenv(each, f"http://127.0.0.1:{proxy.port}")
        for each in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(each, raising=False)
        monkeypatch.setenv(name, "example.com,127.0.0.1")
        assert carrier(allow_http=True).send(get(f"http://127.0.0.1:{venue.port}/x")).status == 200
    assert proxy.connections == 0


@pytest.mark.parametrize(
    "proxy",
    [
        "ftp://user:hunter22@127.0.0.1", "http://user:hunter22@h:port", "http://user:hunter22@h/x y", "http://user:hunter22@",
        "http://user:hunter22@exchänge.example", "http://us\ner:hunter22@h", "http://us\0er:hunter22@h",
        "http://\ud800:hunter22@h", b"http://user:hunter22@h",
    ],
)  # fmt: skip
def test_a_proxy_that_cannot_be_one_is_refused_without_its_password(carrier: Carriers, proxy: Any) -> None:
    with pytest.raises(VenueError) as caught:
        carrier(proxy=proxy).send(get("https://exchange.invalid/"))
    assert isinstance(caught.value, ConfigurationError)
    assert "hunter22" not in shown(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
        b"garbage\r\n\r\n",
        b"",
    ],
)
def test_a_proxy_that_refuses_is_a_call_that_was_not_sent(carrier: Carriers, answer: bytes) -> None:
    def talk(peer: socket.socket) -> None:
        asked(peer)
        peer.sendall(answer)

    with Talking(talk) as proxy:
        sending = carrier(proxy=f"http://user:hunter22@127.0.0.1:{proxy.port}")
        with pytest.raises(NotSentError) as caught:
            sending.send(get("https://exchange.invalid/x", timeout=2.0))
    assert "hunter22" not in shown(caught.value)


# Signals and secrets.


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
            if "test_connections" not in trace.tb_frame.f_code.co_filename:
                words.append(repr(trace.tb_frame.f_locals))
            trace = trace.tb_next
        left += [each.__cause__, each.__context__]
    return "\n".join(words)


class SoftTimeLimitExceeded(Exception):  # noqa: N818  # as task queues name it
    """As of a task queue."""


@contextlib.contextmanager
def alarm(seconds: float, error: BaseException) -> Iterator[None]:
    """Have an exception raised by a signal handler, in so many seconds."""
    if not hasattr(signal, "setitimer"):
        pytest.skip("no timers here")

    def handler(_number: int, _frame: FrameType | None) -> None:
        raise error

    gc.collect()  # what a handler raises in a finaliser is lost, whosever it is
    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("error", [SoftTimeLimitExceeded(), TimeoutError("alarm"), KeyboardInterrupt(), SystemExit(3)])
@pytest.mark.parametrize("where", ["waiting", "reading", "connecting"])
def test_what_a_signal_handler_raises_comes_through_as_it_is(
    certificate: Path, error: BaseException, where: str
) -> None:
    def talk(peer: socket.socket) -> None:
        if b"/sound" in asked(peer):
            peer.sendall(SOUND)
            return
        if where == "reading":
            peer.sendall(OK + b"Transfer-Encoding: chunked\r\n\r\n")
            while True:
                peer.sendall(b"1\r\nx\r\n" * 1000)
        time.sleep(1)

    deaf = socket.create_server(("127.0.0.1", 0))
    sending = CurlTransport(ca_file=str(certificate))
    with Talking(talk) as server, deaf:
        sending.send(get(f"{server.url}/sound"))
        url = f"https://127.0.0.1:{deaf.getsockname()[1]}" if where == "connecting" else server.url
        request = HttpRequest(method="GET", url=f"{url}/x", headers={"KEY": CANARY}, timeout=3.0)
        started = time.monotonic()
        with pytest.raises(type(error)) as caught, alarm(0.1, error):
            sending.send(request)
        assert caught.value is error
        assert time.monotonic() - started < 1
        assert CANARY not in shown(caught.value)
        del caught
        error.__traceback__ = None
        assert sending.send(get(f"{server.url}/sound")).body == b"{}"
    sending.close()


@pytest.mark.parametrize("handled", [False, True], ids=["", "while another error is handled"])
def test_an_exception_at_any_line_of_a_call_comes_through_and_shows_no_secret(handled: bool) -> None:
    with Talking(answering) as server:
        sending = CurlTransport()
        request = HttpRequest(method="POST", url=f"{server.url}/x", headers={"KEY": CANARY}, body=b"{}")
        sending.send(request)

        def call() -> None:
            if not handled:
                sending.send(request)
                return
            try:
                raise ValueError("something else")
            except ValueError:
                sending.send(request)

        before = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
        at, raised = 0, 0
        while True:
            at += 1
            countdown = [at]

            def trace(frame: FrameType, event: str, _arg: object, countdown: list[int] = countdown) -> Any:
                if "_runtime" not in frame.f_code.co_filename:
                    return None
                if event == "line":
                    countdown[0] -= 1
                    if countdown[0] == 0:
                        raise SoftTimeLimitExceeded
                return trace

            sys.settrace(trace)
            found: SoftTimeLimitExceeded | None = None
            try:
                call()
            except SoftTimeLimitExceeded as error:
                found = error
            finally:
                sys.settrace(None)
            if countdown[0] > 0:
                break
            assert found is not None, f"lost at line {at}"
            assert CANARY not in shown(found), at
            raised += 1
        assert raised == at - 1 > 40
        assert sending.send(request).body == b"{}"
        if sys.platform == "linux":
            assert len(os.listdir("/proc/self/fd")) <= before + 1
        sending.close()


@pytest.mark.parametrize("does", ["call", "close"])
def test_a_signal_handler_may_use_the_transport_in_the_middle_of_a_call(does: str) -> None:
    if not hasattr(signal, "setitimer"):
        pytest.skip("no timers here")
    told: list[int] = []
    with Talking(answering) as server:
        sending = CurlTransport()
        request = get(f"{server.url}/x")

        def handler(_number: int, _frame: FrameType | None) -> None:
            if does == "call":
                told.append(sending.send(request).status)
            elif len(told) < 1:
                told.append(1)
                sending.close()

        before = signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, 0.001, 0.003)
        ends = time.monotonic() + 0.5
        try:
            while time.monotonic() < ends:
                with contextlib.suppress(ConfigurationError):  # once it is closed
                    assert sending.send(request).body == b"{}"
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        sending.close()
    assert told


def test_many_threads_share_a_transport() -> None:
    wrong: list[object] = []

    def talk(peer: socket.socket) -> None:
        while data := asked(peer):
            name = data.split()[1]
            peer.sendall(OK + b"Content-Length: %d\r\n\r\n" % len(name) + name)

    with Talking(talk) as server:
        sending = CurlTransport(idle=4)

        def work(number: int) -> None:
            for call in range(40):
                answer = sending.send(get(f"{server.url}/{number}-{call}"))
                if answer.body != f"/{number}-{call}".encode():
                    wrong.append(answer)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        sending.close()
    assert wrong == []


def test_the_servers_of_these_tests_answer(carrier: Carriers, server: Server) -> None:
    assert carrier().send(get(f"{server.url}/x")).body == b"{}"
    assert exchanged(carrier, Scripted(SIZED))[0].body == b'{"code":"0"}'
