"""The asyncio client over real HTTP on loopback: what the blocking one does, and cancellation."""

import asyncio
import gc
import inspect
import socket
from collections.abc import Callable, Coroutine, Iterator
from decimal import Decimal
from typing import Any

import pytest

from clocks import FastClock
from venues._runtime.errors import ConfigurationError, HTTPError, OutcomeUnknownError, RateLimitExceeded, RequestError
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.observe import Attempt
from venues._runtime.transport.stub import StubTransport
from venues.okx_v5 import AsyncClient, Client
from venues.okx_v5.account.set_leverage import SetLeverage
from venuespec.sandbox.admission import Account
from venuespec.sandbox.faults import Fault
from venuespec.sandbox.server import RunningSandbox, make

KEYS = {"api_key": "the-key", "secret_key": "the-secret", "passphrase": "the-passphrase"}
PATH = "/api/v5/account/set-leverage"
WRITE = SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross")


@pytest.fixture
def box(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    with RunningSandbox(make(venue("okx_v5"), Account(credentials=KEYS))) as running:
        yield running


def trading(box: RunningSandbox, story: Callable[[AsyncClient], Coroutine[Any, Any, None]], **options: Any) -> None:
    """Let a story happen with a client of the sandbox."""

    async def main() -> None:
        async with AsyncClient(**KEYS, base_url=box.url, **options) as okx:
            await story(okx)

    asyncio.run(main())


def writes(box: RunningSandbox) -> int:
    return sum(each["target"] == PATH for each in box.calls)


def test_leverage_is_set_and_read_back_and_many_at_once(box: RunningSandbox) -> None:
    async def story(okx: AsyncClient) -> None:
        sides = (("long", 5), ("short", 7.5))
        await asyncio.gather(
            *(
                okx.account.set_leverage(inst_id="A-USDT-SWAP", lever=lever, mgn_mode="isolated", pos_side=side)
                for side, lever in sides
            )
        )
        found = await okx.account.get_leverage(inst_id="A-USDT-SWAP", mgn_mode="isolated")
        assert {(row.pos_side, row.lever) for row in found} == {("long", Decimal(5)), ("short", Decimal("7.5"))}

    trading(box, story)


def test_the_same_methods_with_the_same_signatures() -> None:
    for name in ("account", "trade", "public"):
        blocking, awaited = (type(getattr(make(), name)) for make in (Client, AsyncClient))
        methods = {each for each in vars(blocking) if not each.startswith("_")}
        assert methods == {each for each in vars(awaited) if not each.startswith("_")}
        for method in methods:
            assert inspect.unwrap(getattr(awaited, method)) is inspect.unwrap(getattr(blocking, method))
            assert getattr(awaited, method).__doc__ == getattr(blocking, method).__doc__


def test_help_and_inspect_see_an_async_method_as_it_is() -> None:
    account = AsyncClient(transport=StubTransport().awaited()).account
    assert inspect.iscoroutinefunction(account.set_leverage)
    assert account.set_leverage.__qualname__ == "AsyncAccount.set_leverage"
    assert account.set_leverage.__module__ == "venues.okx_v5.account"
    signature = inspect.signature(account.set_leverage)
    assert list(signature.parameters) == ["lever", "mgn_mode", "inst_id", "ccy", "pos_side", "timeout"]
    assert {each.kind for each in signature.parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert signature.return_annotation == "LeverageSetting"
    assert not inspect.iscoroutinefunction(account.iterate_bills)
    assert inspect.signature(account.iterate_bills).return_annotation == "AsyncIterator[Bill]"
    assert (inspect.getdoc(account.set_leverage) or "").startswith("Set the leverage of an instrument")


def test_a_wrong_request_is_refused_before_it_is_sent(box: RunningSandbox) -> None:
    async def story(okx: AsyncClient) -> None:
        with pytest.raises(RequestError, match="When ccy is sent, mgnMode must be cross"):
            await okx.account.set_leverage(ccy="BTC", lever=5, mgn_mode="isolated")
        assert (okx.stats.total.refused, okx.stats.total.attempts) == (1, 0)

    trading(box, story)
    assert not box.calls


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "half", "status", "malformed", "gateway_page"])
def test_a_write_of_unknown_outcome_is_sent_once_and_a_read_recovers(box: RunningSandbox, kind: Any) -> None:
    async def story(okx: AsyncClient) -> None:
        await okx.send(WRITE)
        box.faults.add(Fault(kind=kind, path=PATH))
        with pytest.raises((OutcomeUnknownError, HTTPError)) as caught:
            await okx.send(WRITE)
        assert caught.value.outcome == "unknown"
        box.faults.add(Fault(kind=kind, times=2))
        [row] = await okx.account.get_leverage(inst_id="BTC-USDT-SWAP", mgn_mode="cross")
        assert row.lever == 5

    trading(box, story, clock=FastClock())
    assert writes(box) == 2


def test_the_clock_is_learnt(box: RunningSandbox) -> None:
    class Late(FastClock):
        def now(self) -> float:
            return super().now() - 3600

    async def story(okx: AsyncClient) -> None:
        assert (await okx.send(WRITE)).attempts == 2
        assert await okx.learn_clock() == pytest.approx(3_600_000, abs=2_000)

    trading(box, story, clock=Late())


