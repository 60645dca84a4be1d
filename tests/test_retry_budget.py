"""Retries: how many all calls of a client have together, and what may be said of them."""

import math
from decimal import Decimal
from typing import Any

import pytest

from clocks import Clock
from venues._runtime.errors import ConfigurationError, HTTPError, VenueError
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.retry import Retry, RetryQuota
from venues._runtime.transport.stub import StubTransport
from venues.okx_v5 import AsyncClient, Client
from venues.okx_v5.public.get_system_time import GetSystemTime

TIME = "/api/v5/public/time"
READ = GetSystemTime()
FINE = {"code": "0", "msg": "", "data": [{"ts": "1700000000000"}]}


def out_of_order(**options: Any) -> tuple[Client, StubTransport]:
    stub = StubTransport()
    stub.answer("GET", TIME, b"", status=502)
    limiter = RateLimiter(limits={"public.get_system_time": 1_000_000})
    return Client(transport=stub, clock=Clock(), limiter=limiter, **options), stub


def test_an_outage_is_not_amplified() -> None:
    client, stub = out_of_order()
    for _ in range(500):
        with pytest.raises(HTTPError):
            client.send(READ)
    # 500 first attempts, and the 100 retries that there are.
    assert len(stub.calls) == 600


def test_without_a_budget_every_call_has_its_attempts() -> None:
    client, stub = out_of_order(retry=Retry(budget=None))
    for _ in range(200):
        with pytest.raises(HTTPError):
            client.send(READ)
    assert len(stub.calls) == 600


def test_with_a_budget_of_nothing_nothing_is_tried_again() -> None:
    client, stub = out_of_order(retry=Retry(budget=0))
    with pytest.raises(HTTPError):
        client.send(READ)
    assert len(stub.calls) == 1


def test_calls_that_succeed_fill_the_budget_again() -> None:
    quota = RetryQuota(2)
    assert [quota.take(), quota.take(), quota.take()] == [True, True, False]
    quota.succeeded(1)
    assert [quota.take(), quota.take()] == [True, False]
    for _ in range(5):
        quota.succeeded(0)
    assert [quota.take(), quota.take()] == [True, False]
    for _ in range(100):
        quota.succeeded(0)
    assert [quota.take(), quota.take(), quota.take()] == [True, True, False]


NO_TIMES = [0, -1, math.nan, math.inf, 1e300, 2_000_000, "5", True, None, [], Decimal("NaN"), 10**400]


@pytest.mark.parametrize("value", NO_TIMES)
@pytest.mark.parametrize("make", [Client, AsyncClient])
@pytest.mark.parametrize("name", ["timeout", "connect_timeout"])
def test_a_time_out_that_cannot_be_is_refused(name: str, make: Any, value: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        make(**{name: value})
    assert str(caught.value) == f"{name} must be a number of seconds above 0, at most 1000000, got {value!r}"


@pytest.mark.parametrize("value", [each for each in NO_TIMES if each is not None])
def test_so_is_that_of_a_call_before_anything_is_sent(value: Any) -> None:
    client, stub = out_of_order()
    for call in (
        lambda: client.send(READ, timeout=value),
        lambda: client.call("GET", TIME, signed=False, timeout=value),
    ):
        with pytest.raises(ConfigurationError, match="timeout must be a number of seconds above 0"):
            call()
    assert not stub.calls


@pytest.mark.parametrize("value", [5, 0.5, Decimal("2.5"), 1_000_000])
def test_a_time_out_is_any_number(value: Any) -> None:
    stub = StubTransport()
    stub.answer("GET", TIME, FINE)
    assert Client(transport=stub, timeout=value).send(READ, timeout=value).status == 200


@pytest.mark.parametrize("value", [each for each in NO_TIMES if each not in (0, None)])
@pytest.mark.parametrize("name", ["slack", "max_wait"])
def test_so_are_the_times_of_a_limiter(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} must be a number of seconds from 0, at most "):
        RateLimiter(**{name: value})


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("attempts", 0, "a whole number from 1 to 100"),
        ("attempts", 2.5, "a whole number from 1 to 100"),
        ("attempts", True, "a whole number from 1 to 100"),
        ("base", -1, "a number from 0 to 3600"),
        ("base", math.nan, "a number from 0 to 3600"),
        ("cap", math.inf, "a number from 0 to 3600"),
        ("cap", "5", "a number from 0 to 3600"),
        ("budget", -1, "a whole number from 0 to 1e+06, or None"),
    ],
)
def test_so_is_what_says_nothing_of_retries(name: str, value: Any, allowed: str) -> None:
    with pytest.raises(VenueError) as caught:
        Retry(**{name: value})
    assert str(caught.value) == f"Retry({name}=...) must be {allowed}, got {value!r}"
