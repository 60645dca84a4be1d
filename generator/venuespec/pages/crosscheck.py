"""Second witnesses of what a table says: the same page in its other language, and its own examples.

A disagreement is listed until a person decides it in ``sdk.decided``, under its subject.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from ..runtime.json_types import is_array, is_object
from ..spec.endpoint import json_type
from .draft import Draft, DraftRow


@frozen(kw_only=True)
class Disagreement:
    """Two places of a page that do not say the same. ``subject`` names the row and what it is about."""

    endpoint: str
    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.subject}: {self.message}"


def disagreements(draft: Draft, data_key: str) -> tuple[Disagreement, ...]:
    """What the witnesses of an endpoint say against its tables, each subject once."""
    request = (*draft.request, *(row for variant in draft.variants for row in variant.rows))
    said = {
        **_examples(draft, request, data_key),
        **(_other_language(draft, request, draft.witness) if draft.witness else {}),
    }
    return tuple(
        Disagreement(endpoint=draft.key, subject=subject, message=message) for subject, message in sorted(said.items())
    )


def _other_language(draft: Draft, request: Iterable[DraftRow], other: Draft) -> dict[str, str]:
    said: dict[str, str] = {}
    rows = (*other.request, *(row for variant in other.variants for row in variant.rows))
    for side, ours, theirs in (("request", request, rows), ("response", draft.response, other.response)):
        here, there = dict(_flat(ours)), dict(_flat(theirs))
        if not there:
            continue
        for name in sorted(here.keys() | there.keys()):
            mine, its = here.get(name), there.get(name)
            if mine is None or its is None:
                language = "Chinese" if mine is None else "English"
                said[f"{side}.{name}"] = f"only the {language} table has this row"
                continue
            if mine.required != its.required:
                said[f"{side}.{name}.required"] = f"required is {mine.required} in English, {its.required} in Chinese"
            if json_type(mine.type) != json_type(its.type):
                said[f"{side}.{name}.type"] = f"the type is {mine.type} in English, {its.type} in Chinese"
    return said


def _flat(rows: Iterable[DraftRow], parent: str = "") -> Iterator[tuple[str, DraftRow]]:
    for row in rows:
        yield f"{parent}{row.name}", row
        yield from _flat(row.fields, f"{parent}{row.name}.")


def _examples(draft: Draft, request: tuple[DraftRow, ...], data_key: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for example in draft.examples:
        for wire in example.request if is_array(example.request) else [example.request]:
            if is_object(wire):
                said.update(_sent(wire, request if not draft.variants else _relaxed(request), "request."))
        data = example.response.get(data_key) if is_object(example.response) else None
        for item in data if is_array(data) else [data]:
            if is_object(item) and draft.response:
                said.update(_answered(item, draft.response, "response."))
    return said


def _relaxed(rows: tuple[DraftRow, ...]) -> tuple[DraftRow, ...]:
    """The rows of several tables for one call: each may be left out, since only one table counts."""
    return tuple(evolve(row, required="no") for row in rows)


def _sent(wire: Mapping[str, Any], rows: Iterable[DraftRow], where: str) -> Iterator[tuple[str, str]]:
    known = {row.name: row for row in rows}
    for name, value in wire.items():
        if name in known:
            yield from _typed(value, known[name], where)
            for item in value if is_array(value) else [value]:
                if known[name].fields and is_object(item):
                    yield from _sent(item, known[name].fields, f"{where}{name}.")
        else:
            yield f"{where}{name}", "an example sends what no table has"
    for name, row in known.items():
        if row.required == "yes" and wire.get(name) is None:
            yield f"{where}{name}.required", "required by the table, and an example leaves it out"


def _answered(wire: Mapping[str, Any], rows: Iterable[DraftRow], where: str) -> Iterator[tuple[str, str]]:
    known = {row.name: row for row in rows}
    for name, value in wire.items():
        if name not in known:
            yield f"{where}{name}", "an answer shows what no table has"
            continue
        yield from _typed(value, known[name], where)
        for item in value if is_array(value) else [value]:
            if known[name].fields and is_object(item):
                yield from _answered(item, known[name].fields, f"{where}{name}.")


def _typed(value: Any, row: DraftRow, where: str) -> Iterator[tuple[str, str]]:
    """An example of another JSON type than the table says; numbers as text and the other way round are no matter."""
    shown = _shape(value)
    labelled = json_type(row.type)
    expected = labelled if labelled in ("array", "object", "boolean") else "plain"
    if expected == "boolean" and value in ("true", "false", ""):
        return
    if value is not None and shown != expected and not (row.fields and shown in ("array", "object")):
        yield f"{where}{row.name}.type", f"the table says {row.type}, an example shows {_WORDS[shown]}"


def _shape(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "array" if is_array(value) else "object" if is_object(value) else "plain"


_WORDS = {"array": "an array", "object": "an object", "boolean": "true or false", "plain": "a plain value"}
