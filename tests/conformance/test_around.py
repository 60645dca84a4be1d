"""What no byte script can say: connections that nobody accepts, calls that are cancelled, hosts without a port."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from clocks import Stopwatch
from conformance.carriers import CARRIERS, LOOPS
from conformance.case import LATE, LOADED
from conformance.server import HEALTHY_BODY, Drip, Hold, RawServer, Read, ReadSome, Script
from venues._runtime.errors import ConfigurationError, NotSentError, OutcomeUnknownError
from venues._runtime.transport.async_curl import AsyncCurlTransport
from venues._runtime.transport.base import HttpRequest


def get(url: str, timeout: float = 2.0, connect_timeout: float = 2.0) -> HttpRequest:
    return HttpRequest(method="GET", url=url, headers={}, timeout=timeout, connect_timeout=connect_timeout)


@pytest.fixture(params=[*CARRIERS.values(), *LOOPS.values()], ids=[*CARRIERS, *LOOPS])
def carrier(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    if request.param in LOOPS.values():
        pytest.importorskip("uvloop")
    made: list[Any] = []

    def make(**options: Any) -> Any:
        made.append(request.param(**options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def full() -> Iterator[str]:
    """The URL of a server that accepts no more connections, and whose queue of them is full."""
    with contextlib.ExitStack() as open_:
        listening = open_.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(4):
            waiting = open_.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/x"


@pytest.mark.parametrize(("timeout", "connect_timeout"), [(0.2, 5.0), (5.0, 0.2)])
def test_a_connection_that_nobody_accepts_ends_in_time_and_was_not_sent(
    full: str, carrier: Callable[..., Any], timeout: float, connect_timeout: float
) -> None:
    sending = carrier()
    watch = Stopwatch()
    with pytest.raises(NotSentError):
        sending.send(get(full, timeout, connect_timeout))
    assert watch.own_seconds < 0.2 + LATE + LOADED
    assert not sending.departures


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "http://localhost/x", "http://[::1]/x", "http://[::1]:1/x"])
def test_a_host_without_a_port_is_asked_on_the_usual_one(carrier: Callable[..., Any], url: str) -> None:
    with pytest.raises(NotSentError) as caught:
        carrier().send(get(url, timeout=0.5))
    assert "parse" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/x", "http://127.0.0.1:65536/x", "http://127.0.0.1:/x"])
def test_a_port_that_there_cannot_be_is_no_address(carrier: Callable[..., Any], url: str) -> None:
    with pytest.raises(ConfigurationError):
        carrier().send(get(url))


def test_ipv6(carrier: Callable[..., Any]) -> None:
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listening:
        sending = carrier()
        with pytest.raises(OutcomeUnknownError):
            sending.send(get(f"http://[::1]:{listening.getsockname()[1]}/x", timeout=0.15))
        peer, _ = listening.accept()
        with peer:
            port = listening.getsockname()[1]
            assert peer.recv(1000).startswith(b"GET /x HTTP/1.1\r\nHost: [::1]:%d\r\n" % port)


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
@pytest.mark.parametrize(
    ("script", "body", "scheme"),
    [
        ((Hold(),), b"", "https"),
        ((ReadSome(1_000), Hold()), b"x" * 12_000_000, "http"),
        ((Read(), Hold()), b"", "http"),
        ((Read(), b"HTTP/1.1 200 OK\r\nConte", Hold()), b"", "http"),
        ((Read(), b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", Drip(b"x" * 100, 0.005)), b"", "http"),
    ],
    ids=["in the handshake", "in the request", "before the answer", "in its head", "in its body"],
)
def test_a_call_that_is_cancelled_leaves_nothing_to_the_next(
    script: Script, body: bytes, scheme: str, loop: str
) -> None:
    """The next call goes over a connection of its own, and what still comes is nobody's."""
    factory: Any = asyncio.new_event_loop if loop == "asyncio" else pytest.importorskip("uvloop").new_event_loop

    async def scenario(server: RawServer) -> tuple[int, list[bytes]]:
        sending = AsyncCurlTransport()
        departures: list[None] = []
        request = HttpRequest(
            method="POST", url=f"{scheme}://127.0.0.1:{server.port}/x", headers={}, body=body, write=True
        )
        call = asyncio.ensure_future(sending.send(request, lambda: departures.append(None)))
        while not server.connections or not (departures or scheme == "https"):
            await asyncio.sleep(0.002)
        await asyncio.sleep(0.02)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        url = f"http://127.0.0.1:{server.port}/x"
        answers = [(await sending.send(get(url), lambda: None)).body for _ in range(3)]
        await sending.close()
        await asyncio.sleep(0.01)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return server.connections, answers

    with RawServer((script,)) as server, asyncio.Runner(loop_factory=factory) as runner:
        assert runner.run(scenario(server)) == (2, [HEALTHY_BODY] * 3)
