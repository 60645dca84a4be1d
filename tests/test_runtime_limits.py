"""The rolling window, the retry decisions and the clock, all on a clock of the test's own."""

import math
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from random import Random
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venues._runtime.clock import ClockOffset
from venues._runtime.endpoint import Endpoint, RateLimit
from venues._runtime.errors import (
    APIError,
    ClockError,
    ConfigurationError,
    HTTPError,
    NotSentError,
    OutcomeUnknownError,
    RateLimitedError,
)
from venues._runtime.limits.charges import Charge
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.retry import Retry, delay, may_retry


def endpoint(*limits: RateLimit, write: bool = False) -> Endpoint:
    return Endpoint(
        name="e", method="POST", path="/e", docs="", signed=True, write=write, query=False, rate_limits=limits
    )


def test_the_window_rolls() -> None:
    limiter = RateLimiter(slack=0.0)
    charge = [Charge(("b",), 2, 2.0)]
    assert [limiter.take(charge, now) for now in (0.0, 1.5)] == [0, 0]
    assert limiter.take(charge, 1.9) == pytest.approx(0.1)
    assert limiter.take(charge, 2.0) == 0
    assert limiter.take(charge, 2.1) == pytest.approx(1.4)


def test_ten_milliseconds_are_left_at_the_edge() -> None:
    limiter = RateLimiter()
    charge = [Charge(("b",), 1, 1.0)]
    assert limiter.take(charge, 0.0) == 0
    assert limiter.take(charge, 1.0) == pytest.approx(0.01)
    assert limiter.take(charge, 1.011) == 0


def test_all_buckets_are_taken_or_none() -> None:
    limiter = RateLimiter(slack=0.0)
    narrow, wide = Charge(("narrow",), 1, 10.0), Charge(("wide",), 5, 1.0)
    assert limiter.take([narrow, wide], 0.0) == 0
    assert limiter.usage(0.5) == {("narrow",): 1, ("wide",): 1}
    assert limiter.take([narrow, wide], 1.0) == pytest.approx(9.0)
    assert limiter.usage(1.0) == {("narrow",): 1}
    assert limiter.usage(10.0) == {}


def test_a_batch_larger_than_the_limit_fits_an_empty_bucket() -> None:
    limiter = RateLimiter(slack=0.0)
    assert limiter.take([Charge(("b",), 2, 1.0, units=5)], 0.0) == 0
    assert limiter.take([Charge(("b",), 2, 1.0)], 0.5) == pytest.approx(0.5)


def test_the_venues_word_closes_a_bucket_for_a_window() -> None:
    limiter = RateLimiter(slack=0.0)
    charge = [Charge(("b",), 100, 2.0)]
    limiter.close(charge, 10.0)
    assert limiter.take(charge, 11.0) == pytest.approx(1.0)
    assert limiter.take(charge, 12.0) == 0


def test_threads_never_take_more_than_the_limit() -> None:
    limiter = RateLimiter(slack=0.0)
    granted: list[float] = []

    def work() -> None:
        for step in range(200):
            if limiter.take([Charge(("b",), 20, 2.0)], step / 100) == 0:
                granted.append(step / 100)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert limiter.usage(1.99)[("b",)] == 20


def charge(units: int = 1, limit: int = 3, window: float = 1.0, bucket: str = "b") -> list[Charge]:
    return [Charge((bucket,), limit, window, units)]


def test_who_waits_is_told_different_turns_and_takes_them_in_order() -> None:
    limiter = RateLimiter(slack=0.0)
    tickets = [limiter.ticket() for _ in range(8)]
    waits = [limiter.take(charge(), 0.1 * index, ticket, 9.0) for index, ticket in enumerate(tickets)]
    assert waits == pytest.approx([0, 0, 0, 0.7, 0.7, 0.7, 1.4, 1.4])  # at 1.0, 1.1, 1.2 and at 2.0, 2.1
    assert limiter.take(charge(), 1.0, limiter.ticket(), 9.0) == pytest.approx(1.2)  # whoever comes now is behind them
    assert [limiter.take(charge(), 1.0 + 0.1 * index, tickets[3 + index], 9.0) for index in range(3)] == [0, 0, 0]
    assert [limiter.take(charge(), 2.0 + 0.1 * index, tickets[6 + index], 9.0) for index in range(2)] == [0, 0]


def test_a_large_batch_is_not_overtaken_for_ever() -> None:
    limiter = RateLimiter(slack=0.0)
    for moment in (0.0, 0.3, 0.6):
        assert limiter.take(charge(), moment) == 0
    batch = limiter.ticket()
    assert limiter.take(charge(units=3), 0.7, batch, 9.0) == pytest.approx(0.9)
    for moment in (1.0, 1.3, 1.5):  # whoever comes later waits until it has gone, although there is room
        assert limiter.take(charge(), moment) == pytest.approx(2.6 - moment)
    assert limiter.take(charge(units=3), 1.6, batch, 9.0) == 0


