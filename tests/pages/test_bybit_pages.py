"""The reader of Bybit's pages, held against counts that were taken from the same pages in another way."""

import re
from pathlib import Path

import pytest

from venuespec.pages.draft import Draft, DraftRow
from venuespec.pages.formats.bybit_limits import limits_of
from venuespec.pages.formats.bybit_mdx import read_page
from venuespec.pages.parts.folder import PageFolder
from venuespec.pages.snapshot import read_snapshot
from venuespec.spec.load import load_venue

SPEC = Path(__file__).parent.parent.parent / "spec" / "bybit_v5"
DAY = "2026-06-26"
COMPONENT = re.compile(r"<APIEndpoint[^>]*>")
# A row of a table in either of its forms; the first cell begins with a name, or with marks of depth before one.
ROW = re.compile(
    r"^\|\s*>*\s*[\[<]?[A-Za-z]|<td>\s*(?:&gt;|>)*\s*(?:<a [^>]*>)?[A-Za-z][^<]*(?:</a>)?\s*</td>\s*<td>(?:\**|<b>)(?:true|false)"
)
NOT_ROWS = re.compile(r"^\|\s*(?:Parameter|Field|None)\b|:?-{3,}")


@pytest.fixture(scope="session")
def folder(pages: Path) -> Path:
    return pages / "bybit_v5" / DAY


@pytest.fixture(scope="session")
def drafts(folder: Path) -> list[Draft]:
    return [draft for draft in every_draft(folder) if draft.path]


def every_draft(folder: Path) -> list[Draft]:
    tree = PageFolder(folder)
    return [draft for file in sorted(folder.rglob("*.mdx")) for draft in read_page(file, tree)]


def size(rows: tuple[DraftRow, ...]) -> int:
    return sum(1 + size(row.fields) for row in rows)


def test_every_endpoint_is_read(folder: Path, drafts: list[Draft]) -> None:
    texts = [
        file.read_text(encoding="utf-8")
        for file in folder.rglob("*.mdx")
        if "abandon" not in file.relative_to(folder).parts
    ]
    named = {match for text in texts for match in COMPONENT.findall(text)}
    assert len(named) == 380
    assert len({draft.key for draft in drafts}) == 380


def test_no_row_of_a_request_is_lost(folder: Path, drafts: list[Draft]) -> None:
    """Lines that look like rows below the heading, against rows that were read, page by page."""
    differing: dict[str, tuple[int, int]] = {}
    by_file: dict[Path, list[Draft]] = {}
    for draft in drafts:
        by_file.setdefault(draft.file, []).append(draft)
    for file, [draft] in ((file, found) for file, found in by_file.items() if len(found) == 1):
        text = file.read_text(encoding="utf-8")
        _, _, after = text.partition("Request Parameters")
        part = re.split(r"^#{3,4} ", after, maxsplit=1, flags=re.MULTILINE)[0]
        lines = [line for line in part.splitlines() if ROW.search(line) and not NOT_ROWS.search(line)]
        read = size(draft.request) + sum(size(each.rows) for each in draft.variants)
        if len(lines) != read:
            differing[file.relative_to(folder).as_posix()] = (len(lines), read)
    assert differing == {
        # One row stands there twice.
        "asset/withdraw/withdraw.mdx": (34, 33),
        # The table is that of another page.
        "order/pre-check-order.mdx": (0, 34),
        # Seven rows stand in each of the four tabs.
        "strategy/create-strategy.mdx": (60, 39),
    }


def test_what_cannot_be_read_is_reported(drafts: list[Draft]) -> None:
    found = {(draft.key, each.code) for draft in drafts for each in draft.diagnostics}
    assert ("GET /v5/account/mmp-state", "example-elsewhere") in found
    assert len([code for _, code in found if code == "row-unread"]) == 0
    assert len([code for _, code in found if code == "example-unread"]) == 0
    assert sorted(key for key, code in found if code == "link-unread") == [
        "GET /v5/pre-upgrade/account/transaction-log",
        "GET /v5/spot-lever-token/info",
    ]


