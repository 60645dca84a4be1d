"""Answers that ccxt's own tests record: the SDK's rows hold every value of them, and write them as they came."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from venues import bybit_v5, okx_v5
from venues._runtime.json_types import is_array
from venues._runtime.rows import Row
from venues._runtime.transport.stub import StubTransport

HERE = Path(__file__).parent / "fixtures" / "ccxt"
CLIENTS: dict[str, tuple[Any, dict[str, str], str]] = {
    "okx_v5": (okx_v5.Client, {"api_key": "key", "secret_key": "secret", "passphrase": "phrase"}, "data"),
    "bybit_v5": (bybit_v5.Client, {"api_key": "key", "secret_key": "secret"}, "result"),
}
NOTHING = {None, ""}


def cases() -> list[Any]:
    return [
        pytest.param(venue, *json.loads(line), id=f"{venue} {json.loads(line)[1]}")
        for venue in CLIENTS
        for line in (HERE / f"{venue}_answers.jsonl").read_text().splitlines()
    ]


def lost(value: Any, path: str = "") -> Iterator[str]:
    """The values of an answer that its rows do not hold."""
    if is_array(value):
        for index, item in enumerate(value):
            yield from lost(item, f"{path}[{index}]")
    elif isinstance(value, Row):
        for key, (attribute, reader, *_) in value.known.items():
            came = value.raw[key] if is_array(value.raw) else value.raw.get(key)
            held = value.get(attribute)
            # A time of 0 is none: that of the delivery of a perpetual.
            if held is None and came not in NOTHING and (came, reader) != ("0", "milliseconds"):
                yield f"{path}.{key}={came!r}"
            yield from lost(held, f"{path}.{key}")


@pytest.mark.parametrize(("venue", "method", "path", "answer"), cases())
def test_a_recorded_answer_is_decoded_without_loss(venue: str, method: str, path: str, answer: Any) -> None:
    make, keys, payload = CLIENTS[venue]
    with make(**keys, transport=StubTransport()) as client:
        rows = client.venue.requests(method, path).decode(answer[payload])
    assert list(lost(rows)) == []
    came = answer[payload]
    if is_array(came) and not is_array(rows):
        [came] = came  # a call that is always answered with one row returns the row
    assert ([row.to_wire() for row in rows] if is_array(rows) else rows.to_wire()) == came
