"""Words that no vocabulary has: their kind is told from examples, marked so, and never does harm."""

import importlib
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
from typer.testing import CliRunner

import venues
from venues._runtime.transport.stub import StubTransport
from venuespec.checks.lint import lint
from venuespec.checks.proposals import proposals
from venuespec.cli.app import app
from venuespec.kinds.inference import FieldWords, fitting, inferred, is_decimal, misread
from venuespec.sdk.emit import emit
from venuespec.sdk.generate import generate, owned
from venuespec.spec.files import RowFile
from venuespec.spec.json_schema import endpoint_schema
from venuespec.spec.load import load_venue
from venuespec.spec.model import VenueSpec, walk
from venuespec.spec.problem import SpecError
from venuespec.spec.row_types import guessed_kind

SPEC = Path(__file__).parent / "kinds" / "every_kind"
PAGE = """\
docs:
  source: https://kinds.example/docs/#redeem
  title: Redeem
  method: POST
  path: /v1/redeem
  request:
  - {name: redeemAmt, type: String, required: true, label: Amount to redeem}
  - {name: fastTrack, type: String, label: Whether to hurry}
  response:
  - {name: usdAmt, type: String, label: Amount credited}
  - {name: doneTime, type: String, label: When it was done}
  - {name: batchId, type: String, label: Batch}
  - {name: codeNo, type: String, label: Amount of codes}
  - {name: nextDate, type: String, label: Next date}
  - {name: fullyDone, type: String, label: Whether all is done}
  - {name: dayCount, type: String, label: Number of days}
  - {name: neverShown, type: String, label: Amount}
  examples:
  - request: '{"redeemAmt":"10.5","fastTrack":"true"}'
  - response: '{"code":"0","data":[{"usdAmt":"10.5","doneTime":"1700000000123","batchId":"12","codeNo":"7","nextDate":"2026-07-13","fullyDone":"false","dayCount":"3","neverShown":""}]}'
sdk:
  summary: Redeem.
  row: Redemption
"""

UNTYPED = """\
docs:
  source: https://kinds.example/docs/#deposit
  title: Deposit
  method: POST
  path: /v1/deposit
  request:
  - {name: grossAmt, type: Money, required: true, label: Amount}
  - {name: flags, type: Bitset, label: Flags}
  - {name: rebateShare, type: BigDecimal, label: Share}
  - {name: legs, type: Legs, label: Legs}
  - {name: opaque, type: Blob, label: Something}
  response:
  - {name: netAmt, type: Money, label: Amount credited}
  - {name: feeAmt, type: Money, label: Fee}
  - {name: bookedTime, type: Timestamp, label: Time}
  - {name: ownerUid, type: Snowflake, label: Owner}
  - {name: doneFlag, type: Tribool, label: Done}
  - {name: parts, type: Parts, label: Parts}
  - name: chain
    type: ChainInfo
    label: Chain
    fields:
    - {name: chainHash, type: Hex, label: Hash}
  - {name: mixed, type: Union, label: Either}
  - {name: unseen, type: Thing, label: Something}
  unread: [type-unread]
  examples:
  - request: '{"grossAmt":10.5,"flags":"A","legs":[{"px":1}]}'
  - response: '{"code":"0","data":[{"netAmt":"10.5","feeAmt":0.1,"bookedTime":1700000000123,"ownerUid":77,"doneFlag":true,"parts":[{"a":1}],"chain":{"chainHash":"ff"},"mixed":1},{"mixed":"x"}]}'
sdk:
  summary: Deposit.
  row: DepositRow
"""


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> VenueSpec:
    folder = shutil.copytree(SPEC, tmp_path_factory.mktemp("spec") / "guessed_kind")
    (folder / "trade" / "redeem.yaml").write_text(PAGE)
    (folder / "trade" / "deposit.yaml").write_text(UNTYPED)
    return load_venue(folder)


