"""What speaks of something that the page no longer has is left out, and does not shut a venue."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from venuespec.checks.lint import lint_folder
from venuespec.cli.app import app
from venuespec.spec.load import load_venue
from venuespec.spec.problem import Problem, SpecError

runner = CliRunner()


@pytest.fixture
def orders(founding: Path, frozen_root: Path) -> Path:
    """The founding spec with an endpoint that places orders and the one that tells what became of them."""
    (founding / "trade").mkdir()
    for name in ("place_order.yaml", "get_order.yaml"):
        (founding / "trade" / name).write_text((frozen_root / "spec" / "okx_v5" / "trade" / name).read_text())
    return founding


@pytest.fixture
def edit(orders: Path) -> Callable[..., Path]:
    def change(file: str, *changes: tuple[str, str]) -> Path:
        path = orders / file
        text = path.read_text()
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text)
        return orders

    return change


def stale(folder: Path) -> list[Problem]:
    return [each for each in lint_folder(folder) if each.stale]


SET = "account/set_leverage.yaml"
RENAMED = ("- {name: posSide, type: String,", "- {name: positionSide, type: String,")


def test_a_rule_on_a_row_that_is_gone_does_not_fire_and_the_others_do(edit: Callable[..., Path]) -> None:
    folder = edit(SET, RENAMED)
    endpoint = load_venue(folder).endpoint("POST", "/api/v5/account/set-leverage")
    assert endpoint is not None
    assert "ccy_means_cross" in {rule.id for rule in endpoint.rules}
    assert not any("posSide" in repr(rule) for rule in endpoint.rules)
    found = [each for each in stale(folder) if each.check == "rule-stale"]
    assert found
    assert all(each.severity == "error" and each.place.line > 1 for each in found)
    assert all(
        "there is no parameter posSide; did you mean positionSide; there are: instId, " in str(each) for each in found
    )


@pytest.mark.parametrize(
    ("file", "change", "check", "message"),
    [
        (SET, ("params: [instId, mgnMode]", "params: [instIds]"), "note-unknown", "have no instIds; did you mean instId"),
        (SET, ("restrict: {mgnMode: {in: [cross]}}", "restrict: {mgnMode: {in: [crossed]}}"), "rule-value", "names 'crossed', which the table of mgnMode does not list; did you mean cross; the rule is left out"),
        (SET, ("    ccy: {description", "    ccys: {description"), "field-gone", "has a row ccys; did you mean ccy; it is left out"),
        (SET, ("1: {instType: MARGIN}", "12: {instType: MARGIN}"), "context-gone", "there is no request example 12; the page has 11"),
        ("trade/place_order.yaml", ("{instId: instId,", "{instId: symbol,"), "reconcile", "the request table has no symbol; reconcile is left out"),
        ("trade/place_order.yaml", ("trade.get_order", "trade.get_orders"), "reference-unknown", "which is not a reading endpoint of the spec; did you mean trade.get_order"),
        ("trade/place_order.yaml", ("- {name: clOrdId, type", "- {name: clientOrdId, type"), "dedup-key", "the request table has no clOrdId; did you mean clientOrdId"),
        ("trade/get_order.yaml", ("  title:", "  gone_since: 2026-08-22\n  title:"), "reference-unknown", "reconcile asks trade.get_order, which is gone from the documentation since 2026-08-22"),
        ("public/get_system_time.yaml", ("  title:", "  gone_since: 2026-08-22\n  title:"), "reference-unknown", "clock speaks of the endpoint public.get_system_time, which is gone from the documentation since 2026-08-22"),
    ],
)  # fmt: skip
def test_a_stale_mention_is_left_out_and_told_with_what_is_near(
    edit: Callable[..., Path], file: str, change: tuple[str, str], check: str, message: str
) -> None:
    folder = edit(file, change)
    load_venue(folder)
    found = [each for each in stale(folder) if each.check == check and message in each.message]
    assert len(found) == 1, [str(each) for each in lint_folder(folder)]
    assert found[0].severity == "error"


def test_all_names_that_a_rule_lacks_come_in_one_round(edit: Callable[..., Path]) -> None:
    folder = edit(
        SET,
        ("at_least_one: [instId, ccy]", "at_least_one: [instIds, ccys]"),
        ("params: [instId, mgnMode]", "params: [gone]"),
        ("path: /api/v5/account/set-leverage", "path: set leverage"),
    )
    (folder / "public" / "get_system_time.yaml").write_text("docs: [")
    (folder / "account" / "get_leverage.yaml").write_text("docs: {titel: x}\n")
    (folder / "errors.yaml").write_text("'1': {meaning: 5}\n")
    (folder / "fields.yaml").write_text("ccy: {kind: colour}\n")
    checks = [each.check for each in lint_folder(folder)]
    assert checks.count("yaml-syntax") == 1
    assert checks.count("spec-structure") >= 3


def test_all_problems_of_endpoints_come_in_one_round(edit: Callable[..., Path]) -> None:
    folder = edit(
        SET,
        ("at_least_one: [instId, ccy]", "at_least_one: [instIds, ccys]"),
        ("params: [instId, mgnMode]", "params: [gone]"),
        ("path: /api/v5/account/set-leverage", "path: set leverage"),
    )
    (folder / "public" / "get_system_time.yaml").write_text("docs: [")
    found = [str(each) for each in lint_folder(folder)]
    for message in (
        "there is no parameter instIds",
        "there is no parameter ccys",
        "have no gone",
        "'set leverage' is not a path",
        "is not YAML",
    ):
        assert any(message in each for each in found), message


def test_the_other_commands_go_on(edit: Callable[..., Path], tmp_path: Path) -> None:
    folder = edit(SET, RENAMED)
    shown = runner.invoke(app, ["show", str(folder), "account.set_leverage"])
    assert shown.exit_code == 0
    assert "Left out, because the page does not have it" in shown.output
    covered = runner.invoke(app, ["coverage", str(folder), "--json"])
    assert covered.exit_code == 0
    assert json.loads(covered.output)["total"]["stale"] > 0
    assert "left out: " in runner.invoke(app, ["review", str(folder)]).output
    assert runner.invoke(app, ["diff", str(folder), str(folder)]).exit_code == 0
    done = runner.invoke(app, ["generate", "--root", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "warning: " in done.output
    assert (tmp_path / "generated/venues/okx_v5/account/set_leverage.py").is_file()


def test_a_row_class_whose_owner_is_gone_is_a_class_of_its_own(edit: Callable[..., Path]) -> None:
    folder = edit("trade/place_order.yaml", ("  row: OrderResult\n", "  row: account.Gone\n"))
    [found] = [each for each in stale(folder) if each.check == "shared-row"]
    assert "no endpoint has the row account.Gone" in found.message
    endpoint = load_venue(folder).endpoint("POST", "/api/v5/trade/order")
    assert endpoint is not None
    assert endpoint.row is None


ALIAS = (
    "- {name: posSide, type: String,",
    "- {name: positionSide, alias: {was: posSide, until: 2026-12-31}, type: String,",
)


def test_what_speaks_of_a_row_by_its_older_name_holds_for_the_row(edit: Callable[..., Path]) -> None:
    folder = edit(SET, ALIAS, ("- {name: posSide, type: String, label: Position side}", "- {name: side, type: String}"))
    file = folder / SET
    file.write_text(file.read_text().replace("params: [instId, mgnMode]", "params: [posSide]"))
    endpoint = load_venue(folder).endpoint("POST", "/api/v5/account/set-leverage")
    assert endpoint is not None
    [side] = [row for row in endpoint.request if row.name == "positionSide"]
    assert not side.closed  # as sdk.fields says of posSide
    assert any("positionSide" in repr(rule) for rule in endpoint.rules)
    assert not any("posSide" in repr(rule) for rule in endpoint.rules)
    assert ("positionSide",) in [note.params for note in endpoint.notes]
    # The documented request still has the older name.
    found = [each for each in stale(folder) if each.place.file == file]
    assert {each.check for each in found} <= {"example-rule"}
    told = [each for each in lint_folder(folder) if each.check == "renamed-row"]
    assert {(each.severity, each.message) for each in told} == {
        ("warning", "the page calls posSide positionSide now; write positionSide")
    }
    lines = file.read_text().splitlines()
    assert all(any("posSide" in line for line in lines[each.place.line - 1 : each.place.line + 3]) for each in told)


@pytest.mark.parametrize(
    ("file", "older", "now", "section", "expected"),
    [
        ("trade/place_order.yaml", "clOrdId", "clientOrdId", "dedup_key", "'clientOrdId'"),
        ("trade/place_order.yaml", "clOrdId", "clientOrdId", "reconcile", "params={'instId': 'instId', 'clOrdId': 'clientOrdId'}"),
        ("account/get_bills.yaml", "after", "cursor", "pages", "Paging(cursor='cursor', field=('billId',)"),
        ("account/get_bills.yaml", "billId", "id", "pages", "Paging(cursor='after', field=('id',)"),
        (SET, "instId", "symbol", "sandbox", "key=('symbol', 'ccy', 'mgnMode', 'posSide')"),
        (SET, "instId", "symbol", "rate_limits", "key=('user_id', 'symbol')"),
    ],
)  # fmt: skip
def test_sections_that_name_a_row_by_its_older_name_hold_for_it(
    edit: Callable[..., Path], frozen_root: Path, file: str, older: str, now: str, section: str, expected: str
) -> None:
    folder = edit(SET, ("sdk:", "sdk:\n  rate_limits: [{limit: 5, per: 1s, key: [user_id, instId]}]"))
    text = (frozen_root / "spec" / "okx_v5" / file).read_text() if file != SET else (folder / file).read_text()
    (folder / file).write_text(text.replace(f"name: {older},", f"name: {now}, alias: {{was: {older}}},"))
    venue = load_venue(folder)
    [endpoint] = [each for each in venue.endpoints if each.place.file == folder / file]
    assert expected in repr(getattr(endpoint, section))
    assert f"the page calls {older} {now} now; write {now}" in {each.message for each in endpoint.renames}


def test_a_question_asks_by_the_present_names_of_the_other_endpoint(edit: Callable[..., Path]) -> None:
    folder = edit(
        "trade/get_order.yaml",
        ("name: clOrdId,", "name: clientOrdId, alias: {was: clOrdId},"),
        ("name: cTime,", "name: createdAt, alias: {was: cTime},"),
    )
    endpoint = load_venue(folder).endpoint("POST", "/api/v5/trade/order")
    assert endpoint is not None
    assert endpoint.reconcile is not None
    [ask] = endpoint.reconcile.ask
    assert ask.params == {"instId": "instId", "clientOrdId": "clOrdId"}
    assert ask.match == {"clOrdId": "clOrdId"}  # the answer keeps its name
    assert ask.created == "createdAt"
    told = {each.message for each in endpoint.renames}
    assert told == {
        "the page calls clOrdId clientOrdId now; write clientOrdId",
        "the page calls cTime createdAt now; write createdAt",
    }


def test_an_older_name_that_another_row_has_is_that_row(edit: Callable[..., Path]) -> None:
    folder = edit(SET, ("- {name: mgnMode, type", "- {name: mgnMode, alias: {was: posSide}, type"))
    endpoint = load_venue(folder).endpoint("POST", "/api/v5/account/set-leverage")
    assert endpoint is not None
    assert any("posSide" in repr(rule) for rule in endpoint.rules)
    assert [each for each in lint_folder(folder) if each.check == "renamed-row"] == []


NAMES = """\
groups: {}
types: {}
endpoints:
  POST /api/v5/account/set-leverage:
    name: account.set_leverage
    attributes:
      request: ccy instId lever mgnMode !oldSide posSide
