"""Kinds of values: from a spec's word to what is sent, what is read, and back, on a small frozen venue."""

import importlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import jsonschema
import orjson
import pytest
from attrs import evolve

import venues
from venues._runtime import rows
from venues._runtime.errors import RequestError
from venues._runtime.json_types import json_text, parsed_json
from venues._runtime.transport.stub import StubTransport
from venuespec.checks.lint import lint
from venuespec.kinds.inference import misread
from venuespec.kinds.registry import KINDS, ValueKind
from venuespec.naming import snake
from venuespec.python_text import PyName, UnsafeTextError
from venuespec.sdk.emit import emit
from venuespec.sdk.generate import generate, owned
from venuespec.sdk.layout import finished
from venuespec.sdk.plan import plan
from venuespec.sdk.render import render
from venuespec.sdk.templating import template
from venuespec.spec.json_schema import endpoint_schema
from venuespec.spec.load import load_venue
from venuespec.spec.model import VenueSpec

SPEC = Path(__file__).parent / "kinds" / "every_kind"
KEYS = {"api_key": "the-key", "secret_key": "the-secret"}
MADE = datetime(2026, 1, 5, 10, 0, 0, 123456, tzinfo=UTC)
ORDER: dict[str, Any] = {"symbol": "BTC-USDT", "side": "buy", "px": 1}


@pytest.fixture(scope="module")
def spec() -> VenueSpec:
    return load_venue(SPEC)


@pytest.fixture(scope="module")
def sdk(spec: VenueSpec, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The venue's package, importable as ``venues.every_kind`` beside those of the repository."""
    root = tmp_path_factory.mktemp("sdk")
    emit(root, generate([spec]), owned([spec]))
    venues.__path__.append(str(root / "generated" / "venues"))
    yield root
    venues.__path__.pop()
    for name in [each for each in sys.modules if each.startswith("venues.every_kind")]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def orders(sdk: Path) -> ModuleType:
    return importlib.import_module("venues.every_kind.trade.place_order")


def test_the_registry_knows_every_kind_by_its_own_name() -> None:
    assert tuple(KINDS) == get_args(ValueKind)
    assert [kind.name for kind in KINDS.values()] == list(KINDS)


def test_the_guides_name_every_kind(root: Path) -> None:
    guides = [(root / "docs" / name).read_text() for name in ("adding-an-endpoint.md", "adding-a-venue.md")]
    assert [name for name in KINDS if f"`{name}`" not in guides[0] or f" {name}" not in guides[1]] == []


def test_no_parameter_is_named_as_a_converter_that_its_class_must_reach() -> None:
    forms = [form for kind in KINDS.values() for form in (kind.text, kind.integer, kind.number, kind.boolean)]
    names = {str(form.converter) for form in forms if form.converter}
    assert [name for name in names if snake(name) == name] == []


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        ({"px": Decimal("1.10")}, b'"px":1.10'),
        ({"px": Decimal("1E-5")}, b'"px":0.00001'),
        ({"px": 1e-05}, b'"px":0.00001'),
        ({"px": 0.1}, b'"px":0.1'),
        ({"px": "2.500"}, b'"px":2.500'),
        ({"px": 12345678901234567890123}, b'"px":12345678901234567890123'),
        ({"px": Decimal("123456789012345678.123456789")}, b'"px":123456789012345678.123456789'),
        ({"size": Decimal("1.10")}, b'"size":"1.10"'),
        ({"count": "3"}, b'"count":3'),
        ({"hidden": True}, b'"hidden":true'),
        ({"valid_until": MADE}, b'"validUntil":"2026-01-05T10:00:00.123456Z"'),
        ({"valid_until": MADE.replace(microsecond=0)}, b'"validUntil":"2026-01-05T10:00:00.000Z"'),
        (
            {"valid_until": datetime(2026, 1, 5, 18, tzinfo=timezone(timedelta(hours=8)))},
            b'"validUntil":"2026-01-05T10:00:00.000Z"',
        ),
        ({"valid_until": "2026-01-05T10:00:00+01:00"}, b'"validUntil":"2026-01-05T10:00:00+01:00"'),
        ({"sent_ns": MADE}, b'"sentNs":"1767607200123456000"'),
        ({"sent_ns": 1767607200123456789}, b'"sentNs":"1767607200123456789"'),
        ({"sent_us": MADE}, b'"sentUs":"1767607200123456"'),
        ({"sent_ms": MADE}, b'"sentMs":1767607200123'),
        ({"sent_ms": "1767607200123"}, b'"sentMs":1767607200123'),
        ({"sent_s": MADE}, b'"sentS":1767607200'),
    ],
)
def test_a_parameter_goes_out_in_the_form_of_its_kind_and_type(
    orders: ModuleType, arguments: dict[str, Any], sent: bytes
) -> None:
    stub = StubTransport()
    stub.answer("POST", "/v1/order", {"code": "0", "data": [{"orderId": "7"}]})
    client = importlib.import_module("venues.every_kind").Client
    with client(**KEYS, transport=stub) as kinds:
        kinds.send(orders.PlaceOrder(**(ORDER | arguments)))
    assert sent in stub.calls[0].body


