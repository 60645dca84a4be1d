"""The asyncio transport's pool: cancellation at every point, turns, deadlines, what is left behind."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from clocks import Stopwatch
from loopback import CANARY, OK, SOUND, Talking, answering, asked, get, shown
from venues._runtime.errors import ConfigurationError, NotSentError, OutcomeUnknownError
from venues._runtime.transport import async_curl
from venues._runtime.transport.async_curl import AsyncCurlTransport
from venues._runtime.transport.base import HttpRequest, HttpResponse

LOOPS = ["asyncio", "uvloop"]


@pytest.fixture(params=LOOPS)
def run(request: pytest.FixtureRequest) -> Callable[[Callable[[], Coroutine[Any, Any, None]]], None]:
    """Lets a story happen in an event loop, and looks that it leaves no task and no descriptor behind."""
    factory = asyncio.new_event_loop if request.param == "asyncio" else pytest.importorskip("uvloop").new_event_loop

    def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def watched() -> None:
            loop = asyncio.get_running_loop()
            complaints: list[dict[str, Any]] = []
            loop.set_exception_handler(lambda _, context: complaints.append(context))
            before = descriptors()
            await story()
            await asyncio.sleep(0.01)
            assert asyncio.all_tasks() == {asyncio.current_task()}
            assert descriptors() <= before
            assert complaints == []

        with asyncio.Runner(loop_factory=factory) as runner:
            runner.run(asyncio.sleep(0))  # a loop has descriptors of its own
            runner.run(watched())

    return run


def descriptors() -> int:
    """Connected sockets of ours, the servers' not counted."""
    if sys.platform != "linux":
        return 0
    return len(SOCKETS)


