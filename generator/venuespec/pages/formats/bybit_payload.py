"""Find the rows of an answer's payload in tables that also document the envelope around it, or only a list in it."""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve

from ...runtime.json_types import is_array, is_object
from ..draft import DraftExample, DraftRow
from ..parts.row_names import by_paths

# Where rows are named by their paths from the envelope on.
_PAYLOAD = "result."
_ENVELOPE = frozenset({"retcode", "retmsg", "result", "retextinfo", "time"})


def payload(response: tuple[DraftRow, ...], examples: list[DraftExample]) -> tuple[DraftRow, ...]:
    """Return the rows of the payload, as the examples show it.

    A table can also document the envelope around the payload, or the list that it is an item of. Where the envelope has
    a list of verdicts beside the payload's list, an item and its verdict are one row.
    """
    if response and all(row.name.startswith(_PAYLOAD) for row in response):
        response = by_paths(tuple(evolve(row, name=row.name.removeprefix(_PAYLOAD)) for row in response))
    payloads = [example.response.get("result") for example in examples if is_object(example.response)]
    return _as_shown(_without_envelope(response, payloads), payloads)


def _without_envelope(response: tuple[DraftRow, ...], payloads: list[Any]) -> tuple[DraftRow, ...]:
    shown = {name for payload in payloads if is_object(payload) for name in payload}
    top = {row.name.lower(): row for row in response}
    if "list" in top and any(map(is_array, payloads)):
        return top["list"].fields
    if not shown and "result" not in top and set(top) <= _ENVELOPE:
        return ()
    if "result" not in top or "result" in shown or not set(top) <= _ENVELOPE:
        return tuple(_renested(tuple(_unnested(_without_result(response, shown), shown)), shown, payloads))
    rows = top["result"].fields
    beside = top.get("retextinfo")
    verdicts = next((row.fields for row in beside.fields if row.name == "list"), ()) if beside else ()
    judged = tuple(
        evolve(row, fields=(*row.fields, *verdicts)) if row.name == "list" and verdicts else row for row in rows
    )
    return tuple(_renested(judged, shown, payloads))


def _without_result(response: tuple[DraftRow, ...], shown: set[str]) -> tuple[DraftRow, ...]:
    """Leave out the envelope's key where a page lists it, empty, before the rows of the payload.

    What then is left can be a list that the answers do not have either: its fields are the payload.
    """
    rows = tuple(row for row in response if row.name != "result" or row.fields or "result" in shown)
    if len(rows) == len(response) or not rows:
        return response
    alone = rows[0] if len(rows) == 1 else None
    fields = {inner.name for inner in alone.fields} if alone else set[str]()
    return alone.fields if alone and fields & shown and alone.name not in shown else rows


def _renested(table: tuple[DraftRow, ...], shown: set[str], payloads: list[Any]) -> Iterator[DraftRow]:
    """Move rows into the only list that the examples show them in, if a page has them beside it by mistake."""
    lists = [row for row in table if row.fields]
    home = lists[0] if len(lists) == 1 and lists[0].name in shown else None
    within: set[str] = set()
    for payload in payloads:
        items = payload.get(home.name) if home is not None and is_object(payload) else None
        within |= {name for item in items if is_object(item) for name in item} if is_array(items) else set()
    astray = tuple(row for row in table if row is not home and row.name in within - shown)
    known = {inner.name for inner in home.fields} if home is not None else set[str]()
    for row in table:
        if row is home:
            yield evolve(row, fields=(*row.fields, *(each for each in astray if each.name not in known)))
        elif row not in astray or row.name in known:
            yield row


def _unnested(table: tuple[DraftRow, ...], shown: set[str]) -> Iterator[DraftRow]:
    """Move out rows that a page nests in another by mistake, if the examples show them beside it."""
    for row in table:
        if row.fields and row.type.lower() in ("string", "integer") and {inner.name for inner in row.fields} <= shown:
            yield evolve(row, fields=())
            yield from row.fields
        else:
            yield row


def _as_shown(table: tuple[DraftRow, ...], answers: Iterable[Any]) -> tuple[DraftRow, ...]:
    """Give rows the place and the name that the examples show, where the table gets them wrong.

    A list that the table calls a text has the rows behind it as fields; the only list that no example has may have
    another name there.
    """
    objects = _objects(answers)
    shown = {name for each in objects for name in each}
    placed: list[DraftRow] = []
    rest = table
    while rest:
        row, rest = rest[0], rest[1:]
        values = [each[row.name] for each in objects if row.name in each]
        inner = {name for each in _objects(values) for name in each} - shown
        beside = next((index for index, each in enumerate(rest) if each.name not in inner), len(rest))
        inside = () if row.fields else rest[:beside]
        if inside:
            container = "array" if any(map(is_array, values)) else "object"
            row, rest = evolve(row, type=container, fields=inside), rest[len(inside) :]
        placed.append(evolve(row, fields=_as_shown(row.fields, values)) if row.fields else row)
    return _renamed(tuple(placed), objects)


def _renamed(table: tuple[DraftRow, ...], objects: list[dict[str, Any]]) -> tuple[DraftRow, ...]:
    """Give the only list or object that no example has the name under which the examples show its fields."""
    shown = {name: [each[name] for each in objects if name in each] for each in objects for name in each}
    absent = [row for row in table if row.fields and row.name not in shown]
    if len(absent) != 1:
        return table
    fields = {row.name for row in absent[0].fields}
    keys = {name: {key for each in _objects(values) for key in each} for name, values in shown.items()}
    known = {row.name for row in table}
    names = [name for name in shown if name not in known and keys[name] and keys[name] <= fields]
    return tuple(evolve(row, name=names[0]) if row is absent[0] and len(names) == 1 else row for row in table)


def _objects(values: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the JSON objects among some values, and those in lists among them."""
    items = [item for value in values for item in (value if is_array(value) else (value,))]
    return [item for item in items if is_object(item)]
