"""Pages compared with pages: what OKX's documentation says differently after half a year, taken from both by hand."""

import re
import shutil
import textwrap
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from command_line import venuespec
from venuespec.diff.change import KINDS, Change
from venuespec.diff.compare import diff
from venuespec.diff.inputs import Reader, State, beside, load_state, reader_of
from venuespec.diff.report import at_least
from venuespec.diff.revisions import InputError

ROOT = Path(__file__).parent.parent.parent
SET_LEVERAGE = "trading/account/rest-api-set-leverage.md"


@lru_cache(maxsize=1)
def reader() -> Reader:
    return reader_of(ROOT, "okx_v5")


@lru_cache
def lasting(name: str) -> State:
    """The live spec or a folder of real pages: neither changes while the tests run."""
    return load_state(name, ROOT, reader())


def compared(old: Path | str, new: Path | str, *, rewritten: bool = False) -> tuple[Change, ...]:
    """The changes between two states; what is new may be ``rewritten`` and read again for the next test."""
    after = load_state(str(new), ROOT, reader()) if rewritten else lasting(str(new))
    return diff(*beside(lasting(str(old)), after, reader()))


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


def test_the_errors_are_a_value_that_the_page_dropped_and_positions_that_no_longer_move(
    half_year: tuple[Change, ...],
) -> None:
    assert [(each.kind, each.endpoint, each.pointer, each.old or each.new) for each in at_least(half_year, "ERR")] == [
        ("enum_removed", "GET /api/v5/public/insurance-fund", "request.type.values", "regular_update"),
        (
            "applicability_narrowed",
            "POST /api/v5/account/move-positions",
            "notes",
            "TradeFi positions are not supported",
        ),
    ]


def test_hosts_that_the_pages_give(half_year: tuple[Change, ...]) -> None:
    assert [(each.level, each.kind, each.message) for each in half_year if each.pointer == "addresses"] == [
        (
            "WARN",
            "base_url_changed",
            "the pages give https://openapi.okx.com as an address, in place of https://www.okx.com",
        )
    ]


WINDOWS = yaml.safe_load((ROOT / "tests" / "fixtures" / "announced" / "okx_v5.yaml").read_text())["windows"]
PARTS = {"", "values", "required", "at_most", "min_length", "max_length"}
SIDES = {"enum_added": "response", "response_field_added": "response"}


def reports(change: Change, entry: dict[str, Any], endpoint: str, row: str) -> bool:
    """Tell whether a change is what was announced, at whatever level."""
    kinds = entry["kind"].split()
    side = entry.get("side", SIDES.get(kinds[0], "request"))
    place = f"errors.{row}" if "codes" in entry else f"{side}.{row}"
    inside = change.pointer.removeprefix(place).removeprefix(".")
    return (
        (change.endpoint == endpoint or "codes" in entry)
        and (kinds == ["any"] or change.kind in kinds)
        and (not row or (change.pointer.startswith(place) and inside in PARTS))
        and str(entry.get("value", "")) in f"{change.old} {change.new} {change.message}"
    )


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window["new"].isoformat())
def test_what_the_venue_announced_is_reported(pages: Path, window: dict[str, Any]) -> None:
    """Each announcement has its level, and every error was announced."""
    crawls = pages / "okx_v5"
    changes = compared(crawls / window["old"].isoformat(), crawls / window["new"].isoformat())
    missed: list[str] = []
    errors: set[Change] = set()
    for entry in window["announced"]:
        level = entry.get("level", "INFO")
        for endpoint in entry.get("at", ["*"]):
            for row in entry.get("rows") or entry.get("codes") or [""]:
                reporting = [each for each in changes if reports(each, entry, endpoint, row)]
                levels = {each.level for each in reporting}
                if not (levels - {"NONE"} if level == "any" else level in levels):
                    missed.append(f"{entry['kind']} {level} {endpoint} {row}, got {levels or 'nothing'}")
                errors.update(each for each in reporting if each.level == "ERR")
    assert missed == []
    assert set(at_least(changes, "ERR")) == errors


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
        if each.kind == "note_changed" and each.level == "INFO" and each.pointer.startswith("request.")
    }
    assert named["POST /api/v5/trade/order", "request.posSide"].endswith("it now names 51000, MARGIN, SPOT")
    assert len(named) < 40


