"""What a reader makes of one rewritten fact: read right, reported, lost in silence, or read wrong."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Literal

from attrs import evolve, field, frozen

from venuespec.pages.draft import Draft, DraftRow
from venuespec.pages.stated import row_deprecation, row_statements
from venuespec.spec.row_types import json_type

Outcome = Literal["right", "reported", "lost", "wrong"]
Kind = Literal[
    "row",
    "type",
    "required",
    "default",
    "bound",
    "length",
    "items",
    "values",
    "codes",
    "unkeyed",
    "decoy",
    "condition",
    "deprecation",
    "limit",
    "endpoint",
    "table",
    "turned",
]
BARRED: tuple[Kind, ...] = (
    "row",
    "type",
    "required",
    "default",
    "values",
    "limit",
    "endpoint",
    "table",
    "bound",
    "length",
    "items",
    "codes",
)
"""Kinds of which at least nine in ten must be read right."""


@frozen(eq=False)
class Wording:
    """A fact in words, and what a reader must make of it.

    ``said`` goes into the cell that ``kind`` speaks of; ``expected`` are the attributes of the row, of which those that
    are missing must be empty. ``reportable`` allows that the fact is reported instead of read.
    """

    kind: Kind
    said: str
    expected: dict[str, Any] = field(factory=dict)


ROW_FACTS = ("default", "min", "max", "min_length", "max_length", "max_items", "values", "separator")


def facts_of(row: DraftRow) -> dict[str, Any]:
    """The facts that a row states, without those that are empty."""
    facts: dict[str, Any] = {name: getattr(row, name) for name in ROW_FACTS}
    return {name: value for name, value in facts.items() if value not in (None, ())}


def judged(wording: Wording, row: DraftRow | None, reported: bool) -> Outcome:
    """Judge the row that a reader made of a wording; ``reported`` if it added a diagnostic for it."""
    if row is None:
        return "reported" if reported else "lost"
    if wording.kind == "type":
        read = json_type(row.type)
        right = read == wording.expected["json"]
        return "right" if right else "reported" if reported and read is None else "wrong"
    if wording.kind == "required":
        right = row.required == wording.expected["required"]
        return "right" if right else "reported" if reported and row.required == "unknown" else "wrong"
    if wording.kind in ("condition", "deprecation"):
        return _judged_statement(wording, row, reported)
    if wording.kind == "turned":
        return _judged_turned(wording, row, reported)
    facts = facts_of(row)
    expected = {
        name: Decimal(value) if name in ("min", "max") else value
        for name, value in wording.expected.items()
        if name != "open"
    }
    if facts == expected and wording.expected.get("open", row.open) == row.open:
        return "right"
    missing = {name for name in expected if name not in facts}
    if any(facts[name] != expected.get(name) for name in facts):
        return "wrong"
    if missing:
        return "reported" if reported else "lost"
    return "wrong"


def _judged_statement(wording: Wording, row: DraftRow, reported: bool) -> Outcome:
    """Judge what a row's sentences state of its use, or of its end."""
    ended = row_deprecation(row)
    if wording.kind == "deprecation":
        right = ended is not None and all(getattr(ended, name) == stated for name, stated in wording.expected.items())
        return "right" if right else "reported" if reported else "lost" if ended is None else "wrong"
    said = row_statements(row, request=True)
    facts = {name: getattr(said, name) for name in ("required_when", "applies_to", "excludes")}
    stated = {name: names for name, names in facts.items() if names}
    if stated == wording.expected and ended is None and not facts_of(row):
        return "right"
    return "wrong" if stated or ended or facts_of(row) else "reported" if reported else "lost"


def _judged_turned(wording: Wording, row: DraftRow, reported: bool) -> Outcome:
    """Judge words that turn a fact around: nothing may be read, and, unless they state nothing, they are reported."""
    said = row_statements(row, request=True)
    read = facts_of(row) or row_deprecation(row) or said.required_when or said.applies_to or said.excludes
    return "wrong" if read else "right" if reported or "silent" in wording.expected else "lost"


def walk(rows: Iterable[DraftRow]) -> Iterator[DraftRow]:
    for row in rows:
        yield row
        yield from walk(row.fields)


def row_called(draft: Draft, name: str) -> DraftRow | None:
    """The row of a request's tables with a name."""
    tables = (draft.request, *(variant.rows for variant in draft.variants))
    return next((row for table in tables for row in walk(table) if row.name == name), None)


def complaints(drafts: Iterable[Draft]) -> set[tuple[str, str]]:
    """The diagnostics of drafts, without the lines, which a rewriting moves."""
    return {(diagnostic.code, diagnostic.message) for draft in drafts for diagnostic in draft.diagnostics}


def without_lines(rows: Iterable[DraftRow]) -> tuple[DraftRow, ...]:
    return tuple(evolve(row, line=0, fields=without_lines(row.fields)) for row in rows)
