"""Bybit's pages in wordings and layouts that they do not have: nothing is lost in silence, nothing is read wrong."""

import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from venuespec.pages.draft import Draft

from .bybit_layout import DECLARATIONS, LIMITS, PERMISSIONS, TABLES, Layout, Site, frozen_sites, real_sites
from .judge import BARRED, Outcome, Wording, complaints, judged, row_called, without_lines
from .wordings import UNKNOWN, WORDINGS

_SEED = 15
_SITES = 2


@pytest.fixture(scope="module", params=["frozen", "real"])
def places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Site]:
    """Rows to rewrite: of the frozen page, and of real pages where they are at hand."""
    docs = os.environ.get("VENUESPEC_DOCS")
    if request.param == "real":
        if not docs:
            pytest.skip("VENUESPEC_DOCS is not set: real pages are NOT rewritten")
        return real_sites(Path(docs), _SITES, _SEED)
    return frozen_sites(tmp_path_factory.mktemp("pages"))[:_SITES]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return frozen_sites(tmp_path_factory.mktemp("page"))[0]


def mutated(wording: Wording, site: Site) -> str:
    if wording.kind == "type":
        return site.with_cells(kind=wording.said)
    if wording.kind == "required":
        return site.with_cells(required=wording.said)
    return site.with_cells(said=wording.said)


def outcome(wording: Wording, site: Site) -> Outcome:
    after = site.read(mutated(wording, site))
    reported = bool(complaints(after) - complaints(site.read(site.text)))
    return judged(wording, next(filter(None, (row_called(draft, site.name) for draft in after)), None), reported)


def test_facts_of_a_row_in_other_words(places: list[Site]) -> None:
    outcomes = {(wording, site.name): outcome(wording, site) for wording in WORDINGS for site in places}
    bad = [
        f"{found}: {wording.kind}: {wording.said!r}"
        for (wording, _), found in outcomes.items()
        if found in ("lost", "wrong")
    ]
    assert sorted(set(bad)) == []
    for kind in BARRED:
        counts = Counter(found for (wording, _), found in outcomes.items() if wording.kind == kind)
        if counts:
            reported = sorted({w.said for (w, _), found in outcomes.items() if w.kind == kind and found == "reported"})
            assert counts["right"] / counts.total() >= 0.9, f"{kind}: {counts}; reported: {reported}"


@pytest.mark.parametrize(("sent", "is_open"), [("aa", False), ("dd", True), ("", False)])
def test_an_example_with_another_value_opens_a_list(sent: str, is_open: bool, place: Site) -> None:
    text = place.with_cells(said="Kind<br>One of `aa`, `bb`, `cc`.").replace(
        '{"species": "oak"', f'{{"{place.name}": "{sent}", "species": "oak"'
    )
    [draft] = place.read(text)
    row = row_called(draft, place.name)
    assert row is not None
    assert (row.values, row.open) == (("aa", "bb", "cc"), is_open)


@pytest.mark.parametrize("wording", UNKNOWN, ids=lambda wording: f"{wording.kind} {wording.said!r}")
def test_an_unknown_word_is_reported_and_its_row_is_kept(wording: Wording, place: Site) -> None:
    [after] = place.read(mutated(wording, place))
    row = row_called(after, place.name)
    assert row is not None
    assert f"{wording.kind}-unread" in {code for code, _ in complaints([after]) - complaints(place.read(place.text))}
    if wording.kind == "required":
        assert row.required == "unknown"


def shape(draft: Draft) -> tuple[object, ...]:
    """All facts of a draft but its prose, and where they stand."""
    sides = (without_lines(draft.request), without_lines(draft.response))
    return (draft.method, draft.path, *sides, draft.permissions, draft.rate_limits, draft.examples, draft.signed)


def judged_layout(layout: Layout, site: Site, expected: Draft) -> Outcome:
    text = layout.rewrite(site.text)
    assert text is not None, layout.name
    drafts = site.read(text)
    said = complaints(drafts)
    if [shape(draft) for draft in drafts] == [shape(expected)] and not said:
        return "right"
    if said:
        return "reported"
    return "wrong" if drafts and any(shape(draft)[:2] != shape(expected)[:2] for draft in drafts) else "lost"


@pytest.mark.parametrize(
    "layouts", [DECLARATIONS, TABLES, LIMITS, PERMISSIONS], ids=["lines", "tables", "limits", "permissions"]
)
def test_other_layouts(layouts: tuple[Layout, ...], place: Site) -> None:
    [before] = place.read(place.text)
    [limit] = before.rate_limits
    expected = (
        evolve(before, rate_limits=(evolve(limit, limit=40, window=Decimal(2)),)) if layouts is LIMITS else before
    )
    outcomes = {layout.name: judged_layout(layout, place, expected) for layout in layouts}
    assert sorted(f"{found}: {name}" for name, found in outcomes.items() if found in ("lost", "wrong")) == []
    counts = Counter(outcomes.values())
    assert counts["right"] / counts.total() >= 0.9, sorted(
        name for name, found in outcomes.items() if found == "reported"
    )
