"""An endpoint whose base address stands apart has its whole path, on a page of each format."""

from pathlib import Path

import pytest

from venuespec.pages.parts.bases import based

from .base_layouts import BASES
from .page_frames import FORMATS, PATHS, PageLayout, drafts

PREFIXES = {"okx": "/api/v5", "bybit": "/v5", "binance": "/fapi/v1", "flat": "/v1"}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("declared", BASES.values(), ids=BASES.keys())
def test_the_path_of_a_base_stands_before_that_of_an_endpoint(declared: str, format_: str, tmp_path: Path) -> None:
    path, prefix = PATHS[format_], PREFIXES[format_]
    below = declared.replace("{b}", prefix).replace("{p}", path.removeprefix(prefix))
    read = drafts(format_, PageLayout(name="base", declared="", below=below).text(format_), tmp_path)
    assert [draft.key for draft in read] == [f"POST {path}"]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("declared", BASES.values(), ids=BASES.keys())
def test_a_base_without_a_path_changes_nothing(declared: str, format_: str, tmp_path: Path) -> None:
    below = declared.replace("Base path: {b}", "").replace("{b}", "").replace("{p}", PATHS[format_])
    read = drafts(format_, PageLayout(name="base", declared="", below=below).text(format_), tmp_path)
    assert [draft.key for draft in read] == [f"POST {PATHS[format_]}"]


def test_where_a_link_leads_is_no_base() -> None:
    heading = [(1, "#### HTTP Request [Edit](https://host.example/x/docs)"), (2, "`GET /v1/beds`")]
    assert based(heading)[0] == heading
    stated = [(1, "Base URL: [https://host.example/api](https://host.example/elsewhere)"), (2, "`GET /beds`")]
    assert based(stated)[0][1] == (2, "`GET /api/beds`")
