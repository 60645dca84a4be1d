"""The soak in small, and whether it finds a client out that does what it must not."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from venues._runtime import exchange
from venuespec.sandbox.admission import Account
from venuespec.sandbox.server import RunningSandbox, make


@pytest.fixture
def soak(root: Path, venue: Callable[[str], Any]) -> Callable[..., list[str]]:
    found = importlib.util.spec_from_file_location("soak", root / "tests" / "soak.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)

    def run(calls: int, rate: float = 0.15, **changed: Any) -> list[str]:
        vars(module).update(changed)
        account = Account(credentials=module.KEYS, limits=False)
        with RunningSandbox(make(venue("okx_v5"), account)) as box:
            breaches: list[str] = module.soak(box.url, calls=calls, seed=1, rate=rate)
            return breaches

    return run


def test_every_order_is_placed_once_or_known_to_be_unknown(
    soak: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert soak(400) == []
    said = capsys.readouterr().out
    assert "400 calls from 8 threads" in said
    assert "placed twice: 0" in said


def test_a_client_that_repeats_writes_is_found_out(
    soak: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "may_retry", lambda endpoint, error, attempt, retry, retryable: attempt < 3)
    assert any("was placed 2 times" in each for each in soak(240, 0.3, FAULTS=[{"kind": "drop_after"}]))


def test_a_client_that_takes_no_answer_for_no_is_found_out(
    soak: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = exchange._transport_error

    def careless(*arguments: Any) -> Any:
        error = original(*arguments)
        error.outcome = "not_executed"
        return error

    monkeypatch.setattr(exchange, "_transport_error", careless)
    assert any("was placed 2 times" in each for each in soak(240, 0.3, FAULTS=[{"kind": "drop_after"}]))


def test_a_client_that_asks_only_once_is_found_out(soak: Callable[..., list[str]]) -> None:
    late = [{"kind": "late", "seconds": 0.5}]
    assert any(
        "is said to be not_executed (unknown at first)" in each for each in soak(240, 0.3, FAULTS=late, SETTLE=0.0)
    )
