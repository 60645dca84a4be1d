"""Rules are due for review when the rows that they speak of, or the page's text, changed since they were confirmed."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from venuespec.checks.confirm import confirm, confirmed
from venuespec.checks.coverage import coverage
from venuespec.checks.due import due
from venuespec.checks.lint import lint
from venuespec.rules.queries import paths_of
from venuespec.rules.tree import Compares, Counts, Is, Present, Require, Restrict, Rule
from venuespec.spec.load import load_venue
from venuespec.spec.model import Endpoint, Reviewed
from venuespec.spec.problem import SpecError

Command = Callable[..., subprocess.CompletedProcess[str]]
ALL = [
    "instrument_or_currency",
    "ccy_means_cross",
    "isolated_needs_instrument",
    "futures_mode_needs_instrument",
    "borrowing_needs_currency",
    "side_for_long_short",
    "portfolio_margin_keeps_leverage",
]


def endpoint(spec: Path) -> Endpoint:
    found = load_venue(spec).endpoint("POST", "/api/v5/account/set-leverage")
    assert found is not None
    return found


@pytest.fixture
def fresh(founding: Path) -> Path:
    """The founding spec as if nobody had confirmed anything yet."""
    for file in founding.glob("*/*.yaml"):
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(each for each in lines if not each.startswith("  reviewed:")))
    return founding


@pytest.fixture
def spec(fresh: Path) -> Path:
    """The founding spec with the rules of setting leverage confirmed."""
    confirm(endpoint(fresh))
    return fresh


def edit(spec: Path, old: str, new: str) -> None:
    file = spec / "account" / "set_leverage.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_rules_that_were_never_confirmed_are_due(fresh: Path) -> None:
    assert [each.rule.id for each in due(endpoint(fresh))] == ALL
    assert str(due(endpoint(fresh))[0]) == "instrument_or_currency: never confirmed"


def test_confirmed_rules_are_not_due(spec: Path) -> None:
    assert due(endpoint(spec)) == ()


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        # The prose of a cell, as import digests it.
        ("label: Currency used for margin, text: '11b0e0cd'", "label: Currency used for margin, text: '00000000'", ["instrument_or_currency", "ccy_means_cross", "borrowing_needs_currency"]),
        ("name: posSide, type: String, required: conditional", "name: posSide, type: String, required: false", ["side_for_long_short"]),
        ("name: posSide, type: String, required: conditional, label: Position side, values: [long, short]", "name: posSide, type: String, required: conditional, label: Position side, values: [long, short, net]", ["side_for_long_short"]),
        ("name: lever, type: String, required: true", "name: lever, type: Number, required: true", ["portfolio_margin_keeps_leverage"]),
        ("name: lever, type: String, required: true", "name: lever, type: String, min: 0, required: true", ["portfolio_margin_keeps_leverage"]),
        ("prose: b4634ea1", "prose: b4634ea2", ALL),
        ("as_of: 2026-06-27", "as_of: 2026-07-27", []),
        ("{name: lever, type: String, label: Leverage}", "{name: lever, type: String, label: Leverages}", []),
    ],
)  # fmt: skip
def test_what_changed_on_the_page_makes_the_rules_due_that_speak_of_it(
    spec: Path, old: str, new: str, rules: list[str]
) -> None:
    edit(spec, old, new)
    assert [each.rule.id for each in due(endpoint(spec))] == rules


def test_what_a_person_overrules_does_not_hide_a_change_of_the_page(spec: Path) -> None:
    edit(spec, "    ccy: {description", "    posSide: {values: [long, short]}\n    ccy: {description")
    assert due(endpoint(spec)) == ()
    edit(spec, "label: Position side, values: [long, short]", "label: Position side, values: [long, short, net]")
    assert [str(each) for each in due(endpoint(spec))] == ["side_for_long_short: changed: posSide"]


def test_a_new_rule_about_a_row_that_nobody_looked_at_is_due(spec: Path) -> None:
    edit(spec, "  request:\n", "  request:\n  - {name: tag, type: String, required: false, label: Tag}\n")
    edit(
        spec,
        "  rules:\n",
        "  rules:\n  - id: tagged\n    restrict: {tag: {max_length: 16}}\n    because: Tags are short.\n",
    )
    assert [str(each) for each in due(endpoint(spec))] == ["tagged: changed: tag"]


@pytest.mark.parametrize(
    ("rule", "paths"),
    [
        (Rule(id="r", when=Is("a", ("1",)), asserts=(Require(("b",)),)), ("b", "a")),
        (Rule(id="r", each="legs", when=Present("px"), asserts=(Require(("sz",)),)), ("legs", "legs.sz", "legs.px")),
        (Rule(id="r", inside="leg", when=Is("$.a", ("1",)), asserts=(Require(("px",)),)), ("leg", "leg.px", "a")),
        (Rule(id="r", when=Counts("legs", Present("px"), 2), asserts=(Restrict(name="a", equals="b"),)), ("a", "b", "legs", "legs.px")),
        (Rule(id="r", when=Counts("legs", Compares("sz", "gt", 1), 2), asserts=(Require(("a",)),)), ("a", "legs", "legs.sz")),
    ],
)  # fmt: skip
def test_the_rows_a_rule_speaks_of(rule: Rule, paths: tuple[str, ...]) -> None:
    assert paths_of(rule) == paths


ENTRY = Reviewed(page="bcdf", rows={"instId": "ghjk", "legs.sz": "lmnp"})
LINE = "reviewed: {page: bcdf, rows: {instId: ghjk, legs.sz: lmnp}}"
DOCS = "docs:\n  title: T  # kept\n\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sdk:\n  summary: S.\n", f"sdk:\n  summary: S.\n  {LINE}\n"),
        ("sdk:\n  summary: S.", f"sdk:\n  summary: S.\n  {LINE}\n"),
        ("sdk:\n  # why\n  summary: 'S\n    and more.'\n\n  # rules\n  row: R\n", f"sdk:\n  # why\n  summary: 'S\n    and more.'\n  {LINE}\n\n  # rules\n  row: R\n"),
        ("sdk:\n  summary: >-\n    S\n    and more.\n  row: R\n", f"sdk:\n  summary: >-\n    S\n    and more.\n  {LINE}\n  row: R\n"),
        ("sdk:\r\n    summary: S.\r\n    row: R   \r\n", f"sdk:\r\n    summary: S.\r\n    {LINE}\r\n    row: R   \r\n"),
        ("sdk:\n  row: R\n  rules: []\n", f"sdk:\n  row: R\n  {LINE}\n  rules: []\n"),
        ("sdk:\n  row: R\n  reviewed: {page: xxxx}\n  rules: []\n", f"sdk:\n  row: R\n  {LINE}\n  rules: []\n"),
        ("sdk:\n  reviewed:\n    page: xxxx\n    rows:\n      a: b\n\n  # rules\n  rules: []\n", f"sdk:\n  {LINE}\n\n  # rules\n  rules: []\n"),
    ],
)  # fmt: skip
def test_confirming_writes_one_line_and_touches_nothing_else(before: str, after: str) -> None:
    assert confirmed(DOCS + before, Path("f.yaml"), ENTRY) == DOCS + after
    assert confirmed(DOCS + after, Path("f.yaml"), ENTRY) == DOCS + after


@pytest.mark.parametrize("text", ["", "sdk: {}\n", "sdk: {summary: S.}\n", "sdk: {summary: S.,\n  row: R}\n"])
def test_a_file_without_room_for_the_line_is_refused(text: str) -> None:
    with pytest.raises(SpecError, match="write the sdk: section in block style"):
        confirmed(DOCS + text, Path("f.yaml"), ENTRY)


def test_coverage_counts_and_lint_warns(spec: Path) -> None:
    edit(spec, "name: posSide, type: String, required: conditional", "name: posSide, type: String, required: false")
    venue = load_venue(spec)
    read_rules = len(venue.endpoint("GET", "/api/v5/account/leverage-info").rules)  # type: ignore[union-attr]  # it is there
    assert coverage(venue).total.rules_due == 1 + read_rules
    [found] = [each for each in lint(venue) if each.check == "rule-due" and "set_leverage" in str(each.place.file)]
    assert (found.severity, found.message) == (
        "warning",
        "1 of 7 rules await review; see venuespec review okx_v5 account.set_leverage",
    )


def test_the_command_lists_confirms_and_is_done(fresh: Path, command: Command) -> None:
    spec, file = str(fresh), fresh / "account" / "set_leverage.yaml"
    before = file.read_text()
    listed = command("review", spec)
    assert listed.returncode == 1
    assert "account.set_leverage (7 rules, never confirmed): https://www.okx.com/" in listed.stdout
    assert file.read_text() == before
    done = command("review", spec, "account.set_leverage", "--confirm")
    assert (done.returncode, done.stdout) == (0, f"confirmed: {file}\n")
    changed = [line for line in file.read_text().splitlines() if line not in before.splitlines()]
    assert [line.partition(":")[0] for line in changed] == ["  reviewed"]
    assert command("review", spec, "account.set_leverage").returncode == 0
    edit(fresh, "name: posSide, type: String, required: conditional", "name: posSide, type: String, required: false")
    again = command("review", spec, "set_leverage")
    assert again.stdout.splitlines()[1:] == [
        "  side_for_long_short: changed: posSide",
        "1 rules of 1 endpoints to review",
    ]
    assert command("review", spec, "--all", "--confirm").returncode == 0
    assert command("review", spec).stdout == "0 rules of 0 endpoints to review\n"
    assert json.loads(command("coverage", spec, "--json").stdout)["total"]["rules_due"] == 0


@pytest.mark.parametrize("arguments", [["--confirm"], ["account.set_leverage", "--all", "--confirm"]])
def test_confirming_says_what(fresh: Path, command: Command, arguments: list[str]) -> None:
    done = command("review", str(fresh), *arguments)
    assert done.returncode == 2
    assert "--confirm takes either one endpoint, once you have read its page, or --all" in done.stderr