def test_without_leave_to_wait_there_is_no_turn() -> None:
    limiter = RateLimiter(slack=0.0)
    assert limiter.take(charge(limit=1), 0.0) == 0
    assert limiter.take(charge(limit=1), 0.0, limiter.ticket(), 0.9) == 1.0
    assert limiter.usage(0.0) == {("b",): 1}


def test_a_turn_in_a_narrow_bucket_does_not_block_the_wide_one() -> None:
    limiter = RateLimiter(slack=0.0)
    one = [*charge(limit=1, bucket="one"), *charge(limit=5, bucket="all")]
    other = [*charge(limit=1, bucket="other"), *charge(limit=5, bucket="all")]
    assert limiter.take(one, 0.0) == 0
    waits = [limiter.take(one, 0.0, limiter.ticket(), 9.0) for _ in range(6)]
    assert waits == pytest.approx([1, 2, 3, 4, 5, 6])
    assert limiter.take(other, 0.5) == 0


def test_units_count_until_a_window_after_a_late_answer() -> None:
    limiter = RateLimiter(slack=0.01)
    ticket = limiter.ticket()
    assert limiter.take(charge(limit=1), 0.0, ticket) == 0
    limiter.settle(charge(limit=1), 0.0, 0.005, ticket)
    assert limiter.take(charge(limit=1), 0.5) == pytest.approx(0.51)  # the answer was in time: a window and the slack
    limiter.settle(charge(limit=1), 0.0, 0.3, ticket)
    assert limiter.take(charge(limit=1), 0.5) == pytest.approx(0.8)  # a window after the answer
    limiter.settle(charge(limit=1), 0.0, 7.0, ticket)
    assert limiter.take(charge(limit=1), 7.1) == pytest.approx(0.9)  # although it was forgotten in between


def test_what_was_not_sent_is_given_back() -> None:
    limiter = RateLimiter(slack=0.0)
    first, second = limiter.ticket(), limiter.ticket()
    assert limiter.take(charge(limit=1), 0.0, first) == 0
    assert limiter.take(charge(limit=1), 0.1, second, 9.0) == pytest.approx(0.9)
    limiter.give_back(charge(limit=1), 0.2, first)
    limiter.give_back(charge(limit=1), 0.2, second)  # a turn is given back just so
    assert limiter.usage(0.2) == {}
    assert limiter.take(charge(limit=1), 0.2) == 0


def test_the_servers_figures_count_more_than_our_own() -> None:
    limiter = RateLimiter(slack=0.0)
    for moment in (0.0, 0.1, 0.2):
        limiter.take(charge(limit=10), moment)
    limiter.correct(charge(limit=10), 0.3, 10, 2)
    assert limiter.usage(0.3) == {("b",): 8}  # another program uses the key
    limiter.correct(charge(limit=10), 0.4, 20, 19)
    assert limiter.usage(0.4)[("b",)] == 5  # the oldest go, as far as that does not fall below what the server has
    assert limiter.take(charge(units=15, limit=10), 0.4) == 0  # and the server's limit holds
    limiter.correct(charge(limit=10), 0.5, 20, 0, reset=0.2)
    assert limiter.take(charge(limit=10), 0.5) >= 0.2


def test_what_the_server_has_not_seen_yet_is_not_taken_off() -> None:
    limiter = RateLimiter(slack=0.0)
    for moment in (0.0, 0.1, 0.2, 0.3):
        limiter.take(charge(limit=10), moment)
    limiter.correct(charge(limit=10), 0.4, 10, 9, taken=0.0)
    assert limiter.usage(0.4) == {("b",): 4}


