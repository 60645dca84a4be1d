"""Watch the facts of rows that many tables change at once: keep those not understood, tell those that look misread."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from ..runtime.json_types import is_array, is_object
from ..spec.at_once import is_many
from ..spec.row_types import TYPE_UNREAD
from .draft import Draft, DraftRow
from .snapshot import Placed

# Facts of rows, which a new wording can hide in many tables at once; they are told and not kept, because a reader that
# was mended loses them too.
_ROW_FACTS = (
    "values",
    "default",
    "min",
    "max",
    "min_length",
    "max_length",
    "max_items",
    "pattern",
    "separator",
    "deprecated",
)
_MANY = 5  # a fifth of the pages, and
_FEW = 3  # so many of them; or of so many pages at once, whatever their part:
_AT_ONCE = 10
_REQUIRED: Mapping[object, str] = {True: "yes", False: "no", "conditional": "conditional"}

KnownSection = Mapping[str, object]
"""The ``docs:`` section of an endpoint before an import."""


def written_rows(rows: object, parent: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield every row of a table of a spec file with the rows inside it, by path."""
    for row in rows if is_array(rows) else ():
        if is_object(row):
            yield f"{parent}.{row.get('name')}", row
            yield from written_rows(row.get("fields"), f"{parent}.{row.get('name')}")


def _known_rows(docs: KnownSection) -> dict[str, Mapping[str, object]]:
    """Return all rows of a section by path."""
    variants = docs.get("variants")
    tables = [("request", docs.get("request")), ("response", docs.get("response"))]
    for number, variant in enumerate(variants if is_array(variants) else ()):
        tables.append((f"variants.{number}", variant.get("request") if is_object(variant) else None))
    return {path: row for name, rows in tables for path, row in written_rows(rows, name)}


def _rows(rows: Iterable[DraftRow], parent: str) -> Iterator[tuple[str, DraftRow]]:
    for row in rows:
        yield f"{parent}.{row.name}", row
        yield from _rows(row.fields, f"{parent}.{row.name}")


def _rows_of(draft: Draft) -> dict[str, DraftRow]:
    """Return all rows of a draft by path."""
    tables = [("request", draft.request), ("response", draft.response)]
    tables += [(f"variants.{number}", table.rows) for number, table in enumerate(draft.variants)]
    return {path: row for name, rows in tables for path, row in _rows(rows, name)}


# --- what stays


def with_kept_row_facts(placed: Sequence[Placed], docs: Mapping[str, KnownSection]) -> tuple[Placed, ...]:
    """Let rows have the type they had, and be required as before, where many tables at once no longer say it.

    ``docs`` are the sections before, by method and path. What is not understood stays a diagnostic.
    """
    known = [_known_rows(docs.get(page.draft.key, {})) for page in placed]
    facts: list[dict[str, dict[str, Any]]] = [{} for _ in placed]
    for fact, of_page in (("required", _lost_requiredness), ("type", _lost_types)):
        lost = [of_page(page.draft, rows) for page, rows in zip(placed, known, strict=True)]
        losing, had = sum(map(bool, lost)), sum(map(bool, known))
        if losing >= _FEW and (losing * _MANY >= had or losing >= _AT_ONCE):
            for number, values in enumerate(lost):
                for path, value in values.items():
                    facts[number].setdefault(path, {})[fact] = value
    return tuple(
        evolve(page, draft=_with_facts(page.draft, rows)) if rows else page
        for page, rows in zip(placed, facts, strict=True)
    )


def _lost_requiredness(draft: Draft, known: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Return what rows of the request required that is not understood now."""
    return {
        path: _REQUIRED[known[path].get("required")]
        for path, row in _rows_of(draft).items()
        if row.required == "unknown" and path in known and known[path].get("required") in _REQUIRED
    }


def _lost_types(draft: Draft, known: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Return the types of rows whose own is not understood now."""
    lines = {each.line for each in draft.diagnostics if each.code == TYPE_UNREAD}
    rows = _rows_of(draft) if lines else {}
    return {path: str(known[path]["type"]) for path, row in rows.items() if row.line in lines and path in known}


def _with_facts(draft: Draft, facts: Mapping[str, Mapping[str, Any]]) -> Draft:
    def stated(rows: Iterable[DraftRow], parent: str) -> tuple[DraftRow, ...]:
        return tuple(
            evolve(row, **facts.get(f"{parent}.{row.name}", {}), fields=stated(row.fields, f"{parent}.{row.name}"))
            for row in rows
        )

    variants = tuple(
        evolve(table, rows=stated(table.rows, f"variants.{number}")) for number, table in enumerate(draft.variants)
    )
    request, response = stated(draft.request, "request"), stated(draft.response, "response")
    return evolve(draft, request=request, variants=variants, response=response)


# --- what is told


def fading(pairs: Sequence[tuple[KnownSection, Draft]]) -> Iterator[str]:
    """Yield a sentence for each fact of rows that a fifth of the rows which had it lose at once.

    ``pairs`` are the ``docs:`` of an endpoint before and its draft now.
    """
    had: Counter[str] = Counter()
    lost: dict[str, list[str]] = {}
    for docs, draft in pairs:
        rows = _rows_of(draft)
        for path, row in _known_rows(docs).items():
            for fact in _ROW_FACTS if path in rows else ():
                if fact in row:
                    had[fact] += 1
                    said = getattr(rows[path], fact)
                    if said is None or said is False or said == ():
                        lost.setdefault(fact, []).append(f"{draft.key} {path}")
    for fact, places in lost.items():
        if len(places) >= _FEW and is_many(len(places), had[fact]):
            yield f"{len(places)} of {had[fact]} rows lose their {fact} at once, {places[0]} first; is it worded anew?"


def shifting(pairs: Sequence[tuple[KnownSection, Draft]]) -> Iterator[str]:
    """Yield a sentence for each change that a fifth of the endpoints make at once, as a column read wrongly would."""
    for change, first in (
        ("lose rows", _first_lost),
        ("require rows that they did not", _first_required),
        ("change their permissions", _first_permission),
    ):
        places = [place for docs, draft in pairs if (place := first(docs, draft))]
        if len(places) >= _FEW and is_many(len(places), len(pairs)):
            yield f"{len(places)} of {len(pairs)} endpoints {change} at once, {places[0]} first; are they read right?"


def _first_lost(docs: KnownSection, draft: Draft) -> str | None:
    """Return the first row that left a table which is still there."""
    rows = _rows_of(draft)
    tables = {path.partition(".")[0] for path in rows}
    return next(
        (
            f"{draft.key} {path}"
            for path in _known_rows(docs)
            if path not in rows and path.partition(".")[0] in tables and path.rpartition(".")[0] in {*tables, *rows}
        ),
        None,
    )


def _first_required(docs: KnownSection, draft: Draft) -> str | None:
    known = _known_rows(docs)
    return next(
        (
            f"{draft.key} {path}"
            for path, row in _rows_of(draft).items()
            if row.required == "yes" and path in known and known[path].get("required") is False
        ),
        None,
    )


def _first_permission(docs: KnownSection, draft: Draft) -> str | None:
    before = docs.get("permissions")
    changed = is_array(before) and draft.permissions and set(before) != set(draft.permissions)
    return f"{draft.key} {', '.join(draft.permissions)}" if changed else None
