"""Rows read in C: the same as Python's or none at all, nothing kept, and never required."""

import copy
import gc
import json
import os
import pickle
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
from attrs import asdict, evolve

from rows_both_ways import Documented, as_bytes, as_decoded, changed, compare, compare_bytes, documented
from venues import DecodeError, StubTransport
from venues._runtime.compiled import answers_of, compiled_module, shape_of
from venues._runtime.envelopes import with_payload
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
    random, taken, from_bytes = Random(17), 0, 0
    for _ in range(1500):
        case = random.choice(answers)
        payload = changed(case.payload, random)
        taken += compare(case, as_decoded(payload, exact=case.exact))
        from_bytes += compare_bytes(case, as_bytes(case, payload, random), exact=case.exact)
    assert 400 < taken < 1400
    assert 300 < from_bytes < 1200


@needs_module
def test_documented_answers_are_read_from_bytes(answers: tuple[Documented, ...]) -> None:
    whole = [json.dumps(with_payload(case.envelope, case.body, case.payload)).encode() for case in answers]
    taken = [compare_bytes(case, body, exact=case.exact) for case, body in zip(answers, whole, strict=True)]
    assert sum(taken) > 85


BODY = b'{"code":"0","msg":"","data":[%b]}'
ROW = orjson.dumps(POSITION)


def answer(cls: type[Row], body: bytes, *, exact: bool = False) -> Any:
    shape = shape_of(cls)
    assert shape is not None
    return answers_of(shape, "rows", "data", exact=exact)(body)


@needs_module
def test_rows_from_bytes_are_those_from_dicts_and_what_stands_beside_them_is_kept() -> None:
    spaced = b' {\n"code" : 0 ,"data": [ %b\t, {} ] ,"more":{"\\u0061":[1.5,null]},"time":-5}\r\n' % ROW
    [position, empty], beside = answer(Position, spaced)
    assert position == Position.from_wire(POSITION)
    assert empty == Position.from_wire({})
    assert beside == {"code": 0, "more": {"a": [1.5, None]}, "time": -5}
    assert (position.raw, position.extra, position.to_wire()) == (POSITION, {"new": {"a": [1]}}, POSITION)
    assert position.raw is position.raw
    assert position.close_order_algo[0].raw == {"algoId": "7", "slTriggerPx": "2.5"}
    assert answer(Candle, BODY % b"") == ([], {"code": "0", "msg": ""})


@needs_module
@pytest.mark.parametrize(
    "row",
    [
        b'{"pos":"1","pos":"2"}',
        b'{"pos":"","pos":"2"}',
        b'{"p\\u006fs":"1"}',
        b'{"pos":"NaN"}',
        b'{"pos":1.5}',
        b'{"pos":"1"',
        b'{"pos":"1",}',
        b'{"pos":"1"}}',
        b'{"pos" "1"}',
        b'{"pos":01}',
        b'{"pos":-}',
        b'{"pos":"1\x00"}',
        b'{"instId":"a\nb"}',
        b'{"instId":"\xff"}',
        b'{"instId":"\\ud800"}',
        b'{"instId":"\xed\xa0\x80"}',
        b'{"\xff":"1"}',
        b'{"added":[1}',
        b'{"added":nul}',
        b'{"added":' + b"[" * 70 + b"]" * 70 + b"}",
        b'{"adl":1e400}',
        b"null",
        b"[]",
    ],
)
def test_odd_bytes_are_left_to_python(row: bytes) -> None:
    assert answer(Position, BODY % row) is NotImplemented
    assert answer(Position, BODY % (ROW + b"," + row)) is NotImplemented


@needs_module
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b'{"data":null}',
        b'{"data":{}}',
        b'{"data":[]',
        b'{"data":[]} x',
        b'{"data":[]}\x00',
        b'\xef\xbb\xbf{"data":[]}',
        b'{"data":[],"data":[]}',
        b'{"code":"0","code":"1","data":[]}',
        b'{"code":"0","data":[],}',
        b'{"code":"0","data":[]}{}',
        b'{"code":"\xff","data":[]}',
    ],
)
def test_an_odd_envelope_is_left_to_python(body: bytes) -> None:
    assert answer(Position, body) is NotImplemented


@needs_module
def test_exact_numbers_outside_of_text_are_left_to_python() -> None:
    row = b'{"instId":"a","added":1.10}'
    [position], _ = answer(Position, BODY % row)
    assert position.extra == {"added": 1.1}
    assert answer(Position, BODY % row, exact=True) is NotImplemented
    assert answer(Position, BODY % b'{"added":[1.10]}', exact=True) is NotImplemented
    [position], _ = answer(Position, BODY % b'{"pos":9223372036854775807,"added":-12}')
    assert (position.pos, position.extra) == (Decimal("9223372036854775807"), {"added": -12})


@needs_module
def test_a_row_from_bytes_can_be_copied_pickled_and_described() -> None:
    [position], _ = answer(Position, BODY % ROW)
    made: Any
    for made in (copy.copy(position), copy.deepcopy(position), pickle.loads(pickle.dumps(position))):
        assert (made, made.raw, made.close_order_algo) == (position, POSITION, position.close_order_algo)
    [candle], _ = answer(Candle, BODY % orjson.dumps(CANDLE))
    assert (evolve(candle, high=Decimal(9)).raw, asdict(candle)["raw"]) == (CANDLE, CANDLE)
    [fresh], _ = answer(Position, BODY % ROW)
    fresh.raw = {"pos": "2"}
    assert (fresh.raw, fresh.to_wire()) == ({"pos": "2"}, {"pos": "-1.50"})
    with pytest.raises(AttributeError):
        _ = Position.__new__(Position).raw


@needs_module
def test_threads_that_ask_for_the_json_of_a_row_get_the_same() -> None:
    [position], _ = answer(Position, BODY % ROW)
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(position.raw)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [POSITION] * 8


@needs_module
@pytest.mark.parametrize("last", [ROW, b'{"pos":"NaN"}', b'{"new":"\\u0041","adl":true}', b'{"instId":"\xff"}', b"{"])
def test_nothing_of_the_bytes_of_an_answer_is_kept(last: bytes) -> None:
    body = BODY % b",".join([*[ROW] * 20, last])
    shape = shape_of(Position)
    assert shape is not None
    take = answers_of(shape, "rows", "data", exact=False)
    shared = (None, NotImplemented, Position, Decimal, body)
    take(body)
    gc.collect()
    before, blocks = [sys.getrefcount(one) for one in shared], sys.getallocatedblocks()
    for _ in range(500):  # 10 000 rows
        take(body)
    gc.collect()
    assert sys.getallocatedblocks() - blocks < 50
    assert all(abs(sys.getrefcount(one) - count) < 50 for one, count in zip(shared, before, strict=True))


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
