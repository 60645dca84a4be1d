"""What descriptions and prose state in words becomes names, figures and days; a wording not known states nothing."""

import re
import shutil
from pathlib import Path

import pytest
from attrs import evolve

from venuespec.pages.draft import Draft, DraftRow
from venuespec.pages.error_codes import import_codes
from venuespec.pages.parts import conditions, end_clauses, end_wordings, statements
from venuespec.pages.parts.codes import codes_of_page, is_deprecated_code
from venuespec.pages.parts.dates import DATES, iso
from venuespec.pages.parts.endings import ending_of
from venuespec.pages.parts.listed import qualified
from venuespec.pages.parts.meanings import is_row_ended
from venuespec.pages.parts.sentences import apart, sentences_of
from venuespec.pages.parts.sieve import Sieve
from venuespec.pages.stated import (
    page_deprecation,
    page_statements,
    row_deprecation,
    row_statements,
    value_meanings,
)
from venuespec.pages.write_docs import docs_section
from venuespec.spec.load import load_venue
from venuespec.spec.lock import Lock
from venuespec.spec.model import Alias, Deprecation, Field

TINY = Path(__file__).parents[1] / "hostile" / "tiny"
WORDINGS = [
    wording
    for table in (
        end_wordings.REPLACEMENTS,
        end_wordings.ENDS,
        end_wordings.BEGINS,
        end_wordings.DEPRECATED,
        end_wordings.ALIASES,
    )
    for wording in table
]


def row(text: str, *values: str, name: str = "px", deprecated: bool = False) -> DraftRow:
    return DraftRow(name=name, type="String", text=text, values=values, deprecated=deprecated)


# --- the tables


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.example)
def test_a_wording_reads_its_example_and_nothing_else(wording: end_wordings.Wording) -> None:
    match = wording.regex.search(wording.example)
    assert match is not None
    stated = {part.strip("`") for part in (*match.groups(), match[0]) if part} | {
        iso(part) for part in match.groups() if part
    }
    assert wording.states in stated or wording.states in match[0]
    assert wording.regex.search(wording.other) is None


@pytest.mark.parametrize(
    "form", [*end_clauses.FORMS, *end_clauses.RENAMED, *end_clauses.ACCEPTED], ids=lambda form: form.example
)
def test_a_form_of_a_clause_reads_its_example(form: end_clauses.EndForm) -> None:
    assert ending_of(form.example) or ending_of(f"Deprecated; {form.example}")


@pytest.mark.parametrize(("text", "day"), DATES)
def test_dates(text: str, day: str | None) -> None:
    assert iso(text) == day


@pytest.mark.parametrize(("form", "example", "part"), conditions.RESTRICTIONS)
def test_a_restriction_reads_its_example(form: Sieve, example: str, part: str) -> None:
    assert form.match(example) is not None
    assert row_statements(row(example), request=True).applies_to == tuple(part.replace("`", "").split(", "))


@pytest.mark.parametrize(("form", "example", "names"), conditions.REQUIRED)
def test_a_requirement_reads_its_example(form: Sieve, example: str, names: str) -> None:
    assert form.match(example) is not None
    assert row_statements(row(example), request=True).required_when == tuple(names.split(", "))


@pytest.mark.parametrize(("form", "example", "party"), conditions.EXCLUSIONS)
def test_an_exclusion_reads_its_example(form: Sieve, example: str, party: str) -> None:
    assert form.fullmatch(example) is not None
    assert page_statements(Draft(method="GET", path="/a", title="A", prose=example)).excludes == (party,)


@pytest.mark.parametrize(("form", "example", "figure"), statements.AT_MOST)
def test_a_limit_in_words_reads_its_example(form: re.Pattern[str], example: str, figure: str) -> None:
    assert form.search(example) is not None
    assert figure in statements.figures_of([example])