@pytest.mark.parametrize(
    "arguments",
    [
        {"px": float("nan")},
        {"px": "one"},
        {"px": "1_0"},
        {"px": True},
        {"px": "1e999999999"},
        {"valid_until": 1767607200},
        {"valid_until": datetime(2026, 1, 5)},
        {"sent_us": datetime(2026, 1, 5)},
        {"sent_ms": datetime(2026, 1, 5)},
    ],
)
def test_what_a_kind_has_no_form_for_is_refused_by_name(orders: ModuleType, arguments: dict[str, Any]) -> None:
    [name] = arguments
    stub = StubTransport()
    client = importlib.import_module("venues.every_kind").Client
    with client(**KEYS, transport=stub) as kinds, pytest.raises(RequestError) as refused:
        kinds.send(orders.PlaceOrder(**(ORDER | arguments)))
    assert [each.params for each in refused.value.violations] == [
        ({"valid_until": "validUntil", "sent_us": "sentUs", "sent_ms": "sentMs"}.get(name, name),)
    ]
    assert stub.calls == []


def test_a_number_in_a_query_is_never_in_scientific_notation(sdk: Path) -> None:
    stub = StubTransport()
    stub.answer("GET", "/v1/ticker", {"code": "0", "data": []})
    client = importlib.import_module("venues.every_kind").Client
    with client(transport=stub) as kinds:
        kinds.market.get_ticker(symbol="BTC-USDT", step=Decimal("1E-7"), made_iso=MADE)
    assert stub.calls[0].url.endswith("?symbol=BTC-USDT&step=0.0000001&madeIso=2026-01-05T10%3A00%3A00.123456Z")


def answered(body: bytes) -> Any:
    """The only row of an answer with these bytes."""
    stub = StubTransport()
    stub.answer("POST", "/v1/order", body)
    client = importlib.import_module("venues.every_kind").Client
    with client(**KEYS, transport=stub) as kinds:
        [row] = kinds.trade.place_order(symbol="BTC-USDT", side="buy", px=1)
    return row


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("1.10", "1.10"),
        ("12345678901234567890.123456789012345678", "12345678901234567890.123456789012345678"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("0.1", "0.1"),
        ("1e-7", "1E-7"),
        ('"1.10"', "1.10"),
    ],
)
def test_every_digit_of_a_json_number_is_read(sdk: Path, token: str, value: str) -> None:
    row = answered(b'{"code":"0","data":[{"orderId":"7","px":' + token.encode() + b"}]}")
    assert str(row.px) == value
    assert str(row.to_wire()["px"]) == value


