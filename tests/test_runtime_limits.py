"""The rolling window, the retry decisions and the clock, all on a clock of the test's own."""

import threading
from random import Random

import pytest

from venues._runtime.clock import ClockOffset
from venues._runtime.endpoint import Endpoint, RateLimit
from venues._runtime.errors import APIError, ClockError, HTTPError, NotSentError, OutcomeUnknownError, RateLimitedError
from venues._runtime.limits import Charge, RateLimiter, charges_of
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


def test_orders_are_counted_for_each_value_of_the_key() -> None:
    limits = (
        RateLimit(limit=300, window=2.0, key=("user_id", "instId"), counts="order"),
        RateLimit(limit=1, window=1.0, key=(), scope="options only"),
    )
    wire = [{"instId": "A"}, {"instId": "B"}, {"instId": "A"}]
    assert charges_of(endpoint(*limits), wire, {"user_id": "u"}) == [
        Charge(("e", "0", "u", "A"), 300, 2.0, 2),
        Charge(("e", "0", "u", "B"), 300, 2.0, 1),
    ]


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
