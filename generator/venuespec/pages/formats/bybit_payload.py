"""Find the rows of an answer's payload in tables that also document the envelope around it, or only a list in it."""

from collections.abc import Iterator

from attrs import evolve

from ...runtime.json_types import is_array, is_object
from ..draft import DraftExample, DraftRow

_ENVELOPE = frozenset({"retcode", "retmsg", "result", "retextinfo", "time"})


def payload(response: tuple[DraftRow, ...], examples: list[DraftExample]) -> tuple[DraftRow, ...]:
    """Return the rows of the payload, as the examples show it.

    A table can also document the envelope around the payload, or the list that it is an item of. Where the envelope has
    a list of verdicts beside the payload's list, an item and its verdict are one row.
    """
    payloads = [example.response.get("result") for example in examples if is_object(example.response)]
    shown = {name for payload in payloads if is_object(payload) for name in payload}
    top = {row.name.lower(): row for row in response}
    if "list" in top and any(map(is_array, payloads)):
        return top["list"].fields
    if not shown and "result" not in top and set(top) <= _ENVELOPE:
        return ()
    if "result" not in top or "result" in shown or not set(top) <= _ENVELOPE:
        return tuple(_unnested(response, shown))
    rows = top["result"].fields
    beside = top.get("retextinfo")
    verdicts = next((row.fields for row in beside.fields if row.name == "list"), ()) if beside else ()
    return tuple(
        evolve(row, fields=(*row.fields, *verdicts)) if row.name == "list" and verdicts else row for row in rows
    )


def _unnested(table: tuple[DraftRow, ...], shown: set[str]) -> Iterator[DraftRow]:
    """Move out rows that a page nests in another by mistake, if the examples show them beside it."""
    for row in table:
        if row.fields and row.type.lower() in ("string", "integer") and {inner.name for inner in row.fields} <= shown:
            yield evolve(row, fields=())
            yield from row.fields
        else:
            yield row