@pytest.mark.parametrize(("form", "example", "unit"), statements.UNITS)
def test_a_unit_reads_its_example(form: re.Pattern[str], example: str, unit: str) -> None:
    assert form.search(example) is not None
    assert row_statements(row(example), request=False).unit == unit


# --- rows


@pytest.mark.parametrize(
    ("text", "values", "labels"),
    [
        ("Type\n`SPOT`: Spot  \n`MARGIN`: Margin", ("SPOT", "MARGIN"), {"SPOT": "Spot", "MARGIN": "Margin"}),
        ("`0`: disable, the default value; `1`: Enable", ("0", "1"), {"0": "disable", "1": "Enable"}),
        ("Side\n`buy` `sell`", ("buy", "sell"), {"buy": "", "sell": ""}),
        ("`buy`: Buy\n`sell`: what one sells", ("buy", "sell"), {"buy": "Buy", "sell": "what one sells"}),
        ("`a`: If the order price exceeds the limit it is refused", ("a",), {"a": ""}),
        ("`elp`: ELP order (Deprecated; use `rpi`)\n`rpi`: RPI order", ("elp", "rpi"), {"elp": "ELP order", "rpi": "RPI order"}),
    ],
)  # fmt: skip
def test_values_have_labels_of_a_few_words(text: str, values: tuple[str, ...], labels: dict[str, str]) -> None:
    assert value_meanings(row(text, *values)) == labels


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Leverage\nOnly applicable to `FUTURES`/`SWAP`", ("FUTURES", "SWAP")),
        ("Leverage. Applies only to SPOT, MARGIN and `OPTION`.", ("SPOT", "MARGIN", "OPTION")),
        ("Only applicable to `SPOT/MARGIN`", ("SPOT", "MARGIN")),
        ("Only applicable to `long/short mode`", ("long/short mode",)),
        ("Liabilities, only applicable to `Spot mode`.", ("Spot mode",)),
        ("Valid for `linear` only", ("linear",)),
        ("Only applicable to options; return \"\" for other instrument types", ("options",)),
        ("Only applicable to `SPOT`, returns `\"\"` for `OPTION` and `EVENTS`.", ("SPOT",)),
        ("This field is only valid when `triggerStrategy` is `rsi`", ("triggerStrategy=rsi",)),
        ("Applicable when type is `adl`/`fee`, return \"\" for other scenarios", ("type=adl", "type=fee")),
        ("Only applicable to `limit` orders", ("limit",)),
        # Not understood to the end, or not about the row.
        ("Only applicable to `SPOT` that are listed through call auctions", ()),
        ("For `USDT`, this event is only applicable to `a`", ()),
        ("The default is \"0\", only applicable to copy trader.", ()),
        ("`post_only`: only applicable to SPOT", ()),
        ("Coin name, uppercase only", ()),
        ("Valid for 7 days", ()),
        ("If it applies to you, say so", ()),
    ],
)  # fmt: skip
def test_restrictions(text: str, parties: tuple[str, ...]) -> None:
    assert row_statements(row(text, "post_only"), request=True).applies_to == parties


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Series. Required when instType is `EVENTS`", ("instType", "EVENTS")),
        ("If instType is `SWAP/FUTURES`, `instFamily` is required.", ("instType", "SWAP", "FUTURES")),
        ("Required when `periodType=custom`, together with `begin`.", ("periodType", "custom", "begin")),
        ("Required when `joinTimeBegin` is supplied; the two must be sent together.", ("joinTimeBegin",)),
        ("Required for non-post-only orders of `EVENTS` symbols.", ()),
        ("Required unless `a` is sent", ()),
        ("When the period is `daily`, the parameter is not required", ()),
        ("Whether a tag is required for withdrawal", ()),
    ],
)
def test_what_makes_a_row_required(text: str, names: tuple[str, ...]) -> None:
    assert row_statements(row(text), request=True).required_when == names


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Deprecated", Deprecation()),
        ("Note: this parameter is already deprecated.", Deprecation()),
        ("deprecated, please use `maxOrderQty`", Deprecation(use=("maxOrderQty",))),
        (
            "Contract alias (deprecated — use expTime to obtain the time, will be removed by the end of April 2026)",
            Deprecation(use=("expTime",), until="2026-04-30"),
        ),
        ("It is deprecated since 9 Jan, 2025 in favor of `a` and `b`.", Deprecation(use=("a", "b"), since="2025-01-09")),
        ("This parameter will be retired on 2026/12/31", Deprecation(until="2026-12-31")),
        ("This field is no longer supported", Deprecation()),
        ("The action\n`a`: a thing\n~~`b`~~ (Deprecated)", None),
        ("\"0\" is part of a deprecated feature and it is always \"0\"", None),
        ("This parameter is not deprecated", None),
        ("Accepted until October 31, 2026", None),
    ],
)  # fmt: skip
def test_the_end_of_a_row(text: str, end: Deprecation | None) -> None:
    assert row_deprecation(row(text, "a", "b")) == end


