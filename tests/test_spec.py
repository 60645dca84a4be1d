"""Spec files: read strictly, resolved, linted; every problem with file and line."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from venuespec.checks.examples import against_table
from venuespec.checks.lint import lint, lint_folder
from venuespec.rules.tree import JsonType
from venuespec.spec.load import load_venue
from venuespec.spec.model import Field
from venuespec.spec.problem import SpecError
from venuespec.spec.yaml import parse

FILE = Path("f.yaml")


def complaints(text: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        parse(text, FILE)
    return [str(each) for each in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: no", "f.yaml:1: no can be read as true or false; write true or false, or 'no' if it is text [yaml-trap]"),
        ("required: yes", "f.yaml:1: yes can be read as true or false; write true or false, or 'yes' if it is text [yaml-trap]"),
        ("a: 0123", "f.yaml:1: 0123 can be read as a number; write '0123' if it is text [yaml-trap]"),
        ("a: 12:30", "f.yaml:1: 12:30 can be read as a number; write '12:30' if it is text [yaml-trap]"),
        ("a: 1e5", "f.yaml:1: 1e5 can be read as a number; write '1e5' if it is text [yaml-trap]"),
        ("a: 1_000", "f.yaml:1: 1_000 can be read as a number; write '1_000' if it is text [yaml-trap]"),
        ("a: ~", "f.yaml:1: ~ can be read as nothing; write '~' if it is text [yaml-trap]"),
        ("a: 2026-01-01 10:00:00", "f.yaml:1: 2026-01-01 10:00:00 can be read as a date; write '2026-01-01 10:00:00' if it is text [yaml-trap]"),
        ("a:", "f.yaml:1: there is no value here; leave the key out, or write '' for empty text [yaml-empty]"),
        ("a: 1\nb: 2\na: 3", "f.yaml:3: the key 'a' stands here a second time, first in line 1 [yaml-duplicate-key]"),
        ("a: &x 1\nb: *x", "f.yaml:1: this is used again by an alias; write the value out there [yaml-alias]"),
        ("a: !!python/object:os.system x", "f.yaml:1: the tag tag:yaml.org,2002:python/object:os.system is not used in specs [yaml-tag]"),
        ("a: [1", "is not YAML: did not find expected ',' or ']' [yaml-syntax]"),
        ("a: {b: One: two}", "f.yaml:1: is not YAML: did not find expected ',' or '}'; quote a text that holds a colon or brackets, and close what is open [yaml-syntax]"),
        ("a:\n\tb: 1", "f.yaml:2: is not YAML: found character that cannot start any token; indent with spaces, not with tabs [yaml-syntax]"),
        ("a: {b: One, two}", "f.yaml:1: two has no value; quote a text that holds a comma, write a list as [a, b] [yaml-empty]"),
        ("", "f.yaml:1: is empty [yaml-syntax]"),
    ],
)  # fmt: skip
def test_yaml_that_can_be_misread_is_refused(text: str, message: str) -> None:
    assert any(message in each for each in complaints(text)), complaints(text)


def test_digests_in_the_lock_need_no_quotes_because_other_libraries_write_none() -> None:
    text = yaml.safe_dump({"codes": {"1": "954e6294", "2": "12345678", "3": "y"}})
    assert ": 954e6294\n" in text
    assert parse(text, Path("lock.yaml")).data == {"codes": {"1": "954e6294", "2": "12345678", "3": "y"}}
    with pytest.raises(SpecError, match="12:30 can be read as a number"):
        parse("a: 12:30", Path("lock.yaml"))


def test_yaml_that_is_plain_is_taken() -> None:
    data = parse("a: {b: 'no', c: 1, d: 0.10, e: true, f: 2026-01-15, g: null, h: Text here}", FILE).data
    assert data == {
        "a": {"b": "no", "c": 1, "d": Decimal("0.10"), "e": True, "f": "2026-01-15", "g": None, "h": "Text here"}
    }
    assert str(data["a"]["d"]) == "0.10"


@pytest.fixture
def copy(founding: Path) -> Callable[..., Path]:
    """A copy of the OKX spec with a text replaced in one endpoint's file."""

    def make(old: str, new: str, file: str = "account/set_leverage.yaml") -> Path:
        text = (founding / file).read_text()
        assert old in text
        (founding / file).write_text(text.replace(old, new, 1))
        return founding

    return make


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  title: Set leverage\n", "  titel: Set leverage\n", "docs: unknown key titel; did you mean title; known keys: source, title, method, path, as_of, "),
        ("name: lever, type: String,", "name: lever, default: 5, type: String,", "docs.request[2].default: expected text, found 5; write '5' [spec-structure]"),
        ("name: lever, type: String, required: true,", "name: lever, type: String, required: 'yes',", "docs.request[2].required: expected true, false, conditional or unknown, found 'yes'; write true or false [spec-structure]"),
        ("permissions: [trade]", "permissions: trade", "docs.permissions: expected a list, found 'trade'; write [trade] [spec-structure]"),
        ("rate_limits:\n  - {limit: 20, per: 2s, counts: request, key: [user_id]}\n", "rate_limits: 20/2s\n", "docs.rate_limits: expected a list, found '20/2s' [spec-structure]"),
        ("method: POST", "method: PSOT", "docs.method: 'PSOT' is none of GET, POST, PUT, DELETE [spec-structure]"),
        ("per: 2s", "per: 2 seconds", "'2 seconds' is not a time span; write it like 2s, 500ms, 12h or 30d [spec-structure]"),
        ("type: String, required: true, label: Leverage", "type: Strnig, required: true, label: Leverage", "lever has the unknown type label 'Strnig'; known labels: string, decimal, boolean, bool, integer, int, long, number, double, object, map, json, array [row-type]"),
        ("- {name: ccy,", "- {name: instId,", "instId has a row already [row-twice]"),
        ("require: [posSide]", "require: [posside]", "there is no parameter posside; did you mean posSide; there are: instId, ccy, lever, mgnMode, posSide; the table is at "),
        ("require: [posSide]", "require: posSide", "expected a list, found 'posSide'; write [posSide] [rule-syntax]"),
        ("context.acctLv: '2'", "context.acctLvl: '2'", "the venue's context has no acctLvl; it has: acctLv, posMode, "),
        ("id: ccy_means_cross", "id: instrument_or_currency", "there is another rule with the id instrument_or_currency [rule-syntax]"),
        ("because: Leverage for a whole", "becuase: Leverage for a whole", "unknown key becuase in a rule; did you mean because, refuse; known keys: all_or_none, at_least_one, at_most_one, because, certainty, compare, each, exactly_one, forbid, id, ignore, in, level, prefer, refuse, require, restrict, when [rule-syntax]"),
        ("when: {present: ccy}", "when: {ctx.acctLv: '2'}", "ctx.acctLv is written context.acctLv"),
        ("when: {present: ccy}", "when: {inst_type: SWAP}", "inst_type is written instrument.type"),
        ("at_least_one: [instId, ccy]", "refuse: true", "refuse needs a condition and stands alone; write when: and no other assertion"),
        ("at_least_one: [instId, ccy]", "refuse: yes_please", "refuse takes true, got 'yes_please'; its condition says what is refused"),
        ("when: {present: ccy}", "when: {exists: ccy}", "there is no parameter exists; there are: instId, ccy, lever, mgnMode, posSide; nor is it a condition; conditions: absent, all, any, context.acctLv, "),
        ("{mgnMode: {in: [cross]}}", "{mgnMode: {one_of: [cross]}}", "unknown key one_of; known keys: equals, gt, gte, in, "),
        ("{present: ccy}", "{present: $.coin}", "there is no parameter $.coin; there are: $.instId, $.ccy, "),
        ("1: {instType: MARGIN}", "12: {instType: MARGIN}", "there is no request example 12; the page has 11 [context-gone]"),
        ("    ccy: {description", "    coin: {description", ") has a row coin; it is left out [field-gone]"),
        ('"lever":"5","mgnMode":"isolated"}\'\n  - title: MARGIN, cross, Spot', '"lever":"5",}\'\n  - title: MARGIN, cross, Spot', "is not JSON"),
    ],
)  # fmt: skip
def test_a_slip_is_found_at_its_line(copy: Callable[..., Path], old: str, new: str, message: str) -> None:
    folder = copy(old, new)
    text = (folder / "account" / "set_leverage.yaml").read_text()
    lines = [number for number, line in enumerate(text.splitlines(), 1) if new.splitlines()[0] in line]
    [found] = [each for each in lint_folder(folder) if message.split(" [")[0] in each.message]
    assert message in str(found)
    assert any(abs(found.place.line - line) <= 1 for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("source: https://", "source: ftp://", "source-missing"),
        ("summary: Set the leverage of an instrument, an underlying or a borrowing currency.", "summary: ''", "summary-missing"),
        ('"ccy":"BTC","lever":"5","mgnMode":"cross"', '"ccy":"BTC","lever":"5","mgnMode":"cross","uly":"BTC-USD"', "example-param"),
        ('"ccy":"BTC","lever":"5","mgnMode":"cross"', '"ccy":"BTC","mgnMode":"cross"', "example-required"),
        ('"ccy":"BTC","lever":"5","mgnMode":"cross"', '"ccy":"BTC","lever":"5","mgnMode":"crossed"', "example-value"),
        ('"ccy":"BTC","lever":"5","mgnMode":"cross"', '"ccy":"BTC","lever":5,"mgnMode":"cross"', "example-type"),
        ('"ccy":"BTC","lever":"5","mgnMode":"cross"', '"ccy":"BTC","lever":"5","mgnMode":"isolated"', "example-rule"),
        ('"posSide": "long"\n', '"posSide": "long", "extra": "1"\n', "example-field"),
        ("params: [instId, mgnMode]", "params: [instIds]", "note-unknown"),
        ("restrict: {mgnMode: {in: [cross]}}", "restrict: {mgnMode: {in: [crossed]}}", "rule-value"),
        ("  - {name: lever, type: String, label: Leverage}", "  - {name: leverages, type: String, label: Leverage}", "word-missing"),
        ("label: Leverage}", "label: \"Lev\\u0007erage\"}", "text-control"),
    ],
)  # fmt: skip
def test_lint_finds(copy: Callable[..., Path], old: str, new: str, check: str) -> None:
    assert check in {each.check for each in lint(load_venue(copy(old, new)))}


