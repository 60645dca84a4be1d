"""Check a table against its witnesses: its page in another language, and its examples.

A disagreement is listed until a person decides it in ``sdk.decided``, under its subject.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import evolve, fields, frozen

from ..checks.beyond import beyond
from ..runtime.json_types import is_array, is_object
from ..spec.model import Limits
from ..spec.row_types import json_type
from .draft import Draft, DraftRow


@frozen(kw_only=True)
class Disagreement:
    """A contradiction between two places of a page; ``subject`` names the row and the fact in question."""

    endpoint: str
    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.subject}: {self.message}"


def disagreements(draft: Draft, data_key: str) -> tuple[Disagreement, ...]:
    """Return the contradictions between an endpoint's tables and their witnesses, one for each subject."""
    request = (*draft.request, *(row for variant in draft.variants for row in variant.rows))
    messages = {
        **_examples(draft, request, data_key),
        **(_other_language(draft, request, draft.witness) if draft.witness else {}),
    }
    return tuple(
        Disagreement(endpoint=draft.key, subject=subject, message=message)
        for subject, message in sorted(messages.items())
    )


def _other_language(draft: Draft, request: Iterable[DraftRow], other: Draft) -> dict[str, str]:
    messages: dict[str, str] = {}
    rows = (*other.request, *(row for variant in other.variants for row in variant.rows))
    for side, ours, theirs in (("request", request, rows), ("response", draft.response, other.response)):
        our_rows, their_rows = dict(_flat(ours)), dict(_flat(theirs))
        if not their_rows:
            continue
        for name in sorted(our_rows.keys() | their_rows.keys()):
            our_row, their_row = our_rows.get(name), their_rows.get(name)
            if our_row is None or their_row is None:
                language = "Chinese" if our_row is None else "English"
                messages[f"{side}.{name}"] = f"only the {language} table has this row"
                continue
            if our_row.required != their_row.required and "unknown" not in (our_row.required, their_row.required):
                messages[f"{side}.{name}.required"] = (
                    f"required is {our_row.required} in English, {their_row.required} in Chinese"
                )
            if json_type(our_row.type) != json_type(their_row.type):
                messages[f"{side}.{name}.type"] = f"the type is {our_row.type} in English, {their_row.type} in Chinese"
    return messages


def _flat(rows: Iterable[DraftRow], parent: str = "") -> Iterator[tuple[str, DraftRow]]:
    for row in rows:
        yield f"{parent}{row.name}", row
        yield from _flat(row.fields, f"{parent}{row.name}.")


def _examples(draft: Draft, request: tuple[DraftRow, ...], data_key: str) -> dict[str, str]:
    messages: dict[str, str] = {}
    for example in draft.examples:
        for wire in example.request if is_array(example.request) else [example.request]:
            if is_object(wire):
                messages.update(_sent(wire, request if not draft.variants else _relaxed(request), "request."))
        data = example.response.get(data_key) if is_object(example.response) else None
        for item in data if is_array(data) else [data]:
            if is_object(item) and draft.response:
                messages.update(_received(item, draft.response, "response."))
    return messages


def _relaxed(rows: tuple[DraftRow, ...]) -> tuple[DraftRow, ...]:
    """Make every row of several tables optional, because a call uses only one of the tables."""
    return tuple(evolve(row, required="no") for row in rows)


def _sent(wire: Mapping[str, Any], rows: Iterable[DraftRow], where: str) -> Iterator[tuple[str, str]]:
    known = {row.name: row for row in rows}
    for name, value in wire.items():
        if name in known:
            yield from _typed(value, known[name], where)
            yield from _bounded(value, known[name], where)
            for item in value if is_array(value) else [value]:
                if known[name].fields and is_object(item):
                    yield from _sent(item, known[name].fields, f"{where}{name}.")
        else:
            yield f"{where}{name}", "an example sends it, and no table lists it"
    for name, row in known.items():
        if row.required == "yes" and wire.get(name) is None:
            yield f"{where}{name}.required", "the table requires it, and an example leaves it out"


def _received(wire: Mapping[str, Any], rows: Iterable[DraftRow], where: str) -> Iterator[tuple[str, str]]:
    known = {row.name: row for row in rows}
    for name, value in wire.items():
        if name not in known:
            yield f"{where}{name}", "an example response has it, and no table lists it"
            continue
        yield from _typed(value, known[name], where)
        for item in value if is_array(value) else [value]:
            if known[name].fields and is_object(item):
                yield from _received(item, known[name].fields, f"{where}{name}.")


def _typed(value: Any, row: DraftRow, where: str) -> Iterator[tuple[str, str]]:
    """Yield a contradiction for an example of another JSON type; numbers may be text and text numbers."""
    shown = _shape(value)
    labelled = json_type(row.type)
    expected = labelled if labelled in ("array", "object", "boolean") else "plain"
    if expected == "boolean" and value in ("true", "false", ""):
        return
    if labelled in ("integer", "number") and isinstance(value, str) and value and not _is_number(value, labelled):
        yield f"{where}{row.name}.type", f"the table says {row.type}, an example shows {value[:40]!r}"
    if value is not None and shown != expected and not (row.fields and shown in ("array", "object")):
        yield f"{where}{row.name}.type", f"the table says {row.type}, an example shows {_WORDS[shown]}"


def _is_number(text: str, kind: str) -> bool:
    """Tell whether a text is a number, or several, of a kind: an integer has no fraction."""
    try:
        found = [Decimal(part) for part in text.split(",")]
    except InvalidOperation:
        return False
    return kind == "number" or all(number.is_finite() and number == number.to_integral_value() for number in found)


def _bounded(value: Any, row: DraftRow, where: str) -> Iterator[tuple[str, str]]:
    """Yield the bounds of a table that a documented request does not keep."""
    limits = Limits(**{fact.name: getattr(row, fact.name) for fact in fields(Limits)})
    for fact, message in beyond(value, limits, row.separator, () if row.open else row.values):
        yield f"{where}{row.name}.{fact}", message


def _shape(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "array" if is_array(value) else "object" if is_object(value) else "plain"


_WORDS = {"array": "an array", "object": "an object", "boolean": "true or false", "plain": "a plain value"}