def test_what_something_is_for(half_year: tuple[Change, ...]) -> None:
    """Of endpoints and of request parameters, which the pages say in prose only."""
    stated = [each for each in half_year if each.kind.startswith("applicability_")]
    found = [each for each in stated if not each.pointer.startswith("response.")]
    assert {(each.kind, each.level, each.endpoint, each.new) for each in found if each.pointer == "notes"} == {
        (
            "applicability_narrowed",
            "ERR",
            "POST /api/v5/account/move-positions",
            "TradeFi positions are not supported",
        ),
        *(
            # The pages say it below their tables, of a parameter.
            (
                "applicability_narrowed",
                "INFO",
                f"GET /api/v5/market/{endpoint}",
                "This parameter is only effective for equity perpetual contracts",
            )
            for endpoint in ("candles", "history-candles")
        ),
        *(
            (
                "applicability_widened",
                "INFO",
                endpoint,
                "Only applicable to `SPOT mode`/`Multi-currency margin mode`/`Portfolio margin mode`",
            )
            for endpoint in (
                "GET /api/v5/trade/one-click-repay-currency-list-v2",
                "POST /api/v5/trade/one-click-repay-v2",
            )
        ),
    }
    assert {each.endpoint.partition("/api/v5")[2] for each in found if each.kind == "applicability_widened"} == {
        "/trade/one-click-repay-currency-list-v2",
        "/trade/one-click-repay-v2",
        "/public/estimated-price",
        "/public/funding-rate",
        "/public/funding-rate-history",
        "/public/market-data-history",
        "/public/open-interest",
        "/tradingBot/grid/ai-param",
    }
    assert {(each.endpoint.partition("/api/v5")[2], each.pointer, each.level) for each in stated if each not in found} == {
        ("/account/instruments", "response.maxPlatOILmt", "INFO"),
        ("/account/trade-fee", "response.feeGroup", "WARN"),
        ("/public/instrument-tick-bands", "response.instFamily", "INFO"),
        ("/public/insurance-fund", "response.details.amt", "WARN"),
        ("/trade/orders-history", "response.pxUsd", "INFO"),
        ("/trade/orders-history", "response.pxVol", "INFO"),
        ("/trade/orders-pending", "response.pxUsd", "INFO"),
        ("/trade/orders-pending", "response.pxVol", "INFO"),
    }  # fmt: skip


def test_remarks_below_a_table_of_the_whole_answer(half_year: tuple[Change, ...]) -> None:
    """Order types are explained there at length; nothing marks where the last row of the table ends."""
    assert ("/trade/order", "notes") in said(half_year, "note_changed")


def test_what_a_field_means(half_year: tuple[Change, ...]) -> None:
    assert {(each.endpoint.partition("/api/v5")[2], each.old, each.new) for each in half_year if each.kind == "meaning_changed" and each.pointer.startswith("response.")} == {
        (
            "/affiliate/invitee/detail",
            "Self rebate rate of the invitee (in decimal), e.g. `0.01` represents `10%`",
            "Self rebate rate of the invitee (in decimal), e.g. `0.01` represents `1%`",
        ),
        ("/finance/flexible-loan/loan-info", "Collateral value in `USD`", "Adjusted collateral value in `USD`"),
        ("/public/funding-rate", "Current funding rate", "Predicted funding rate for the upcoming settlement period"),
        ("/public/instruments", None, "`6`: Stock perpetual futures"),
        ("/account/instruments", None, "`6`: Stock perpetual futures"),
    }  # fmt: skip
    assert {(each.endpoint, each.pointer, each.old) for each in half_year if each.kind == "meaning_changed" and each.pointer.startswith("request.")} == {
        ("POST /api/v5/trade/order", "request.ordType.values", "`optimal_limit_ioc`: Market order with immediate-or-cancel order (applicable only to Expiry Futures and Perpetual Futures)"),
        ("POST /api/v5/trade/order", "request.tdMode", "Note: `isolated` is not available in multi-currency margin mode and portfolio margin mode"),
        ("POST /api/v5/trade/order-algo", "request.triggerPxType.values", "`index`: index price"),
        ("POST /api/v5/trade/order-algo", "request.triggerPxType.values", "`last`: last price"),
    }  # fmt: skip


def test_values_that_a_page_strikes_out(half_year: tuple[Change, ...]) -> None:
    deprecated = [each for each in half_year if each.kind == "deprecated" and each.pointer.endswith(".values")]
    assert {(each.endpoint, each.old) for each in deprecated} == {
        ("GET /api/v5/public/insurance-fund", "platform_revenue"),
        ("GET /api/v5/public/insurance-fund", "adl"),
    }


def test_the_durations_of_a_grid_that_moved_into_sentences(half_year: tuple[Change, ...]) -> None:
    found = [each for each in half_year if each.endpoint.endswith("/grid/ai-param") and each.level != "NONE"]
    assert [(each.kind, each.new) for each in found if each.kind.startswith("enum")] == [("enum_added", "14D")]