def test_an_example_of_another_type_says_what_to_write(copy: Callable[..., Path]) -> None:
    [found] = [each for each in lint(load_venue(copy('"lever":"5"', '"lever":5'))) if each.check == "example-type"]
    assert found.severity == "error"
    assert "lever is a number here, and the table says String; write it in quotes" in found.message


@pytest.mark.parametrize(
    ("json", "value", "message"),
    [
        ("string", True, "a is true or false here, and the table says Label; write it in quotes"),
        ("boolean", "true", "a is text here, and the table says Label; write true or false"),
        ("integer", "1", "a is text here, and the table says Label; write it without quotes"),
        ("integer", 1.5, "a is a number here, and the table says Label; write it without quotes"),
        ("array", {"b": 1}, "a is an object here, and the table says Label; write a list"),
        ("object", [1], "a is a list here, and the table says Label; write an object"),
        ("string", "1", None),
        ("boolean", False, None),
        ("integer", 1, None),
        ("number", 1, None),
        ("number", 1.5, None),
        ("array", [1], None),
        ("object", {"b": 1}, None),
    ],
)
def test_the_json_type_of_an_example_is_that_of_its_table(json: JsonType, value: object, message: str | None) -> None:
    row = Field(name="a", type="Label", json=json, kind="any")
    found = [text for check, _, text in against_table([row], {"a": value}) if check == "example-type"]
    assert found == ([message] if message else [])
    assert not [check for check, _, _ in against_table([row], {"a": value}, query=True) if check == "example-type"]


