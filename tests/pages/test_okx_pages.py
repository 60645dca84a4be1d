"""The reader of OKX's crawled pages, held against counts and facts that were taken from the same pages by hand."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from venuespec.pages.draft import Draft, DraftRow
from venuespec.pages.formats.okx_markdown import read_page
from venuespec.spec.load import load_venue
from venuespec.spec.model import Field

FROZEN = Path(__file__).parent.parent / "fixtures" / "spec"


@pytest.fixture(scope="session", params=["2026-06-27", "2026-01-16"])
def snapshot(request: pytest.FixtureRequest, pages: Path) -> tuple[str, list[Draft]]:
    folder = pages / "okx_v5" / request.param
    return request.param, [draft for file in sorted(folder.rglob("*.md")) for draft in read_page(file)]


def count(rows: Iterable[DraftRow]) -> int:
    return sum(1 + count(row.fields) for row in rows)


def requests_of(draft: Draft) -> int:
    return count(draft.request) + sum(count(each.rows) for each in draft.variants)


def test_every_endpoint_and_every_request_row_is_read(snapshot: tuple[str, list[Draft]]) -> None:
    day, drafts = snapshot
    one = {draft.key: draft for draft in drafts}
    expected = {"2026-06-27": (379, 1712), "2026-01-16": (335, 1449)}
    assert (len(one), sum(map(requests_of, one.values()))) == expected[day]


def test_what_cannot_be_read_is_reported(snapshot: tuple[str, list[Draft]]) -> None:
    day, drafts = snapshot
    found = {(each.code, draft.path) for draft in drafts for each in draft.diagnostics if not each.is_note}
    expected = {
        ("example-unread", "/api/v5/fiat/buy-sell/currency-pair"),
        ("table-unread", "/api/v5/account/bills-history-archive"),  # the columns of a CSV file
        # An excluded end, decimal places, per cent, a range beside a single value, a default in words or with a slip.
        ("cell-unread", "/api/v5/account/mmp-config"),
        ("cell-unread", "/api/v5/account/mmp-reset"),
        ("cell-unread", "/api/v5/fiat/create-withdrawal"),
        ("cell-unread", "/api/v5/finance/savings/purchase-redempt"),
        ("cell-unread", "/api/v5/finance/savings/set-lending-rate"),
        ("cell-unread", "/api/v5/public/insurance-fund"),
        ("cell-unread", "/api/v5/public/market-data-history"),  # 10 at most, and 1 in a case
        ("cell-unread", "/api/v5/rfq/cancel-all-after"),
        ("cell-unread", "/api/v5/rfq/mmp-config"),
        ("cell-unread", "/api/v5/sprd/cancel-all-after"),
        ("cell-unread", "/api/v5/trade/amend-algos"),
        ("cell-unread", "/api/v5/trade/amend-batch-orders"),
        ("cell-unread", "/api/v5/trade/amend-order"),
        ("cell-unread", "/api/v5/trade/cancel-all-after"),
        ("cell-unread", "/api/v5/trade/order-algo"),
        ("cell-unread", "/api/v5/tradingBot/grid/order-algo"),
    }
    if day == "2026-06-27":
        expected |= {
            ("cell-unread", "/api/v5/affiliate/sub-affiliate/list"),
            ("cell-unread", "/api/v5/trade/batch-orders"),
            ("cell-unread", "/api/v5/trade/order"),
        }
    if day == "2026-01-16":
        expected.add(("example-unread", "/api/v5/tradingBot/grid/amend-algo-basic-param"))
        expected.add(("row-repeated", "/api/v5/trade/order"))
    assert found == expected


def test_copies_of_an_endpoint_on_section_pages_have_the_same_rows(snapshot: tuple[str, list[Draft]]) -> None:
    _, drafts = snapshot
    shapes: dict[str, set[Any]] = {}
    for draft in drafts:
        shapes.setdefault(draft.key, set()).add((requests_of(draft), count(draft.response), draft.rate_limits))
    assert [key for key, found in shapes.items() if len(found) > 1] == []


# Lines that look like table rows and are none: what they are, by what they hold.
OMITTED = (
    r"\*\*Error Code\*\*.*|\d{5} \| \d{3} \|.*",  # tables of error codes
    r"(\w+|\*\*\w+\*\*) \|( *(Yes|No)? *\|)+ *(Yes|No)? *",  # which field is there in which account mode
    r".*[\u4e00-\u9fff].*",  # Chinese among the English
    r"(code|msg|data|inTime|outTime|\*\*Parameter\S*\*\*.*|Parameter.*) \|.*",  # the envelope, and headers
)


def test_no_row_is_lost(pages: Path) -> None:
    """An independent count: every line of an endpoint's page with two bars is a row, a header, or deliberately left out."""
    for file in sorted((pages / "okx_v5" / "2026-06-27").rglob("*.md")):
        text = file.read_text().partition("\n---\n\n# ")[0].partition("---\n")[2]
        english = text.partition("---\n")[2]
        endpoints = re.findall(r"^`(?:GET|POST) ?/api/v5/", english, re.MULTILINE)
        if len(endpoints) != 1 or "CSV" in english:
            continue
        [draft] = read_page(file)
        names: Counter[str] = Counter()

        def add(rows: Iterable[DraftRow], names: Counter[str] = names) -> None:
            for row in rows:
                names[row.name] += 1
                add(row.fields)

        add(draft.request)
        for variant in draft.variants:
            add(variant.rows)
        add(draft.response)
        for line in english.splitlines():
            if line.count("|") < 2 or line.startswith("    ") or re.fullmatch(r"[\s|:-]+", line):
                continue
            name = line.partition("|")[0].strip().lstrip("> ").strip("~* ")
            if names[name] > 0:
                names[name] -= 1
            else:
                assert any(re.fullmatch(pattern, line.strip().lstrip("> ")) for pattern in OMITTED), (
                    f"{file.name}: {line}"
                )
        assert not +names, f"{file.name}: rows that are not on the page: {+names}"


