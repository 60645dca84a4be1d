"""Compare request and response tables: added, removed, renamed and moved rows, at every depth."""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import partial

from attrs import evolve, field, frozen

from ..spec.model import Field, walk
from . import judgements
from .finding import Finding
from .judgements import Judgement
from .life import end_of_row, removal
from .new_parameters import binds
from .pairs import RowPair, TablePair
from .row_facts import facts_changed
from .variants import additions_by_table

_LEAST_TABLE = 3
_LIKE_NAMES = 0.6

_PlacedRow = tuple[str, Field]
"""A row with its pointer."""


@frozen
class _Matching:
    """Rows of one level and below: pairs of both states, and rows of one state with the rows inside them."""

    pairs: list[RowPair] = field(factory=list[RowPair])
    removed: list[_PlacedRow] = field(factory=list[_PlacedRow])
    added: list[_PlacedRow] = field(factory=list[_PlacedRow])


def rows_changed(table: TablePair) -> Iterator[Finding]:
    """Compare every row of a table."""
    if len(table.old) >= _LEAST_TABLE and not table.new:
        judgement = table.by_side(judgements.PARAMS_UNDOCUMENTED, judgements.FIELDS_UNDOCUMENTED)
        yield table.finding(judgement, table.side, len(table.old), None)
        return
    matching = _matched(table, table.old, table.new, table.side, table.side)
    for pair in matching.pairs:
        if pair.old.name != pair.new.name:
            yield _renamed(pair)
        yield from facts_changed(pair)
    removed, added = matching.removed, matching.added
    for (was, old), (now, new) in _moved(removed, added):
        removed = [(pointer, row) for pointer, row in removed if not _within(pointer, was)]
        added = [(pointer, row) for pointer, row in added if not _within(pointer, now)]
        yield _move(table, old, was, now)
        yield from facts_changed(RowPair(table, now, old, new, was))
    for pointer, row in removed:
        end = end_of_row(row)
        until = end.until if end is not None else None
        yield table.finding(_removal(table, row), pointer, row.name, None, thing=table.words_for(pointer), until=until)
    for pointer, row in added:
        judged = additions_by_table(table, pointer, row, partial(_addition, table, pointer))
        for judgement, titles in judged:
            added_row = table.finding(judgement, pointer, None, row.name, holder=_holder(pointer))
            yield evolve(added_row, variants=titles)


def _matched(table: TablePair, old: Iterable[Field], new: Iterable[Field], earlier: str, pointer: str) -> _Matching:
    """Match the rows of one level and below: by name, by the older name that a row states, or by clear likeness."""
    before = {row.name: row for row in old}
    after = {row.name: row for row in new}
    removed = [row for name, row in before.items() if name not in after]
    added = [row for name, row in after.items() if name not in before]
    couples = [(row, after[name]) for name, row in before.items() if name in after]
    named = {_was(row): row for row in added}
    stated = [(row, named[row.name]) for row in removed if row.name in named]
    for was, now in stated:
        removed.remove(was)
        added.remove(now)
    alike = _alike_but_for_the_name(removed, added, list(before), list(after))
    for was, now in alike:
        removed.remove(was)
        added.remove(now)
    couples += [*stated, *alike]
    matching = _Matching(
        removed=[(f"{earlier}.{name}", row) for name, row in walk(removed)],
        added=[(f"{pointer}.{name}", row) for name, row in walk(added)],
    )
    for was, now in couples:
        pair = RowPair(table, f"{pointer}.{now.name}", was, now, f"{earlier}.{was.name}")
        inner = _matched(table, was.fields, now.fields, pair.earlier, pair.pointer)
        matching.pairs.extend([pair, *inner.pairs])
        matching.removed.extend(inner.removed)
        matching.added.extend(inner.added)
    return matching


def _within(pointer: str, outer: str) -> bool:
    return pointer == outer or pointer.startswith(f"{outer}.")


def _holder(pointer: str) -> str:
    """Name the object that a row stands in."""
    side, _, rest = pointer.rpartition(".")[0].partition(".")
    return rest or f"the {side} itself"


# --- moved and renamed rows


def _moved(removed: list[_PlacedRow], added: list[_PlacedRow]) -> list[tuple[_PlacedRow, _PlacedRow]]:
    """Pair rows that stand in another object now: the only ones of their name in either state, and alike."""
    before, after = Counter(row.name for _, row in removed), Counter(row.name for _, row in added)
    places = {row.name: (pointer, row) for pointer, row in added}
    return [
        ((pointer, row), places[row.name])
        for pointer, row in removed
        if before[row.name] == after[row.name] == 1 and _alike(row, places[row.name][1])
    ]


