"""Put tables that describe one endpoint into one: those of several tabs or pages, one for each product."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from attrs import evolve

from ...spec.row_types import json_type
from ..draft import DraftRow, DraftTable
from .words import words_of

Rows = tuple[DraftRow, ...]
_Value = TypeVar("_Value")
# The words of a title beside the name of the row whose fields stand below it: 'Each element of `orders` has ...'.
_OF_A_TITLE = words_of(
    """
    the a an of each every any one in inside within is are has have contains with for as follows following below
    field fields element elements item items entry entries object objects array list parameter parameters param params
    property properties attribute attributes structure schema details detail definition description model type table
    inner sub nested child data member members row rows its and consists consist made up whose where which this these
    per entry looks like structured composed should contain included shape format objects'
    list of is are be it 表 对象 字段 数组 参数 说明 结构 列表 子 中 的
    """
)
_WORD = re.compile(r"[A-Za-z][\w.]*|[\u4e00-\u9fff]+?(?=[^\u4e00-\u9fff]|$)")
_LAST_WORDS = re.compile(
    r"\s+(?:objects?|schema|structure|fields?|parameters?|params|properties|model|type|definition)$", re.IGNORECASE
)
# A name of a type as programs write it: 'OrderItem', 'order_item'; a plain word can stand in any sentence.
_TYPE_NAME = re.compile(r"[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+|[a-z]+_[a-z_]+|[A-Z][a-z]+(?=[\[<])")
_MOST_WORDS_OF_A_TYPE = 3
_INTEGER = re.compile(r"^(?:int(?:32|64)?|long)$")


def with_inside(rows: Rows, title: str, table: Rows, sources: Mapping[int, str]) -> Rows | None:
    """Return rows with a table of fields below the row that its title names; None where it names no such row.

    As 'orders', '`orders` fields', or 'Each element of `orders` has the following fields:'. A title can also be that of
    a type, which the cells of one row speak of: 'Array of OrderItem', '[Order item](#order-item)'. ``sources`` are the
    lines that rows were read from.
    """
    if not title or not table:
        return None
    if (described := _of_type(rows, title, table, sources)) is not None:
        return described
    marked = re.findall(r"`([A-Za-z][\w.]*)`", title)
    plain = [word for word in _WORD.findall(title) if word.lower() not in _OF_A_TITLE]
    names = marked if len(marked) == 1 else plain if len(plain) == 1 else []
    if len(names) != 1 or (marked and not {*plain} <= {*marked}):
        return None
    return _inside(rows, names[0].rpartition(".")[2].lower().rstrip("s"), table)


def _inside(rows: Rows, name: str, table: Rows) -> Rows | None:
    for index, row in enumerate(rows):
        if row.name.lower().rstrip("s") == name and not row.fields and json_type(row.type) in ("object", "array"):
            return (*rows[:index], evolve(row, fields=table), *rows[index + 1 :])
        deeper = _inside(row.fields, name, table) if row.fields else None
        if deeper is not None:
            return (*rows[:index], evolve(row, fields=deeper), *rows[index + 1 :])
    return None


def childless(rows: Rows) -> tuple[str, ...]:
    """Return the names of objects and arrays of objects whose fields no table has said yet."""
    return tuple(
        row.name for row in rows if not row.fields and json_type(row.type) in ("object", "array") and _may_have(row)
    )


def _may_have(row: DraftRow) -> bool:
    """Tell whether a row can have fields: not a list of texts or numbers."""
    return not re.search(r"string|number|integer|boolean|int\b|long|decimal", row.type, re.IGNORECASE)


def _of_type(rows: Rows, title: str, table: Rows, sources: Mapping[int, str]) -> Rows | None:
    """Return rows with a table below the only row that speaks of its title as of a type."""
    words = _LAST_WORDS.sub("", title.strip(" `*:：").strip()).strip(" `*")
    if not words or len(words.split()) > _MOST_WORDS_OF_A_TYPE:
        return None
    slug = "-".join(re.findall(r"\w+", title.lower()))
    short = "-".join(re.findall(r"\w+", words.lower()))
    named = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)") if _TYPE_NAME.fullmatch(words) else None
    linked = re.compile(rf"\[{re.escape(words)}\]|#(?:{re.escape(slug)}|{re.escape(short)})\)", re.IGNORECASE)
    told = re.compile(rf"\b(?:see|refer to)\W+(?:the )?{re.escape(words)}(?!\w)", re.IGNORECASE)
    places: list[int] = []
    for index, row in enumerate(rows):
        said = sources.get(row.line, "") + row.text
        if row.fields or json_type(row.type) not in ("object", "array"):
            continue
        if any(pattern.search(said) for pattern in (named, linked, told) if pattern):
            places.append(index)
    if len(places) == 1:
        at = places[0]
        return (*rows[:at], evolve(rows[at], fields=table), *rows[at + 1 :])
    for index, row in enumerate(rows):
        deeper = _of_type(row.fields, title, table, sources) if row.fields else None
        if deeper is not None:
            return (*rows[:index], evolve(row, fields=deeper), *rows[index + 1 :])
    return None


def union(first: Rows, other: Rows) -> Rows:
    """Merge two tables of one response, such as those of two categories; a row of both has the values of both."""
    rows_by_name = {row.name: row for row in first}
    for row in other:
        known = rows_by_name.get(row.name)
        rows_by_name[row.name] = row if known is None else _with_other(known, row)
    return tuple(rows_by_name.values())


def _with_other(row: DraftRow, other: DraftRow) -> DraftRow:
    # What only one of the pages lists may be no list of the other's values.
    values = tuple(dict.fromkeys((*row.values, *other.values))) if row.values and other.values else row.values
    return evolve(row, values=values, fields=union(row.fields, other.fields))


def common_and_variants(tables: Sequence[DraftTable]) -> tuple[Rows, tuple[DraftTable, ...]]:
    """Return the rows that all request tables have, and what each of them has beside these.

    A row of all tables lists the values of all of them, and is required only where each of them requires it.
    """
    if len(tables) < 2:
        return (tables[0].rows if tables else ()), ()
    by_name = [{row.name: row for row in table.rows} for table in tables]
    shared = [
        name for name in by_name[0] if all(name in rows and _alike(rows[name], by_name[0][name]) for rows in by_name)
    ]
    common = tuple(_one_row([rows[name] for rows in by_name]) for name in shared)
    variants = (
        DraftTable(title=table.title, rows=tuple(row for row in table.rows if row.name not in shared))
        for table in tables
    )
    return common, tuple(table for table in variants if table.rows)


def _alike(row: DraftRow, other: DraftRow) -> bool:
    """Tell whether two rows can be one: a type that differs in more than its width tells two parameters apart."""
    return _type(row) == _type(other)


def _type(row: DraftRow) -> str:
    return _INTEGER.sub("integer", row.type.lower())


def _one_row(rows: Sequence[DraftRow]) -> DraftRow:
    first = rows[0]
    listed = all(row.values for row in rows)
    required = {row.required for row in rows}
    lowest = [row.min for row in rows if row.min is not None]
    highest = [row.max for row in rows if row.max is not None]
    return evolve(
        first,
        required=first.required if len(required) == 1 else "conditional",
        values=tuple(dict.fromkeys(value for row in rows for value in row.values)) if listed else (),
        open=listed and any(row.open for row in rows),
        default=_same(row.default for row in rows),
        min=min(lowest) if len(lowest) == len(rows) else None,
        max=max(highest) if len(highest) == len(rows) else None,
        min_length=_same(row.min_length for row in rows),
        max_length=_same(row.max_length for row in rows),
        max_items=_same(row.max_items for row in rows),
        pattern=_same(row.pattern for row in rows),
        separator=_same(row.separator for row in rows),
        deprecated=all(row.deprecated for row in rows),
        fields=_one_table([row.fields for row in rows]),
        text="\n".join(dict.fromkeys(row.text for row in rows)),
    )


def _one_table(tables: Sequence[Rows]) -> Rows:
    """Merge the fields of a row that several tables have; one that a table leaves out is required in its case only."""
    names = dict.fromkeys(row.name for table in tables for row in table)
    merged: list[DraftRow] = []
    for name in names:
        found = [row for table in tables for row in table if row.name == name]
        row = _one_row(found)
        partial = len(found) < len(tables) and row.required == "yes"
        merged.append(evolve(row, required="conditional") if partial else row)
    return tuple(merged)


def _same(values: Iterable[_Value | None]) -> _Value | None:
    """Return the value that all have; None if they differ."""
    different = list(dict.fromkeys(values))
    return different[0] if len(different) == 1 else None