@pytest.fixture
def orders(founding: Path, frozen_root: Path) -> Path:
    """The founding spec with an endpoint that places orders and the one that tells what became of them."""
    for name in ("place_order.yaml", "get_order.yaml"):
        (founding / "trade").mkdir(exist_ok=True)
        (founding / "trade" / name).write_text((frozen_root / "spec" / "okx_v5" / "trade" / name).read_text())
    return founding


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  dedup_key: clOrdId\n", "", "nothing is asked by the dedup_key"),
        ("clOrdId: clOrdId}", "clOrdId: tag}", "nothing is asked by the dedup_key"),
        ("{instId: instId,", "{instId: symbol,", "the request table has no symbol; reconcile is left out [reconcile]"),
        ("expires: expTime", "expires: validUntil", "no header validUntil is sent [reconcile]"),
        ("table: orders,", "table: order,", "venue.yaml has no table of orders order [sandbox]"),
        ("does: place", "does: places", "'places' is none of place, amend, cancel, cancel_all, close, read"),
    ],
)
def test_what_finds_an_order_out_must_be_in_the_tables(orders: Path, old: str, new: str, message: str) -> None:
    file = orders / "trade" / "place_order.yaml"
    file.write_text(file.read_text().replace(old, new, 1))
    assert any(message in str(each) for each in lint_folder(orders))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("trade.get_order", "trade.get_orders", "reconcile asks trade.get_orders, which is not a reading endpoint"),
        ("{instId: instId,", "{symbol: instId,", "trade.get_order has no parameter symbol"),
        ("created: cTime", "created: time", "trade.get_order answers no field time"),
        ("absent: ['51603']", "absent: ['99999'], match: {id: clOrdId}", "trade.get_order answers no field id"),
        ("absent: ['51603']", "absent: ['99999']", "errors.yaml has no code 99999"),
    ],
)
def test_what_is_asked_must_be_in_the_spec(orders: Path, old: str, new: str, message: str) -> None:
    file = orders / "trade" / "place_order.yaml"
    file.write_text(file.read_text().replace(old, new, 1))
    assert any(message in each.message for each in lint(load_venue(orders)) if each.check == "reference-unknown")