@pytest.fixture(scope="module")
def redeem(spec: VenueSpec, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    root = tmp_path_factory.mktemp("sdk")
    emit(root, generate([spec]), owned([spec]))
    venues.__path__.append(str(root / "generated" / "venues"))
    yield importlib.import_module("venues.guessed_kind.trade.redeem")
    venues.__path__.pop()
    for name in [each for each in sys.modules if each.startswith("venues.guessed_kind")]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("name", "label", "values", "kind"),
    [
        ("maxSubAmt", "Maximum subscribable amount", ["100", "0.5"], "decimal"),
        ("usdtAmt", "", ["100"], "decimal"),
        ("personalDailyLimit", "Your daily limit", ["1000000"], "decimal"),
        ("pnl", "Profit and loss", ["-1.5", "0"], "decimal"),
        ("vol", "Volume", ["1.5", "unlimited"], None),
        ("amt", "Amount", ["007"], None),
        ("amt", "Amount", ["1e5"], None),
        ("amt", "Amount", [], None),
        ("amt", "Amount", ["", None], None),
        ("batchId", "Amount of the batch", ["12"], None),
        ("errorCode", "Code of the price", ["51000"], None),
        ("vipLevel", "Fee level", ["1"], None),
        ("thing", "Thing", ["1.5"], None),
        ("dayCount", "Count", ["3"], "integer"),
        ("doneTime", "Time", ["1700000000123"], "timestamp_ms"),
        ("doneTime", "Time", ["1700000000"], "timestamp_s"),
        ("doneTime", "Time", ["1700000000123456"], "timestamp_us"),
        ("doneTime", "Time", ["1700000000123456789"], "timestamp_ns"),
        ("doneTime", "Time", ["1700000000", "1700000000123"], None),
        ("doneTime", "Time", ["0"], None),
        ("doneTime", "Time", ["2026-01-05T10:00:00Z"], "timestamp_iso"),
        ("day", "Snapshot date", ["2026-07-13"], None),
        ("orderNumber", "Order", ["1700000000123"], None),
        ("open", "Whether it is open", ["true", "false"], "boolean"),
        ("open", "Whether it is open", ["true", "maybe"], None),
        ("amt", "Amount", [1.5], None),
    ],
)
def test_a_kind_is_told_only_where_every_value_and_the_words_agree(
    name: str, label: str, values: list[Any], kind: str | None
) -> None:
    assert inferred(values, FieldWords(name=name, label=label)) == kind


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["2026-07-13"], "text"),
        (["1700000000"], "timestamp_s"),
        (["1700000000123"], "timestamp_ms"),
        (["1.5", "2"], "decimal"),
        (["true"], "boolean"),
        (["2026-01-05T10:00:00Z"], "timestamp_iso"),
        ([{"a": 1}], "any"),
    ],
)
def test_another_kind_is_proposed_that_reads_all_values(values: list[Any], kind: str) -> None:
    assert fitting(values, FieldWords(name="thing")) == kind


def test_a_moment_in_another_unit_is_no_moment_of_this_one() -> None:
    assert misread("timestamp_ms", "1700000000123") is None
    assert misread("timestamp_ms", "1700000000") == "a moment in the unit of timestamp_ms, and not of timestamp_s,"
    assert misread("timestamp_ms", "0") is None
    assert misread("timestamp_s", "1700000000123") == "a Unix time"


def test_rows_without_a_word_say_that_their_kind_is_inferred(spec: VenueSpec) -> None:
    endpoint = spec.endpoint("POST", "/v1/redeem")
    assert endpoint is not None
    found = {row.name: row.kind for _, row in (*walk(endpoint.request), *walk(endpoint.response)) if row.inferred}
    assert found == {
        "redeemAmt": "decimal",
        "fastTrack": "boolean",
        "usdAmt": "decimal",
        "doneTime": "timestamp_ms",
        "fullyDone": "boolean",
        "dayCount": "integer",
    }
    schema = endpoint_schema(endpoint, spec)
    assert schema["properties"]["redeemAmt"]["type"] == "string"
    [warned] = [each.message for each in lint(spec) if "usdAmt" in each.message]
    assert warned == (
        "fields.yaml does not say what usdAmt means; its examples look like decimal; see venuespec coverage guessed_kind --propose"
    )


