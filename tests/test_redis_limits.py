"""Limits that processes share through a Redis: a real one, started here."""

import asyncio
import hashlib
import logging
import math
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from random import Random
from types import FrameType
from typing import Any

import pytest
import redis

from clocks import Stopwatch
from soak_limits import Group, RedisServer, Scenario, redis_server, table
from venues._runtime.errors import ConfigurationError, RateLimitExceeded, RateLimitUnavailable
from venues._runtime.limits import commands as limits_commands
from venues._runtime.limits import contact as limits_contact
from venues._runtime.limits import membership as limits_membership
from venues._runtime.limits import redis as limits_redis
from venues._runtime.limits import shared as limits_shared
from venues._runtime.limits.charges import Charge
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.transport.stub import StubTransport
from venues.okx_v5 import AsyncClient, Client

pytestmark = pytest.mark.skipif(redis_server() is None, reason="no redis-server: apt-get install redis-server")


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with RedisServer() as running:
        yield running


@pytest.fixture
def namespace(request: pytest.FixtureRequest) -> str:
    name = re.sub(r"\W", "-", request.node.name)
    return f"{name}-{next(_NUMBERS)}"


@pytest.fixture
def limiter_of(namespace: str) -> Iterator[Callable[..., RateLimiter]]:
    """Makes a limiter with a storage; its connections are closed in the end."""
    made: list[RateLimiter] = []

    def make(storage: str | None, **options: Any) -> RateLimiter:
        made.append(RateLimiter(storage=storage, namespace=namespace, **{"processes": 2, **options}))
        return made[-1]

    yield make
    for each in made:
        each.shut()


class SharedClock:
    """The time of a Redis and of all who ask it, which only a test moves; ``ahead`` is by how much Redis' clock is off."""

    def __init__(self, server: RedisServer) -> None:
        self._server = server
        self.time = 100_000.0
        self.ahead = 0.0
        self.sleep(0)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        self._server.do("SET", "now", self._of_redis())

    def lose_everything(self) -> None:
        """Empty the Redis, but for its clock."""
        self._server.do("EVAL", "redis.call('FLUSHALL') redis.call('SET', 'now', ARGV[1])", 0, self._of_redis())

    def _of_redis(self) -> int:
        return round((self.time + self.ahead) * 1e6)