def test_a_row_that_the_table_strikes_out_is_deprecated_with_its_replacement() -> None:
    struck = row("~~Borrow restriction\n`true`\n`false`~~(deprecated, use colRes instead)", "true", "false", deprecated=True)  # fmt: skip
    assert row_deprecation(struck) == Deprecation(use=("colRes",))
    assert row_statements(struck, request=False).deprecated_values == {}


def test_a_value_that_ends_has_its_replacement_and_day() -> None:
    text = "Order type\n`rpi`: RPI order\n`elp`: ELP order (Deprecated; use `rpi`. Accepted until October 31, 2026.)"
    stated = row_statements(row(text, "rpi", "elp"), request=True)
    assert stated.deprecated_values == {"elp": Deprecation(use=("rpi",), until="2026-10-31")}
    assert row_statements(row("~~`adl`~~ `fee`", "adl", "fee"), request=True).deprecated_values == {
        "adl": Deprecation()
    }


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("`elpMaker` remains accepted as an alias until October 31, 2026.", Alias(was="elpMaker", until="2026-10-31")),
        ("Alias of `rpiTakerAccess`", Alias(of="rpiTakerAccess")),
        ("Contract alias", None),
        ("Formerly a number", None),
    ],
)
def test_another_name(text: str, alias: Alias | None) -> None:
    assert row_statements(row(text), request=True).alias == alias


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Time, Unix timestamp format in milliseconds, e.g. `1597026383085`", "ms"),
        ("Interval (minute)", "min"),
        ("Value in USD", "USD"),
        ("The trader code(s) of the counterparties", None),
        ("Volume. The unit is USD for inverse spreads, and the baseCcy for linear ones", None),
        ("From 10 seconds to 2 minutes", None),
    ],
)
def test_units(text: str, unit: str | None) -> None:
    assert row_statements(row(text), request=False).unit == unit


def test_limits_in_words_and_other_names_and_figures() -> None:
    text = "Begin timestamp\nMaximum range: 20 days for daily, 20 months for monthly. See `end`, e.g. `7`"
    stated = row_statements(row(text), request=True)
    assert stated.at_most == ("20 days",)
    assert stated.mentions == ("end", "20 months")


def test_what_looks_like_a_figure_and_is_part_of_a_word_is_none() -> None:
    assert row_statements(row("Snapshot time (UTC+8), [6H/12H], 5x `qty`, v5, at 08:00"), request=True).mentions == (
        "qty",
    )


# --- endpoints


def page(prose: str) -> Draft:
    return Draft(method="GET", path="/v1/bills", title="Bills", prose=prose)


def test_the_prose_of_an_endpoint() -> None:
    prose = (
        "Retrieve bills from the last 7 days. Only applicable to `Spot mode`/`Portfolio margin`.\n"
        "It has a value 30 minutes before delivery; see [Place order](/docs/#place) and `posSide`.\n"
        "1\\. A new parameter. Only applicable to group RFQ"
    )
    stated = page_statements(page(prose))
    assert stated.at_most == ("7 days",)
    assert stated.applies_to == ("Spot mode", "Portfolio margin")
    assert stated.mentions == ("Spot mode", "Portfolio margin", "Place order", "posSide", "RFQ", "7 days", "30 min")