def test_entries_of_the_vocabulary_are_proposed(spec: VenueSpec) -> None:
    assert "usdAmt: {kind: decimal, description: 'Amount credited.'}" in proposals(spec)
    assert "batchId: {kind: id, description: 'Batch.'}" in proposals(spec)
    assert "nextDate: {kind: text, description: 'Next date.'}" in proposals(spec)


def test_show_and_coverage_tell_what_is_inferred(spec: VenueSpec) -> None:
    shown = CliRunner().invoke(app, ["show", str(spec.folder), "trade.redeem"]).output
    assert "inferred from" in shown
    listed = CliRunner().invoke(app, ["coverage", str(spec.folder), "--propose"]).output
    assert "usdAmt: {kind: decimal, description: 'Amount credited.'}" in listed
    assert '"inferred": 20' in CliRunner().invoke(app, ["coverage", str(spec.folder), "--json"]).output


def test_amounts_and_moments_come_typed(redeem: ModuleType) -> None:
    row = redeem.Redemption.from_wire(
        {"usdAmt": "10.5", "doneTime": "1700000000123", "fullyDone": "true", "dayCount": "3"}
    )
    assert (row.usd_amt, row.fully_done, row.day_count) == (Decimal("10.5"), True, 3)
    assert row.done_time == datetime(2023, 11, 14, 22, 13, 20, 123000, UTC)
    assert set(get_args(get_type_hints(redeem.Redemption)["usd_amt"])) == {Decimal, str}
    assert row.to_wire() == {"usdAmt": "10.5", "doneTime": "1700000000123", "fullyDone": "true", "dayCount": "3"}


def test_what_is_not_of_an_inferred_kind_is_read_as_text_and_goes_back_as_it_came(redeem: ModuleType) -> None:
    wire = {"usdAmt": "unlimited", "doneTime": "2026-07-13", "fullyDone": "partly", "dayCount": "1.5"}
    row = redeem.Redemption.from_wire(wire)
    assert (row.usd_amt, row.done_time, row.fully_done, row.day_count) == ("unlimited", "2026-07-13", "partly", "1.5")
    assert row.to_wire() == wire
    row = redeem.Redemption.from_wire({"usdAmt": "NaN", "doneTime": "", "fullyDone": None})
    assert (row.usd_amt, row.get("done_time"), row.get("fully_done")) == ("NaN", None, None)


def test_an_answer_with_other_values_than_its_examples_is_decoded(redeem: ModuleType) -> None:
    stub = StubTransport()
    stub.answer("POST", "/v1/redeem", b'{"code":"0","data":[{"usdAmt":"NaN","doneTime":"soon"}]}')
    client = importlib.import_module("venues.guessed_kind").Client
    with client(api_key="the-key", secret_key="the-secret", transport=stub) as kinds:
        [row] = kinds.trade.redeem(redeem_amt=Decimal("1E-7"), fast_track=True)
    assert (row.usd_amt, row.done_time) == ("NaN", "soon")
    assert b'{"redeemAmt":"0.0000001","fastTrack":"true"}' in (stub.calls[0].body or b"")


@pytest.mark.parametrize("text", ["max", "1e5", "0.10", "007", "all"])
def test_a_parameter_of_inferred_kind_takes_text_as_it_stands(redeem: ModuleType, text: str) -> None:
    request = redeem.Redeem(redeem_amt=text, fast_track=text)
    assert request.to_wire() == {"redeemAmt": text, "fastTrack": text}
    assert list(request.violations(None)) == []


def test_rows_of_an_unknown_type_get_type_and_kind_from_examples_and_words(spec: VenueSpec) -> None:
    endpoint = spec.endpoint("POST", "/v1/deposit")
    assert endpoint is not None
    found = {
        path: (row.json, row.kind) for path, row in (*walk(endpoint.request), *walk(endpoint.response)) if row.untyped
    }
    assert found == {
        "grossAmt": ("number", "decimal"),
        "flags": ("string", "text"),
        "rebateShare": ("string", "decimal"),
        "legs": ("array", "any"),
        "opaque": ("string", "any"),
        "netAmt": ("string", "decimal"),
        "feeAmt": ("number", "decimal"),
        "bookedTime": ("number", "timestamp_ms"),
        "ownerUid": ("number", "integer"),
        "doneFlag": ("boolean", "boolean"),
        "parts": ("array", "any"),
        "chain": ("object", "object"),
        "chain.chainHash": ("string", "text"),
        "mixed": ("string", "any"),
        "unseen": ("string", "any"),
    }
    schema = endpoint_schema(endpoint, spec)
    assert all("type" not in schema["properties"][name] for name in ("grossAmt", "flags", "rebateShare", "opaque"))