@pytest.fixture
def clock(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> SharedClock:
    """A clock for Redis and all limiters made from now on, and more patience with Redis than any load asks for."""
    clock, programs = SharedClock(server), limits_redis._programs
    monkeypatch.setattr(
        limits_redis, "_programs", lambda: {name: _timed(text) for name, (text, _) in programs().items()}
    )
    for module in (limits_commands, limits_contact, limits_membership, limits_shared):
        monkeypatch.setattr(module, "uptime", clock.now)
    monkeypatch.setattr(limits_commands, "_TELL", 30.0)
    return clock


def _timed(program: str) -> tuple[str, str]:
    changed = program.replace(
        "local now = time[1] * 1000000 + time[2]\n", "local now = tonumber(redis.call('GET', 'now'))\n"
    )
    assert changed != program
    return changed, hashlib.sha1(changed.encode()).hexdigest()


@pytest.fixture
def limiters(
    clock: SharedClock, server: RedisServer, limiter_of: Callable[..., RateLimiter]
) -> tuple[RateLimiter, RateLimiter]:
    """Two that know nothing of one another but the storage; their time is ``clock``."""
    options = {"slack": 0.0, "storage_timeout": 30.0}
    return limiter_of(server.url, **options), limiter_of(server.url, **options)


def charge(
    limit: int = 3, window: float = 60.0, units: int = 1, bucket: str = "b", cancels: bool = False
) -> list[Charge]:
    return [Charge(("venue", bucket, "0", "user"), limit, window, units, cancels)]


KEYS = {"api_key": "the-key", "secret_key": "the-secret", "passphrase": "the-passphrase"}
_NUMBERS = count()
# Clocks of the clients, which do not matter: hours apart, and going nowhere.
HERE, THERE = 1000.0, 9_999.0


def test_two_processes_share_a_window(limiters: tuple[RateLimiter, RateLimiter]) -> None:
    one, other = limiters
    assert [one.take(charge(), HERE), other.take(charge(), THERE), one.take(charge(), HERE)] == [0, 0, 0]
    assert other.take(charge(), THERE) == pytest.approx(60, abs=0.5)
    assert one.usage(HERE) == other.usage(THERE) == {("venue", "b", "0", "user"): 3}


def test_all_buckets_are_taken_or_none(limiters: tuple[RateLimiter, RateLimiter]) -> None:
    one, other = limiters
    both = [*charge(limit=1, bucket="narrow"), *charge(limit=9, bucket="wide")]
    assert one.take(both, HERE) == 0
    assert other.take(both, THERE) > 59
    assert one.usage(HERE) == {("venue", "narrow", "0", "user"): 1, ("venue", "wide", "0", "user"): 1}


def test_turns_are_handed_out_in_order(limiters: tuple[RateLimiter, RateLimiter], clock: SharedClock) -> None:
    one, other = limiters
    assert one.take(charge(limit=1, window=0.2), HERE) == 0
    first, second = one.ticket(), other.ticket()
    wait = one.take(charge(limit=1, window=0.2), HERE, first, 9.0)
    assert 0 < wait <= 0.2
    assert wait + 0.1 < other.take(charge(limit=1, window=0.2), THERE, second, 9.0) <= 0.4
    clock.sleep(wait)
    assert one.take(charge(limit=1, window=0.2), HERE, first, 9.0) == 0


def test_what_was_not_sent_is_given_back(limiters: tuple[RateLimiter, RateLimiter]) -> None:
    one, other = limiters
    ticket = one.ticket()
    assert one.take(charge(limit=1), HERE, ticket) == 0
    one.give_back(charge(limit=1), HERE, ticket)
    assert other.take(charge(limit=1), THERE) == 0


def test_a_late_answer_moves_the_units(limiters: tuple[RateLimiter, RateLimiter], clock: SharedClock) -> None:
    one, other = limiters
    ticket = one.ticket()
    assert one.take(charge(limit=1, window=0.5), HERE, ticket) == 0
    clock.sleep(0.2)
    before = other.take(charge(limit=1, window=0.5), THERE)
    one.settle(charge(limit=1, window=0.5), HERE, HERE + 0.2, ticket)
    assert before <= 0.3 < other.take(charge(limit=1, window=0.5), THERE) <= 0.5
    late = one.ticket()
    one.settle(charge(limit=1, bucket="late"), HERE, HERE + 99, late)  # it was forgotten in between
    assert other.take(charge(limit=1, bucket="late"), THERE) == pytest.approx(60, abs=0.5)


def test_the_servers_word_holds_for_all(limiters: tuple[RateLimiter, RateLimiter]) -> None:
    one, other = limiters
    one.close(charge(), HERE, 30.0)
    assert other.take(charge(), THERE) == pytest.approx(30, abs=0.5)
    one.correct(charge(bucket="c"), HERE, 10, 4)
    assert other.usage(THERE) == {}  # nothing of it was used from there yet
    assert other.take(charge(bucket="c", units=5), THERE) > 59
    assert other.take(charge(bucket="c", units=4), THERE) == 0
    one.correct(charge(bucket="c"), HERE, 10, 9, taken=HERE)
    assert one.usage(HERE)[("venue", "c", "0", "user")] < 10


def test_many_threads_never_take_more_than_the_limit(limiters: tuple[RateLimiter, RateLimiter]) -> None:
    def take(number: int) -> float:
        return limiters[number % 2].take(charge(limit=20), HERE)

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(take, range(100))).count(0) == 20


def test_no_window_holds_more_than_the_limit(server: RedisServer, limiter_of: Callable[..., RateLimiter]) -> None:
    """Calls of one to three units, some of which wait for no turn, some for one, and some are late for it."""
    limit, window = 12, 0.25
    limiters = limiter_of(server.url, slack=0.0), limiter_of(server.url, slack=0.0)
    granted: list[tuple[float, float, int]] = []
    end = time.monotonic() + 2.0

    def work(number: int) -> None:
        random = Random(number)
        limiter = limiters[number % 2]
        while (started := time.monotonic()) < end:
            cost = charge(limit, window, units=random.randint(1, 3))
            ticket, longest = limiter.ticket(), random.choice([0.0, 0.1, 9.0])
            while True:
                before = time.monotonic()
                wait = limiter.take(cost, HERE, ticket, longest)
                if wait == 0:
                    granted.append((before, time.monotonic(), cost[0].units))
                if wait == 0 or wait > longest:
                    break
                time.sleep(wait + random.choice([0, 0, 0.02]))
            time.sleep(max(0.0, started + random.random() / 50 - time.monotonic()))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    # All but a tenth on an idle machine; here other tests take the processor from the callers.
    assert sum(units for _, _, units in granted) > 0.3 * limit * (2.0 / window)
    for _, ended, _ in granted:
        # Redis took each of them somewhere between the two moments: count those that certainly were in the window.
        inside = [units for before, after, units in granted if ended - window < before and after <= ended]
        assert sum(inside) <= limit