@pytest.mark.parametrize(
    "text",
    [
        b'{"px":NaN}',
        b'{"px":-Infinity}',
        b'{"px":"\\ud800"}',
        b'{"px":"\xed\xa0\x80"}',
        '{"px":1}'.encode("utf-16"),
        b"[" * 900 + b"1.5" + b"]" * 899,
        b"[" * 100_000 + b"]" * 100_000,
        b"9" * 5000,
        b"",
        b"<html>",
    ],
)
def test_what_is_not_json_is_not_json_for_exact_numbers_either(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parsed_json(text, exact=True)


@pytest.mark.parametrize("bad", [Decimal("NaN"), Decimal("-Infinity"), object(), {1, 2}])
def test_what_json_has_no_form_for_is_not_written(bad: object) -> None:
    with pytest.raises(TypeError):
        json_text({"px": bad})


@pytest.mark.parametrize(
    ("field", "came", "value"),
    [
        ("madeIso", "2026-01-05T10:00:00.123456789+08:00", datetime(2026, 1, 5, 2, 0, 0, 123456, tzinfo=UTC)),
        ("madeIso", "2026-01-05T10:00:00Z", datetime(2026, 1, 5, 10, tzinfo=UTC)),
        ("madeIso", "2026-01-05T10:00:00.5", datetime(2026, 1, 5, 10, 0, 0, 500000, tzinfo=UTC)),
        ("madeIso", "2026-01-05 10:00:00", datetime(2026, 1, 5, 10, tzinfo=UTC)),
        ("madeNs", "1767607200123456789", MADE),
        ("madeNs", 1767607200123456789, MADE),
        ("madeUs", 1767607200123456, MADE),
        ("madeUs", "1767607200123456", MADE),
        ("madeS", "1767607200.123456", MADE),
        ("madeS", "1767607200", datetime(2026, 1, 5, 10, tzinfo=UTC)),
        ("madeIso", "", None),
        ("madeNs", None, None),
    ],
)
def test_a_moment_is_read_in_utc_and_goes_back_with_every_digit(
    orders: ModuleType, field: str, came: Any, value: datetime | None
) -> None:
    row = orders.OrderResult.from_wire({field: came})
    moment = row.get(snake(field))
    assert moment == value
    assert moment is None or moment.utcoffset() == timedelta(0)
    assert row.to_wire() == {field: came}


def test_a_moment_that_was_set_goes_out_in_the_form_that_the_old_one_had(orders: ModuleType) -> None:
    came = {"madeIso": "2026-01-05T10:00:00+08:00", "madeNs": "1767607200123456789", "madeUs": 1767607200123456}
    row = orders.OrderResult.from_wire(came)
    row.made_iso = row.made_ns = row.made_us = datetime(2027, 1, 1, tzinfo=UTC)
    assert row.to_wire() == {
        "madeIso": "2027-01-01T00:00:00.000Z",
        "madeNs": "1798761600000000000",
        "madeUs": 1798761600000000,
    }
    by_hand = orders.OrderResult(made_ns=MADE, made_iso=MADE).to_wire()
    assert (by_hand["madeIso"], by_hand["madeNs"]) == ("2026-01-05T10:00:00.123456Z", "1767607200123456000")


@pytest.mark.parametrize("came", [{"madeIso": "yesterday"}, {"madeIso": 1767607200}, {"madeNs": "soon"}, {"px": "NaN"}])
def test_what_is_not_of_its_kind_is_an_error_of_the_answer(orders: ModuleType, came: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected"):
        orders.OrderResult.from_wire(came)._read()


ODD: tuple[Any, ...] = (
    *(
        None,
        "",
        True,
        False,
        "true",
        0,
        "0",
        -1,
        "-1500",
        1.5,
        "1.5",
        1e22,
        1e-7,
        Decimal("1.10"),
        10**400,
        "NaN",
        "1e-5",
    ),
    *("1e999999999", "Infinity", "05", "+5", "  5 ", "1_000", "１２", "x\x00y", [], {}, ["a"], {"a": 1}, "2026-07-13"),
    *("1700000000.123456789", 1700000000000, "1700000000123456789", "2026-01-05T10:00:00.123456789+08:00"),
)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.reading])
def test_a_generated_test_expects_of_every_value_what_its_reader_makes_of_it(name: ValueKind) -> None:
    kind = KINDS[name]
    names = {"datetime": datetime, "timedelta": timedelta, "UTC": UTC, "Decimal": Decimal}
    for value in ODD:
        if misread(name, value) is None:
            assert kind.reading is not None
            assert eval(kind.expects(value), names) == getattr(rows, kind.reading.reader)(value, ""), value


@pytest.mark.parametrize("name", ["endpoint", "known", "params", "headers", "items", "decode", "whole", "isoTime"])
def test_a_name_of_the_classes_that_requests_and_rows_extend_gets_an_underscore(name: str) -> None:
    assert snake(name) == {"isoTime": "iso_time_"}.get(name, f"{name}_")


def test_a_list_of_whole_numbers_takes_whole_numbers(orders: ModuleType) -> None:
    assert orders.PlaceOrder.__annotations__["states"] == tuple[int, ...] | None
    assert orders.PlaceOrder(**ORDER, states=[1, 3]).to_wire()["states"] == (1, 3)


def test_no_name_of_a_page_hides_one_that_its_class_needs(orders: ModuleType) -> None:
    came = {"text": "a", "known": "b", "failed": "c", "tags": ["d", "e"], "other": "f"}
    row = orders.OrderResult.from_wire(came)
    assert (row.text_, row.known_, row.failed_, row.tags, row.extra) == ("a", "b", "c", ["d", "e"], {"other": "f"})
    request = orders.PlaceOrder(**ORDER, parameters="p", headers_="h")
    assert request.to_wire() == {"symbol": "BTC-USDT", "side": "buy", "px": 1, "params": "p", "headers": "h"}
    assert request.headers() == {}


