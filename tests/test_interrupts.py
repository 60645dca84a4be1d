"""What stops a call from outside, at every line: it comes through, and nothing is lost, leaked or said wrong."""

import asyncio
import json
import logging
import signal
import socket
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from rich.pretty import pretty_repr

import venues
import venues._runtime.base_client as client_module
from usual_stories import http, open_venue
from venues._runtime.clock import SystemClock
from venues._runtime.errors import ConfigurationError, OutcomeUnknownError, VenueError
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.observe import Attempt
from venues._runtime.retry import Retry
from venues._runtime.transport.base import HttpRequest
from venues._runtime.transport.stub import StubTransport
from venues.okx_v5 import AsyncClient, Client
from venues.okx_v5.account.set_leverage import SetLeverage
from venues.okx_v5.trade.place_order import PlaceOrder

SECRET, PASSPHRASE, API_KEY = "the-secret-key-of-the-test", "the-passphrase-of-the-test", "the-api-key-of-the-test"
KEYS = {"api_key": API_KEY, "secret_key": SECRET, "passphrase": PASSPHRASE}
BY_METHOD: dict[str, Any] = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit"}
BY_METHOD |= {"px": "2.15", "sz": "2", "cl_ord_id": "b15"}
ORDER = PlaceOrder(**BY_METHOD)
PATH = "/api/v5/trade/order"
PLACED = {"code": "0", "msg": "", "data": [{"ordId": "7", "clOrdId": "b15", "sCode": "0", "sMsg": ""}]}
ROOT = str(Path(venues.__file__).parent)
ELSEWHERE = ("/_runtime/transport/", "/_runtime/limits/")
LIMITS = {"trade.place_order": 1_000_000, "sub_account_orders": 1_000_000}


class SoftTimeLimitError(Exception):
    """What a task queue's handler of SIGALRM raises."""


@pytest.fixture
def stub() -> StubTransport:
    stub = StubTransport()
    stub.answer("POST", PATH, PLACED)
    return stub


class Bomb:
    """Raises an exception at the n-th line of ours that is run, as a signal's handler can."""

    def __init__(self, error: BaseException, at: int) -> None:
        self.error = error
        self.left = at
        self.line = ""

    def trace(self, frame: FrameType, event: str, _: Any) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(ROOT) or any(part in name for part in ELSEWHERE):
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                self.line = f"{name}:{frame.f_lineno}"
                sys.settrace(None)
                raise self.error
        return self.trace

    def __enter__(self) -> "Bomb":
        sys.settrace(self.trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)


