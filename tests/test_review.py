"""Rules are due for review when the rows that they speak of, or the page's text, changed since they were confirmed."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from update_site import FIRST, NEXT, RULES, make
from venuespec.checks.confirm import confirm
from venuespec.checks.coverage import coverage
from venuespec.checks.due import due
from venuespec.checks.lint import lint
from venuespec.cli.app import app
from venuespec.rules.queries import paths_of
from venuespec.rules.tree import Compares, Is, ItemCounts, Present, Require, Restrict, RuleTree
from venuespec.spec.load import load_venue
from venuespec.spec.model import EndpointSpec
from venuespec.spec.yaml import read

# What the lock of OKX said on 2026-06-27 of one endpoint, before anybody confirmed its rules.
LOCK = """\
# Written by venuespec import and venuespec review --confirm: what the pages said, as digests. Not for editing.
as_of: 2026-06-27
endpoints:
  POST /api/v5/account/set-leverage:
    prose: b4634ea1
    text:
      request.instId: '2d831fc5'
      request.ccy: '11b0e0cd'
      request.mgnMode: bc39d01a
      request.posSide: af8f4f83
      response.posSide: '318ee8b6'
"""
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


def endpoint(spec: Path) -> EndpointSpec:
    found = load_venue(spec).endpoint("POST", "/api/v5/account/set-leverage")
    assert found is not None
    return found


@pytest.fixture
def fresh(founding: Path) -> Path:
    """The founding spec as if nobody had confirmed anything yet."""
    (founding / "lock.yaml").write_text(LOCK)
    return founding


@pytest.fixture
def spec(fresh: Path) -> Path:
    """The founding spec with the rules of setting leverage confirmed."""
    confirm(load_venue(fresh), {"account.set_leverage": ALL})
    return fresh


def edit(spec: Path, old: str, new: str, file: str = "account/set_leverage.yaml") -> None:
    edited = spec / file
    text = edited.read_text()
    assert old in text
    edited.write_text(text.replace(old, new, 1))


def test_rules_that_were_never_confirmed_are_due(fresh: Path) -> None:
    assert [each.rule.id for each in due(endpoint(fresh))] == ALL
    assert str(due(endpoint(fresh))[0]) == "instrument_or_currency: never confirmed"


def test_confirmed_rules_are_not_due(spec: Path) -> None:
    assert due(endpoint(spec)) == ()


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("name: posSide, type: String, required: conditional", "name: posSide, type: String, required: false", ["side_for_long_short"]),
        ("name: posSide, type: String, required: conditional, label: Position side, values: [long, short]", "name: posSide, type: String, required: conditional, label: Position side, values: [long, short, net]", ["side_for_long_short"]),
        ("name: lever, type: String, required: true", "name: lever, type: Number, required: true", ["portfolio_margin_keeps_leverage"]),
        ("name: lever, type: String, required: true", "name: lever, type: String, min: 0, required: true", ["portfolio_margin_keeps_leverage"]),
        ("{name: lever, type: String, label: Leverage}", "{name: lever, type: String, label: Leverages}", []),
    ],
)  # fmt: skip
def test_what_changed_on_the_page_makes_the_rules_due_that_speak_of_it(
    spec: Path, old: str, new: str, rules: list[str]
) -> None:
    edit(spec, old, new)
    assert [each.rule.id for each in due(endpoint(spec))] == rules


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        # The description of a row, and the text around the tables, as import digests them.
        ("request.ccy: '11b0e0cd'", "request.ccy: '00000000'", ["instrument_or_currency", "ccy_means_cross", "borrowing_needs_currency"]),
        ("prose: b4634ea1", "prose: b4634ea2", ALL),
        ("as_of: 2026-06-27", "as_of: 2026-07-27", []),
    ],
)  # fmt: skip
def test_other_words_on_the_page_make_rules_due(spec: Path, old: str, new: str, rules: list[str]) -> None:
    edit(spec, old, new, "lock.yaml")
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
        (RuleTree(id="r", when=Is("a", ("1",)), asserts=(Require(("b",)),)), ("b", "a")),
        (RuleTree(id="r", each="legs", when=Present("px"), asserts=(Require(("sz",)),)), ("legs", "legs.sz", "legs.px")),
        (RuleTree(id="r", inside="leg", when=Is("$.a", ("1",)), asserts=(Require(("px",)),)), ("leg", "leg.px", "a")),
        (RuleTree(id="r", when=ItemCounts("legs", Present("px"), 2), asserts=(Restrict(name="a", equals="b"),)), ("a", "b", "legs", "legs.px")),
        (RuleTree(id="r", when=ItemCounts("legs", Compares("sz", "gt", 1), 2), asserts=(Require(("a",)),)), ("a", "legs", "legs.sz")),
    ],
)  # fmt: skip
def test_the_rows_a_rule_speaks_of(rule: RuleTree, paths: tuple[str, ...]) -> None:
    assert paths_of(rule) == paths


def test_confirming_writes_the_lock_and_nothing_else(fresh: Path) -> None:
    files = {file: file.read_bytes() for file in fresh.rglob("*.yaml") if file.name != "lock.yaml"}
    confirm(load_venue(fresh), {"account.set_leverage": ALL})
    assert {file: file.read_bytes() for file in files} == files
    lines = (fresh / "lock.yaml").read_text().splitlines()
    assert lines.pop(0) == "# yaml-language-server: $schema=../schema/lock.json"
    assert lines[: len(LOCK.splitlines())] == LOCK.splitlines()
    assert lines[len(LOCK.splitlines()) :] == [
        "    reviewed:",
        "      page: clkn",
        "      rows:",
        "        instId: brtj",
        "        ccy: kddl",
        "        lever: flcd",
        "        mgnMode: pqbm",
        "        posSide: dnrf",
    ]


def test_a_damaged_lock_is_refused_and_kept(fresh: Path, command: Command) -> None:
    damaged = LOCK.replace("    prose:", "    proze:")
    (fresh / "lock.yaml").write_text(damaged)
    done = command("review", str(fresh), "account.set_leverage", "--confirm", *ALL)
    assert done.returncode == 2
    assert "lock.yaml:5: endpoints['POST /api/v5/account/set-leverage']: unknown key proze" in done.stderr
    assert (fresh / "lock.yaml").read_text() == damaged


def test_digests_of_a_revision_from_before_the_lock_are_read(fresh: Path) -> None:
    (fresh / "lock.yaml").unlink()
    file = fresh / "account" / "set_leverage.yaml"
    file.write_text(
        file.read_text()
        .replace("  title: Set leverage\n", "  as_of: 2026-06-27\n  title: Set leverage\n  prose: b4634ea1\n")
        .replace("used for margin}", "used for margin, text: '11b0e0cd'}")
    )
    found = endpoint(fresh)
    assert (found.as_of, found.prose) == ("2026-06-27", "b4634ea1")
    assert [row.prose for row in found.request] == [None, "11b0e0cd", None, None, None]


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


def test_a_rule_is_confirmed_by_itself(spec: Path) -> None:
    edit(spec, "prose: b4634ea1", "prose: b4634ea2", "lock.yaml")
    confirm(load_venue(spec), {"account.set_leverage": ["ccy_means_cross"]})
    assert [each.rule.id for each in due(endpoint(spec))] == [name for name in ALL if name != "ccy_means_cross"]
    assert "      rules:\n        ccy_means_cross: {page: " in (spec / "lock.yaml").read_text()
    # What is confirmed of a rule holds until its own rows change.
    edit(spec, "name: lever, type: String, required: true", "name: lever, type: Number, required: true")
    assert "ccy_means_cross" not in [each.rule.id for each in due(endpoint(spec))]


def test_the_first_rule_that_is_confirmed_confirms_no_other(fresh: Path) -> None:
    confirm(load_venue(fresh), {"account.set_leverage": ["side_for_long_short"]})
    assert [str(each) for each in due(endpoint(fresh))] == [
        f"{name}: never confirmed" for name in ALL if name != "side_for_long_short"
    ]


def test_the_last_rule_that_is_confirmed_makes_the_lock_short_again(fresh: Path) -> None:
    for name in ALL:
        confirm(load_venue(fresh), {"account.set_leverage": [name]})
    one_by_one = (fresh / "lock.yaml").read_text()
    assert "      rules:\n" not in one_by_one
    confirm(load_venue(fresh), {"account.set_leverage": ALL})
    assert (fresh / "lock.yaml").read_text() == one_by_one
    assert due(endpoint(fresh)) == ()


def test_the_command_shows_confirms_and_is_done(fresh: Path, command: Command) -> None:
    spec, file = str(fresh), fresh / "account" / "set_leverage.yaml"
    before = file.read_text()
    listed = command("review", spec)
    assert listed.returncode == 1
    assert "account.set_leverage (7 rules, never confirmed): https://www.okx.com/" in listed.stdout
    done = command("review", spec, "account.set_leverage", "--confirm", *ALL)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-7:] == [f"confirmed: account.set_leverage {name}" for name in ALL]
    assert file.read_text() == before
    assert command("review", spec, "account.set_leverage").returncode == 0
    edit(fresh, "name: posSide, type: String, required: conditional", "name: posSide, type: String, required: false")
    again = command("review", spec, "set_leverage")
    lines = again.stdout.splitlines()
    assert lines[1] == "  side_for_long_short: changed: posSide"
    assert lines[2].startswith("    When mgnMode is isolated and the instrument type is FUTURES or SWAP")
    assert lines[3] == "    - id: side_for_long_short"
    assert lines[-2].startswith("  now, posSide: ")
    assert lines[-1] == "1 rule of 1 endpoint to review"
    assert command("review", spec, "--confirm", "--without-reading").returncode == 0
    assert command("review", spec).stdout == "0 rules of 0 endpoints to review\n"
    assert json.loads(command("coverage", spec, "--json").stdout)["total"]["rules_due"] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--confirm"], "--confirm takes an endpoint and the ids of the rules that you have read"),
        (["account.set_leverage", "--confirm"], "--confirm takes an endpoint and the ids of the rules"),
        (
            ["account.set_leverage", "no_such", "--confirm"],
            "account.set_leverage has no rule 'no_such'; it has: borrowing",
        ),
        (["--without-reading"], "--without-reading goes with --confirm"),
    ],
)
def test_nothing_is_confirmed_that_is_not_named(
    fresh: Path, command: Command, arguments: list[str], message: str
) -> None:
    done = command("review", str(fresh), *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert (fresh / "lock.yaml").read_text() == LOCK


def test_the_words_that_changed_are_shown_from_two_folders_of_pages(tmp_path: Path, frozen_root: Path) -> None:
    """The whole way: a spec of one day, a rule that a person confirmed, and the pages of two days."""
    spec = make(tmp_path, read(frozen_root / "spec" / "okx_v5" / "venue.yaml").data)
    old, new = tmp_path / "pages" / FIRST, tmp_path / "pages" / NEXT
    assert ran("import", str(spec), str(old)) == (0, True)
    place = spec / "trade" / "place_order.yaml"
    place.write_text(place.read_text() + RULES)
    assert ran("review", str(spec), "--confirm", "--without-reading") == (0, True)
    assert ran("import", str(spec), str(new))[1]
    done = CliRunner().invoke(app, ["review", str(spec), "trade.place_order", "--pages", str(old), str(new)])
    assert done.exit_code == 1
    assert [
        line for line in done.stdout.splitlines() if line.startswith(("  limit", "  on", "    - Req", "    +"))
    ] == [
        "  limit_needs_price: changed: px, ordType",
        "  on the page, request.ordType:",
        "    + `fok`: Fill or kill",
        "  on the page, request.px:",
        "    - Required when `ordType` is `limit`.",
        "    + Required when `ordType` is `limit`[ or `fok`].",
        # The rule on elp is on rpi now, as the page says.
        "  on the page, request.rpi, which was request.elp:",
        "    + `elp` remains accepted as an alias until October 31, 2026.",
    ]


def ran(*arguments: str) -> tuple[int, bool]:
    """The exit code of a command, and whether it ended without a traceback."""
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.exception is None or isinstance(done.exception, SystemExit)
