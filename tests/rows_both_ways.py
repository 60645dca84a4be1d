"""Documented answers, changed at random, read by the compiled module and by Python.

Each is read from the dicts and lists that orjson makes, and from bytes, which are changed too. ``python
tests/rows_both_ways.py COUNT`` reads so many of them, and exits with 1 where the two differ.
"""

import json
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import orjson
from attrs import fields, frozen

from venues._runtime.envelopes import kept, key_of, payload_of, with_payload
from venues._runtime.json_types import is_array, is_object, parsed_json
from venues._runtime.payloads import RowsPayload
from venues._runtime.rows import FieldError, Row, only_finite
from venues._runtime.venue import Envelope
from venuespec.spec.load import load_venue

SPEC = Path(__file__).parent.parent / "spec"
ODD: tuple[Any, ...] = (
    "", " ", "0", "00", "1", "-1", "+1", "1.", ".5", "1e5", "1E-7", "1e999999999", "-0", "NaN", "nan12", "-sNaN", "Infinity",
    "-inf", "1_0", " 1", "1 ", "٣", "²", "9" * 30, "9" * 5000, "0x1", "1.2.3", "--1", "1700000000000", "253402300800000",
    "253402300799999", "-62135596800000", "1700000000000.5", "1700000000", "2026-01-05T10:00:00Z", "true", "FALSE", "yes", "null",
    "USDT", "a%2Cb%", "é", "\ud7ff\U0001f600", "\0", None, True, False, 0, 1, -1, 7, 2**53 + 1, 2**64 - 1, -(2**63), 1700000000000,
    253402300800000, 0.0, -0.0, 1.5, 0.1, 1e300, 1e-300, [], {}, [None], [""], ["1", "NaN"], [[]], [{}], {"a": None}, {"": "1"},
)  # fmt: skip


@frozen
class Documented:
    """An endpoint's payload reader with the JSON of an answer, and whether its numbers are read exactly."""

    name: str
    reader: RowsPayload[Any]
    payload: Any
    exact: bool
    envelope: Envelope
    body: Any
    """The whole answer of the documentation."""


@cache
def documented(*names: str) -> tuple[Documented, ...]:
    """The payloads of all documented answers with rows, of these venues or of all."""
    folders = sorted(file.parent for file in SPEC.glob("*/venue.yaml"))
    return tuple(found for folder in folders if not names or folder.name in names for found in _of(folder))


def _of(folder: Path) -> Iterator[Documented]:
    package = import_module(f"venues.{folder.name}")
    requests = import_module(f"{package.__name__}.index").REQUESTS
    venue = import_module(f"{package.__name__}.venue").VENUE
    for endpoint in load_venue(folder).endpoints:
        group, module, name = requests.get(f"{endpoint.method} {endpoint.path}", ("", "", ""))
        request: Any = getattr(import_module(f"{package.__name__}.{group}.{module}"), name) if name else None
        if request is None or type(request.payload) is not RowsPayload:
            continue
        envelope = request.endpoint.envelope or venue.envelope
        for example in endpoint.examples:
            payload = payload_of(envelope, example.response)
            if payload:
                exact = request.endpoint.exact
                yield Documented(request.endpoint.name, request.payload, payload, exact, envelope, example.response)


def as_decoded(payload: Any, *, exact: bool) -> Any:
    """Return JSON as the client decodes it: other objects, keys that are shared, exact numbers."""
    return parsed_json(orjson.dumps(payload), exact=exact)


def changed(payload: Any, random: Random) -> Any:
    """Return a payload with one to three changes."""
    held = [deepcopy(payload)]
    for _ in range(random.randrange(1, 4)):
        places = [*_places(held)]
        within, key = random.choice(places)
        _change(within, key, random)
    return held[0]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, item in value.items() if is_object(value) else enumerate(value):
        yield value, key
        if is_object(item) or is_array(item):
            yield from _places(item)


def _change(within: Any, key: Any, random: Random) -> None:
    way, value = random.randrange(10), within[key]
    if way == 0 and is_object(within):
        del within[key]
    elif way == 1 and is_object(within):
        within[f"{key}x"] = value
    elif way == 2 and is_object(within):
        items = [*within.items()]
        random.shuffle(items)
        within.clear()
        within.update(items)
    elif way == 3 and is_array(value) and value:
        value.append(deepcopy(random.choice(value)))
    elif way == 4 and is_array(value) and value:
        value.pop(random.randrange(len(value)))
    elif way == 5 and isinstance(value, str) and value:
        at = random.randrange(len(value) + 1)
        within[key] = value[:at] + random.choice("0123456789.-+eE %nN_ \u0663") + value[at + random.randrange(2) :]
    elif way == 6 and isinstance(value, str):
        within[key] = random.choice(
            (f"{random.uniform(-1e6, 1e6):.{random.randrange(12)}f}", str(random.randrange(10**14)))
        )
    else:
        within[key] = deepcopy(random.choice(ODD))