@pytest.mark.parametrize(
    ("prose", "end"),
    [
        ("This endpoint is deprecated and will be removed on 2026-12-31", Deprecation(until="2026-12-31")),
        ("List bills. This endpoint will be offline on 1 May 2027, please use `/v1/new`.",
         Deprecation(use=("/v1/new",), until="2027-05-01")),
        ("Pending orders will be removed when they fill.", None),
        ("On `books` the position is a deprecated field.", None),
    ],
)  # fmt: skip
def test_the_end_of_an_endpoint(prose: str, end: Deprecation | None) -> None:
    assert page_deprecation(page(prose)) == end


def test_no_sentence_of_the_page_is_stored() -> None:
    words = "Place an order quickly and it will be executed at the best price that anybody offers."
    text = docs_section(evolve(page(words), request=(row(words),)), "public", "", "objects")
    assert not any(part in text for part in ("executed at the best", "anybody offers"))


def test_a_draft_written_and_read_again_states_the_same(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "tiny")
    described = row(
        "Order type (deprecated, use `newType`, will be removed on 2026-12-31)\n`a`: A thing\n`b`: Basic (Deprecated)\n"
        "Only applicable to `SPOT`. Required when `side` is `buy`. `oldType` remains accepted as an alias.\n"
        "Unix timestamp in milliseconds. Maximum range: 20 days. See `posSide`, 51000",
        *("a", "b"),
        name="type",
    )
    draft = evolve(
        page("This endpoint is deprecated, use `/v1/new`. Only applicable to `Spot mode`. See `posSide`."),
        request=(described,),
    )
    (tmp_path / "tiny" / "trade" / "get_bills.yaml").write_text(
        docs_section(draft, "public", "", "objects") + "\nsdk: {summary: List bills.}\n"
    )
    [endpoint] = [each for each in load_venue(tmp_path / "tiny", documented=True).endpoints if each.path == "/v1/bills"]
    [field] = endpoint.request
    assert isinstance(field, Field)
    assert (field.unit, field.at_most, field.applies_to) == ("ms", ("20 days",), ("SPOT",))
    assert field.required_when == ("side", "buy")
    assert field.alias == Alias(was="oldType")
    assert field.deprecation == Deprecation(use=("newType",), until="2026-12-31")
    assert field.deprecated_values == {"b": Deprecation()}
    assert (field.values, field.meanings) == (("a", "b"), {"a": "A thing", "b": "Basic"})
    assert set(field.mentions) >= {"posSide", "51000"}
    assert endpoint.deprecated == Deprecation(use=("/v1/new",))
    assert endpoint.applies_to == ("Spot mode",)


def test_a_file_from_before_these_facts_is_read(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "tiny")
    (tmp_path / "tiny" / "trade" / "get_bills.yaml").write_text(
        "docs:\n  source: https://tiny.example/\n  title: Bills\n  method: GET\n  path: /v1/bills\n  request:\n"
        "  - {name: type, type: String, values: [a, b], deprecated: true}\n"
    )
    [endpoint] = [each for each in load_venue(tmp_path / "tiny", documented=True).endpoints if each.path == "/v1/bills"]
    [field] = endpoint.request
    assert (field.values, field.meanings, field.deprecated, field.deprecation) == (("a", "b"), {}, True, None)


# --- error codes

ERRORS = (
    "# Codes.\n'50000': {kind: invalid, meaning: POST without a body.}\n'50011': {kind: rate_limited, retry: true}\n"
)


