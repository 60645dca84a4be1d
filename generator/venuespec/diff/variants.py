"""Compare a parameter table by table, where an endpoint has several request tables, such as one for each type of order.

The rows of all tables stand merged in an endpoint's request; what a table says of a row is seen only in that table.
"""

from collections.abc import Callable, Iterable, Iterator

from attrs import evolve

from ..spec.model import Field
from . import judgements
from .finding import Finding
from .judgements import Judgement
from .pairs import RowPair, TablePair

_Place = tuple[Judgement, str, str, str]


def titles_of(table: TablePair) -> list[str]:
    """Return the titles of the request tables that both states have; none for an answer."""
    if table.side != "request":
        return []
    new = table.endpoint.new.tables
    return [title for title in table.endpoint.old.tables if title in new]


def facts_by_table(pair: RowPair, compare: Callable[[RowPair], Iterable[Finding]]) -> Iterator[Finding]:
    """Compare a row in each table that has it; what all of them say at once is said once."""
    tables = pair.table.endpoint
    by_table: dict[str, list[Finding]] = {}
    for title in titles_of(pair.table):
        was, now = row_at(tables.old.tables[title], pair.earlier), row_at(tables.new.tables[title], pair.pointer)
        if was is not None and now is not None:
            by_table[title] = list(compare(evolve(pair, old=was, new=now)))
        elif now is not None and now.required == "yes" and pair.pointer.count(".") == 1:
            by_table[title] = [_required_here(pair)]
    if not by_table:
        yield from compare(pair)
        return
    yield from _joined(by_table)


def additions_by_table(
    table: TablePair, pointer: str, row: Field, judge: Callable[[Field], Judgement]
) -> Iterator[tuple[Judgement, tuple[str, ...]]]:
    """Judge a new parameter in each table that both states have; one that no such table has is judged once."""
    titles: dict[Judgement, list[str]] = {}
    for title in titles_of(table):
        here = row_at(table.endpoint.new.tables[title], pointer)
        if here is not None:
            titles.setdefault(judge(here), []).append(title)
    if not titles:
        yield judge(row), ()
    for judgement, having in titles.items():
        yield judgement, tuple(having) if len(titles) > 1 or len(having) < len(titles_of(table)) else ()


def row_at(rows: Iterable[Field], pointer: str) -> Field | None:
    """Return the row of a table at a pointer such as ``request.attachAlgoOrds.px``."""
    found: Field | None = None
    for name in pointer.split(".")[1:]:
        found = next((row for row in rows if row.name == name), None)
        if found is None:
            return None
        rows = found.fields
    return found


def _required_here(pair: RowPair) -> Finding:
    return pair.finding(
        judgements.REQUIRED, "required", None, "yes", need="required", earlier_need="not a parameter there"
    )


def _joined(by_table: dict[str, list[Finding]]) -> Iterator[Finding]:
    """Yield each finding once, with the tables that it is about unless those are all that have the row."""
    found: dict[_Place, tuple[Finding, list[str]]] = {}
    for title, findings in by_table.items():
        for each in findings:
            place = each.judgement, each.pointer, repr(each.old), repr(each.new)
            found.setdefault(place, (each, []))[1].append(title)
    for each, titles in found.values():
        yield each if len(titles) == len(by_table) else evolve(each, variants=tuple(titles))