def compare(case: Documented, payload: Any) -> bool:
    """Read a payload in both ways; return whether the compiled module took it. Raises AssertionError where they differ."""
    compiled = case.reader.compiled(payload)
    if compiled is NotImplemented:
        return False
    try:
        read = case.reader(payload)
        only_finite(read, "data")
    except FieldError as error:
        raise AssertionError(f"Python refuses what the compiled module takes: {error}") from error
    same(read, compiled, case.name)
    assert repr(read) == repr(compiled)
    return True


@cache
def _bytes_reader(case_reader: RowsPayload[Any], key: str | None, exact: bool) -> Callable[[bytes], Any] | None:
    return case_reader.of_bytes(key, exact=exact)


def as_bytes(case: Documented, payload: Any, random: Random) -> bytes:
    """Return an answer with this payload as bytes: written in one of several ways, one in three with a change of its own."""
    whole = with_payload(case.envelope, case.body, payload)
    written = json.dumps(whole, indent=random.choice((None, None, 1)), ensure_ascii=random.random() < 0.5).encode(
        "utf-8", "surrogatepass"
    )
    if random.randrange(3):
        return written
    at, way = random.randrange(len(written)), random.randrange(4)
    if way == 0:
        return written[:at]
    if way == 1:
        return written[:at] + written[at + random.randrange(1, 4) :]
    if way == 2:
        return written[:at] + random.choice(ODD_BYTES) + written[at + random.randrange(2) :]
    other = random.randrange(len(written))
    return written[:at] + written[min(at, other) : max(at, other)][:200] + written[at:]


ODD_BYTES = (
    b"\0", b"\x7f", b"\x1f", b"\x80", b"\xff", b"\xc3\xa9", b"\xed\xa0\x80", b"\xef\xbb\xbf", b'"', b"\\", b'\\"', b"\\u0030",
    b"\\ud800", b"{", b"}", b"[", b"]", b",", b":", b"{}", b"[]", b" ", b"\t", b"\n", b"\f", b"\xa0", b"-0", b"-", b"0", b"00", b"1.5",
    b"1e5", b"1E400", b"9223372036854775807", b"9223372036854775808", b"-9223372036854775809", b"123456789012345678", b"null", b"nul",
    b"true", b"false", b"NaN", b"Infinity", b'"":1,', b'"code":"1",', b"[" * 70, b"[" * 70 + b"]" * 70, b"[" * 2000 + b"]" * 2000,
    b'"a":1.5,', b'"a":"1",', b"/", b"/**/",
)  # fmt: skip


def compare_bytes(case: Documented, body: bytes, *, exact: bool) -> bool:
    """Do what ``compare`` does with the bytes of an answer."""
    key = case.envelope.data
    take = None if "." in (key or "") else _bytes_reader(case.reader, key, exact)
    compiled = NotImplemented if take is None else take(body)
    if compiled is NotImplemented:
        return False
    data, beside = compiled
    try:
        whole = kept(case.envelope, parsed_json(body, exact=exact))
        read = case.reader(whole.pop(key_of(case.envelope)))
        only_finite(read, "data")
    except (ValueError, FieldError) as error:
        raise AssertionError(f"Python refuses what the compiled module takes: {error}") from error
    same(read, data, case.name)
    assert (repr(read), repr(whole)) == (repr(data), repr(beside))
    return True


def same(one: Any, other: Any, where: str) -> None:
    """Assert that two decoded values are the same in type, value, digits, time zone, and what they lack."""
    assert type(one) is type(other), where
    if isinstance(one, Row):
        assert repr(one.raw) == repr(other.raw), where  # with the order of keys
        for attribute in fields(type(one)):
            if attribute.name != "raw":
                name = attribute.name
                same(one.get(name), other.get(name), f"{where}.{name}")
                assert hasattr(one, name) == hasattr(other, name), f"{where}.{name}"
        assert one == other, where
        assert one.to_wire() == other.to_wire(), where
        assert one.extra == other.extra, where
    elif isinstance(one, list):
        assert len(one) == len(other), where
        for index, pair in enumerate(zip(one, other, strict=True)):
            same(*pair, f"{where}[{index}]")
    elif isinstance(one, dict):
        assert [*one] == [*other], where
        for key, value in one.items():
            same(value, other[key], f"{where}.{key}")
    elif isinstance(one, Decimal):
        assert one.as_tuple() == other.as_tuple(), where
    elif isinstance(one, datetime):
        assert (one, one.tzinfo) == (other, other.tzinfo), where
    else:
        assert one == other, where


def main(count: int) -> int:
    """Compare so many changed payloads; print what came of them."""
    random, cases, taken, from_bytes = Random(count), documented(), 0, 0
    for number in range(count):
        case = random.choice(cases)
        payload = changed(case.payload, random) if random.randrange(8) else case.payload
        exact = case.exact or random.randrange(4) == 0
        body = as_bytes(case, payload, random)
        try:
            taken += compare(case, as_decoded(payload, exact=exact))
            from_bytes += compare_bytes(case, body, exact=exact)
        except AssertionError as error:
            print(f"{number}: {case.name}: {error}\n{orjson.dumps(payload).decode()[:2000]}\n{body[:2000]!r}")
            return 1
    print(
        f"{count} changed answers of {len(cases)}: the compiled module read {taken} of them from dicts and {from_bytes} "
        "from bytes, all of them as Python does"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