def test_threads_that_wait_do_not_spin() -> None:
    limiter = RateLimiter(slack=0.0)
    asked: list[float] = []

    def work() -> None:
        ticket = limiter.ticket()
        while True:
            asked.append(wait := limiter.take(charge(limit=10, window=0.1), time.monotonic(), ticket, 9.0))
            if wait == 0:
                return
            time.sleep(wait)

    threads = [threading.Thread(target=work) for _ in range(60)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert asked.count(0) == 60
    assert len(asked) < 3 * 60


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"limits": {"trade.place_order": 0}}, "limits must be whole numbers of at least 1"),
        ({"share": 0}, "share must be a number above 0 and at most 1, got 0"),
        ({"share": 1.5}, "share must be a number above 0 and at most 1, got 1.5"),
        ({"share": math.nan}, "share must be a number above 0 and at most 1, got nan"),
        ({"share": "half"}, "share must be a number above 0 and at most 1, got 'half'"),
        ({"processes": 0}, "processes must be a whole number from 1, got 0"),
        ({"processes": 2.0}, "processes must be a whole number from 1, got 2.0"),
        ({"processes": True}, "processes must be a whole number from 1, got True"),
        ({"processes": 2, "share": 0.5}, "processes and share cannot both be given"),
        ({"max_wait": -1}, "max_wait must be a number of seconds from 0, at most 1000000, got -1"),
        ({"max_wait": math.nan}, "max_wait must be a number of seconds from 0, at most 1000000, got nan"),
        ({"max_wait": math.inf}, "max_wait must be a number of seconds from 0, at most 1000000, got inf"),
        ({"slack": -0.1}, "slack must be a number of seconds from 0, at most 60, got -0.1"),
        ({"slack": math.nan}, "slack must be a number of seconds from 0, at most 60, got nan"),
        ({"slack": math.inf}, "slack must be a number of seconds from 0, at most 60, got inf"),
        ({"slack": "1"}, "slack must be a number of seconds from 0, at most 60, got '1'"),
        ({"storage_timeout": 0}, "storage_timeout must be a number of seconds above 0, at most 60, got 0"),
        ({"storage_timeout": math.inf}, "storage_timeout must be a number of seconds above 0, at most 60, got inf"),
        ({"outage": "refused"}, "outage must be 'share' or 'refuse', got 'refused'"),
        ({"storage": "http://127.0.0.1"}, "redis://"),
        ({"storage": "redis://127.0.0.1:x"}, "redis://"),
        ({"storage": "127.0.0.1:6379"}, "redis://"),
        ({"storage": 6379}, "redis://"),
        ({"storage": "redis://127.0.0.1", "namespace": "{a}"}, "namespace"),
        (
            {"storage": "redis://127.0.0.1"},
            "give processes=N, the number of processes that share the storage, or share=",
        ),
    ],
)
def test_a_limiter_that_is_set_up_wrong(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        RateLimiter(**arguments)
    assert message in str(caught.value)


def lines_of(work: Callable[[], Any], deed: Callable[[int], None]) -> None:
    """Run some work, and a deed before each of its lines in the windows."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if "limits" not in frame.f_code.co_filename:
            return None
        if event == "line":
            count += 1
            sys.settrace(None)
            try:
                deed(count)
            finally:
                sys.settrace(trace)
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)


def test_a_signal_handler_may_take_in_the_middle_of_a_take() -> None:
    """At every line: nothing waits for itself, both see what the other took, and nothing is counted twice or not."""
    lines = 1000
    for number in range(1, 100):
        limiter = RateLimiter(slack=0.0)
        for moment in (0.0, 0.1):  # one of them is over, one waits, two fit
            limiter.take(charge(limit=3), moment)
        limiter.take(charge(limit=9, bucket="c"), 0.1)
        waits: list[float] = []

        def nested(line: int, limiter: RateLimiter = limiter, number: int = number, waits: list[float] = waits) -> None:
            nonlocal lines
            if line == number:
                waits.append(limiter.take(charge(units=1), 1.05, limiter.ticket()))
                limiter.settle(charge(bucket="d"), 1.0, 1.05, limiter.ticket())
                limiter.give_back(charge(bucket="c"), 1.05, 77)
                limiter.usage(1.05)
                lines = 0
            lines += 1

        def outer(limiter: RateLimiter = limiter, waits: list[float] = waits) -> None:
            cost = [*charge(limit=9, bucket="c"), *charge(units=2)]
            waits.append(limiter.take(cost, 1.05, limiter.ticket()))

        lines_of(outer, nested)
        if len(waits) < 2:
            break
        assert sorted(waits) == pytest.approx([0, 0.05]), number
        used = limiter.usage(1.05)
        assert used[("b",)] == 1 + (2 if waits[1] == 0 else 1), number
        assert used[("d",)] == 1
        assert limiter._local._windows[("b",)].used == used[("b",)]
    assert number > 20


def test_an_exception_at_any_line_of_a_take_leaves_the_sum_right() -> None:
    for number in range(1, 100):
        limiter = RateLimiter(slack=0.0)
        limiter.take(charge(), 0.0)

        def interrupt(line: int, number: int = number) -> None:
            if line == number:
                raise KeyboardInterrupt

        try:
            lines_of(partial(limiter.take, charge(), 1.5, limiter.ticket()), interrupt)
        except KeyboardInterrupt:
            assert limiter.usage(1.5).get(("b",), 0) == sum(
                e[1] for e in limiter._local._windows[("b",)].taken if e[0] > 0.5
            )
            assert limiter._local._windows[("b",)].used == sum(e[1] for e in limiter._local._windows[("b",)].taken)
            assert limiter.take(charge(units=2), 1.6) == 0
        else:
            break
    assert number > 10


def test_an_absurd_pause_ends_after_an_hour() -> None:
    limiter = RateLimiter(slack=0.0)
    limiter.close(charge(), 10.0, 1e9)
    assert limiter.take(charge(), 10.0) == 3600
    assert limiter.take(charge(), 3610.0) == 0
    limiter.close(charge(bucket="c"), 3610.0, math.nan)
    assert limiter.take(charge(bucket="c"), 3610.0) == 1.0
    limiter.close(charge(bucket="d"), 3610.0, -5.0)
    assert limiter.take(charge(bucket="d"), 3610.0) == 0


@given(
    limit=st.integers(1, 5),
    calls=st.lists(st.tuples(st.floats(0, 3), st.integers(1, 3), st.floats(0, 4)), min_size=1, max_size=40),
)
def test_no_window_ever_holds_more_than_the_limit(limit: int, calls: list[tuple[float, int, float]]) -> None:
    """Calls come at their moments, wait for their turns as long as they may, and are late for them now and then."""
    limiter = RateLimiter(slack=0.0)
    waiting = [(round(moment, 3), index, units, longest) for index, (moment, units, longest) in enumerate(calls)]
    tickets = [limiter.ticket() for _ in calls]
    granted: list[tuple[float, int]] = []
    while waiting:
        waiting.sort()
        now, index, units, longest = waiting.pop(0)
        units = min(units, limit)
        wait = limiter.take([Charge(("b",), limit, 1.0, units)], now, tickets[index], longest)
        if wait == 0:
            granted.append((now, units))
        elif wait <= longest:
            late = 0.05 * (index % 3)
            waiting.append((now + wait + late, index, units, longest - wait))
    for end, _ in granted:
        assert sum(units for moment, units in granted if end - 1.0 + 1e-6 < moment <= end) <= limit


API = {"code": "1", "reason": ""}


@pytest.mark.parametrize(
    ("error", "write", "retryable", "again"),
    [
        (NotSentError("refused"), True, False, True),
        (OutcomeUnknownError("reset"), True, False, False),
        (OutcomeUnknownError("reset"), False, False, True),
        (HTTPError("", status=503), True, False, False),
        (HTTPError("", status=503), False, False, True),
        (HTTPError("", status=404), False, False, False),
        (HTTPError("", status=429), True, False, True),
        (HTTPError("", status=429, outcome="unknown"), True, False, False),
        (HTTPError("", status=408), True, False, False),
        (HTTPError("", status=408), False, False, True),
        (HTTPError("", status=200), True, False, False),
        (HTTPError("", status=200), False, False, True),
        (RateLimitedError("", **API), True, True, True),
        (RateLimitedError("", **API, outcome="unknown"), True, True, False),
        (APIError("", **API), True, True, False),
        (APIError("", **API), False, True, True),
        (APIError("", **API), False, False, False),
        (ClockError("", **API), True, False, True),
    ],
)
def test_a_write_is_repeated_only_when_nothing_was_executed(
    error: Exception, write: bool, retryable: bool, again: bool
) -> None:
    assert may_retry(endpoint(write=write), error, 1, Retry(), retryable) is again  # type: ignore[arg-type]  # venue errors
    assert may_retry(endpoint(write=write), error, 3, Retry(attempts=3), retryable) is False  # type: ignore[arg-type]  # same


def test_the_clock_is_learnt_again_once() -> None:
    assert may_retry(endpoint(), ClockError("", **API), 2, Retry(attempts=9), True) is False


def test_delays_are_jittered_and_capped() -> None:
    random = Random(7)
    policy = Retry(base=0.2, cap=1.0)
    delays = [delay(attempt, policy, random) for attempt in (1, 2, 3, 10) for _ in range(50)]
    assert all(0 <= each <= 1.0 for each in delays)
    assert max(delays[:50]) <= 0.4 < max(delays[50:100]) <= 0.8
    assert len(set(delays)) == 200


def test_the_sample_with_the_shortest_round_trip_counts() -> None:
    offset = ClockOffset()
    offset.learn(1_000_500, 1000.0, 1000.2)
    assert offset.milliseconds == pytest.approx(400)
    offset.learn(1_002_000, 1001.0, 1002.0)
    assert offset.milliseconds == pytest.approx(400)
    offset.forget()
    offset.learn(1_002_000, 1001.0, 1002.0)
    assert offset.milliseconds == pytest.approx(500)