def test_an_unknown_type_is_a_warning_with_the_line_that_settles_it(spec: VenueSpec, tmp_path: Path) -> None:
    problems = [each for each in lint(spec) if each.place.file.name == "deposit.yaml"]
    assert [each for each in problems if each.severity == "error"] == []
    told = {each.message for each in problems if each.check == "type-unknown"}
    assert len(told) == 15
    assert (
        "the type of grossAmt is not understood: 'Money'; it is taken as number, decimal; "
        "settle it with sdk.fields: {request.grossAmt: {type: Number, kind: decimal}}"
    ) in told
    assert not [each for each in problems if each.check == "unread"]
    folder = shutil.copytree(spec.folder, tmp_path / "settled")
    file = folder / "trade" / "deposit.yaml"
    lines = "".join(
        f"    {each.partition('{')[2][:-1]}\n" for each in sorted(each.partition("sdk.fields: ")[2] for each in told)
    )
    file.write_text(f"{file.read_text()}  fields:\n{lines}")
    settled = [each for each in lint(load_venue(folder)) if each.place.file == file]
    assert {each.check for each in settled} <= {"word-missing", "summary-missing"}


def test_an_unknown_type_that_nobody_imported_is_an_error(spec: VenueSpec, tmp_path: Path) -> None:
    folder = shutil.copytree(spec.folder, tmp_path / "typo")
    file = folder / "trade" / "deposit.yaml"
    file.write_text(file.read_text().replace("  unread: [type-unread]\n", ""))
    with pytest.raises(SpecError, match="grossAmt has the unknown type label 'Money'"):
        load_venue(folder)


def test_parameters_of_an_unknown_type_refuse_nothing(redeem: ModuleType) -> None:
    deposit = importlib.import_module("venues.guessed_kind.trade.deposit")
    request = deposit.Deposit(
        gross_amt=Decimal("10.50"), flags="A", rebate_share="all", legs=[{"px": 1}, "x"], opaque=Decimal("0.10")
    )
    wire = request.to_wire()
    assert wire == {
        "grossAmt": Decimal("10.50"),
        "flags": "A",
        "rebateShare": "all",
        "legs": ({"px": 1}, "x"),
        "opaque": "0.10",
    }
    assert list(request.violations(None)) == []


def test_fields_of_an_unknown_type_read_whatever_comes(redeem: ModuleType) -> None:
    deposit = importlib.import_module("venues.guessed_kind.trade.deposit")
    wire = {"netAmt": "10.5", "feeAmt": "much", "bookedTime": 1700000000123, "ownerUid": "u1", "doneFlag": "maybe"}
    wire |= {"parts": {"a": 1}, "mixed": ["x"], "unseen": {"b": 2}}
    row = deposit.DepositRow.from_wire(wire)
    assert (row.net_amt, row.fee_amt, row.owner_uid, row.done_flag) == (Decimal("10.5"), "much", "u1", "maybe")
    assert row.booked_time == datetime(2023, 11, 14, 22, 13, 20, 123000, UTC)
    assert (row.parts, row.mixed, row.unseen) == ({"a": 1}, ["x"], {"b": 2})
    assert row.to_wire() == wire


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("heat", [], True),
        ("heat", ["", "0.5"], True),
        ("heat", ["all"], False),
        ("heat", [0.5], False),
        ("kilnId", ["12"], False),
    ],
)
def test_what_a_page_calls_a_decimal_is_one_unless_an_example_denies_it(
    name: str, values: list[Any], found: bool
) -> None:
    assert is_decimal(values, FieldWords(name=name)) is found
    row = RowFile(name=name, type="Decimal")
    assert guessed_kind(row, values, None, untyped=False) == ("decimal" if found else None)
    assert guessed_kind(RowFile(name=name, type="String"), values, None, untyped=False) is None