def test_rules_read_json_numbers_by_value(orders: ModuleType) -> None:
    def broken(**arguments: Any) -> list[str]:
        return [each.rule for each in orders.PlaceOrder(**(ORDER | arguments)).broken(None)]

    assert broken(side="sell", px=Decimal("0.50")) == ["price_of_sell"]
    assert broken(side="sell", px=Decimal("0.51")) == []
    assert broken(stop=Decimal("2.00")) == ["stop_is_not_two"]
    assert broken(stop=1.5) == ["size_with_stop"]
    assert broken(stop=1.5, size=1) == []


@pytest.mark.parametrize(
    ("request_", "valid"),
    [
        ({"symbol": "A", "side": "buy", "px": 1.5}, True),
        ({"symbol": "A", "side": "buy", "px": "1.5"}, False),
        ({"symbol": "A", "side": "buy", "px": 1.5, "stop": 2}, False),
        ({"symbol": "A", "side": "buy", "px": 1.5, "stop": 3.5}, True),
    ],
)
def test_the_json_schema_takes_numbers_where_they_travel(spec: VenueSpec, request_: Any, valid: bool) -> None:
    schema = orjson.loads(orjson.dumps(endpoint_schema(spec.endpoints[1], spec)))
    assert schema["properties"]["px"]["type"] == "number"
    assert schema["properties"]["validUntil"]["format"] == "date-time"
    assert jsonschema.Draft202012Validator(schema).is_valid(request_) is valid


def test_the_documented_requests_fit_their_tables(spec: VenueSpec) -> None:
    found = [each for endpoint in spec.endpoints for each in lint(evolve(spec, endpoints=(endpoint,)))]
    assert [str(each) for each in found if each.check in ("example-type", "example-value")] == []


@pytest.mark.parametrize("name", ["market/test_get_ticker.py", "trade/test_place_order.py"])
def test_the_generated_tests_pass_and_expect_exact_values(sdk: Path, name: str) -> None:
    file = sdk / "tests" / "generated" / "every_kind" / name
    names: dict[str, Any] = {"__name__": "generated_test"}
    exec(compile(file.read_text(), str(file), "exec"), names)  # as pytest would: a process of its own takes seconds
    tests = {each: test for each, test in names.items() if each.startswith("test_")}
    for test in tests.values():
        marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
        for case in marks[0].args[1] if marks else [None]:
            test(*(case.values if case else ()))
    if name.startswith("trade"):
        assert {"test_documented_request", "test_documented_response_1", "test_rule_stop_is_not_two"} <= tests.keys()
        assert "made_ns == datetime.fromtimestamp(1700000000, UTC) + timedelta(microseconds=123456)" in file.read_text()


@pytest.mark.parametrize(
    "words",
    [
        "Set # imports of it.",
        "# imports",
        '"""; raise SystemExit  # ',
        "{{ imports }} {% raw %} {} {0}",
        "ends in a backslash \\",
        'ends in quotes ""',
    ],
)
@pytest.mark.parametrize("where", ["summary", "title"])
def test_a_page_that_says_anything_generates_a_module_that_works(
    spec: VenueSpec, sdk: Path, words: str, where: str
) -> None:
    texts = {"summary": words} if where == "summary" else {"summary": "", "title": words}
    hostile = evolve(spec, endpoints=tuple(evolve(each, **texts) for each in spec.endpoints))
    rough = render(plan(hostile))
    path = "every_kind/trade/place_order.py"
    source = finished({path: rough[path], "group.py": rough["every_kind/trade/__init__.py"]})[path]
    names: dict[str, Any] = {
        "__name__": "venues.every_kind.trade.place_order",
        "__package__": "venues.every_kind.trade",
    }
    exec(compile(source, path, "exec"), names)
    assert names["PlaceOrder"](**ORDER).to_wire()["symbol"] == "BTC-USDT"
    assert names["__doc__"].startswith(" ".join(words.split()))


@pytest.mark.parametrize("text", ["import os", "a b", "list[int]; x", "# imports", ""])
def test_a_name_is_only_a_name(text: str) -> None:
    with pytest.raises(UnsafeTextError):
        PyName(text)


def test_a_template_writes_no_text_that_is_not_python(spec: VenueSpec) -> None:
    [module] = plan(spec).groups[0].modules
    summary: Any = "a summary as it stands on the page"
    with pytest.raises(UnsafeTextError, match="a summary as it stands"):
        template("module.py.jinja", doc=summary, patterns=False, imports=(), body=module.name)
