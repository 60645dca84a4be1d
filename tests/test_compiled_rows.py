"""Rows read in C: the same as Python's or none at all, nothing kept, and never required."""

import gc
import os
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import hatch_build
import orjson
import pytest

from rows_both_ways import Documented, as_decoded, changed, compare, documented
from venues import DecodeError, StubTransport
from venues._runtime.compiled import compiled_module, shape_of
from venues._runtime.rows import Row
from venues.okx_v5 import Client
from venues.okx_v5.account.get_positions import Position
from venues.okx_v5.market_data.get_candles import Candle

ROOT = Path(__file__).parent.parent
needs_module = pytest.mark.skipif(compiled_module() is None, reason="venues._rows is not compiled, or not wanted")
CANDLE = ["1597026383085", "3.7", "3.8", "3.6", "3.7", "8", "2", "1", "0"]
POSITION = {
    "instId": "BTC-USDT-SWAP", "pos": "-1.50", "lever": "", "adl": "3", "cTime": "1597026383085", "uTime": "0", "new": {"a": [1]},
    "closeOrderAlgo": [{"algoId": "7", "slTriggerPx": "2.5"}, {}],
}  # fmt: skip


@pytest.fixture(scope="module")
def answers() -> tuple[Documented, ...]:
    """The documented answers of the smaller venues: of all of them, ``make fuzz-rows`` reads many more changes."""
    return documented("binance_usdm", "coinswitch_hft", "coinswitch_futures_v2")


@needs_module
def test_documented_answers_are_read_in_c_and_as_python_reads_them(answers: tuple[Documented, ...]) -> None:
    assert len(answers) > 90
    left = [case.name for case in answers if not compare(case, as_decoded(case.payload, exact=case.exact))]
    # -1 stands for no time there.
    assert left == [f"account.get_{name}_history_link" for name in ("order", "trade", "transaction")]


@needs_module
def test_changed_answers_are_read_as_python_reads_them_or_left_to_it(answers: tuple[Documented, ...]) -> None:
    random, taken = Random(17), 0
    for _ in range(1500):
        case = random.choice(answers)
        taken += compare(case, as_decoded(changed(case.payload, random), exact=case.exact))
    assert 400 < taken < 1400


def rows(cls: type[Row], value: Any) -> Any:
    shape = shape_of(cls)
    assert shape is not None
    return shape.rows(value)


@needs_module
def test_a_position_is_read_to_the_last_field() -> None:
    [position] = rows(Position, [POSITION])
    assert position == Position.from_wire(POSITION)
    assert (position.pos.as_tuple(), position.lever, position.adl) == (Decimal("-1.50").as_tuple(), None, 3)
    assert (position.c_time.isoformat(), position.get("u_time")) == ("2020-08-10T02:26:23.085000+00:00", None)
    assert [algo.sl_trigger_px for algo in position.close_order_algo] == [Decimal("2.5"), None]
    assert (position.raw, position.extra) == (POSITION, {"new": {"a": [1]}})
    assert not hasattr(position, "mark_px")


@needs_module
@pytest.mark.parametrize("odd", ["NaN", "-inf", "sNaN1", "1.2.3", "1e999999", "1_0", " 1", "٣", True, 1.5, [], {}])
def test_a_quantity_that_is_none_leaves_the_answer_to_python(odd: Any) -> None:
    assert rows(Candle, [CANDLE, [CANDLE[0], odd, *CANDLE[2:]]]) is NotImplemented
    assert rows(Position, [POSITION, {**POSITION, "pos": odd}]) is NotImplemented


@needs_module
@pytest.mark.parametrize("value", [None, "", "text", 1, {}, (), [None], [1], [[], {}]])
def test_what_is_no_list_of_rows_is_left_to_python(value: Any) -> None:
    assert rows(Candle, value) is NotImplemented
    assert rows(Position, value) is NotImplemented


@needs_module
@pytest.mark.parametrize(
    ("count", "moment"),
    [
        ("1", "1970-01-01T00:00:00.001000+00:00"),
        ("951782399999", "2000-02-28T23:59:59.999000+00:00"),
        ("951782400000", "2000-02-29T00:00:00+00:00"),
        ("4107542400000", "2100-03-01T00:00:00+00:00"),
        ("253402300799999", "9999-12-31T23:59:59.999000+00:00"),
        (1709210096789, "2024-02-29T12:34:56.789000+00:00"),
    ],
)
def test_moments(count: str | int, moment: str) -> None:
    [candle] = rows(Candle, [[count, *CANDLE[1:]]])
    assert candle.ts.isoformat() == moment