def test_new_codes_get_a_line_with_a_few_words_and_others_stay_byte_for_byte() -> None:
    pages = {"a.md": {"50000": ("Body for POST request cannot be empty.",), "50002": ("JSON syntax error",)}}
    changes = import_codes(ERRORS, pages, Lock(), "2026-08-22", partial=False)
    assert changes.new == ("50002",)
    assert changes.text == ERRORS.replace("'50011'", "'50002': {meaning: JSON syntax error}\n'50011'")


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Your account does not meet the VIP tier requirement for this product", "{}"),
        ("The collateral currency cannot be used for a loan of this kind, nor for others", "{}"),
        ("Instant redemption pool insufficient", "{meaning: Instant redemption pool insufficient}"),
        ("Order rejected. The cool-off period is active for the current instId.", "{meaning: Order rejected}"),
    ],
)
def test_a_code_is_not_called_by_its_subject_alone(text: str, entry: str) -> None:
    changes = import_codes("{}", {"a.md": {"51763": (text,)}}, Lock(), "2026-08-22", partial=False)
    assert changes.text == f"'51763': {entry}\n"


@pytest.mark.parametrize("empty", ["{}\n", "{ }", "# Codes of the venue.\n{}  # none yet\n", "null\n", "~"])
def test_codes_come_into_a_file_that_has_none(empty: str) -> None:
    changes = import_codes(empty, {"a.md": {"50002": ("JSON syntax error",)}}, Lock(), "2026-08-22", partial=False)
    heading = "# Codes of the venue.\n" if empty.startswith("#") else ""
    assert changes.text == f"{heading}'50002': {{meaning: JSON syntax error}}\n"
    assert import_codes(empty, {}, Lock(), "2026-08-22", partial=False).text == empty


def test_a_new_code_that_somebody_wrote_already_is_told_and_nothing_is_written() -> None:
    before = import_codes(ERRORS, {"a.md": {"50000": ("Text",)}}, Lock(), "2026-06-27", partial=False)
    pages = {"a.md": {"50000": ("Text",), "50011": ("Too many requests",)}}
    changes = import_codes(ERRORS, pages, Lock(codes=before.digests), "2026-08-22", partial=False)
    assert (changes.new, changes.changed, changes.text) == (("50011",), (), ERRORS)


def test_changed_and_gone_codes_are_told_and_a_gone_one_is_marked_in_the_lock() -> None:
    first = {"a.md": {str(code): (f"Text {code}",) for code in range(50000, 50010)}}
    before = import_codes(ERRORS, first, Lock(), "2026-06-27", partial=False)
    lock, text = Lock(codes=before.digests), before.text
    second = {"a.md": {**first["a.md"], "50003": ("Other words",)}}
    del second["a.md"]["50007"]
    changes = import_codes(text, second, lock, "2026-08-22", partial=False)
    assert (changes.changed, changes.gone) == (("50003",), ("50007",))
    assert changes.vanished == {"50007": "2026-08-22"}
    assert changes.text == text
    partly = import_codes(text, second, lock, "2026-08-22", partial=True)
    unread = import_codes(text, {}, lock, "2026-08-22", partial=False)
    assert (partly.gone, unread.gone, unread.changed) == ((), (), ())


def test_tables_of_codes_in_several_forms(tmp_path: Path) -> None:
    file = tmp_path / "error.mdx"
    file.write_text(
        "## HTTP Code\n|Code |Description |\n|:---:|:---|\n|403|Forbidden|\n\n"
        "## UTA\n|Code |Description |\n|:----:|:----|\n| -1 |request expired|\n|10001|Parameter error|\n\n"
        "## Bots\n| error_code | error_msg | Applicable |\n|:--:|:--|:--|\n| 421 | User group banned | Create |\n"
    )
    assert codes_of_page(file) == {
        "-1": ("request expired",),
        "10001": ("Parameter error",),
        "421": ("User group banned",),
    }


