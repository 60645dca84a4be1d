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
from venuespec.kinds.inference import FieldWords, fitting, inferred, misread
from venuespec.sdk.emit import emit
from venuespec.sdk.generate import generate, owned
from venuespec.spec.json_schema import endpoint_schema
from venuespec.spec.load import load_venue
from venuespec.spec.model import VenueSpec, walk

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


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> VenueSpec:
    folder = shutil.copytree(SPEC, tmp_path_factory.mktemp("spec") / "guessed_kind")
    (folder / "trade" / "redeem.yaml").write_text(PAGE)
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
    assert '"inferred": 6' in CliRunner().invoke(app, ["coverage", str(spec.folder), "--json"]).output


def test_amounts_and_moments_come_typed(redeem: ModuleType) -> None:
    row = redeem.Redemption.from_wire(
        {"usdAmt": "10.5", "doneTime": "1700000000123", "fullyDone": "true", "dayCount": "3"}
    )
    assert (row.usd_amt, row.fully_done, row.day_count) == (Decimal("10.5"), True, 3)
    assert row.done_time == datetime(2023, 11, 14, 22, 13, 20, 123000, UTC)
    assert set(get_args(get_type_hints(redeem.Redemption)["usd_amt"])) == {Decimal, str, type(None)}
    assert row.to_wire() == {"usdAmt": "10.5", "doneTime": "1700000000123", "fullyDone": "true", "dayCount": "3"}


def test_what_is_not_of_an_inferred_kind_is_read_as_text_and_goes_back_as_it_came(redeem: ModuleType) -> None:
    wire = {"usdAmt": "unlimited", "doneTime": "2026-07-13", "fullyDone": "partly", "dayCount": "1.5"}
    row = redeem.Redemption.from_wire(wire)
    assert (row.usd_amt, row.done_time, row.fully_done, row.day_count) == ("unlimited", "2026-07-13", "partly", "1.5")
    assert row.to_wire() == wire
    row = redeem.Redemption.from_wire({"usdAmt": "NaN", "doneTime": "", "fullyDone": None})
    assert (row.usd_amt, row.done_time, row.fully_done) == ("NaN", None, None)


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
