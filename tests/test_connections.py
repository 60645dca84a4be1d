"""Connections of both transports under a hostile network: strays, floods, deadlines, certificates, threads."""

import contextlib
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clocks import Stopwatch
from loopback import EVIL, OK, SIZED, SOUND, Scripted, Server, Talking, answering, asked, exchanged, get
from venues._runtime.errors import ConfigurationError, NotSentError, OutcomeUnknownError
from venues._runtime.transport import dialing
from venues._runtime.transport.base import HttpRequest
from venues._runtime.transport.curl import CurlTransport
from venues.okx_v5 import Client

Carriers = Callable[..., Any]


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

    watch = Stopwatch()
    with Talking(talk) as server, pytest.raises(OutcomeUnknownError, match=r"more than|larger than|no end"):
        carrier().send(get(f"{server.url}/x", timeout=5.0))
    assert watch.own_seconds < 2


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
        watch = Stopwatch()
        with pytest.raises(OutcomeUnknownError, match="timed out before the answer ended"):
            sending.send(get(f"{server.url}/x", timeout=0.4))
        assert watch.seconds >= 0.4
        assert watch.own_seconds < 0.8


def test_a_server_that_does_not_read_ends_with_the_deadline(carrier: Carriers) -> None:
    done = threading.Event()
    with Talking(lambda peer: done.wait(5) and None) as server:
        watch = Stopwatch()
        request = HttpRequest(method="POST", url=f"{server.url}/x", headers={}, body=bytes(20_000_000), timeout=0.3)
        with pytest.raises(OutcomeUnknownError, match="timed out before an answer came"):
            carrier().send(request)
        assert watch.own_seconds < 0.8
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


def test_a_client_asks_for_a_certificate_that_is_not_trusted_once(certificate: Path) -> None:
    with Talking(asked, certificate) as server, Client(base_url=server.url) as client:
        with pytest.raises(NotSentError) as caught:
            client.public.get_system_time()
        assert (caught.value.permanent, caught.value.attempts) == (True, 1)