@needs_module
@pytest.mark.parametrize("count", ["253402300800000", "-1", "00", "1.5", "9" * 19, 2**64, -1])
def test_an_odd_moment_is_left_to_python(count: Any) -> None:
    assert rows(Candle, [[count, *CANDLE[1:]]]) is NotImplemented


@needs_module
def test_the_keys_of_a_row_need_not_be_those_of_the_row_before() -> None:
    turned = dict(reversed(POSITION.items()))
    read = rows(Position, [POSITION, turned, {}, {"pos": "1"}, POSITION, {"x": 1}])
    assert read == [Position.from_wire(row) for row in (POSITION, turned, {}, {"pos": "1"}, POSITION, {"x": 1})]


def references(value: Any) -> list[int]:
    """The counts of references to all that a JSON value holds."""
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [sys.getrefcount(value), *(count for item in held for count in references(item))]


@needs_module
@pytest.mark.parametrize("last", [POSITION, {**POSITION, "pos": "NaN"}, {**POSITION, "closeOrderAlgo": [{}, 1]}, []])
def test_nothing_of_an_answer_is_kept(last: Any) -> None:
    answer: Any = [*orjson.loads(orjson.dumps([POSITION] * 20)), last]
    shared = (None, NotImplemented, Position, Decimal)
    rows(Position, answer)
    gc.collect()
    before = [references(answer), [sys.getrefcount(each) for each in shared]]
    blocks = sys.getallocatedblocks()
    for _ in range(500):  # 10 000 rows
        rows(Position, answer)
    gc.collect()
    assert sys.getallocatedblocks() - blocks < 50
    now = [references(answer), [sys.getrefcount(each) for each in shared]]
    assert now[0] == before[0]
    assert all(abs(one - other) < 50 for one, other in zip(*(each[1] for each in (before, now)), strict=True))


@needs_module
def test_rows_are_freed_and_can_be_traversed() -> None:
    [row] = rows(Position, [POSITION])
    assert gc.is_tracked(row)
    row.raw = {"row": row}  # a circle
    counts = sys.getrefcount(Position)
    del row
    gc.collect()
    assert sys.getrefcount(Position) < counts


@needs_module
def test_threads_that_read_rows_of_other_keys_do_not_meet() -> None:
    others = [dict([*list(POSITION.items())[start:], (f"k{start}", start)]) for start in range(8)]
    wrong: list[Any] = []

    def read(row: dict[str, Any]) -> None:
        want = [Position.from_wire(row)] * 10
        for _ in range(100):
            found = rows(Position, [row] * 10)
        if found != want:
            wrong.append(row)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=read, args=(row,)) for row in others]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert wrong == []


def test_a_call_reads_the_same_with_an_odd_value_among_the_rows() -> None:
    stub = StubTransport()
    stub.answer(
        "GET", "/api/v5/market/candles", {"code": "0", "msg": "", "data": [CANDLE, [*CANDLE[:4], "NaN", *CANDLE[5:]]]}
    )
    options: Any = {"api_key": "k", "secret_key": "s", "passphrase": "p", "transport": stub, "strict": True}
    with Client(**options) as okx, pytest.raises(DecodeError, match=r"\[4\]: expected a number, got 'NaN'"):
        okx.market_data.get_candles(inst_id="BTC-USDT")


def test_without_a_compiler_there_is_no_module_and_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", str(tmp_path / "no-compiler"))
    assert hatch_build.compiled(tmp_path) is None
    monkeypatch.setenv("CC", "false")
    assert hatch_build.compiled(tmp_path) is None
    monkeypatch.setenv("VENUES_PURE", "1")
    assert hatch_build.compiled(tmp_path) is None
    assert [*tmp_path.iterdir()] == []


@needs_module
def test_the_environment_turns_it_off() -> None:
    code = "from venues._runtime.compiled import compiled_module; print(compiled_module() is None)"
    for value, off in (("1", "True"), ("0", "False"), ("", "False")):
        environment = {**os.environ, "VENUES_PURE": value}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == off


def test_the_source_of_the_sdk_is_the_runtime_s() -> None:
    of_sdk = ROOT / "generated" / "venues" / "_runtime" / "_rows.c"
    assert of_sdk.read_bytes() == (ROOT / "generator" / "venuespec" / "runtime" / "_rows.c").read_bytes()