@pytest.mark.parametrize(
    ("text", "is_deprecated"),
    [
        ("Only IOC orders are taken. (Deprecated)", True),
        ("只能下 IOC 订单(已弃用)", True),
        ("Deprecated: the order has no price", True),
        ("This error code is no longer returned since 2026-03-01.", True),
        ("Insufficient balance. Deprecated, use 51008 instead.", True),
        ("~~Insufficient balance~~", True),
        ("This feature is unavailable and will go offline soon.", False),
        ("This service is no longer available.", False),
        ("The endpoint is deprecated, use the new one", False),
        ("Parameter px is deprecated", False),
        ("Order type no longer supported", False),
        ("The instrument has been delisted", False),
    ],
)
def test_only_words_on_the_code_itself_deprecate_it(text: str, is_deprecated: bool) -> None:
    changes = import_codes("{}", {"a.md": {"51763": (text,)}}, Lock(), "2026-08-22", partial=False)
    assert is_deprecated_code(text) is is_deprecated
    assert changes.digests["51763"].endswith(" deprecated") is is_deprecated


def test_a_struck_out_code_is_deprecated(tmp_path: Path) -> None:
    file = tmp_path / "error.md"
    file.write_text("| Code | Message |\n|---|---|\n| ~~51000~~ | Parameter error |\n| 51001 | No instrument |\n")
    assert codes_of_page(file) == {"51000": ("~~Parameter error~~",), "51001": ("No instrument",)}


def test_a_field_that_ended_for_some_calls_can_be_empty() -> None:
    assert conditions.empty_at_times(["Fee of the leg, deprecated for spot legs"])
    assert not conditions.empty_at_times(["Replaces the deprecated fee"])


@pytest.mark.parametrize(
    ("line", "values", "ended", "of_row"),
    [
        ("Kind of the alert: `price`, `volume`, `news` (deprecated)", ("price", "volume", "news"), {"news"}, False),
        ("`price`, `volume` (no longer sent), `news`", ("price", "volume", "news"), {"volume"}, False),
        ("One of price, volume (deprecated), news", (), set[str](), False),
        ("Kind (deprecated): `price`, `news`", ("price", "news"), set[str](), True),
        ("Order ID (deprecated)", (), set[str](), True),
    ],
)
def test_brackets_behind_a_value_say_the_end_of_the_value(
    line: str, values: tuple[str, ...], ended: set[str], of_row: bool
) -> None:
    assert apart(line, values)[1].keys() == ended
    assert is_row_ended(line, values) is of_row


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("**Deprecated.** Replaced by `b`.", ("Deprecated", "Replaced by `b`")),
        ("Deprecated.** Replaced by `b`.", ("Deprecated", "Replaced by `b`")),
        ("Takes **a.b** and more.", ("Takes **a.b** and more",)),
    ],
)
def test_bold_type_around_a_sentence_is_no_part_of_it(text: str, sentences: tuple[str, ...]) -> None:
    assert sentences_of(text) == sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" (string, optional): `buy`, `sell`", ("string", "optional", "`buy`, `sell`")),
        (" `string` - at most `5`", ("string", "", "at most `5`")),
        (" (**string**, required) **Only** one", ("string", "required", "**Only** one")),
    ],
)
def test_marks_that_begin_a_description_stay(text: str, said: tuple[str, str, str]) -> None:
    assert qualified(text) == said


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("Values: `a`, `b` (removed on 2026-12-01)", {"b": Deprecation(until="2026-12-01")}),
        ("`a` (default), `b` (deprecated)", {"b": Deprecation()}),
        ("`a`, `b` (offline since 2026-01-01), `c`", {"b": Deprecation(until="2026-01-01")}),
    ],
)
def test_the_end_of_a_value_in_brackets_is_not_that_of_its_row(text: str, ended: dict[str, Deprecation]) -> None:
    values = ("a", "b", "c") if "`c`" in text else ("a", "b")
    described = row(text, *values)
    assert row_statements(described, request=True).deprecated_values == ended
    assert row_deprecation(described) is None