def test_error_codes_that_the_pages_list(half_year: tuple[Change, ...]) -> None:
    """51004 got parts such as 51004_1101, which stand beside it in an answer: it is not gone."""
    codes = {
        kind: {each.pointer[7:] for each in half_year if each.kind == kind and each.endpoint == "*"} for kind in KINDS
    }
    assert codes["error_code_removed"] == {"60029", "60030", "51008_1014"}
    assert {each for each in codes["error_code_added"] if "_" not in each} == {
        "51625", "54092", "55123", "55124", "55186", "58381", "58382", "58383", "58384", "59529", "59550",
        "59691", "59692", "59693",
    }  # fmt: skip
    assert {each.partition("_")[0] for each in codes["error_code_added"] if "_" in each} == {"51004", "51008"}
    assert codes["note_changed"] == {"51000", "51008", "51346", "54031"}


def test_types_that_only_the_docs_had_wrong(half_year: tuple[Change, ...]) -> None:
    assert {(each.pointer, each.level) for each in half_year if each.kind == "type_label_changed"} == {
        ("response.action.type", "WARN"),
        ("request.gridNum.type", "WARN"),
    }


def test_pages_and_the_spec_that_was_read_from_them_are_the_same(okx_today: Path) -> None:
    snapshot = okx_today
    assert compared("okx_v5", snapshot) == compared(snapshot, "okx_v5") == compared(snapshot, snapshot) == ()


RULER = re.compile(r" *:?-{3,}:? *(\| *:?-{3,}:? *)+")
ROW = re.compile(r"(?P<marks>(?:> ?)*)(?:~~)?\w+(?:~~)? *\| *(?:string|int|bool|number|array|object)", re.IGNORECASE)


def spaced(text: str) -> str:
    """Two spaces between the words of everything but code, and none at the ends of lines."""
    lines = [each.rstrip() if each.strip() else each for each in text.split("\n")]
    return "\n".join(
        each if each.startswith(("    ", "---")) else re.sub(r"(?<=\w) (?=\w)", "  ", each) for each in lines
    )


def wrapped(text: str) -> str:
    """Paragraphs that no table is above of in lines of eighty; a crawled table's last cell may run on to the end."""
    lines: list[str] = []
    tabled = False
    for line in text.split("\n"):
        tabled = bool(RULER.fullmatch(line)) or (tabled and not line.startswith("#"))
        prose = line[:1].isalnum() and not tabled and not re.search("[|>*]", line)
        lines += textwrap.wrap(line, 80, break_long_words=False, break_on_hyphens=False) if prose else [line]
    return "\n".join(lines)


def shuffled(text: str) -> str:
    """The rows of every parameter table in another order, each with the rows that are part of it.

    The last row stays where it is: where its cell ends, a crawled page does not say.
    """
    order = Random(7)
    lines, result = text.split("\n"), list[str]()
    while lines:
        result.append(lines.pop(0))
        if not RULER.fullmatch(result[-1]) or not re.search("type|类型", result[-2], re.IGNORECASE):
            continue
        end = next((at for at, line in enumerate(lines) if line.startswith("#") or RULER.fullmatch(line)), len(lines))
        starts = [at for at, line in enumerate(lines[:end]) if (row := ROW.match(line)) and not row["marks"]]
        if not starts or starts[0] != 0:
            continue
        rows = [lines[start:stop] for start, stop in pairwise(starts)]
        order.shuffle(rows)
        lines[: starts[-1]] = chain.from_iterable(rows)
    return "\n".join(result)


def retitled(text: str) -> str:
    return re.sub(r"^(#{1,3} )(GET / |POST / )?([A-Z][^\n\u4e00-\u9fff]*)$", r"\1\2\3 now", text, flags=re.MULTILINE)


def renamed_headings(text: str) -> str:
    text = text.replace("#### Request Parameters", "#### Parameters of the request")
    return text.replace("#### Response Parameters", "#### What is returned")


def moved(text: str) -> str:
    return re.sub(r"^source_url: (.*)#", r"source_url: \1#elsewhere-", text, flags=re.MULTILINE)


REWRITES: dict[str, tuple[Callable[[str], str], ...]] = {
    "whitespace": (spaced, wrapped),
    "rows": (shuffled,),
    "headings": (retitled, renamed_headings),
    "anchors": (moved,),
    "all": (shuffled, wrapped, spaced, retitled, renamed_headings, moved),
}


