"""Proxies, HTTP and SOCKS, the same for both transports: tunnels, authentication, the environment, refusals."""

import select
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loopback import EVIL, SOUND, Talking, answering, asked, get, shown
from venues._runtime.errors import ConfigurationError, NotSentError, VenueError

Carriers = Callable[..., Any]


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
    assert [each.split()[0] for each in came if each] == [b"CONNECT", b"GET"] * 2


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