"""


@pytest.mark.parametrize(
    ("name", "mistyped"), [("posside", True), ("oldSide", False), ("$.oldSide", False), ("$.lever2", True)]
)
def test_a_name_that_no_page_has_had_is_a_mistake_and_not_stale(
    edit: Callable[..., Path], name: str, mistyped: bool
) -> None:
    folder = edit(SET, ("require: [posSide]", f"require: [{name}]"))
    (folder / "names.yaml").write_text(NAMES)
    [found] = [each for each in lint_folder(folder) if f"there is no parameter {name}" in each.message]
    if mistyped:
        assert (found.check, found.stale) == ("rule-syntax", False)
        assert found.message.endswith("; no page of the endpoint has had it")
        with pytest.raises(SpecError, match="no page of the endpoint has had it"):
            load_venue(folder)
        # A comparison is of the pages' facts, and goes on without the rule.
        assert runner.invoke(app, ["diff", str(folder), str(folder)]).exit_code == 0
    else:
        assert (found.check, found.stale) == ("rule-stale", True)
        assert found.message.endswith("; the rule is left out")


def test_one_endpoint_is_shown_while_another_file_cannot_be_read(edit: Callable[..., Path]) -> None:
    folder = edit(SET)
    (folder / "account" / "get_leverage.yaml").write_text("docs:\n  title: 'FILL IN: the title'\n")
    shown = runner.invoke(app, ["show", str(folder), "account.set_leverage"])
    assert shown.exit_code == 0
    assert "POST /api/v5/account/set-leverage" in shown.stdout
    assert "warning: " in shown.stderr
    assert "get_leverage.yaml" in shown.stderr