class Log(logging.Handler):
    """Keeps what the client logs."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def unknown(self) -> bool:
        """Whether somebody is told that an outcome is not known to the caller."""
        return any("outcome unknown" in each.getMessage() for each in self.records)


@pytest.fixture
def log() -> Iterator[Log]:
    handler = Log()
    logger = logging.getLogger("venues.okx_v5")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(before)
    logger.propagate = True


def judge(error: BaseException, raised: BaseException | None, bomb: Bomb, used: int, calls: int, log: Log) -> None:
    """What holds wherever the exception was raised."""
    assert raised is error, f"{bomb.line}: {raised!r} came instead"
    # What the venue got stays counted; what it did not get is given back, unless nobody can tell.
    assert used == calls or (used == calls + 1 and log.unknown()), bomb.line
    if calls:
        assert log.unknown(), bomb.line
    shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    for secret in (SECRET, PASSPHRASE, API_KEY):
        assert secret not in shown, bomb.line


class Still(SystemClock):
    """A clock that stands, so that no unit is ever free again."""

    def monotonic(self) -> float:
        return 1.0


@pytest.mark.parametrize("kind", [SoftTimeLimitError, KeyboardInterrupt, SystemExit])
def test_an_exception_at_any_line_of_a_blocking_call_comes_through(
    kind: type[BaseException], stub: StubTransport, log: Log
) -> None:
    hooks = {"on_request": deque[Attempt](maxlen=1).append, "on_response": deque[Attempt](maxlen=1).append}
    client = Client(**KEYS, transport=stub, limiter=RateLimiter(limits=LIMITS), clock=Still(), **hooks)
    client.send(ORDER)
    for at in range(1, 2000):
        before = sum(client.usage().values())
        stub.calls.clear()
        log.records.clear()
        error = kind("now")
        raised: BaseException | None = None
        bomb = Bomb(error, at)
        try:
            with bomb:
                client.send(ORDER)
        except BaseException as came:
            raised = came
        if raised is None:
            assert at > 150
            assert bomb.left > 0
            return
        judge(error, raised, bomb, sum(client.usage().values()) - before, len(stub.calls), log)
        assert client.send(ORDER).data[0].ord_id == "7", bomb.line
    raise AssertionError("a call has no end")


def used(client: Any, runner: asyncio.Runner) -> int:
    usage = client.usage()
    return sum((runner.run(usage) if asyncio.iscoroutine(usage) else usage).values())


@pytest.mark.parametrize("by_method", [False, True], ids=["request", "method"])
@pytest.mark.parametrize("awaited", [False, True], ids=["blocking", "asyncio"])
def test_an_exception_at_any_line_of_a_call_in_straight_lines_comes_through(
    awaited: bool, by_method: bool, log: Log
) -> None:
    logging.getLogger("venues.okx_v5").setLevel(logging.INFO)  # with more the request loop makes the call
    said = http(200, json.dumps(PLACED).encode())
    with open_venue() as venue, asyncio.Runner() as runner:
        options: Any = {"base_url": venue.url, "limiter": RateLimiter(limits=LIMITS), "clock": Still()}
        client: Any = AsyncClient(**KEYS, **options) if awaited else Client(**KEYS, **options)

        def order() -> Any:
            return client.trade.place_order(**BY_METHOD) if by_method else client.send(ORDER)

        async def placed(bomb: Bomb) -> None:
            with bomb:
                await order()

        for at in range(1, 2000):
            venue.script.clear()
            venue.script.extend([(lambda request: said, 0.0)] * 3)
            runner.run(order()) if awaited else order()
            before = used(client, runner)
            venue.came.clear()
            log.records.clear()
            error = SoftTimeLimitError("now")
            raised: BaseException | None = None
            bomb = Bomb(error, at)
            try:
                if awaited:
                    runner.run(placed(bomb))
                else:
                    with bomb:
                        order()
            except BaseException as came:
                raised = came
            if raised is None:
                assert at > 150
                assert bomb.left > 0
                return
            judge(error, raised, bomb, used(client, runner) - before, len(venue.came), log)
    raise AssertionError("a call has no end")


@pytest.mark.parametrize("kind", [SoftTimeLimitError, asyncio.CancelledError])
def test_an_exception_at_any_line_of_an_asyncio_call_comes_through(
    kind: type[BaseException], stub: StubTransport, log: Log
) -> None:
    async def story() -> None:
        client = AsyncClient(**KEYS, transport=stub.awaited(), limiter=RateLimiter(limits=LIMITS), clock=Still())
        await client.send(ORDER)
        for at in range(1, 2000):
            before = sum((await client.usage()).values())
            stub.calls.clear()
            log.records.clear()
            error = kind("now")
            raised: BaseException | None = None
            bomb = Bomb(error, at)
            try:
                with bomb:
                    await client.send(ORDER)
            except BaseException as came:
                raised = came
            if raised is None:
                assert at > 150
                return
            judge(error, raised, bomb, sum((await client.usage()).values()) - before, len(stub.calls), log)
            assert (await client.send(ORDER)).data[0].ord_id == "7"
        raise AssertionError("a call has no end")

    asyncio.run(story())


@pytest.mark.parametrize("where", ["take", "settle", "give_back", "close", "correct"])
@pytest.mark.parametrize("kind", [SoftTimeLimitError, KeyboardInterrupt])
def test_a_signal_inside_of_the_limiter_is_not_taken_for_its_failure(
    where: str, kind: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def handler(*_: object) -> None:
        raise kind("now")

    def interrupted(*_: Any, **__: Any) -> float:
        signal.raise_signal(signal.SIGUSR1)
        return 0.0

    stub = StubTransport()
    stub.answer("POST", PATH, {"code": "50011", "msg": "too many", "data": []}, status=429)
    if where == "give_back":
        stub = StubTransport()
        stub.fail("POST", PATH, venues.NotSentError("no route"))
    before = signal.signal(signal.SIGUSR1, handler)
    try:
        limiter = RateLimiter(slack=0.0)
        monkeypatch.setattr(limiter, where, interrupted)
        client = Client(**KEYS, transport=stub, limiter=limiter, retry=Retry(attempts=1))
        if where == "correct":
            return  # this venue sends no figures of its own; Bybit's are read in the same way
        with pytest.raises(kind, match="now"):
            client.send(ORDER)
    finally:
        signal.signal(signal.SIGUSR1, before)


class Broken(RateLimiter):
    """A limiter that fails wherever it is told something."""

    def __init__(self, error: Exception, where: str) -> None:
        super().__init__(slack=0.0)
        self.error = error
        self.where = where

    def _fail(self, name: str) -> None:
        if self.where in (name, "all"):
            raise self.error

    def settle(self, *_: Any, **__: Any) -> None:
        self._fail("settle")

    def give_back(self, *_: Any, **__: Any) -> None:
        self._fail("give_back")

    def close(self, *_: Any, **__: Any) -> None:
        self._fail("close")

    def correct(self, *_: Any, **__: Any) -> None:
        self._fail("correct")

    async def settle_async(self, *_: Any, **__: Any) -> None:
        self._fail("settle")

    async def give_back_async(self, *_: Any, **__: Any) -> None:
        self._fail("give_back")

    async def close_async(self, *_: Any, **__: Any) -> None:
        self._fail("close")

    async def correct_async(self, *_: Any, **__: Any) -> None:
        self._fail("correct")


def fails(_: Attempt) -> None:
    raise RuntimeError("a hook's own")


def both(stub: StubTransport, request: Any, **options: Any) -> list[Any]:
    """What a call gives or raises, blocking and awaited; and what the call after it does."""

    def blocking() -> list[Any]:
        client = Client(**KEYS, transport=stub, **options)
        found: list[Any] = []
        for _ in range(2):
            try:
                found.append(client.send(request))
            except VenueError as error:
                found.append(error)
        return found

    async def awaited() -> list[Any]:
        client = AsyncClient(**KEYS, transport=stub.awaited(), **options)
        found: list[Any] = []
        for _ in range(2):
            try:
                found.append(await client.send(request))
            except VenueError as error:
                found.append(error)
        return found

    return [blocking(), asyncio.run(awaited())]


@pytest.mark.parametrize("error", [RuntimeError("x"), OSError("x"), ConfigurationError("wrong password")])
def test_a_limiter_that_fails_after_an_order_was_placed_takes_nothing_back(
    error: Exception, stub: StubTransport, log: Log
) -> None:
    for first, second in both(stub, ORDER, limiter=Broken(error, "all"), on_request=fails, on_response=fails):
        assert first.data[0].ord_id == "7"
        if isinstance(error, ConfigurationError):
            assert second is error  # what only its owner can mend is raised by the next call, which sends nothing
            assert second.outcome == "not_executed"
        else:
            assert second.data[0].ord_id == "7"
    assert any("the rate limiter failed after a call had left" in each.getMessage() for each in log.records)
    assert len(stub.calls) == (2 if isinstance(error, ConfigurationError) else 4)


@pytest.mark.parametrize("where", ["settle", "close", "all"])
def test_a_limiter_that_fails_does_not_hide_an_unknown_outcome(where: str, log: Log) -> None:
    stub = StubTransport()
    stub.fail("POST", PATH, OutcomeUnknownError("timed out"))
    for first, _ in both(stub, ORDER, limiter=Broken(ConfigurationError("wrong password"), where)):
        assert isinstance(first, OutcomeUnknownError)
        assert (first.outcome, first.request.cl_ord_id) == ("unknown", "b15")
        assert first.began is not None


def test_a_log_handler_that_fails_replaces_nothing(stub: StubTransport, capsys: pytest.CaptureFixture[str]) -> None:
    class Failing(logging.Handler):
        def handle(self, record: logging.LogRecord) -> bool:
            raise RuntimeError("the disk is full")

    handler = Failing()
    logger = logging.getLogger("venues.okx_v5")
    logger.addHandler(handler)
    before = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        for first, second in both(stub, ORDER):
            assert first.data[0].ord_id == second.data[0].ord_id == "7"
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
    assert "the disk is full" in capsys.readouterr().err


def test_ctrl_c_in_a_hook_passes_and_the_outcome_is_logged(stub: StubTransport, log: Log) -> None:
    def pressed(_: Attempt) -> None:
        raise KeyboardInterrupt

    client = Client(**KEYS, transport=stub, on_response=pressed)
    with pytest.raises(KeyboardInterrupt):
        client.send(ORDER)
    [record] = [each for each in log.records if each.levelno == logging.WARNING]
    assert record.getMessage() == (
        f"POST {PATH} was cancelled after it had left: its answer says that it was executed, its caller has it as "
        "outcome unknown"
    )
    assert record.outcome == "executed"  # type: ignore[attr-defined]


def test_a_call_stopped_by_exit_is_counted_at_once() -> None:
    class Leaving:
        def send(self, request: HttpRequest) -> Any:
            raise SystemExit

        def close(self) -> None:
            pass

    client = Client(**KEYS, transport=Leaving())
    try:
        client.send(ORDER)
    except SystemExit as error:
        kept = error  # which keeps the frames alive
    assert (kept.code, client.stats.total.cancelled) == (None, 1)


def within(seconds: float, story: Callable[[], None]) -> None:
    """Let a story happen, or fail where it hangs."""
    thread = threading.Thread(target=story, daemon=True)
    thread.start()
    thread.join(seconds)
    assert not thread.is_alive(), "it hangs"


def test_a_signal_handler_may_use_the_client_at_any_line(stub: StubTransport) -> None:
    """The handler runs on the thread that it interrupts, wherever that is: so does a trace function."""
    stub.answer("POST", "/api/v5/account/set-leverage", {"code": "0", "data": [{"lever": "5"}]})
    client = Client(**KEYS, transport=stub, limiter=RateLimiter(limits=LIMITS | {"account.set_leverage": 1_000_000}))
    cancel = SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross")
    rounds = 0

    def handler(frame: FrameType, event: str, _: Any) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(ROOT) or any(part in name for part in ELSEWHERE):
            return None
        nonlocal left, rounds
        if event == "line":
            left -= 1
            if left == 0:
                sys.settrace(None)
                rounds += 1
                client.send(cancel)
                assert client.stats.total.calls >= rounds
                assert client.usage()
        return handler

    left = 0

    def story() -> None:
        nonlocal left
        at = 0
        while left <= 0:
            at += 1
            left = at
            sys.settrace(handler)
            client.send(ORDER)
            sys.settrace(None)

    within(20.0, story)
    stats = client.stats.endpoints
    assert rounds > 150
    assert stats["account.set_leverage"].calls == rounds
    assert stats["trade.place_order"].calls == rounds + 1
    assert client.stats.total.failed == 0


def ours(error: BaseException) -> str:
    """The frames of ours in the tracebacks of an error and its causes, with their local variables, as crash reporters
    print them."""
    text = ""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop()
        if found is None or found in seen:
            continue
        seen.append(found)
        waiting += (found.__cause__, found.__context__)
        for frame, _ in traceback.walk_tb(found.__traceback__):
            if frame.f_code.co_filename.startswith(ROOT) or "/aiohttp/" in frame.f_code.co_filename:
                text += "\n".join(pretty_repr(each) for each in frame.f_locals.values())
                text += "".join(map(repr, frame.f_locals.values()))
    return text


def leaked(text: str) -> list[str]:
    return [secret for secret in (SECRET, PASSPHRASE, API_KEY) if secret in text]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, SoftTimeLimitError])
def test_no_secret_is_in_a_frame_of_a_client_that_is_stopped_while_it_is_made(kind: type[BaseException]) -> None:
    for at in range(1, 2000):
        bomb = Bomb(kind("now"), at)
        raised: BaseException | None = None
        try:
            with bomb:
                Client(**KEYS)
        except BaseException as error:
            raised = error
        if raised is None:
            assert at > 50
            return
        first = bomb.line == f"{client_module.__file__}:{_first_line()}"  # where nothing can be done yet
        assert first or leaked(ours(raised)) == [], bomb.line
    raise AssertionError("it has no end")


def _first_line() -> int:
    """The line that is run before any other of a client's ``__init__``: its arguments are there already."""
    code = client_module.BaseClient.__init__.__code__
    return next(line for _, _, line in code.co_lines() if line is not None and line > code.co_firstlineno)