def test_keys_expire_lie_in_one_slot_and_do_not_tell_who_calls_for_what(
    limiters: tuple[RateLimiter, RateLimiter], server: RedisServer, namespace: str
) -> None:
    limiters[0].take([Charge(("v", "b{}", "0", "user:\n*", "BTC-USDT"), 3, 60.0)], HERE)
    with redis.Redis.from_url(server.url, decode_responses=True) as client:
        keys = sorted(client.keys(f"{{{namespace}}}*"))
        assert len(keys) == 4
        assert keys[:2] == [f"{{{namespace}}}", f"{{{namespace}}}&"]
        assert re.fullmatch(rf"{{{namespace}}}:[0-9a-f]{{10}}:v:b%7B%7D:0:[0-9a-f]{{20}}", keys[2])
        assert keys[3] == keys[2] + "?"
        assert all(60_000 < client.pttl(key) <= 62_000 for key in keys[2:])
        assert all(client.pttl(key) > 0 for key in keys)


def test_the_password_of_the_storage_salts_the_names(namespace: str) -> None:
    bucket = ("v", "b", "0", "user")
    found = {
        limiter._storage.windows._commands.name(bucket)
        for limiter in (
            RateLimiter(storage="redis://127.0.0.1", namespace=namespace, processes=1),
            RateLimiter(storage="redis://:secret@127.0.0.1", namespace=namespace, processes=1),
            RateLimiter(storage="redis://:secret@127.0.0.1", namespace="other", processes=1),
        )
        if limiter._storage is not None
    }
    assert len(found) == 3


def test_scripts_that_redis_forgot_are_loaded_again(
    limiters: tuple[RateLimiter, RateLimiter], server: RedisServer
) -> None:
    assert limiters[0].take(charge(), HERE) == 0
    with redis.Redis.from_url(server.url) as client:
        client.script_flush()
    assert limiters[0].take(charge(), HERE) == 0
    assert not limiters[0].degraded


def test_asyncio(server: RedisServer, clock: SharedClock, limiter_of: Callable[..., RateLimiter]) -> None:
    limiter = limiter_of(server.url, storage_timeout=30.0)

    async def take_some() -> list[float]:
        found = await asyncio.gather(*(limiter.take_async(charge(), HERE, limiter.ticket()) for _ in range(5)))
        await limiter.shut_async()
        return found

    async def go_on() -> None:
        ticket = limiter.ticket()
        assert await limiter.take_async(charge(bucket="c"), HERE, ticket) == 0
        await limiter.settle_async(charge(bucket="c"), HERE, HERE + 1, ticket)
        await limiter.correct_async(charge(bucket="d"), HERE, 10, 4)
        assert await limiter.usage_async(HERE) == {
            ("venue", name, "0", "user"): units for name, units in (("b", 3), ("c", 1), ("d", 6))
        }
        await limiter.give_back_async(charge(bucket="c"), HERE, ticket)
        assert ("venue", "c", "0", "user") not in await limiter.usage_async(HERE)
        await limiter.close_async(charge(bucket="c"), HERE, 7.0)
        assert await limiter.take_async(charge(bucket="c"), HERE) == pytest.approx(7, abs=0.5)
        await limiter.shut_async()

    assert limiter.remote
    assert sorted(asyncio.run(take_some()))[:3] == [0, 0, 0]
    assert all(each > 59 for each in asyncio.run(take_some()))  # in an event loop of its own
    asyncio.run(go_on())