def test_lint_checks_what_belongs_to_the_venue(copy: Callable[..., Path]) -> None:
    folder = copy("field: ts", "field: time", "venue.yaml")
    (folder / "fields.yaml").write_text(
        (folder / "fields.yaml").read_text() + "zzz: {kind: text, description: Nothing.}\n"
    )
    found = [str(each).partition("venue.yaml:1: ")[2] or str(each) for each in lint(load_venue(folder))]
    assert "public.get_system_time answers no field time [reference-unknown]" in found
    assert any("no endpoint has a field zzz [word-unused]" in each for each in found)
    (folder / "account" / "zzz.yaml").write_text((folder / "account" / "set_leverage.yaml").read_text())
    with pytest.raises(SpecError, match=r"is in .*set_leverage.yaml already \[endpoint-twice\]"):
        load_venue(folder)


@pytest.mark.parametrize("name", ["okx_v5", "coinswitch_hft", "archive/okx_v5_legacy"])
def test_the_specs_have_no_errors(venue: Callable[[str], Any], name: str) -> None:
    assert [str(each) for each in lint(venue(name)) if each.severity == "error"] == []


def test_facts_of_the_founding_pages(frozen: Callable[[str], Any]) -> None:
    okx = frozen("okx_v5")
    read = okx.endpoint("GET", "/api/v5/account/leverage-info")
    assert {row.name: (row.required, row.limits.max_items, row.separator) for row in read.request} == {
        "instId": ("conditional", 20, ","),
        "ccy": ("conditional", 20, ","),
        "mgnMode": ("yes", None, None),
    }
    write = okx.endpoint("POST", "/api/v5/account/set-leverage")
    assert sum(each.request is not None for each in write.examples) == 11
    assert [(each.limit, each.window, each.key) for each in write.rate_limits] == [(20, Decimal(2), ("user_id",))]
    assert (write.permissions, read.permissions) == (("trade",), ("read",))
    switch = frozen("ku").endpoint("POST", "/v5/position/set-leverage")
    assert (switch.success_codes, switch.error_codes) == (("110043",), ("110043",))
