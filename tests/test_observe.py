"""What a program may watch: hooks, counters, log records; and what none of them shows."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from venues._runtime.errors import APIError, OutcomeUnknownError, RequestError
from venues._runtime.observe import Attempt
from venues._runtime.retry import Retry
from venues._runtime.transport.stub import StubTransport
from venues.okx_v5 import Client
from venues.okx_v5.account.set_leverage import SetLeverage
from venues.okx_v5.public.get_system_time import GetSystemTime

KEYS = {"api_key": "the-key", "secret_key": "the-secret", "passphrase": "the-passphrase"}
PATH = "/api/v5/account/set-leverage"
TIME = "/api/v5/public/time"
WRITE = SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross")


@pytest.fixture
def stub() -> StubTransport:
    return StubTransport()


@pytest.fixture
def seen() -> list[Attempt]:
    return []


@pytest.fixture
def okx(stub: StubTransport, seen: list[Attempt]) -> Iterator[Client]:
    retry = Retry(base=0.0)
    with Client(**KEYS, transport=stub, retry=retry, on_request=seen.append, on_response=seen.append) as client:
        yield client


def test_hooks_see_each_attempt_before_and_after(okx: Client, stub: StubTransport, seen: list[Attempt]) -> None:
    stub.answer("GET", TIME, b"<html>", status=502)
    stub.answer("GET", TIME, {"code": "0", "msg": "", "data": [{"ts": "1700000000000"}]})
    response = okx.send(GetSystemTime())
    assert [(each.number, each.status, each.error) for each in seen] == [
        (1, None, None),
        (1, 502, "HTTPError"),
        (2, None, None),
        (2, 200, None),
    ]
    assert {each.request_id for each in seen} == {response.request_id}
    assert {each.endpoint.name for each in seen} == {"public.get_system_time"}


def test_calls_have_ids_of_their_own_and_errors_carry_them(
    okx: Client, stub: StubTransport, seen: list[Attempt]
) -> None:
    stub.answer("POST", PATH, {"code": "51000", "msg": "no", "data": []})
    ids = set()
    for _ in range(3):
        with pytest.raises(APIError) as caught:
            okx.send(WRITE)
        ids.add(caught.value.request_id)
    assert len(ids) == 3
    assert {each.request_id for each in seen} == ids
    assert [(each.code, each.outcome) for each in seen if each.error] == [("51000", "not_executed")] * 3


def test_counters_tell_what_became_of_the_calls(okx: Client, stub: StubTransport) -> None:
    stub.answer("GET", TIME, b"", status=503)
    stub.answer("GET", TIME, {"code": "0", "data": []})
    stub.fail("POST", PATH, OutcomeUnknownError("time-out"))
    okx.send(GetSystemTime())
    with pytest.raises(OutcomeUnknownError):
        okx.send(WRITE)
    with pytest.raises(RequestError):
        okx.account.set_leverage(ccy="BTC", lever=5, mgn_mode="isolated")
    stats = okx.stats
    assert (stats.total.calls, stats.total.attempts, stats.total.retries) == (2, 3, 1)
    assert (stats.total.failed, stats.total.unknown, stats.total.refused) == (1, 1, 1)
    assert stats.total.errors == {"HTTPError": 1, "OutcomeUnknownError": 1}
    assert stats.endpoints["public.get_system_time"].calls == 1
    assert stats.endpoints["account.set_leverage"].refused == 1


def test_a_broken_hook_stops_no_call(stub: StubTransport, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: Attempt) -> None:
        raise RuntimeError("oops")

    stub.answer("POST", PATH, {"code": "0", "data": [{"lever": "5"}]})
    with Client(**KEYS, transport=stub, on_request=broken, on_response=broken) as client:
        assert client.send(WRITE).status == 200
    assert [each.message for each in caplog.records] == ["a hook failed"] * 2


def test_an_unknown_outcome_is_a_warning_and_the_rest_is_for_debugging(
    okx: Client, stub: StubTransport, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "venues.okx_v5")
    stub.answer("GET", TIME, {"code": "0", "data": []})
    stub.fail("POST", PATH, OutcomeUnknownError("time-out"))
    okx.send(GetSystemTime())
    with pytest.raises(OutcomeUnknownError) as caught:
        okx.send(WRITE)
    assert [(each.name, each.levelname, each.message.partition(" ms=")[0]) for each in caplog.records] == [
        ("venues.okx_v5", "DEBUG", f"GET {TIME} attempt=1 status=200"),
        ("venues.okx_v5", "WARNING", f"POST {PATH} attempt=1 status=None"),
    ]
    record: Any = caplog.records[1]
    assert (record.request_id, record.error, record.outcome, record.endpoint) == (
        caught.value.request_id,
        "OutcomeUnknownError",
        "unknown",
        "account.set_leverage",
    )


def test_nothing_watched_holds_a_secret_a_parameter_or_a_body(
    okx: Client, stub: StubTransport, seen: list[Attempt], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stub.answer("POST", PATH, {"code": "51000", "msg": "the-reason", "data": [{"secretKey": "new-secret"}]})
    with pytest.raises(APIError):
        okx.send(WRITE)
    shown = repr(seen) + repr([vars(each) for each in caplog.records]) + caplog.text + repr(okx.stats)
    for hidden in ("the-secret", "the-passphrase", "the-key", "BTC-USDT-SWAP", "new-secret", "OK-ACCESS"):
        assert hidden not in shown


def test_the_hooks_are_given_to_from_env_too(
    monkeypatch: pytest.MonkeyPatch, stub: StubTransport, seen: list[Attempt]
) -> None:
    hook: Callable[[Attempt], None] = seen.append
    for name, value in KEYS.items():
        monkeypatch.setenv(f"OKX_{name.upper()}", value)
    stub.answer("POST", PATH, {"code": "0", "data": [{"lever": "5"}]})
    with Client.from_env(transport=stub, on_response=hook) as client:
        client.send(WRITE)
    assert [each.status for each in seen] == [200]