def test_a_signal_handler_may_use_the_limiter_in_the_middle_of_anything(
    limiters: tuple[RateLimiter, RateLimiter],
) -> None:
    limiter, _ = limiters
    assert limiter.take(charge(bucket="a"), HERE) == 0
    _stop_keepers(limiters)
    lines = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal lines
        if "limits" not in frame.f_code.co_filename:
            return None
        lines += event == "line"
        # What a nested call puts off is traced too: there must be an end.
        if event == "line" and lines % 3 == 0 and lines < 200:
            sys.settrace(None)
            try:
                ticket = limiter.ticket()
                nested.append(limiter.take(charge(limit=2, bucket=str(lines)), HERE, ticket, 9.0))
                nested.append(limiter.take(charge(limit=1, bucket=str(lines)), HERE))
                limiter.settle(charge(limit=2, bucket=str(lines)), HERE, HERE + 1, ticket)
                limiter.usage(HERE)
            finally:
                sys.settrace(trace)
        return trace

    nested: list[float] = []
    ticket = limiter.ticket()
    sys.settrace(trace)
    try:
        wait = limiter.take(charge(), HERE, ticket, 14.0)
        limiter.settle(charge(), HERE, HERE + 1, ticket)
        limiter.give_back(charge(), HERE, ticket)
    finally:
        sys.settrace(None)
    assert wait == 0
    assert nested[::2] == [0] * (len(nested) // 2)
    assert all(each > 0 for each in nested[1::2])
    assert lines > 60


# --- Redis loses what it counted


def test_one_process_remembers_what_redis_lost(
    server: RedisServer, clock: SharedClock, limiter_of: Callable[..., RateLimiter]
) -> None:
    limiter = limiter_of(server.url, storage_timeout=30.0)
    assert [limiter.take(charge(limit=20), HERE) for _ in range(20)] == [0] * 20
    clock.lose_everything()
    assert all(limiter.take(charge(limit=20), HERE) > 0 for _ in range(20))


def test_nobody_takes_after_a_loss_before_the_others_have_told_what_they_took(
    limiters: tuple[RateLimiter, RateLimiter], clock: SharedClock
) -> None:
    one, other = limiters
    waits = [one.take(charge(limit=20), HERE) for _ in range(4)] + [
        other.take(charge(limit=20), HERE) for _ in range(15)
    ]
    assert waits == [0] * 19
    _stop_keepers(limiters)
    clock.lose_everything()
    assert one.take(charge(limit=20), HERE) > 0  # the other's 15 are not known yet
    assert other.take(charge(limit=20), HERE) == 0
    assert one.take(charge(limit=20), HERE) > 59
    assert one.usage(HERE) == {("venue", "b", "0", "user"): 20}


def test_a_newcomer_that_finds_an_empty_redis_does_not_make_the_others_forget(
    limiters: tuple[RateLimiter, RateLimiter],
    server: RedisServer,
    clock: SharedClock,
    limiter_of: Callable[..., RateLimiter],
) -> None:
    one, _ = limiters
    assert [one.take(charge(limit=2), HERE) for _ in range(2)] == [0, 0]
    _stop_keepers(limiters)
    clock.lose_everything()
    newcomer = limiter_of(server.url, storage_timeout=30.0)
    assert newcomer.take(charge(bucket="other"), HERE) == 0
    assert one.take(charge(limit=2), HERE) > 0
    assert newcomer.take(charge(limit=2), HERE) > 0


@pytest.mark.parametrize("evicted", [":*:b:*", ":*:b:*[^?]", ":*:b:*[?]", "", "&", "*"])
def test_a_count_that_was_evicted_is_recorded_anew(
    limiters: tuple[RateLimiter, RateLimiter], server: RedisServer, clock: SharedClock, namespace: str, evicted: str
) -> None:
    one, other = limiters
    assert [one.take(charge(limit=4), HERE), other.take(charge(limit=4), HERE)] == [0, 0]
    one.close(charge(bucket="b"), HERE, 0.01)
    for key in server.do("KEYS", f"{{{namespace}}}{evicted}"):
        server.do("DEL", key)
    granted, deadline = 0, clock.time + 5
    while one.usage(HERE) != {("venue", "b", "0", "user"): 4} and clock.time < deadline:
        granted += (one.take(charge(limit=4), HERE) == 0) + (other.take(charge(limit=4), HERE) == 0)
        clock.sleep(0.01)
    assert granted == 2
    assert one.take(charge(limit=4), HERE) > 58


@pytest.mark.parametrize("ahead", [5, -5, 3600, -3600, 0.5])
def test_a_clock_that_is_set_neither_forgets_nor_blocks(
    server: RedisServer, clock: SharedClock, limiter_of: Callable[..., RateLimiter], ahead: float
) -> None:
    limiters = [limiter_of(server.url, storage_timeout=30.0) for _ in range(2)]
    taken = clock.time
    assert [each.take(charge(limit=6, window=1.0), HERE) for each in limiters * 3] == [0] * 6
    clock.ahead = ahead
    granted: list[float] = []
    while len(granted) < 6 and clock.time < taken + 5:
        clock.sleep(0.01)
        for each in limiters:
            if each.take(charge(limit=6, window=1.0), HERE) == 0:
                granted.append(clock.time - taken)
    assert granted[0] > 1.0
    assert granted[-1] < 4.0


# --- bans


def test_a_ban_is_never_shortened(limiters: tuple[RateLimiter, RateLimiter]) -> None:
    one, other = limiters
    one.close(charge(), HERE, 600.0)
    one.close(charge(), HERE, 1.0)
    one.correct(charge(), HERE, 3, 0, reset=1.0)
    other.correct(charge(), HERE, 3, 0, reset=1.0)
    assert one.take(charge(), HERE) == pytest.approx(600, abs=1)
    assert other.take(charge(), HERE) == pytest.approx(600, abs=1)


def test_a_ban_that_one_was_told_outlives_the_redis(
    limiters: tuple[RateLimiter, RateLimiter], clock: SharedClock
) -> None:
    one, other = limiters
    one.close(charge(), HERE, 600.0)
    assert other.take(charge(), HERE) > 599  # and so it knows
    one.shut()
    clock.lose_everything()
    assert other.take(charge(), HERE) > 0
    clock.sleep(0.06)
    assert one.take(charge(), HERE) > 590


@pytest.mark.parametrize("seconds", [1e9, math.inf])
def test_an_absurd_ban_ends_after_an_hour(limiters: tuple[RateLimiter, RateLimiter], seconds: float) -> None:
    for limiter in (limiters[0], RateLimiter()):
        limiter.close(charge(bucket=f"{seconds}"), HERE, seconds)
        limiter.correct(charge(bucket=f"{seconds} left"), HERE, 3, 0, seconds)
        assert limiter.take(charge(bucket=f"{seconds}"), HERE) == pytest.approx(3600, abs=1)
        assert limiter.take(charge(bucket=f"{seconds} left"), HERE) == pytest.approx(3600, abs=1)


# --- without Redis


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outages in which nobody waits for long."""
    for module in (limits_commands, limits_contact):
        monkeypatch.setattr(module, "SILENCE", 0.05)


def test_an_outage_leaves_this_process_its_share_after_a_pause(
    hasty: None, limiter_of: Callable[..., RateLimiter], caplog: pytest.LogCaptureFixture
) -> None:
    cost = charge(limit=12, window=0.5)
    with RedisServer() as server:
        limiter = limiter_of(server.url, share=0.25, processes=None, slack=0.0, storage_timeout=0.05)
        for ticket in [limiter.ticket() for _ in range(12)]:
            deadline = time.monotonic() + 10
            while (wait := limiter.take(cost, HERE, ticket)) > 0:  # on a busy machine a reply can be late
                assert wait == limits_shared._POLL
                assert time.monotonic() < deadline
        assert not limiter.degraded
        server.stop()
        stopped = time.monotonic()
        with caplog.at_level(logging.WARNING, "venues.limits"):
            granted: list[float] = []
            while time.monotonic() < stopped + 1.1:
                if limiter.take(cost, HERE, limiter.ticket()) == 0:
                    granted.append(time.monotonic() - stopped)
                time.sleep(0.01)
            assert limiter.degraded
            assert granted[0] > 0.5  # a window has passed
            assert len([moment for moment in granted if moment < granted[0] + 0.49]) == 3  # of twelve
            assert [message for message in caplog.messages if "is away" in message] == caplog.messages
            assert len(caplog.messages) == 1
            server.start()
            deadline = time.monotonic() + 10
            while limiter.degraded and time.monotonic() < deadline:
                time.sleep(0.02)
            assert "is back" in caplog.messages[1]
            assert len(caplog.messages) == 2


def test_a_batch_larger_than_the_share_waits_for_redis(hasty: None, limiter_of: Callable[..., RateLimiter]) -> None:
    limiter = limiter_of(f"redis://127.0.0.1:{_closed_port()}", processes=6, slack=0.0, storage_timeout=0.01)
    limiter.take(charge(), HERE)
    time.sleep(0.3)
    assert limiter.take(charge(limit=60, window=0.1, units=11), HERE) > 1
    assert limiter.take(charge(limit=60, window=0.1, units=10), HERE) == 0
    assert limiter.take(charge(limit=5, window=0.1, bucket="narrow"), HERE) > 1  # a sixth of five is nothing


@pytest.mark.parametrize("mode", ["blocking", "asyncio"])
def test_an_outage_refuses_if_that_is_wanted_but_cancels_go_on(
    hasty: None, limiter_of: Callable[..., RateLimiter], mode: str
) -> None:
    url = f"redis://:secret@127.0.0.1:{_closed_port()}/0"
    limiter = limiter_of(url, outage="refuse", slack=0.0, storage_timeout=0.01)

    def take(cost: list[Charge]) -> float:
        return asyncio.run(limiter.take_async(cost, HERE)) if mode == "asyncio" else limiter.take(cost, HERE)

    with pytest.raises(RateLimitUnavailable, match=r"nothing was sent: the Redis at 127\.0\.0\.1:\d+") as caught:
        take(charge())
    assert isinstance(caught.value, RateLimitExceeded)
    assert "secret" not in f"{caught.value}{caught.value!r}{caught.value.__context__!r}"
    limiter.settle(charge(), HERE, HERE + 1)  # after a call nothing fails for it
    limiter.give_back(charge(), HERE)
    cancel = charge(limit=4, window=60, bucket="cancel", cancels=True)
    assert [take(cancel) == 0 for _ in range(3)] == [True, True, False]  # at once, and within the half of one of two
    with pytest.raises(RateLimitUnavailable):
        take(charge())


def test_what_is_in_use_can_be_read_in_an_outage_that_refuses(limiter_of: Callable[..., RateLimiter]) -> None:
    limiter = limiter_of(f"redis://127.0.0.1:{_closed_port()}", outage="refuse")
    limiter.correct(charge(limit=3), 0.0, 3, 1)
    assert list(limiter.usage(0.0).values()) == [2]
    assert list(asyncio.run(limiter.usage_async(0.0)).values()) == [2]


@pytest.mark.parametrize("mode", ["blocking", "asyncio"])
def test_a_redis_that_does_not_answer_takes_no_longer_than_the_call_may(
    limiter_of: Callable[..., RateLimiter], mode: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        limiter = limiter_of(f"redis://127.0.0.1:{deaf.getsockname()[1]}/0")

        def take() -> float:
            if mode == "asyncio":
                return asyncio.run(limiter.take_async(charge(), HERE, limiter.ticket(), 0.1))
            return limiter.take(charge(), HERE, limiter.ticket(), 0.1)

        spent = []
        for _ in range(5):
            started = time.monotonic()
            assert take() > 0
            spent.append(time.monotonic() - started)
        assert 0.09 < min(spent) < 0.2
        assert limiter.degraded


@pytest.mark.parametrize("outage", ["share", "refuse"])
def test_a_cancel_goes_on_when_redis_hangs_and_is_counted_when_it_is_back(
    limiter_of: Callable[..., RateLimiter], outage: str
) -> None:
    cancel = charge(limit=4, bucket="cancel", cancels=True)
    with RedisServer() as server:
        limiter, other = limiter_of(server.url, outage=outage), limiter_of(server.url)
        assert limiter.take(charge(), HERE, limiter.ticket()) == other.take(charge(), HERE) == 0
        server.signal(signal.SIGSTOP)
        watch = Stopwatch()
        assert limiter.take(cancel, HERE, limiter.ticket(), 5.0) == 0
        assert watch.own_seconds < 0.6
        assert limiter.take(cancel, HERE, limiter.ticket(), 5.0) == 0
        assert limiter.take(cancel, HERE, limiter.ticket(), 5.0) > 0  # its half is used up
        server.signal(signal.SIGCONT)
        other.close(cancel, HERE, 0.0)  # so that it knows the bucket
        deadline = time.monotonic() + 5
        while other.usage(HERE).get(("venue", "cancel", "0", "user")) != 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert other.usage(HERE)[("venue", "cancel", "0", "user")] == 2


def test_a_first_call_that_cancels_while_redis_hangs_joins_later(limiter_of: Callable[..., RateLimiter]) -> None:
    cancel = charge(limit=4, bucket="cancel", cancels=True)
    with RedisServer() as server:
        limiter = limiter_of(server.url)
        server.signal(signal.SIGSTOP)
        assert limiter.take(cancel, HERE, limiter.ticket(), 5.0) == 0
        assert limiter.degraded
        server.signal(signal.SIGCONT)
        deadline = time.monotonic() + 5
        while limiter.degraded and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not limiter.degraded
        assert limiter.usage(HERE) == {("venue", "cancel", "0", "user"): 1}


def test_a_cancel_pauses_in_an_outage_if_the_limit_was_used_up(limiter_of: Callable[..., RateLimiter]) -> None:
    cancel = charge(limit=2, bucket="cancel", cancels=True)
    with RedisServer() as server:
        limiter, other = limiter_of(server.url), limiter_of(server.url)
        assert [other.take(cancel, HERE) for _ in range(2)] == [0, 0]
        assert limiter.take(cancel, HERE) > 59
        server.stop()
        assert limiter.take(cancel, HERE) > 1


@pytest.mark.parametrize("mode", ["blocking", "asyncio"])
def test_a_call_keeps_its_deadline_while_redis_hangs(limiter_of: Callable[..., RateLimiter], mode: str) -> None:
    stub = StubTransport()
    with RedisServer() as server:
        limiter = limiter_of(server.url)
        assert limiter.take(charge(), HERE) == 0
        server.signal(signal.SIGSTOP)
        spent: list[float] = []

        async def call_async() -> None:
            async with AsyncClient(**KEYS, limiter=limiter, timeout=0.1) as client:
                for _ in range(3):
                    started = time.monotonic()
                    with pytest.raises(RateLimitExceeded, match="was not sent"):
                        await client.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross")
                    spent.append(time.monotonic() - started)

        if mode == "asyncio":
            asyncio.run(call_async())
        else:
            with Client(**KEYS, transport=stub, limiter=limiter, timeout=0.1) as client:
                for _ in range(3):
                    started = time.monotonic()
                    with pytest.raises(RateLimitExceeded, match="was not sent"):
                        client.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross")
                    spent.append(time.monotonic() - started)
        assert stub.calls == []
        assert min(spent) < 0.2


class LossyProxy:
    """Passes commands on to a Redis, and drops the replies while it is told to."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.lose = False
        self.lost = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                far = socket.create_connection(("127.0.0.1", self._port))
                threading.Thread(target=self._pump, args=(near, far, False), daemon=True).start()
                threading.Thread(target=self._pump, args=(far, near, True), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, replies: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if replies and self.lose:
                    self.lost += 1
                else:
                    target.sendall(data)
        target.close()

    def close(self) -> None:
        self._server.close()


def test_a_take_whose_reply_was_lost_is_counted_once(
    server: RedisServer, limiter_of: Callable[..., RateLimiter]
) -> None:
    proxy = LossyProxy(server.port)
    limiter, other = limiter_of(proxy.url, storage_timeout=0.2), limiter_of(server.url)
    assert limiter.take(charge(bucket="a"), HERE) == other.take(charge(bucket="a"), HERE) == 0
    _stop_keepers([limiter, other])
    ticket = limiter.ticket()
    proxy.lose = True
    assert limiter.take(charge(), HERE, ticket, 0.1) > 0
    assert proxy.lost == 1
    other.take(charge(limit=99), HERE)
    assert other.usage(HERE)[("venue", "b", "0", "user")] == 2  # it counts, for it may have gone
    proxy.lose = False
    assert limiter.take(charge(), HERE, ticket, 1.0) == 0
    assert other.usage(HERE)[("venue", "b", "0", "user")] == 2
    proxy.close()


def test_the_share_of_a_process_that_fell_silent_is_kept_for_it(
    hasty: None, server: RedisServer, limiter_of: Callable[..., RateLimiter]
) -> None:
    one, other = limiter_of(server.url, storage_timeout=0.1), limiter_of(server.url, storage_timeout=0.1)
    assert one.take(charge(bucket="a"), HERE) == other.take(charge(bucket="a"), HERE) == 0
    _stop_keepers([other])  # as if it could not reach Redis any more
    time.sleep(0.3)
    assert [one.take(charge(limit=8), HERE) == 0 for _ in range(5)] == [True] * 4 + [False]
    assert other.take(charge(limit=8, units=4), HERE) == 0  # it is back
    assert one.take(charge(limit=8, bucket="c", units=8), HERE) == 0
    other.shut()  # it says good-bye: nothing is kept for it
    time.sleep(0.3)
    assert one.take(charge(limit=8, bucket="d", units=8), HERE) == 0


def test_a_full_redis_is_an_outage(limiter_of: Callable[..., RateLimiter]) -> None:
    with RedisServer("--maxmemory", "1", "--maxmemory-policy", "noeviction") as server:
        limiter = limiter_of(server.url)
        assert limiter.take(charge(), HERE) > 0
        assert limiter.degraded


def test_something_else_than_a_redis_is_an_outage(limiter_of: Callable[..., RateLimiter]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with suppress(OSError):  # the test is over
                while True:
                    connection, _ = server.accept()
                    threading.Thread(target=greet, args=(connection,), daemon=True).start()

        def greet(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                while connection.recv(65536):
                    connection.sendall(b"+OK\r\n")

        threading.Thread(target=answer, daemon=True).start()
        limiter = limiter_of(f"redis://127.0.0.1:{server.getsockname()[1]}")
        assert limiter.take(charge(), HERE) > 0
        assert limiter.degraded
        limiter.shut()


def test_a_wrong_password_is_no_outage(limiter_of: Callable[..., RateLimiter]) -> None:
    with RedisServer("--requirepass", "right") as server:
        limiter = limiter_of(server.url.replace("//", "//:wrong@"))
        with pytest.raises(ConfigurationError, match="credentials"):
            limiter.take(charge(), HERE)
        with pytest.raises(ConfigurationError, match="credentials"):
            limiter_of(server.url).take(charge(), HERE)


@pytest.mark.parametrize("mode", ["blocking", "asyncio"])
def test_a_password_that_changed_during_a_call_is_told_at_the_next_one(
    limiter_of: Callable[..., RateLimiter], mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    with RedisServer("--requirepass", "old") as server:
        limiter = limiter_of(server.url.replace("//", "//:old@"))
        ticket = limiter.ticket()
        assert limiter.take(charge(), HERE, ticket) == 0
        _stop_keepers([limiter])
        with redis.Redis.from_url(server.url.replace("//", "//:old@")) as client:
            client.config_set("requirepass", "new")
            client.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        with caplog.at_level(logging.ERROR, "venues.limits"):
            if mode == "asyncio":

                async def after() -> None:
                    await limiter.settle_async(charge(), HERE, HERE + 9, ticket)
                    await limiter.close_async(charge(), HERE, 1.0)
                    await limiter.correct_async(charge(), HERE, 3, 1)
                    await limiter.give_back_async(charge(), HERE, ticket)

                asyncio.run(after())
            else:
                limiter.settle(charge(), HERE, HERE + 9, ticket)
                limiter.close(charge(), HERE, 1.0)
                limiter.correct(charge(), HERE, 3, 1)
                limiter.give_back(charge(), HERE, ticket)
        assert "does not accept the storage's credentials" in caplog.messages[0]
        with pytest.raises(ConfigurationError, match="does not accept the storage's credentials"):
            limiter.take(charge(), HERE)


def test_cancels_do_not_wait_behind_orders(server: RedisServer, limiter_of: Callable[..., RateLimiter]) -> None:
    for storage in (None, server.url):
        limiter = limiter_of(storage, storage_timeout=30.0)
        stop = threading.Event()

        def order(limiter: RateLimiter = limiter, stop: threading.Event = stop) -> None:
            ticket = limiter.ticket()
            while not stop.is_set() and (wait := limiter.take(charge(), time.monotonic(), ticket, 1e9)):
                stop.wait(wait)

        threads = [threading.Thread(target=order) for _ in range(40)]
        for each in threads:
            each.start()
        used, deadline = 3 + (37 if storage is None else 32), time.monotonic() + 30
        while limiter.usage(time.monotonic()).get(("venue", "b", "0", "user")) != used:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        watch = Stopwatch()
        assert [limiter.take(charge(bucket="cancel"), time.monotonic()) for _ in range(3)] == [0, 0, 0]
        assert watch.own_seconds < 0.2
        stop.set()
        for each in threads:
            each.join()


def test_processes_share_a_key_through_a_loss_and_a_stop_and_the_venue_sees_no_more_than_its_limit() -> None:
    """A few seconds of ``make soak-limits``."""
    scenario = Scenario(
        name="a stop and a loss", events=((1.0, "stop 0.5"), (2.5, "flush")), seconds=4.0, processes=2, bound=1.05
    )
    with Group(2) as group:
        result = group.run(scenario)
    print(table([result]))
    assert result.good
    assert result.used > 0.2  # here other tests take the processor from the clients


def _stop_keepers(limiters: Iterable[RateLimiter]) -> None:
    """Have nobody look after the limits beside the calls, and nobody begin to."""
    for limiter in limiters:
        limiter._storage.keeper.stop()
        limiter._storage.keeper.start = lambda: None  # type: ignore[method-assign]  # on purpose


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
