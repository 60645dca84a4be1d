"""What the venue says of its own limits, and what the request loop makes of it."""

from typing import Any

import pytest

from venues import NotSentError, RateLimiter, Retry, StubTransport, SystemClock
from venues._runtime.venue import Feedback
from venues.okx_v5 import Client
from venues.okx_v5.account.set_leverage import SetLeverage

KEYS = {"api_key": "the-key", "secret_key": "the-secret", "passphrase": "the-passphrase"}
WRITE = SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross")


class Recording(RateLimiter):
    """Remembers what the venue's answers told it."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[Any, ...]] = []

    def correct(
        self, charges: Any, now: float, limit: Any, remaining: int, reset: Any = None, taken: Any = None
    ) -> None:
        self.told.append((charges[0].bucket[1], limit, remaining, reset))

    def close(self, charges: Any, now: float, seconds: float | None = None) -> None:
        self.told.append((charges[0].bucket[1], seconds))

    def give_back(self, charges: Any, now: float, ticket: int = 0) -> None:
        self.told.append((charges[0].bucket[1], "given back"))


class WithFeedback(Client):
    """OKX as if it told its count in headers, as Bybit does."""

    venue = Client.venue._replace(
        feedback=Feedback(remaining="X-Limit-Status", limit="X-Limit", reset="X-Limit-Reset-Timestamp")
    )


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (
            {"X-Limit": "10", "X-Limit-Status": "9", "X-Limit-Reset-Timestamp": "1700000000500"},
            [("account.set_leverage", 10, 9, 0.5)],
        ),
        ({"X-Limit-Status": "0"}, [("account.set_leverage", None, 0, None)]),
        ({"X-Limit-Status": "many", "X-Limit": "10"}, []),
        ({}, []),
    ],
)
def test_the_venues_own_count_is_passed_on(headers: dict[str, str], told: list[Any]) -> None:
    class Fixed(SystemClock):
        def now(self) -> float:
            return 1_700_000_000.0

    stub, limiter = StubTransport(), Recording()
    stub.answer("POST", "/api/v5/account/set-leverage", {"code": "0", "data": [{"lever": "5"}]}, headers=headers)
    with WithFeedback(**KEYS, transport=stub, limiter=limiter, clock=Fixed()) as client:
        client.send(WRITE)
    assert limiter.told == told


def test_a_gateway_that_says_when_to_come_back_is_heeded() -> None:
    slept: list[float] = []

    class Fast(SystemClock):
        def sleep(self, seconds: float) -> None:
            slept.append(seconds)

    stub, limiter = StubTransport(), Recording()
    stub.answer("POST", "/api/v5/account/set-leverage", b"", status=429, headers={"Retry-After": "3"})
    stub.answer("POST", "/api/v5/account/set-leverage", {"code": "0", "data": [{"lever": "5"}]})
    with Client(**KEYS, transport=stub, limiter=limiter, clock=Fast()) as client:
        assert client.send(WRITE).waited >= 3.0
    assert (slept, limiter.told) == ([3.0], [("account.set_leverage", 3.0)])


def test_a_call_that_was_not_sent_gives_back_its_units() -> None:
    stub, limiter = StubTransport(), Recording()
    stub.fail("POST", "/api/v5/account/set-leverage", NotSentError("no route"))
    with Client(**KEYS, transport=stub, limiter=limiter, retry=Retry(base=0.0)) as client, pytest.raises(NotSentError):
        client.send(WRITE)
    assert limiter.told == [("account.set_leverage", "given back")] * 3