def _alike(row: Field, other: Field) -> bool:
    same = (row.json, row.values, row.fields) == (other.json, other.values, other.fields)
    return same and row.label.casefold() == other.label.casefold()


def _move(table: TablePair, row: Field, was: str, now: str) -> Finding:
    if table.shown_alike(row.name):
        judgement = table.by_side(judgements.PARAM_PUT_RIGHT, judgements.FIELD_PUT_RIGHT)
    else:
        judgement = table.by_side(judgements.PARAM_MOVED, judgements.FIELD_MOVED)
    return table.finding(judgement, now, was, now, holder=_holder(was))


def _alike_but_for_the_name(
    removed: list[Field], added: list[Field], before: list[str], after: list[str]
) -> list[tuple[Field, Field]]:
    """Pair rows that are alike in all but the name, with no other row alike to either."""

    def alike(old: Field, new: Field) -> bool:
        facts = [(row.json, row.required, row.values, row.fields) for row in (old, new)]
        in_place = before.index(old.name) == after.index(new.name)
        named = SequenceMatcher(None, old.name.lower(), new.name.lower()).ratio() >= _LIKE_NAMES
        labelled = bool(old.label) and old.label == new.label
        return facts[0] == facts[1] and ((labelled and (in_place or named)) or (in_place and named))

    couples = [(old, new) for old in removed for new in added if alike(old, new)]
    return [
        (old, new)
        for old, new in couples
        if sum(other is old for other, _ in couples) == 1 and sum(other is new for _, other in couples) == 1
    ]


def _was(row: Field) -> str | None:
    """The older name that a row says it still goes by."""
    return row.alias.was if row.alias else None


def _renamed(pair: RowPair) -> Finding:
    row = pair.table.words_for(pair.earlier)
    alias = pair.new.alias
    if alias is not None and alias.was == pair.old.name:
        until = f"until {alias.until}" if alias.until else "for a time that the page does not say"
        judgement = pair.table.by_side(judgements.PARAM_RENAMED_AS_STATED, judgements.FIELD_RENAMED_AS_STATED)
        return pair.table.finding(judgement, pair.pointer, pair.old.name, pair.new.name, row=row, until=until)
    judgement = pair.table.by_side(judgements.PARAM_RENAMED, judgements.FIELD_RENAMED)
    return pair.table.finding(judgement, pair.pointer, pair.old.name, pair.new.name, row=row)


# --- added and removed rows


def _removal(table: TablePair, row: Field) -> Judgement:
    plain = table.by_side(judgements.PARAM_REMOVED, judgements.FIELD_REMOVED)
    announced = table.by_side(judgements.PARAM_REMOVED_AS_ANNOUNCED, judgements.FIELD_REMOVED_AS_ANNOUNCED)
    return removal(end_of_row(row), table.endpoint.new.as_of, plain, announced)


def _addition(table: TablePair, pointer: str, row: Field) -> Judgement:
    if table.side == "response":
        return judgements.FIELD_ADDED
    holders = _holders(table, pointer)
    if any(holder is None for holder in holders):
        return judgements.PARAM_ADDED_INSIDE_NEW
    if row.required == "yes":
        is_always_sent = all(holder is not None and holder.required == "yes" for holder in holders)
        return judgements.PARAM_ADDED_REQUIRED if is_always_sent else judgements.PARAM_ADDED_REQUIRED_INSIDE
    if row.required == "conditional":
        inside = pointer.split(".")[-2] if holders else ""
        can_be_lacking = binds(row, inside, table.endpoint.old, table.endpoint.new, table.endpoint.states)
        return judgements.PARAM_ADDED_CONDITIONAL if can_be_lacking else judgements.PARAM_ADDED_UNNEEDED
    return judgements.PARAM_ADDED


def _holders(table: TablePair, pointer: str) -> list[Field | None]:
    """Return the objects around a row in the older state, outermost first; None for a new object."""
    holders: list[Field | None] = []
    rows: Iterable[Field] = table.old
    for name in pointer.split(".")[1:-1]:
        holder = next((row for row in rows if row.name == name), None)
        holders.append(holder)
        rows = holder.fields if holder is not None else ()
    return holders