class Deaf:
    """A venue that takes calls and never answers."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def __enter__(self) -> "Deaf":
        return self

    def __exit__(self, *_: object) -> None:
        self.listening.close()


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_no_secret_is_in_a_frame_when_somebody_stops_a_call_that_waits(kind: type[BaseException]) -> None:
    def handler(*_: object) -> None:
        raise kind

    before = signal.signal(signal.SIGALRM, handler)
    try:
        with Deaf() as deaf, Client(**KEYS, base_url=deaf.url) as client:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            with pytest.raises(kind) as caught:
                client.send(ORDER, timeout=5.0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
    assert leaked(ours(caught.value)) == []


@pytest.mark.parametrize("how", ["timeout", "cancel"])
def test_no_secret_is_in_a_frame_when_an_asyncio_call_is_cancelled(how: str) -> None:
    async def story() -> BaseException:
        with Deaf() as deaf:
            async with AsyncClient(**KEYS, base_url=deaf.url) as client:
                if how == "timeout":
                    with pytest.raises(TimeoutError) as late:
                        async with asyncio.timeout(0.1):
                            await client.send(ORDER, timeout=5.0)
                    return late.value
                call = asyncio.create_task(client.send(ORDER, timeout=5.0))
                await asyncio.sleep(0.1)
                call.cancel()
                with pytest.raises(asyncio.CancelledError) as gone:
                    await call
                return gone.value

    assert leaked(ours(asyncio.run(story()))) == []


def test_what_the_caller_was_handling_keeps_its_variables(stub: StubTransport) -> None:
    def wrong() -> None:
        theirs = "seen in the caller's own traceback"
        raise ValueError(theirs)

    stub = StubTransport()
    stub.fail("POST", PATH, OutcomeUnknownError("timed out"))
    try:
        wrong()
    except ValueError as error:
        with pytest.raises(OutcomeUnknownError):
            Client(**KEYS, transport=stub).send(ORDER)
        frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    assert frames[-1].f_locals == {"theirs": "seen in the caller's own traceback"}
