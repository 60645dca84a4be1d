"""The soak in small, and whether it finds a client out that does what it must not."""

from collections.abc import Callable
from typing import Any

import pytest

import soak as module
import soak_callers
from venues._runtime import exchange
from venues._runtime.errors import NotSentError, OutcomeUnknownError
from venues._runtime.transport import curl, http11
from venues._runtime.transport.base import HttpRequest, HttpResponse
from venues._runtime.transport.curl import CurlTransport
from venuespec.sandbox.admission import Account
from venuespec.sandbox.server import RunningSandbox, make


@pytest.fixture
def soak(venue: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    def run(calls: int, rate: float = 0.15, client: str = "blocking", **changed: Any) -> list[str]:
        for name, value in changed.items():
            monkeypatch.setattr(module if hasattr(module, name) else soak_callers, name, value)
        account = Account(credentials=module.KEYS, limits=False)
        with RunningSandbox(make(venue("okx_v5"), account)) as box:
            breaches: list[str] = module.soak(box.url, calls=calls, seed=1, rate=rate, client=client)
            return breaches

    return run


@pytest.mark.parametrize(("client", "who"), [("blocking", "threads"), ("asyncio", "tasks")])
def test_every_order_is_placed_once_or_known_to_be_unknown(
    soak: Callable[..., list[str]], capsys: pytest.CaptureFixture[str], client: str, who: str
) -> None:
    assert soak(400, client=client) == []
    said = capsys.readouterr().out
    assert f"400 calls from 8 {who}" in said
    assert "placed twice: 0" in said


def test_a_client_that_repeats_writes_is_found_out(
    soak: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "may_retry", lambda endpoint, error, attempt, retry, retryable: attempt < 3)
    assert any("was placed 2 times" in each for each in soak(240, 0.3, FAULTS=[{"kind": "drop_after"}]))


def test_a_client_that_takes_no_answer_for_no_is_found_out(
    soak: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = CurlTransport.send

    def careless(self: CurlTransport, request: HttpRequest) -> HttpResponse:
        try:
            return original(self, request)
        except OutcomeUnknownError as error:
            raise NotSentError(str(error)) from None

    monkeypatch.setattr(CurlTransport, "send", careless)
    assert any("was placed 2 times" in each for each in soak(240, 0.3, FAULTS=[{"kind": "drop_after"}]))


def test_a_client_that_asks_only_once_is_found_out(soak: Callable[..., list[str]]) -> None:
    late = [{"kind": "late", "seconds": 0.5}]
    assert any(
        "is said to be not_executed (unknown at first)" in each for each in soak(240, 0.3, FAULTS=late, SETTLE=0.0)
    )


def test_a_client_that_uses_a_connection_after_an_answer_too_many_is_found_out(
    soak: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = property(lambda self: True, lambda self, value: None)
    monkeypatch.setattr(http11.AnswerReader, "reusable", trusting)
    monkeypatch.setattr(curl._Connection, "is_quiet", lambda self: True)
    assert any("had brought an answer too many" in each for each in soak(240, 0.4))
