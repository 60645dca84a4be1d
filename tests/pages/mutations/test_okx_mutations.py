"""OKX's pages in wordings and layouts that they do not have: nothing is lost in silence, nothing is read wrong."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from venuespec.pages.draft import Draft, DraftRow
from venuespec.spec.row_types import json_type

from . import fifth_venues, fourth_venues, further_venues, sixth_prose, third_venues
from .fifth_venues import FIFTH_VENUES
from .fourth_venues import FOURTH_VENUES
from .further_venues import FURTHER_VENUES
from .judge import BARRED, Outcome, Wording, complaints, facts_of, judged, row_called, without_lines
from .okx_layout import ENDPOINT_LINES, LIMITS, TABLES, Layout, Site, read, sample
from .other_venues import OTHER_VENUES, RATE_LIMITS, TABLE_LAYOUTS, RateLimitLine, TableLayout
from .plain_words import PLAIN_WORDS
from .seventh_cells import SEVENTH_CELLS
from .sixth_cells import GOING_ON, LISTS, NOT_GOING_ON, SIXTH_CELLS
from .sixth_prose import SIXTH_PROSE
from .test_reported import TEXT, drafts, table
from .third_venues import THIRD_VENUES
from .wordings import UNKNOWN, WORDINGS

_SEED = 13
_SITES = 3


@pytest.fixture(scope="module", params=["frozen", "real"])
def places(request: pytest.FixtureRequest) -> list[Site]:
    """Rows to rewrite: of the frozen page, and of real pages where they are at hand."""
    docs = os.environ.get("VENUESPEC_DOCS")
    if request.param == "real" and not docs:
        pytest.skip("VENUESPEC_DOCS is not set: real pages are NOT rewritten")
    return sample(Path(docs) if request.param == "real" and docs else None, _SITES, _SEED)[:_SITES]


def cell_of(wording: Wording, site: Site) -> str:
    """The page with the wording in the cell that it is about."""
    if wording.kind == "type":
        return site.with_cells(kind=wording.said)
    if wording.kind == "required":
        return site.with_cells(required=wording.said)
    return site.with_cells(said=wording.said)


def draft_at(drafts: Iterable[Draft], site: Site) -> Draft | None:
    return next((draft for draft in drafts if row_called(draft, site.name)), None)


def outcome(wording: Wording, site: Site) -> Outcome:
    before, after = read(site.text, site.file), read(cell_of(wording, site), site.file)
    draft = draft_at(after, site)
    is_reported = bool(complaints(after) - complaints(before))
    return judged(wording, row_called(draft, site.name) if draft else None, is_reported)


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
            share = counts["right"] / counts.total()
            reported = sorted({w.said for (w, _), found in outcomes.items() if w.kind == kind and found == "reported"})
            assert share >= 0.9, f"{kind}: {share:.0%} read right; reported: {reported}"


def test_wordings_that_no_reader_was_fitted_to_are_not_lost(places: list[Site]) -> None:
    outcomes = {(wording, site.name): outcome(wording, site) for wording in PLAIN_WORDS for site in places[:1]}
    assert sorted({f"{found}: {w.said!r}" for (w, _), found in outcomes.items() if found in ("lost", "wrong")}) == []
    assert sum(found == "right" for found in outcomes.values()) >= 0.6 * len(outcomes)


LATER_SETS = (further_venues, third_venues, fourth_venues, fifth_venues)


def test_wordings_of_other_venues(places: list[Site]) -> None:
    wordings = (
        *OTHER_VENUES,
        *FURTHER_VENUES,
        *THIRD_VENUES,
        *FOURTH_VENUES,
        *FIFTH_VENUES,
        *SIXTH_PROSE,
        *SIXTH_CELLS,
        *SEVENTH_CELLS,
    )
    outcomes: dict[object, Outcome] = {wording: outcome(wording, places[0]) for wording in wordings}
    lines = (*RATE_LIMITS, *(line for each in LATER_SETS for line in each.RATE_LIMITS))
    outcomes |= {line: outcome_of_limit(line) for line in lines}
    layouts = (*TABLE_LAYOUTS, *(layout for each in LATER_SETS for layout in each.TABLE_LAYOUTS))
    outcomes |= {layout: outcome_of_table(layout) for layout in layouts}
    permissions = (
        *third_venues.PERMISSIONS,
        *fourth_venues.PERMISSIONS,
        *fifth_venues.PERMISSIONS,
        *sixth_prose.PERMISSIONS,
    )
    outcomes |= {said: outcome_of_permission(said, names) for said, names in permissions}
    assert [fact for fact, found in outcomes.items() if found in ("lost", "wrong")] == []
    for kind in {getattr(fact, "kind", type(fact)) for fact in outcomes}:
        found = [each for fact, each in outcomes.items() if getattr(fact, "kind", type(fact)) == kind]
        assert found.count("right") >= 0.85 * len(found), kind
    assert sum(found == "right" for found in outcomes.values()) >= 0.95 * len(outcomes)


def row_of(said: str, site: Site) -> tuple[DraftRow, bool]:
    """Return the row with a description, and whether something of it is reported."""
    after = read(cell_of(Wording("values", said), site), site.file)
    draft = draft_at(after, site)
    row = row_called(draft, site.name) if draft else None
    assert row is not None
    return row, bool(complaints(after) - complaints(read(site.text, site.file)))


@pytest.mark.parametrize("more", GOING_ON)
def test_a_list_is_not_closed_where_its_cell_goes_on(more: str, places: list[Site]) -> None:
    for said in LISTS:
        row, is_reported = row_of(said + more, places[0])
        assert row.open or not row.values or "C" in row.values, said
        assert {*row.values} <= {"A", "B", "C"}, said
        assert "C" not in more or "C" in row.values or is_reported, said


@pytest.mark.parametrize("more", NOT_GOING_ON)
def test_what_is_no_value_is_not_added_to_a_list(more: str, places: list[Site]) -> None:
    for said in LISTS:
        row, is_reported = row_of(said + more, places[0])
        assert row.values == ("A", "B") or (not row.values and is_reported), said


LIMIT_LINES = "#### Rate Limit: 20 requests per 2 seconds\n\n#### Rate limit rule: User ID"


@pytest.mark.parametrize(("said", "limits"), sixth_prose.LIMITS.items(), ids=lambda each: str(each)[:60])
def test_a_limit_has_the_key_and_the_case_of_its_words(
    said: str, limits: tuple[tuple[int, str, tuple[str, ...], str | None], ...]
) -> None:
    read_ = drafts(TEXT.replace(LIMIT_LINES, said))
    found = [(each.limit, each.window, each.key, each.scope) for each in read_[0].rate_limits]
    assert found == [(limit, Decimal(window), key, scope) for limit, window, key, scope in limits]
    assert complaints(read_) - complaints(drafts(TEXT)) == set()


@pytest.mark.parametrize("said", sixth_prose.UNREAD_LIMITS)
def test_a_limit_with_words_that_are_not_understood_is_reported(said: str) -> None:
    read_ = drafts(TEXT.replace(LIMIT_LINES, said))
    assert (read_[0].rate_limits, complaints(read_) - complaints(drafts(TEXT)) != set()) == ((), True)


@pytest.mark.parametrize(("said", "access"), sixth_prose.ACCESS.items())
def test_an_endpoint_says_how_its_calls_are_authorized(said: str, access: str | None) -> None:
    assert drafts(TEXT.replace("#### Permission: Trade", said))[0].access == access


@pytest.mark.parametrize("said", sixth_prose.DENIED_PERMISSIONS)
def test_a_permission_that_is_not_asked_for_is_reported(said: str) -> None:
    read_ = drafts(TEXT.replace("#### Permission: Trade", said))
    assert (read_[0].permissions, complaints(read_) - complaints(drafts(TEXT)) != set()) == ((), True)


def outcome_of_limit(line: RateLimitLine) -> Outcome:
    head = next(text for text in TEXT.splitlines() if text.lower().startswith("#### rate limit:"))
    read_ = drafts(TEXT.replace(head, line.said))
    stated = {(limit.limit, int(limit.window)) for draft in read_ for limit in draft.rate_limits}
    if line.limit is not None and stated == {(line.limit, line.seconds)}:
        return "right"
    return "wrong" if stated else "reported" if complaints(read_) - complaints(drafts(TEXT)) else "lost"


def outcome_of_permission(said: str, names: set[str]) -> Outcome:
    head = next(text for text in TEXT.splitlines() if text.startswith("#### Permission"))
    read_ = drafts(TEXT.replace(head, said))
    stated = {name for draft in read_ for name in draft.permissions}
    if stated:
        return "right" if stated == names else "wrong"
    return "reported" if complaints(read_) - complaints(drafts(TEXT)) else "lost"


def outcome_of_table(layout: TableLayout) -> Outcome:
    read_ = drafts(table("", layout.table))
    tables = [rows for draft in read_ for rows in (draft.request, *(variant.rows for variant in draft.variants))]
    found = {path: fact for rows in tables for path, fact in paths(rows)}
    expected = {path: (json, required) for path, json, required in layout.rows}
    if found == expected:
        return "right"
    is_reported = bool(complaints(read_) - complaints(drafts(TEXT)))
    return "reported" if is_reported else "lost" if expected.keys() - found.keys() else "wrong"


def paths(rows: Iterable[DraftRow], under: str = "") -> Iterator[tuple[str, tuple[str | None, str]]]:
    for row in rows:
        yield under + row.name, (json_type(row.type), row.required)
        yield from paths(row.fields, f"{under}{row.name}.")


def test_a_remark_beside_a_type_or_a_required_word_is_read(places: list[Site]) -> None:
    place = places[0]
    for text, facts in (
        (place.with_cells(required="Optional, default: 7", said="Kind."), {"default": "7"}),
        (place.with_cells(kind="String, 36 characters at most", said="Kind."), {"max_length": 36}),
    ):
        draft = draft_at(read(text, place.file), place)
        row = row_called(draft, place.name) if draft else None
        assert row is not None
        assert facts_of(row) == facts


@pytest.mark.parametrize("wording", UNKNOWN, ids=lambda wording: f"{wording.kind} {wording.said!r}")
def test_an_unknown_word_is_reported_and_its_row_is_kept(wording: Wording, places: list[Site]) -> None:
    for site in places:
        before, after = read(site.text, site.file), read(cell_of(wording, site), site.file)
        draft = draft_at(after, site)
        assert draft is not None, site.name
        row = row_called(draft, site.name)
        assert row is not None
        code = f"{wording.kind}-unread"
        assert code in {found for found, _ in complaints(after) - complaints(before)}
        if wording.kind == "required":
            assert row.required == "unknown"


def shape(draft: Draft) -> tuple[object, ...]:
    """All facts of a draft but its prose, its limits, and where they stand."""
    variants = tuple(evolve(variant, rows=without_lines(variant.rows)) for variant in draft.variants)
    return (
        draft.method,
        draft.path,
        without_lines(draft.request),
        variants,
        without_lines(draft.response),
        draft.permissions,
    )


def judged_layout(layout: Layout, site: Site, *, limit: bool) -> Outcome | None:
    text = layout.rewrite(site.text.replace("\r", ""))
    if text is None:
        return None
    [before] = [draft for draft in read(site.text, site.file) if row_called(draft, site.name)]
    drafts = read(text, site.file)
    after = next((draft for draft in drafts if draft.key == before.key), None)
    is_reported = bool(complaints(drafts) - complaints([before]))
    if after is None:
        return "reported" if is_reported else "lost"
    if limit:
        stated = {(each.limit, each.window) for each in after.rate_limits}
        if stated == {(40, Decimal(2))}:
            return "right" if shape(after) == shape(before) else "wrong"
        return "reported" if is_reported else "wrong" if stated else "lost"
    if shape(after) == shape(before):
        return "right" if after.rate_limits == before.rate_limits else "lost"
    missing = [row.name for row in before.request if row_called(after, row.name) is None]
    return "reported" if is_reported else "lost" if missing else "wrong"


@pytest.mark.parametrize(
    ("layouts", "limit"), [(ENDPOINT_LINES, False), (LIMITS, True), (TABLES, False)], ids=["lines", "limits", "tables"]
)
def test_other_layouts(layouts: tuple[Layout, ...], limit: bool, places: list[Site]) -> None:
    outcomes = {
        (layout.name, site.name): found
        for layout in layouts
        for site in places
        if (found := judged_layout(layout, site, limit=limit)) is not None
    }
    assert {name for name, _ in outcomes} == {layout.name for layout in layouts}  # each layout has a place on some page
    assert sorted(f"{found}: {name}" for (name, _), found in outcomes.items() if found in ("lost", "wrong")) == []
    counts = Counter(outcomes.values())
    assert counts["right"] / counts.total() >= 0.9, sorted(
        name for (name, _), found in outcomes.items() if found == "reported"
    )


def test_there_are_enough_wordings() -> None:
    layouts = len(ENDPOINT_LINES) + len(LIMITS) + len(TABLES)
    assert len(WORDINGS) + len(UNKNOWN) >= 150
    assert layouts >= 50