SOCKETS: set[int] = set()


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts the connections that are open."""
    SOCKETS.clear()
    opened, closed = async_curl.AsyncLine.__init__, async_curl.AsyncLine.detach

    def open_one(self: Any, *rest: Any) -> None:
        opened(self, *rest)
        SOCKETS.add(id(self))

    def close_one(self: Any) -> None:
        closed(self)
        SOCKETS.discard(id(self))

    monkeypatch.setattr(async_curl.AsyncLine, "__init__", open_one)
    monkeypatch.setattr(async_curl.AsyncLine, "detach", close_one)


def echo(peer: Any) -> None:
    """Answers with the path of the call."""
    while data := asked(peer):
        name = data.split()[1]
        peer.sendall(OK + b"Content-Length: %d\r\n\r\n" % len(name) + name)


def slow(seconds: float) -> Callable[[Any], None]:
    def talk(peer: Any) -> None:
        while data := asked(peer):
            time.sleep(seconds)
            name = data.split()[1]
            peer.sendall(OK + b"Content-Length: %d\r\n\r\n" % len(name) + name)

    return talk


def nothing() -> None:
    pass


def test_many_calls_at_once_get_their_own_answers_over_few_connections(run: Any) -> None:
    async def story() -> None:
        with Talking(echo) as server:
            transport = AsyncCurlTransport(connections=4)
            answers = await asyncio.gather(
                *(transport.send(get(f"{server.url}/{number}"), nothing) for number in range(60))
            )
            assert [each.body for each in answers] == [f"/{number}".encode() for number in range(60)]
            assert server.connections == 4
            await transport.close()

    run(story)


def test_calls_that_wait_for_a_connection_have_their_turn_in_order(run: Any) -> None:
    order: list[int] = []

    async def story() -> None:
        with Talking(slow(0.01)) as server:
            transport = AsyncCurlTransport(connections=1)

            async def call(number: int) -> None:
                await transport.send(get(f"{server.url}/{number}"), lambda: order.append(number))

            calls = [asyncio.create_task(call(number)) for number in range(6)]
            await asyncio.sleep(0.005)
            calls[2].cancel()
            await asyncio.gather(*calls, return_exceptions=True)
            await transport.close()

    run(story)
    assert order == [0, 1, 3, 4, 5]


def test_a_call_whose_turn_does_not_come_was_not_sent(run: Any) -> None:
    async def story() -> None:
        with Talking(slow(0.5)) as server:
            transport = AsyncCurlTransport(connections=1)
            first = asyncio.create_task(transport.send(get(f"{server.url}/1"), nothing))
            await asyncio.sleep(0.02)
            departures: list[int] = []
            watch = Stopwatch()
            with pytest.raises(NotSentError, match="timed out while every connection was in use"):
                await transport.send(get(f"{server.url}/2", timeout=0.1), lambda: departures.append(1))
            assert watch.seconds >= 0.1
            assert watch.own_seconds < 0.3
            assert departures == []
            assert (await first).body == b"/1"
            assert (await transport.send(get(f"{server.url}/3"), nothing)).body == b"/3"
            await transport.close()

    run(story)


def test_an_idle_connection_to_another_venue_makes_room(run: Any) -> None:
    async def story() -> None:
        with Talking(echo) as one, Talking(slow(0.05)) as other:
            transport = AsyncCurlTransport(connections=1)
            for server in (one, other, one):
                assert (await transport.send(get(f"{server.url}/x"), nothing)).body == b"/x"
            waiting = [
                asyncio.create_task(transport.send(get(f"{each.url}/y"), nothing)) for each in (other, one, other)
            ]
            assert [(await each).body for each in waiting] == [b"/y"] * 3
            await transport.close()

    run(story)


def steps_until(awaitable: Awaitable[object], count: int) -> Coroutine[Any, Any, bool]:
    """Let a call run for so many turns of the loop, then cancel it; whether it was still under way."""

    async def cancel() -> bool:
        task = asyncio.ensure_future(awaitable)
        for _ in range(count):
            await asyncio.sleep(0)
            if task.done():
                break
            if count > 3:
                await asyncio.sleep(0.0005)
        under_way = task.cancel()
        await asyncio.wait([task])
        if not task.cancelled() and task.exception() is not None:
            raise task.exception() or AssertionError
        return under_way

    return cancel()


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("connections", [1, 4])
def test_a_call_may_be_cancelled_at_any_moment(run: Any, certificate: Path, tls: bool, connections: int) -> None:
    async def story() -> None:
        with Talking(slow(0.003), certificate if tls else None) as server:
            transport = AsyncCurlTransport(ca_file=str(certificate), connections=connections)
            for count in [*range(12), 15, 20, 30]:
                calls = [
                    steps_until(transport.send(get(f"{server.url}/cancelled-{number}"), nothing), count)
                    for number in range(3)
                ]
                await asyncio.gather(*calls)
                answer = await transport.send(get(f"{server.url}/{count}"), nothing)
                assert answer.body == f"/{count}".encode()
            await transport.close()

    run(story)


def test_cancelled_before_it_departs_or_after_is_told(run: Any) -> None:
    departures: list[str] = []

    async def story() -> None:
        with socket.create_server(("127.0.0.1", 0)) as deaf, Talking(slow(5.0)) as server:
            transport = AsyncCurlTransport()
            for url in (f"https://127.0.0.1:{deaf.getsockname()[1]}", server.url):
                call = asyncio.create_task(
                    transport.send(get(f"{url}/x", timeout=20.0), lambda url=url: departures.append(url))  # type: ignore[misc]
                )
                await asyncio.sleep(0.05)
                while url == server.url and not departures:  # the machine is busy
                    await asyncio.sleep(0.01)
                watch = Stopwatch()
                call.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await call
                assert watch.own_seconds < 0.2
            assert departures == [server.url]
            await transport.close()

    run(story)


@pytest.mark.parametrize("timeout", [0.05, 0.21])
@pytest.mark.parametrize("where", ["connecting", "waiting", "reading"])
def test_a_deadline_is_exact(run: Any, timeout: float, where: str) -> None:
    def talk(peer: Any) -> None:
        while b"/sound" in asked(peer):
            peer.sendall(SOUND)
        if where == "reading":
            peer.sendall(OK + b"Content-Length: 100\r\n\r\nx")
        time.sleep(0.5)

    async def story() -> None:
        with socket.create_server(("127.0.0.1", 0)) as deaf, Talking(talk) as server:
            transport = AsyncCurlTransport()
            url = f"https://127.0.0.1:{deaf.getsockname()[1]}" if where == "connecting" else server.url
            await transport.send(
                get(f"{server.url}/sound"), nothing
            )  # so that there is a connection, however busy it is
            watch = Stopwatch()
            kind = NotSentError if where == "connecting" else OutcomeUnknownError
            with pytest.raises(kind, match=r"timed out|timeout"):
                await transport.send(get(f"{url}/x", timeout=timeout), nothing)
            assert watch.seconds >= timeout - 0.002
            assert watch.own_seconds < timeout + 0.15
            await transport.close()

    run(story)


def test_the_deadline_of_a_call_is_its_own_and_not_that_of_the_one_before(run: Any) -> None:
    def talk(peer: Any) -> None:
        answered = 0
        while asked(peer):
            answered += 1
            if answered == 3:
                time.sleep(0.15)
            peer.sendall(SOUND)

    async def story() -> None:
        with Talking(talk) as server:
            transport = AsyncCurlTransport()
            for timeout in (0.1, 10.0):
                await transport.send(get(f"{server.url}/x", timeout=timeout), nothing)
            # The first call's alarm rings now, in the middle of the third.
            assert (await transport.send(get(f"{server.url}/x", timeout=10.0), nothing)).body == b"{}"
            with pytest.raises(OutcomeUnknownError, match="timed out before an answer came"):
                await transport.send(get(f"{silent.url}/x", timeout=0.05), nothing)
            assert server.connections == 1
            await transport.close()

    with Talking(lambda peer: time.sleep(0.3)) as silent:
        run(story)


def test_an_idle_connection_is_closed_when_it_is_old_or_the_server_ends_it(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        with Talking(echo) as server:
            transport = AsyncCurlTransport()
            await transport.send(get(f"{server.url}/x"), nothing)
            assert len(SOCKETS) == 1
            await asyncio.sleep(0.08)
            assert len(SOCKETS) == 0
            await transport.close()

    monkeypatch.setattr(async_curl, "KEPT", 0.03)
    run(story)

    def talk(peer: Any) -> None:
        asked(peer)
        peer.sendall(SOUND)

    async def ended() -> None:
        with Talking(talk) as server:
            transport = AsyncCurlTransport()
            await transport.send(get(f"{server.url}/x"), nothing)
            await asyncio.sleep(0.05)
            assert len(SOCKETS) == 0
            await transport.close()

    monkeypatch.setattr(async_curl, "KEPT", 30.0)
    run(ended)


def test_no_more_than_idle_connections_are_kept(run: Any) -> None:
    async def story() -> None:
        with Talking(slow(0.02)) as server:
            transport = AsyncCurlTransport(idle=2)
            await asyncio.gather(*(transport.send(get(f"{server.url}/x"), nothing) for _ in range(6)))
            assert len(SOCKETS) == 2
            await transport.close()
            assert len(SOCKETS) == 0

    run(story)


def test_closing_ends_calls_that_run_connect_and_wait(run: Any) -> None:
    async def story() -> None:
        with socket.create_server(("127.0.0.1", 0)) as deaf, Talking(slow(0.3)) as server:
            transport = AsyncCurlTransport(connections=2)
            urls = (server.url, f"https://127.0.0.1:{deaf.getsockname()[1]}", server.url)
            calls = [asyncio.create_task(transport.send(get(f"{url}/x"), nothing)) for url in urls]
            await asyncio.sleep(0.05)
            await transport.close()
            results = await asyncio.gather(*calls, return_exceptions=True)
            assert [type(each) for each in results] == [OutcomeUnknownError, NotSentError, NotSentError]
            assert all("the client was closed" in str(each) for each in results)
            with pytest.raises(ConfigurationError, match="the client is closed"):
                await transport.send(get(f"{server.url}/x"), nothing)

    run(story)


def test_a_transport_belongs_to_its_loop_and_is_closed_from_another() -> None:
    with Talking(answering) as server:
        transport = AsyncCurlTransport()
        asyncio.run(first(transport, server.url))

        async def later() -> None:
            with pytest.raises(ConfigurationError, match="the event loop in which it was first used"):
                await transport.send(get(f"{server.url}/x"), nothing)
            await transport.close()

        asyncio.run(later())
    assert not SOCKETS


async def first(transport: AsyncCurlTransport, url: str) -> HttpResponse:
    return await transport.send(get(f"{url}/x"), nothing)


def test_an_error_in_departing_leaves_the_connection_as_it_was(run: Any) -> None:
    async def story() -> None:
        with Talking(echo) as server:
            transport = AsyncCurlTransport()

            def departing() -> None:
                raise KeyError("mine")

            with pytest.raises(KeyError):
                await transport.send(get(f"{server.url}/x"), departing)
            assert (await transport.send(get(f"{server.url}/y"), nothing)).body == b"/y"
            await transport.close()

    run(story)


@pytest.mark.parametrize("where", ["connecting", "waiting", "turn"])
def test_no_frame_shows_a_secret_when_a_call_is_stopped(where: str) -> None:
    async def story() -> None:
        with socket.create_server(("127.0.0.1", 0)) as deaf, Talking(slow(0.2)) as server:
            transport = AsyncCurlTransport(connections=1)
            if where == "turn":
                other = asyncio.create_task(transport.send(get(f"{server.url}/x"), nothing))
                await asyncio.sleep(0.01)
            url = f"https://127.0.0.1:{deaf.getsockname()[1]}" if where == "connecting" else server.url
            request = HttpRequest(method="POST", url=f"{url}/x", headers={"KEY": CANARY}, body=b"{}")
            with pytest.raises(TimeoutError) as caught:
                async with asyncio.timeout(0.05):
                    await transport.send(request, nothing)
            assert CANARY not in shown(caught.value)
            if where == "turn":
                await other
            await transport.close()

    asyncio.run(story())


def test_the_number_of_connections_is_one() -> None:
    for wrong in (0, -1, 1.5, "4", None):
        with pytest.raises(ConfigurationError, match="connections must be a whole number above 0"):
            AsyncCurlTransport(connections=wrong)  # type: ignore[arg-type]  # that is the point


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # that a process with threads is forked is the point
def test_a_forked_child_opens_a_connection_of_its_own() -> None:
    with Talking(echo) as server:
        transport = AsyncCurlTransport()

        async def story() -> None:
            assert (await first(transport, server.url)).body == b"/x"
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    asyncio._set_running_loop(None)
                    loop = asyncio.new_event_loop()
                    code = 0 if loop.run_until_complete(first(transport, server.url)).body == b"/x" else 2
                finally:
                    os._exit(code)
            await asyncio.sleep(0)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
            assert (await first(transport, server.url)).body == b"/x"
            assert server.connections == 2
            await transport.close()

        asyncio.run(story())
