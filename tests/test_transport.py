"""What carries calls, blocking and in an event loop: TLS, proxies, redirects, sizes, connections, and that no write goes out twice."""

import gzip
import os
import socket
import ssl
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loopback import OK, SIZED, ZIPPED, RawServer, Scripted, Server, exchanged, get, self_signed
from venues._runtime.errors import ConfigurationError, NotSentError, OutcomeUnknownError
from venues._runtime.transport import http11
from venues._runtime.transport.base import Headers, HttpRequest
from venues._runtime.transport.curl import CurlTransport


def test_a_certificate_that_nobody_vouches_for_is_refused_unless_named(
    certificate: Path, carrier: Callable[..., Any]
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Server(context)
    try:
        with pytest.raises(NotSentError):
            carrier().send(get(f"{server.url}/x"))
        assert server.paths == []
        trusting = carrier(ca_file=str(certificate))
        assert trusting.send(get(f"{server.url}/x")).status == 200
        assert trusting.send(get(f"{server.url}/large")).body == b"x" * 1_000_000
        assert trusting.send(get(f"{server.url}/x")).status == 200
    finally:
        server.close()


def test_authorities_are_not_read_for_every_connection(certificate: Path, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server, bundle = Server(context), tmp_path / "bundle.pem"
    bundle.write_bytes(certificate.read_bytes())
    transport = CurlTransport(ca_file=bundle)
    try:
        for authorities in (certificate.read_bytes(), b"not read", b"not read"):
            bundle.write_bytes(authorities)
            assert transport.send(get(f"{server.url}/x")).status == 200
            (idle,) = transport._idle.values()
            idle[0].used -= 31.0  # which is too old to carry another call
        bundle.write_bytes(b"")
        with pytest.raises(NotSentError):
            CurlTransport(ca_file=bundle).send(get(f"{server.url}/x"))
    finally:
        transport.close()
        server.close()


def test_a_handle_that_is_kept_trusts_no_other_server(certificate: Path, tmp_path: Path) -> None:
    servers: list[Server] = []
    for file in (certificate, self_signed(tmp_path / "another.pem")):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        servers.append(Server(context))
    known, other = servers
    transport = CurlTransport(ca_file=certificate)
    try:
        for _ in range(2):
            assert transport.send(get(f"{known.url}/x")).status == 200
            for idle in transport._idle.values():
                for connection in idle:
                    connection.used -= 31.0
            with pytest.raises(NotSentError):
                transport.send(get(f"{other.url}/x"))
        assert other.paths == []
    finally:
        transport.close()
        known.close()
        other.close()


@pytest.mark.skipif(sys.platform != "linux", reason="counts the open files of this process")
def test_connections_that_are_closed_leave_nothing_open(server: Server) -> None:
    def opened() -> int:
        return len(os.listdir("/proc/self/fd"))

    transport = CurlTransport()
    transport.send(get(f"{server.url}/x"))
    counts = set[int]()
    for _ in range(8):
        for connection in next(iter(transport._idle.values())):
            connection.used -= 31.0
        transport.send(get(f"{server.url}/x"))
        counts.add(opened())
    # The server of the tests, in this process too, closes its ends in its own time; eight that stay open would be seen.
    assert max(counts) - min(counts) < 4
    most = opened()
    transport.close()
    assert opened() < most


def test_a_proxy_carries_the_call(server: Server, carrier: Callable[..., Any]) -> None:
    assert carrier(proxy=server.url, allow_http=True).send(get("http://exchange.invalid/path")).status == 200
    # One asks for a tunnel, the other asks the proxy to ask.
    assert server.paths in (["exchange.invalid:80", "/path"], ["http://exchange.invalid/path"])


def test_redirects_are_not_followed(server: Server, carrier: Callable[..., Any]) -> None:
    answer = carrier().send(get(f"{server.url}/moved"))
    assert (answer.status, answer.headers["location"]) == (302, "/elsewhere")
    assert server.paths == ["/moved"]


def test_the_url_goes_out_as_it_was_signed(server: Server, carrier: Callable[..., Any]) -> None:
    carrier().send(get(f"{server.url}/a%2Fb?x=%2C%20%7E,~&y=%e4"))
    assert server.paths == ["/a%2Fb?x=%2C%20%7E,~&y=%e4"]


def test_an_answer_without_end_is_cut(
    server: Server, carrier: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http11, "MAX_BODY", 5_000)
    sending = carrier()
    with pytest.raises(OutcomeUnknownError):
        sending.send(get(f"{server.url}/large"))
    assert sending.send(get(f"{server.url}/small")).body == b"{}"


def test_a_name_that_does_not_resolve_was_not_sent_to(carrier: Callable[..., Any]) -> None:
    with pytest.raises(NotSentError):
        carrier().send(get("https://exchange.invalid/", connect_timeout=2.0, timeout=2.0))


def test_nobody_listens(carrier: Callable[..., Any]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(NotSentError):
            carrier().send(get(f"http://127.0.0.1:{free.getsockname()[1]}/"))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("body", [b"{}", b""])
def test_a_write_is_not_repeated_on_a_fresh_connection(carrier: Callable[..., Any], method: str, body: bytes) -> None:
    server = RawServer(answers=1)
    request = HttpRequest(method=method, url=f"{server.url}/x", headers={}, body=body, write=True)
    sending = carrier()
    try:
        sending.send(request)
        with pytest.raises(OutcomeUnknownError):
            sending.send(request)
    finally:
        server.close()
    assert server.requests == 2


def test_connections_are_kept_alive(carrier: Callable[..., Any]) -> None:
    server, sending = RawServer(answers=10), carrier()
    try:
        for _ in range(5):
            assert sending.send(get(f"{server.url}/x")).body == b'{"code":"0"'
    finally:
        server.close()
    assert (server.connections, server.requests) == (1, 5)


@pytest.mark.parametrize(
    ("url", "headers", "message"),
    [
        ("http://example.com/", {}, "plain http goes to loopback only"),
        ("ftp://127.0.0.1/", {}, "must begin with https:// or http://"),
        ("http://127.0.0.1:1/a b", {}, "space or a control character"),
        ("http://127.0.0.1:1/", {"X": "a\r\nEvil: 1"}, "a header holds a line break"),
    ],
)
def test_what_must_not_go_out_does_not(
    carrier: Callable[..., Any], url: str, headers: dict[str, str], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        carrier().send(HttpRequest(method="GET", url=url, headers=headers))


def test_headers_are_found_in_any_case_and_the_last_of_a_name_counts() -> None:
    headers = Headers([(b"X-Limit", b"8"), (b"x-limit", b"9 ")])
    assert dict(headers) == {"x-limit": "9"}
    assert headers["X-LIMIT"] == "9"
    assert headers.get("A") is None


@pytest.mark.parametrize(
    ("pieces", "closes", "connections"),
    [
        ([SIZED], False, 1),
        ([SIZED[:20], SIZED[20:50], SIZED[50:]], False, 1),
        ([OK + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"cod\r\n7\r\ne":"0"}\r\n0\r\n\r\n'], False, 1),
        ([b"HTTP/1.1 103 Early Hints\r\nX: 1\r\n\r\n", SIZED], False, 1),
        ([b"HTTP/1.1 103 Early Hints\r\nX: 1\r\n\r\n" + SIZED], False, 1),
        ([OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(ZIPPED) + ZIPPED], False, 1),
        ([OK + b'\r\n{"code":"0"}'], True, 2),
        ([OK + b'Connection: close\r\nContent-Length: 12\r\n\r\n{"code":"0"}'], True, 2),
        ([OK + b'Connection: close\r\nContent-Length: 12\r\n\r\n{"code":"0"}'], False, 2),
        ([SIZED], True, 2),
        ([SIZED + b"and more"], False, 2),
        ([SIZED + SIZED], False, 2),
        ([SIZED, SIZED], False, 2),
    ],
    ids=[
        "sized", "in pieces", "chunked", "interim", "interim at once", "gzip", "until the end", "says close",
        "says close and stays", "dies idle", "with a tail", "two answers", "an answer too many",
    ],
)  # fmt: skip
def test_an_answer_is_read_in_every_form_that_it_may_have(
    carrier: Callable[..., Any], pieces: list[bytes], closes: bool, connections: int
) -> None:
    server = Scripted(*pieces, closes=closes, pause=0.02)
    answers = exchanged(carrier, server, calls=2, pause=0.1)
    assert [(each.status, each.body) for each in answers] == [(200, b'{"code":"0"}')] * 2
    assert (server.connections, len(server.received)) == (connections, 2)


@pytest.mark.parametrize(
    ("pieces", "message"),
    [
        ([], "the connection was closed before an answer came"),
        ([SIZED[:15]], "the connection was closed before an answer came"),
        ([SIZED[:-1]], "the connection was closed before the answer ended"),
        ([OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{"], "the connection was closed before the answer ended"),
        ([b"SSH-2.0-OpenSSH_9.6\r\n"], "HTTP"),
        ([OK + b"Content-Length: 12\r\nContent-Length: 13\r\n\r\n"], "Content-Length"),
        ([OK + b"Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\n" + ZIPPED[:9]], "cut off"),
        ([OK + b"Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\nno gzip.."], "the compressed answer is damaged"),
        ([OK + b"Content-Encoding: br\r\nContent-Length: 1\r\n\r\nx"], "an encoding that was not asked for"),
    ],
)
def test_what_is_no_whole_answer_leaves_the_outcome_unknown(
    carrier: Callable[..., Any], pieces: list[bytes], message: str
) -> None:
    with pytest.raises(OutcomeUnknownError, match=message):
        exchanged(carrier, Scripted(*pieces, closes=True))


def test_a_body_that_drips_ends_with_the_calls_deadline(carrier: Callable[..., Any]) -> None:
    server = Scripted(OK + b"Content-Length: 100\r\n\r\n", *[b"x"] * 100, pause=0.05)
    with pytest.raises(OutcomeUnknownError, match="timed out before the answer ended"):
        exchanged(carrier, server, timeout=0.3)


def test_a_small_answer_that_unpacks_to_a_huge_one_is_cut(
    carrier: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http11, "MAX_BODY", 5_000)
    bomb = gzip.compress(b"x" * 10_000)
    server = Scripted(OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb)
    with pytest.raises(OutcomeUnknownError, match="larger than 5000 bytes"):
        exchanged(carrier, server)


def test_a_request_goes_out_as_it_was_given(carrier: Callable[..., Any]) -> None:
    server = Scripted(SIZED)
    carrier().send(
        HttpRequest(method="POST", url=f"{server.url}/a/../b?c=%2C,", headers={"A": "1", "B": ""}, body=b'{"d":1}')
    )
    server.close()
    host = server.url.removeprefix("http://").encode()
    assert server.received == [
        b"POST /a/../b?c=%2C, HTTP/1.1\r\nHost: " + host + b"\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n"
        b'A: 1\r\nB: \r\nContent-Length: 7\r\n\r\n{"d":1}'
    ]


@pytest.mark.parametrize(
    "url", ["https://user:word@example.com/", "https://example.com:no/", "https:///x", "https://example.com/#x",
     "https://example.com:0/", "https://example.com:99999/", "http://127.0.0.1:65536/"],
)  # fmt: skip
def test_a_url_that_says_more_than_where_to_go_is_refused(carrier: Callable[..., Any], url: str) -> None:
    with pytest.raises(ConfigurationError):
        carrier().send(get(url))
