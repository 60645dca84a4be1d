"""Signal handlers in the middle of a blocking call: what they raise, what they may do, and what a traceback shows."""

import contextlib
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from loopback import CANARY, OK, SOUND, Talking, answering, asked, get, shown
from venues._runtime.errors import ConfigurationError
from venues._runtime.transport.base import HttpRequest
from venues._runtime.transport.curl import CurlTransport


class SoftTimeLimitExceeded(Exception):  # noqa: N818  # as task queues name it
    """As of a task queue."""


@contextlib.contextmanager
def alarm(seconds: float, error: BaseException) -> Iterator[None]:
    """Have an exception raised by a signal handler, in so many seconds."""
    if not hasattr(signal, "setitimer"):
        pytest.skip("no timers here")

    def handler(_number: int, _frame: FrameType | None) -> None:
        raise error

    gc.disable()  # what a handler raises in a finaliser is lost, whosever it is
    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        gc.enable()


# What other tests left to the collector can end here, where a finaliser's warning meets what the handler raises.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("error", [SoftTimeLimitExceeded(), TimeoutError("alarm"), KeyboardInterrupt(), SystemExit(3)])
@pytest.mark.parametrize("where", ["waiting", "reading", "connecting"])
def test_what_a_signal_handler_raises_comes_through_as_it_is(
    certificate: Path, error: BaseException, where: str
) -> None:
    def talk(peer: socket.socket) -> None:
        while b"/sound" in (request := asked(peer)):
            peer.sendall(SOUND)
        if not request:
            return
        if where == "reading":
            peer.sendall(OK + b"Transfer-Encoding: chunked\r\n\r\n")
            while True:
                peer.sendall(b"1\r\nx\r\n" * 1000)
        with contextlib.suppress(OSError):
            peer.recv(1)  # until the client gives up

    deaf = socket.create_server(("127.0.0.1", 0))
    sending = CurlTransport(ca_file=str(certificate))
    with Talking(talk) as server, deaf:
        sending.send(get(f"{server.url}/sound"))
        url = f"https://127.0.0.1:{deaf.getsockname()[1]}" if where == "connecting" else server.url
        request = HttpRequest(method="GET", url=f"{url}/x", headers={"KEY": CANARY}, timeout=3.0)
        with pytest.raises(type(error)) as caught, alarm(0.1, error):
            sending.send(request)
        assert caught.value is error
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