def facts(rows: Iterable[DraftRow]) -> list[tuple[Any, ...]]:
    return [
        (row.name, row.type, row.required, row.label, row.values, row.max_items, row.separator, facts(row.fields))
        for row in rows
    ]


def written(rows: Iterable[Field]) -> list[tuple[Any, ...]]:
    return [
        (
            row.name,
            row.type,
            row.required,
            row.label,
            row.values,
            row.limits.max_items,
            row.separator,
            written(row.fields),
        )
        for row in rows
    ]


@pytest.mark.parametrize(
    ("page", "path", "method"),
    [
        ("000_82cf3c98d9cd20f4.txt", "/api/v5/account/set-leverage", "POST"),
        ("002_4d2503ef3716f4cb.txt", "/api/v5/account/leverage-info", "GET"),
    ],
)
def test_the_founding_pages_give_the_facts_of_the_spec(pages: Path, page: str, path: str, method: str) -> None:
    [draft] = read_page(pages / "seeds" / page)
    endpoint = load_venue(FROZEN / "okx_v5").endpoint(method, path)
    assert endpoint is not None
    # The crawl of the founding page is older than the snapshot that the spec is of, and says the same.
    assert (draft.source, draft.title) == (endpoint.source, endpoint.title)
    assert (draft.method, draft.path, draft.permissions) == (endpoint.method, endpoint.path, endpoint.permissions)
    assert [(each.limit, each.window, each.key, each.counts) for each in draft.rate_limits] == [
        (each.limit, each.window, each.key, each.counts) for each in endpoint.rate_limits
    ]
    assert facts(draft.request) == written(endpoint.request)
    assert facts(draft.response) == written(endpoint.response)
    assert [(each.request, each.response) for each in draft.examples] == [
        (each.request, each.response) for each in endpoint.examples
    ]


def test_the_older_spelling_of_the_page_gives_the_facts_of_the_archive(pages: Path) -> None:
    [draft] = read_page(pages / "seeds" / "001_31bf0521edf4568b.txt")
    [endpoint] = load_venue(FROZEN / "archive" / "okx_v5_legacy").endpoints
    assert (draft.key, draft.title) == (endpoint.key, endpoint.title)
    assert [(each.limit, each.window, each.key) for each in draft.rate_limits] == [(5, Decimal(2), ())]
    assert facts(draft.request) == written(endpoint.request)
    assert facts(draft.response) == written(endpoint.response)
    assert [(each.request, each.response) for each in draft.examples] == [
        (each.request, each.response) for each in endpoint.examples
    ]


def test_limits_in_all_their_phrasings(snapshot: tuple[str, list[Draft]]) -> None:
    day, drafts = snapshot
    if day != "2026-06-27":
        return
    one = {draft.key: draft.rate_limits for draft in drafts}

    def said(key: str) -> list[tuple[int, Decimal, str, tuple[str, ...], str | None]]:
        return [(each.limit, each.window, each.counts, each.key, each.scope) for each in one[key]]

    assert said("POST /api/v5/rfq/create-rfq") == [
        (5, Decimal(2), "request", ("user_id",), None),
        (80, Decimal(43200), "request", ("user_id",), None),
    ]
    assert said("POST /api/v5/trade/batch-orders")[0] == (
        300,
        Decimal(2),
        "order",
        ("user_id", "instId"),
        "except options",
    )
    assert said("POST /api/v5/asset/convert/estimate-quote") == [
        (10, Decimal(1), "request", ("user_id",), None),
        (1, Decimal(5), "request", ("instId",), None),
    ]
