"""Give the endpoints and rows that were made of pages their texts and their lines there."""

from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from typing import Any

from attrs import evolve, fields

from ..pages.draft import Diagnostic, Draft, DraftRow
from ..pages.page_digests import page_text
from ..spec.model import EndpointSpec, Field
from ..spec.place import NOWHERE, Place
from ..spec.problem import Problem

_OF_A_ROW = tuple(each.name for each in fields(Field))
_values_of = attrgetter(*_OF_A_ROW)


def worded(endpoint: EndpointSpec, draft: Draft) -> EndpointSpec:
    """Add the texts about an endpoint and its rows, which spec files do not keep."""
    rows = (*draft.request, *(row for variant in draft.variants for row in variant.rows))
    request, response = _with_text(endpoint.request, rows), _with_text(endpoint.response, draft.response)
    by_title: dict[str, tuple[DraftRow, ...]] = {}
    for variant in draft.variants:
        by_title[variant.title] = (*by_title.get(variant.title, ()), *variant.rows)
    tables = {title: _with_text(table, by_title.get(title, ())) for title, table in endpoint.tables.items()}
    prose, remarks = page_text(draft.prose), page_text(draft.remarks)
    return evolve(endpoint, text=prose, remarks=remarks, request=request, response=response, tables=tables)


def _with_text(fields: Iterable[Field], rows: Iterable[DraftRow]) -> tuple[Field, ...]:
    # A row of several tables has the text of the first, as its digest is of it.
    known: dict[str, DraftRow] = {}
    for draft in rows:
        known.setdefault(draft.name, draft)
    return tuple(
        _with(row, text=known[row.name].text, fields=_with_text(row.fields, known[row.name].fields))
        if row.name in known
        else row
        for row in fields
    )


def _with(row: Field, **changed: Any) -> Field:
    """Return a row with other attributes, in a fifth of the time of ``evolve``: each row of each page comes by here."""
    return Field(**{**dict(zip(_OF_A_ROW, _values_of(row), strict=True)), **changed})


def on_page(endpoint: EndpointSpec, draft: Draft) -> EndpointSpec:
    """Give an endpoint and its rows their lines on the page: the spec that was made of it is in no file."""
    rows = (*(row for variant in draft.variants for row in variant.rows), *draft.request)
    return evolve(
        endpoint,
        place=Place(draft.file, draft.line or 1),
        doubts=tuple(problem_of(each) for each in draft.diagnostics if _hides(each)),
        rule_places={},
        request=_with_lines(endpoint.request, rows, draft.file),
        response=_with_lines(endpoint.response, draft.response, draft.file),
    )


def _hides(diagnostic: Diagnostic) -> bool:
    """Tell whether something may stand there that is not read: what is repeated or odd was read."""
    return not diagnostic.is_note and (diagnostic.code.endswith("-unread") or diagnostic.code == "page-cut")


def problem_of(diagnostic: Diagnostic) -> Problem:
    """Return what a page has unread as a problem of the state that is made of it."""
    place = Place(diagnostic.file, diagnostic.line)
    return Problem(check=diagnostic.code, place=place, message=diagnostic.message, severity="warning")


def _with_lines(fields: Iterable[Field], rows: Iterable[DraftRow], file: Path) -> tuple[Field, ...]:
    known = {row.name: row for row in rows if row.line}
    return tuple(
        _with(
            row,
            place=Place(file, known[row.name].line) if row.name in known else NOWHERE,
            fields=_with_lines(row.fields, known[row.name].fields if row.name in known else (), file),
        )
        for row in fields
    )