def test_pages_are_walked_with_async_for() -> None:
    stub = StubTransport()
    for page in ([{"billId": "3"}, {"billId": "2"}], [{"billId": "1"}], []):
        stub.answer("GET", "/api/v5/account/bills", {"code": "0", "data": page})

    async def story() -> list[str | None]:
        async with AsyncClient(**KEYS, transport=stub.awaited()) as okx:
            return [bill.bill_id async for bill in okx.account.iterate_bills(ccy="BTC")]

    assert asyncio.run(story()) == ["3", "2", "1"]
    assert [each.url.partition("&")[2] for each in stub.calls] == [
        "limit=100",
        "after=2&limit=100",
        "after=1&limit=100",
    ]


def test_a_call_cancelled_while_it_waits_for_the_answer_leaves_no_half_used_connection(box: RunningSandbox) -> None:
    async def story(okx: AsyncClient) -> None:
        await okx.account.get_leverage(inst_id="A-USDT-SWAP", mgn_mode="cross")
        box.faults.add(Fault(kind="slow", seconds=0.3))
        call = asyncio.create_task(okx.account.get_leverage(inst_id="SLOW-USDT-SWAP", mgn_mode="cross"))
        while len(box.calls) < 2:
            await asyncio.sleep(0.005)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        # The late answer must not be taken for that of the next call.
        await okx.send(WRITE)
        [row] = await okx.account.get_leverage(inst_id="BTC-USDT-SWAP", mgn_mode="cross")
        assert row.inst_id == "BTC-USDT-SWAP"
        assert (okx.stats.total.cancelled, okx.stats.total.failed, okx.stats.total.calls) == (1, 0, 3)
        # It reached the venue, which counted it.
        assert sum((await okx.usage()).values()) == 4

    trading(box, story)


def test_a_write_that_is_cancelled_after_it_left_is_logged_and_hooks_hear_of_it(
    box: RunningSandbox, caplog: pytest.LogCaptureFixture
) -> None:
    begun: list[Attempt] = []
    ended: list[Attempt] = []

    async def story(okx: AsyncClient) -> None:
        box.faults.add(Fault(kind="slow", seconds=0.3))
        call = asyncio.create_task(okx.send(WRITE))
        while not box.calls:
            await asyncio.sleep(0.005)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    trading(box, story, on_request=begun.append, on_response=ended.append)
    [record] = [each for each in caplog.records if each.name == "venues.okx_v5"]
    assert record.getMessage() == f"POST {PATH} was cancelled after it had left: outcome unknown"
    assert (record.levelname, record.endpoint, record.outcome) == ("WARNING", "account.set_leverage", "unknown")
    assert [each.request_id for each in begun] == [each.request_id for each in ended]
    assert [(each.error, each.outcome, each.status) for each in ended] == [("CancelledError", "unknown", None)]


def test_a_call_cancelled_before_it_leaves_gives_back_what_it_took() -> None:
    async def story() -> None:
        # A listener that does not accept: the connection hangs in its TLS handshake, no byte of the call leaves.
        with socket.create_server(("127.0.0.1", 0)) as deaf:
            url = f"https://127.0.0.1:{deaf.getsockname()[1]}"
            async with AsyncClient(**KEYS, base_url=url) as okx:
                call = asyncio.create_task(okx.send(WRITE))
                while not await okx.usage():
                    await asyncio.sleep(0.005)
                call.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await call
                assert await okx.usage() == {}

    asyncio.run(story())


def test_a_call_cancelled_while_it_waits_for_its_turn_has_taken_nothing(box: RunningSandbox) -> None:
    async def story(okx: AsyncClient) -> None:
        for _ in range(20):
            await okx.send(WRITE)
        call = asyncio.create_task(okx.send(WRITE))
        await asyncio.sleep(0.02)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert sum((await okx.usage()).values()) == 20
        with pytest.raises(RateLimitExceeded):
            await okx.send(WRITE, timeout=0.1)

    trading(box, story)
    assert writes(box) == 20


def test_a_write_that_ends_in_a_closed_connection_is_not_repeated(box: RunningSandbox) -> None:
    async def story(okx: AsyncClient) -> None:
        box.faults.add(Fault(kind="drop_after", path=PATH))
        with pytest.raises(OutcomeUnknownError):
            await okx.send(WRITE)
        assert okx.stats.total.unknown == 1

    trading(box, story)
    assert writes(box) == 1


def test_a_limiter_is_shared_by_a_blocking_and_an_asyncio_client(box: RunningSandbox) -> None:
    limiter = RateLimiter(max_wait=0)
    with Client(**KEYS, base_url=box.url, limiter=limiter) as blocking:
        for _ in range(20):
            blocking.send(WRITE)

    async def story(okx: AsyncClient) -> None:
        with pytest.raises(RateLimitExceeded):
            await okx.send(WRITE)

    trading(box, story, limiter=limiter)


def test_a_client_says_that_it_belongs_to_another_event_loop_and_can_be_closed_there(box: RunningSandbox) -> None:
    okx = AsyncClient(**KEYS, base_url=box.url)
    asyncio.run(okx.send(WRITE))

    async def later() -> None:
        with pytest.raises(ConfigurationError, match="the event loop in which it was first used"):
            await okx.send(WRITE)
        await okx.close()

    asyncio.run(later())
    assert writes(box) == 1
    gc.collect()
