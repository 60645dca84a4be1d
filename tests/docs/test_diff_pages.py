"""Pages compared with pages: what OKX's documentation says differently after half a year, taken from both by hand."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from venuespec.diff.change import Change
from venuespec.diff.compare import diff
from venuespec.diff.inputs import InputError, load_states
from venuespec.diff.report import at_least

ROOT = Path(__file__).parent.parent.parent
SET_LEVERAGE = "trading/account/rest-api-set-leverage.md"


def compared(old: Path | str, new: Path | str) -> tuple[Change, ...]:
    return diff(*load_states(str(old), str(new), ROOT, "okx_v5"))


@pytest.fixture(scope="module")
def half_year(pages: Path) -> tuple[Change, ...]:
    return compared(pages / "okx_v5" / "2026-01-16", pages / "okx_v5" / "2026-06-27")


def said(changes: tuple[Change, ...], kind: str) -> set[tuple[str, str]]:
    return {(each.endpoint.partition("/api/v5")[2], each.pointer) for each in changes if each.kind == kind}


def test_what_came_and_went(half_year: tuple[Change, ...]) -> None:
    count = Counter(each.kind for each in half_year)
    assert (count["endpoint_added"], count["endpoint_removed"], count["endpoint_gone"]) == (44, 0, 0)
    assert (count["request_param_added"], count["request_param_removed"]) == (64, 0)
    # Of the 89 fields that the answers' tables gained, one only left the object that it stood in.
    assert (count["response_field_added"], count["response_field_removed"]) == (88, 0)
    assert said(half_year, "response_field_moved") == {("/public/option-trades", "response.sz")}


def test_the_one_error_is_a_value_that_the_page_dropped(half_year: tuple[Change, ...]) -> None:
    assert [(each.kind, each.endpoint, each.pointer, each.old) for each in at_least(half_year, "ERR")] == [
        ("enum_removed", "GET /api/v5/public/insurance-fund", "request.type.values", "regular_update")
    ]


def test_what_only_event_contracts_need_breaks_nobody(half_year: tuple[Change, ...]) -> None:
    new = {"request.speedBump", "request.outcome", "request.seriesId", "request.aggressiveness"}
    levels = {each.level for each in half_year if each.kind == "request_param_added" and each.pointer in new}
    assert levels == {"INFO"}
    assert {each.level for each in half_year if each.kind == "request_param_added"} == {"INFO"}


def test_the_lists_of_bill_types_have_an_endpoint_of_their_own_now(half_year: tuple[Change, ...]) -> None:
    assert said(half_year, "enum_relocated") == {
        ("/account/bills", "request.type.values"),
        ("/account/bills", "request.subType.values"),
        ("/account/bills-archive", "request.type.values"),
        ("/account/bills-archive", "request.subType.values"),
    }


def test_limits_and_permissions(half_year: tuple[Change, ...]) -> None:
    kinds = ("rate_limit_tightened", "rate_limit_loosened", "rate_limit_scope_changed", "permission_changed")
    assert {(each.kind, each.endpoint, each.message) for each in half_year if each.kind in kinds} == {
        (
            "rate_limit_tightened",
            "GET /api/v5/affiliate/invitee/detail",
            "the rate limit is 3 per 1 s, was 20 per 2 s",
        ),
        ("permission_changed", "GET /api/v5/affiliate/invitee/detail", "the permission is now documented: read"),
        (
            "rate_limit_loosened",
            "POST /api/v5/account/bills-history-archive",
            "the rate limit is 1 per 10 s, was 12 per 86400 s",
        ),
        (
            "rate_limit_scope_changed",
            "POST /api/v5/account/spot-manual-borrow-repay",
            "the rate limit is counted on requests by master_user_id, was requests by user_id",
        ),
    }


def test_texts_on_parameters_that_name_something_else_now(half_year: tuple[Change, ...]) -> None:
    named = {
        (each.endpoint, each.pointer): each.message
        for each in half_year
        if each.kind == "note_changed" and each.level == "INFO"
    }
    assert named["GET /api/v5/copytrading/public-stats", "request.uniqueCode"].endswith("it now names 18")
    assert named["GET /api/v5/public/open-interest", "request.instId"].endswith("it now names EVENTS")
    assert named["GET /api/v5/public/funding-rate", "request.instId"].endswith("it now names FUTURES")
    assert len(named) < 40


def test_types_that_only_the_docs_had_wrong(half_year: tuple[Change, ...]) -> None:
    assert {(each.pointer, each.level) for each in half_year if each.kind == "type_label_changed"} == {
        ("response.action.type", "WARN"),
        ("request.gridNum.type", "WARN"),
    }


def test_pages_and_the_spec_that_was_read_from_them_are_the_same(pages: Path) -> None:
    snapshot = pages / "okx_v5" / "2026-06-27"
    assert compared("okx_v5", snapshot) == compared(snapshot, "okx_v5") == compared(snapshot, snapshot) == ()


def spaced(text: str) -> str:
    """Two spaces between the words of everything but code."""
    lines = text.split("\n")
    return "\n".join(
        each if each.startswith(("    ", "---")) else re.sub(r"(?<=\w) (?=\w)", "  ", each) for each in lines
    )


def retitled(text: str) -> str:
    return re.sub(r"^(#{1,3} )(GET / |POST / )?([A-Z][^\u4e00-\u9fff]*)$", r"\1\2\3 now", text, flags=re.MULTILINE)


def renamed_headings(text: str) -> str:
    text = text.replace("#### Request Parameters", "#### Parameters of the request")
    return text.replace("#### Response Parameters", "#### What is returned")


def moved(text: str) -> str:
    return re.sub(r"^source_url: (.*)#", r"source_url: \1#elsewhere-", text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "rewrite",
    [spaced, retitled, renamed_headings, moved, lambda text: re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)],
    ids=["spaces", "titles", "headings", "anchors", "ends of lines"],
)
def test_what_says_nothing_new_is_no_change(pages: Path, tmp_path: Path, rewrite: Callable[[str], str]) -> None:
    snapshot = pages / "okx_v5" / "2026-06-27"
    for number, file in enumerate(sorted(snapshot.rglob("*.md"))):
        copy = tmp_path / str(number % 7) / f"{file.stem}-{number}.md"
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(rewrite(file.read_text()))
    assert at_least(compared(snapshot, tmp_path), "INFO") == ()


def test_the_rows_of_a_table_in_another_order_are_no_change(pages: Path, tmp_path: Path) -> None:
    file = pages / "okx_v5" / "2026-06-27" / SET_LEVERAGE
    text = file.read_text()
    lever = re.search(r"^lever \| String \| Yes \|.*\n(?:(?!\w+ \|).*\n)*?(?=\w+ \|)", text, re.MULTILINE)
    assert lever is not None
    (tmp_path / "page.md").write_text(
        text.replace(lever[0], "", 1).replace("instId | String |", f"{lever[0]}instId | String |", 1)
    )
    assert compared(file, tmp_path / "page.md") == ()


def test_one_page_speaks_of_its_own_endpoints_only(pages: Path, tmp_path: Path) -> None:
    file = pages / "okx_v5" / "2026-06-27" / SET_LEVERAGE
    assert compared(file, "okx_v5") == compared("okx_v5", file) == ()
    changed = tmp_path / "page.md"
    changed.write_text(file.read_text().replace("/api/v5/account/set-leverage`", "/api/v5/account/set-lever`"))
    assert [(each.kind, each.old) for each in at_least(compared(file, changed), "INFO")] == [
        ("path_changed", "/api/v5/account/set-leverage")
    ]


def test_a_page_that_was_not_crawled_is_gone_and_one_that_lost_its_endpoint_removed_it(
    pages: Path, tmp_path: Path
) -> None:
    """Get leverage is on three pages: its own, and those of its section."""
    old = pages / "okx_v5" / "2026-06-27"
    homes = [each for each in sorted(old.rglob("*.md")) if "`GET /api/v5/account/leverage-info`" in each.read_text()]
    assert len(homes) == 3
    shutil.copytree(old, tmp_path / "new", copy_function=shutil.copyfile)
    own = [each for each in homes if each.stem.endswith("get-leverage")]
    (tmp_path / "new" / own[0].relative_to(old)).unlink()
    assert compared(old, tmp_path / "new") == ()
    for each in homes:
        file = tmp_path / "new" / each.relative_to(old)
        if file.exists():
            file.write_text(file.read_text().replace("`GET /api/v5/account/leverage-info`", "decommissioned"))
    assert said(compared(old, tmp_path / "new"), "endpoint_removed") == {("/account/leverage-info", "")}
    for each in homes:
        (tmp_path / "new" / each.relative_to(old)).unlink(missing_ok=True)
    assert ("/account/leverage-info", "") in said(compared(old, tmp_path / "new"), "endpoint_gone")


def test_the_pages_of_another_venue_are_refused(pages: Path) -> None:
    with pytest.raises(InputError, match=r"no page in .* documents an endpoint as the pages of OKX v5 do"):
        compared(pages / "coinswitch_hft", "okx_v5")
