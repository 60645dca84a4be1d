"""A table on the page of an endpoint is read, or is of something that states no parameter, or is reported."""

from pathlib import Path

import pytest

from .page_frames import FORMATS, PLAIN, drafts

NAMED = {
    "unknown heads": "| Attribut | Bedeutung |\n|---|---|\n| `foo` | etwas |\n| `barBaz` | anderes |\n",
    "no heads": "| | |\n|---|---|\n| `expiryKind` | how long it lives |\n| `tifFlag` | a flag |\n",
    "names without marks": "| Setting | Purpose |\n|---|---|\n| expiryKind | how long it lives |\n| tif_flag | a flag |\n",
}
OTHERS = {
    "tiers": "| Tier | 30-day volume | Fee |\n|---|---|---|\n| 1 | 1,000,000 | 0.02% |\n| 2 | 5,000,000 | 0.01% |\n",
    "words of the trade": "| Term | Meaning |\n|---|---|\n| taker | removes liquidity |\n| maker | adds liquidity |\n",
    "headers": "| Header | Value |\n|---|---|\n| `X-Key` | your key |\n",
    "known names": "| Field | Where |\n|---|---|\n| `symbol` | in each call |\n| `limit` | in lists |\n",
}


def _unread(format_: str, table: str, folder: Path) -> list[tuple[str, str]]:
    read = drafts(format_, f"{PLAIN.text(format_)}\n\n#### More\n\n{table}\n", folder)
    return [(each.code, each.message) for draft in read for each in draft.diagnostics]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("table", NAMED.values(), ids=NAMED.keys())
def test_a_table_of_names_that_nothing_reads_is_reported(table: str, format_: str, tmp_path: Path) -> None:
    assert "table-unread" in [code for code, _ in _unread(format_, table, tmp_path)]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("table", OTHERS.values(), ids=OTHERS.keys())
def test_a_table_of_other_things_is_not(table: str, format_: str, tmp_path: Path) -> None:
    assert "of nothing that is read" not in " ".join(message for _, message in _unread(format_, table, tmp_path))


@pytest.mark.parametrize("level", [2, 3])
def test_what_stands_below_a_deeper_heading_is_of_the_endpoint(level: int, tmp_path: Path) -> None:
    table = "| Parameter | Type | Description |\n|---|---|---|\n| symbol | string | Symbol |\n"
    front = "---\nsource_url: https://docs.venue.example/x\n---\n\n"
    text = f"{front}# Place order\n\nPOST /api/v5/trade/order\n\n{'#' * level} Request\n\n{'#' * 4} Parameters\n\n{table}\n"
    [draft] = drafts("okx", text, tmp_path)
    assert draft.key == "POST /api/v5/trade/order"
    assert [row.name for row in draft.request] == ["symbol"]


def test_an_endpoint_below_a_deeper_heading_is_one_of_its_own(tmp_path: Path) -> None:
    part = "#### HTTP Request\n\n`POST /api/v5/{}`\n\n#### Rate Limit: 5 requests per 2 seconds\n"
    text = f"# Orders\n\n{part.format('one')}\n## Second\n\n{part.format('two')}\n### Third\n\n{part.format('three')}"
    assert [draft.path for draft in drafts("okx", text, tmp_path)] == ["/api/v5/one", "/api/v5/two", "/api/v5/three"]