def test_answers_with_a_sentence_or_an_ellipsis_between_are_read(drafts: list[Draft]) -> None:
    ratios, config = (
        [
            example.response["result"]
            for draft in drafts
            if draft.key == key
            for example in draft.examples
            if example.response
        ]
        for key in ("GET /v5/ins-loan/ltv-convert", "GET /v5/rfq/config")
    )
    assert [answer["ltvInfo"][0]["parentUid"] for answer in ratios] == ["xxxxx", "100331354"]
    assert [[each["strategyName"] for each in answer["strategyTypes"]] for answer in config] == [
        ["custom", "FundingRate", "CarryTrade"]
    ]
    assert [[each["traderName"] for each in answer["counterparties"]] for answer in config] == [
        ["1zQkH0y7Y3acALM", "Bernie LP"]
    ]


def test_every_line_with_a_method_and_a_path_is_an_endpoint_or_reported(folder: Path, drafts: list[Draft]) -> None:
    """Declarations counted by hand-made expressions, without what stands in code, tables and sentences."""
    declared = re.compile(r"^\s*<\w*Endpoint\b[^>]*>|^`?(?:GET|POST|PUT|DELETE)`?\s+`?/[\w/-]+`?\s*$", re.MULTILINE)
    read: dict[Path, int] = {}
    for draft in drafts:
        read[draft.file] = read.get(draft.file, 0) + 1
    for file in folder.rglob("*.mdx"):
        if "abandon" not in file.parts:
            text = re.sub(r"^```.*?^```", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
            assert (len(declared.findall(text)), file) == (read.get(file, 0), file)
    unread = [each for draft in every_draft(folder) if not draft.path for each in draft.diagnostics]
    assert [(each.file.name, each.line) for each in unread] == [
        ("trade-notify.mdx", 14),
        ("guidance.mdx", 64),
        ("guidance.mdx", 91),
    ]


def test_pages_of_p2p_are_read(pages: Path) -> None:
    more = pages / "bybit_more" / DAY
    drafts = [draft for file in sorted(more.rglob("*.mdx")) for draft in read_page(file)]
    assert len(drafts) == 19
    assert {draft.section for draft in drafts} == {"p2p", "p2p ad", "p2p chat", "p2p order", "p2p user"}
    assert [row.name for row in of(drafts, "POST /v5/p2p/user/order/personal/info").request] == [
        "originalUid",
        "orderId",
    ]


def test_values_that_stand_on_the_page_of_shared_values(drafts: list[Draft]) -> None:
    rows = {row.name: row for row in of(drafts, "GET /v5/order/history").request}
    assert rows["orderStatus"].values[:3] == ("New", "PartiallyFilled", "Untriggered")
    assert (len(rows["orderStatus"].values), rows["orderStatus"].open) == (9, False)
    # Its own example sends another value.
    rows = {row.name: row for row in of(drafts, "POST /v5/order/create").request}
    assert (rows["timeInForce"].values, rows["timeInForce"].open) == (("GTC", "IOC", "FOK", "PostOnly", "RPI"), True)
    # A symbol is not one of the symbols that the page shows.
    assert rows["symbol"].values == ()


def test_every_page_is_a_variant_of_its_path(folder: Path) -> None:
    found = read_snapshot(folder, "bybit_markdown", "result", {})
    [earn] = [each.draft for each in found.placed if each.draft.key == "POST /v5/earn/advance/place-order"]
    assert [table.title.partition(": ")[2] for table in earn.variants] == [
        "discount buy",
        "double win",
        "dual asset",
        "smart lvg",
    ]
    category = earn.request[0]
    assert (category.name, category.required, category.values, category.open) == (
        "category",
        "yes",
        ("DiscountBuy", "DoubleWin", "DualAssets", "SmartLeverage"),
        True,
    )
    assert len(found.placed) == 380


def of(drafts: list[Draft], key: str) -> Draft:
    return next(each for each in drafts if each.key == key)


def test_facts_of_a_page(drafts: list[Draft]) -> None:
    draft = of(drafts, "POST /v5/order/create")
    rows = {row.name: row for row in draft.request}
    assert (draft.source, draft.section, draft.title, draft.signed) == (
        "https://bybit-exchange.github.io/docs/v5/order/create-order",
        "order",
        "Place Order",
        True,
    )
    assert len(rows) == 34
    assert (rows["category"].required, rows["category"].values) == ("yes", ("linear", "inverse", "spot", "option"))
    assert (rows["isLeverage"].type, rows["isLeverage"].values, rows["isLeverage"].default) == (
        "integer",
        ("0", "1"),
        "0",
    )
    assert rows["positionIdx"].required == "conditional"
    assert (rows["tpTriggerBy"].values, rows["tpTriggerBy"].default) == (
        ("MarkPrice", "IndexPrice", "LastPrice"),
        "LastPrice",
    )
    assert [row.name for row in draft.response] == ["orderId", "orderLinkId"]
    assert [each.title for each in draft.examples if each.request][-1] == "USDT Perp close long position (one-way mode)"


def test_tables_in_tabs_are_one_answer(drafts: list[Draft]) -> None:
    [_, rows] = of(drafts, "GET /v5/market/tickers").response
    names = {row.name for row in rows.fields}
    assert {"fundingRate", "bid1Iv", "usdIndexPrice"} <= names
    assert len(names) == 44


def test_lists_in_lists_are_read_by_position(drafts: list[Draft]) -> None:
    candles = of(drafts, "GET /v5/market/kline").response[-1]
    assert (candles.type, [row.name for row in candles.fields]) == (
        "array of arrays",
        ["startTime", "openPrice", "highPrice", "lowPrice", "closePrice", "volume", "turnover"],
    )


def test_an_item_of_a_batch_has_its_verdict(drafts: list[Draft]) -> None:
    [items] = of(drafts, "POST /v5/order/create-batch").response
    assert [row.name for row in items.fields][-2:] == ["code", "msg"]


def test_limits_come_from_the_table_of_all_limits(folder: Path) -> None:
    tree = PageFolder(folder)

    def said(method: str, path: str) -> list[tuple[int, int, str | None]]:
        page = folder / "order" / "create-order.mdx"
        return [(each.limit, int(each.window), each.scope) for each in limits_of(page, tree, method, path).limits]

    batch = limits_of(folder / "order" / "batch-place.mdx", tree, "POST", "/v5/order/create-batch").limits
    assert [(each.limit, each.counts, each.scope) for each in batch] == [
        (10, "order", "inverse and linear"),
        (10, "request", "option"),
        (20, "order", "spot"),
    ]
    assert said("POST", "/v5/order/create") == [(10, 1, "inverse and linear"), (10, 1, "option"), (20, 1, "spot")]
    assert said("GET", "/v5/order/realtime") == [(50, 1, None)]
    assert said("POST", "/v5/position/set-leverage") == [(10, 1, None)]
    assert said("GET", "/v5/asset/deposit/query-record") == [(100, 60, None)]
    # The table prints it among the GET rows.
    assert said("POST", "/v5/account/borrow") == [(1, 1, None)]
    assert said("GET", "/v5/market/time") == []


def test_every_documented_limit_is_read_as_another_reading_found_it(drafts: list[Draft]) -> None:
    """Limits of 247 endpoints, from every place that has one, taken from the pages by other means and checked by hand.

    A file of literals, as requests/seconds, what they are counted for, and the category. Where two pages differ, it has
    the lower limit; two repayments and a loan, which the table of limits prints among the GET rows, are POST.
    """
    lines = (Path(__file__).parent / "bybit_limits.tsv").read_text(encoding="utf-8").splitlines()
    truth = {key: set(limits.split("; ")) for key, limits in (line.split("\t") for line in lines)}
    read = {
        draft.key: {
            f"{each.limit}/{int(each.window)} {'+'.join(each.key) or 'global'} {each.scope or ''}".strip()
            for each in draft.rate_limits
        }
        for draft in drafts
        if draft.rate_limits
    }
    assert len(truth) == 247
    assert {key: (read.get(key), truth.get(key)) for key in read | truth if read.get(key) != truth.get(key)} == {}


def test_the_spec_is_what_the_pages_of_its_day_say(pages: Path) -> None:
    venue = load_venue(SPEC)
    folder = pages / "bybit_v5" / max(each.as_of or "" for each in venue.endpoints)
    if not folder.is_dir():
        pytest.skip(f"there is no {folder}")
    found = read_snapshot(folder, venue.pages, "result", venue.groups, sections=venue.sections)
    # The pages of P2P are a folder of their own in the venue's repository, which a crawl may lack.
    read = {each.draft.key for each in found.placed}
    parts = ("/v5/p2p/",) if not any("/v5/p2p/" in key for key in read) else ()
    assert read == {each.key for each in venue.endpoints if each.gone_since is None and not each.path.startswith(parts)}