@pytest.mark.parametrize("name", REWRITES)
def test_what_says_nothing_new_is_no_change(pages: Path, tmp_path: Path, name: str) -> None:
    """The files have other names and folders too. A title is told, but at NONE: it is what the page calls itself.

    Each way to rewrite is tried on a section, all together on the whole site.
    """
    snapshot = pages / "okx_v5" / "2026-06-27" / ("" if name == "all" else "trading")
    rewritten = 0
    for number, file in enumerate(sorted(snapshot.rglob("*.md"))):
        copy = tmp_path / str(number % 7) / f"{file.stem}-{number}.md"
        copy.parent.mkdir(exist_ok=True)
        before = after = file.read_text()
        for rewrite in REWRITES[name]:
            after = rewrite(after)
        rewritten += after != before
        copy.write_text(after)
    assert rewritten > (300 if name == "all" else 40)
    assert {each.kind for each in compared(snapshot, tmp_path, rewritten=True)} <= {"title_changed"}


def test_the_rows_of_a_table_in_another_order_are_no_change(pages: Path, tmp_path: Path) -> None:
    file = pages / "okx_v5" / "2026-06-27" / SET_LEVERAGE
    text = file.read_text()
    lever = re.search(r"^lever \| String \| Yes \|.*\n(?:(?!\w+ \|).*\n)*?(?=\w+ \|)", text, re.MULTILINE)
    assert lever is not None
    (tmp_path / "page.md").write_text(
        text.replace(lever[0], "", 1).replace("instId | String |", f"{lever[0]}instId | String |", 1)
    )
    assert compared(file, tmp_path / "page.md", rewritten=True) == ()


def test_one_page_speaks_of_its_own_endpoints_only(okx_today: Path, tmp_path: Path) -> None:
    file = okx_today / SET_LEVERAGE
    assert compared(file, "okx_v5") == compared("okx_v5", file) == ()
    changed = tmp_path / "page.md"
    changed.write_text(file.read_text().replace("/api/v5/account/set-leverage`", "/api/v5/account/set-lever`"))
    assert [(each.kind, each.old) for each in at_least(compared(file, changed, rewritten=True), "INFO")] == [
        ("path_changed", "/api/v5/account/set-leverage")
    ]


def test_a_page_that_was_not_crawled_is_gone_and_one_that_lost_its_endpoint_removed_it(
    pages: Path, tmp_path: Path
) -> None:
    """Get leverage is on three pages: its own, and those of its section."""
    old = pages / "okx_v5" / "2026-06-27" / "trading"
    homes = [each for each in sorted(old.rglob("*.md")) if "`GET /api/v5/account/leverage-info`" in each.read_text()]
    assert len(homes) == 3
    shutil.copytree(old, tmp_path / "new", copy_function=shutil.copyfile)
    own = [each for each in homes if each.stem.endswith("get-leverage")]
    (tmp_path / "new" / own[0].relative_to(old)).unlink()
    assert compared(old, tmp_path / "new", rewritten=True) == ()
    for each in homes:
        file = tmp_path / "new" / each.relative_to(old)
        if file.exists():
            file.write_text(file.read_text().replace("`GET /api/v5/account/leverage-info`", "decommissioned"))
    assert said(compared(old, tmp_path / "new", rewritten=True), "endpoint_removed") == {("/account/leverage-info", "")}
    for each in homes:
        (tmp_path / "new" / each.relative_to(old)).unlink(missing_ok=True)
    assert ("/account/leverage-info", "") in said(compared(old, tmp_path / "new", rewritten=True), "endpoint_gone")


def test_the_pages_of_another_venue_are_refused(pages: Path) -> None:
    with pytest.raises(InputError, match=r"no page in .* documents an endpoint as the pages of OKX v5 do"):
        compared(pages / "coinswitch_hft", "okx_v5")


def test_the_guide_shows_what_a_summer_does_to_a_bot(pages: Path) -> None:
    page = (ROOT / "docs" / "what-breaks-my-code.md").read_text()
    section = page.partition("## A summer of one venue")[2]
    bot = "docs/examples/quoting_bot.py"
    assert (ROOT / bot).read_text() == section.partition("```python\n")[2].partition("```")[0]
    crawls = [str(pages / "okx_v5" / day) for day in ("2026-06-27", "2026-08-22")]
    done = venuespec(
        *("diff", "--root", str(ROOT), "--docs", "okx_v5", *crawls, "--level", "WARN", "--used-by", bot),
        *("--fail-on", "ERR"),
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout) == (1, section.partition("```text\n")[2].partition("```")[0])
