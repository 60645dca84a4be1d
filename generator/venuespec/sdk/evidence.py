"""Attributes of rows that are not Optional, because the documentation always shows a value for them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from attrs import evolve, field, frozen

from ..checks.shown import answers, rows_in
from ..runtime.json_types import is_array, is_object
from ..spec.model import Field, VenueSpec
from .planned import Column, Module, RowClass

_Class = tuple[str, str]
"""A row class: the id of the endpoint whose module defines it, and its name."""
_LIKE = 0.5
"""The share of its names that a class has in common with a like one: an open order and one of the history."""
_AT_TIMES = re.compile(
    r"\b(?:empty|null|blank|only|unless|except|if|none|optional|otherwise|fail\w*|error|reject\w*|unsuccessful|when)\b",
    re.IGNORECASE,
)  # words of a description that may speak of a value that is not always there
_ALWAYS = re.compile(r"^(?:whether|when)\b|\b(?:is|was|time|timestamp|moment|date|day) when\b", re.IGNORECASE)


@frozen
class _Evidence:
    """What the examples show of a class: how many objects, how many of them fill each attribute."""

    names: frozenset[str]
    objects: list[Any] = field(factory=list[Any])
    filled: dict[str, int] = field(factory=lambda: defaultdict[str, int](int))

    def always(self, name: str) -> bool:
        return bool(self.objects) and self.filled[name] == len(self.objects)


def with_evidence(modules: Iterable[Module], venue: VenueSpec) -> list[Module]:
    """Return the modules with the attributes marked that all documented answers fill.

    An attribute stays Optional where the page restricts it, calls it empty at times or deprecates it, and where an
    answer with like rows has none.
    """
    planned = list(modules)
    shown: dict[_Class, _Evidence] = {}
    for module in planned:
        for row in module.rows:
            names = frozenset(column.field.name for column in row.columns)
            shown.setdefault(_home(row, module), _Evidence(names))
        if module.row is not None:
            for _, data in answers(module.endpoint, venue):
                for _, item in rows_in(module.endpoint.shape, data):
                    if module.row.verdict is None or not _is_refused(item, venue):
                        _collect(module.row, item, module, shown)
    empty: dict[str, list[frozenset[str]]] = defaultdict(list)
    for evidence in shown.values():
        for name in evidence.names if evidence.objects else ():
            if not evidence.always(name):
                empty[name].append(evidence.names)
    return [_marked(module, shown, empty) for module in planned]


def _home(row: RowClass, module: Module) -> _Class:
    return module.imported.get(row.name, module.endpoint.id), str(row.name)


def _is_refused(item: Any, venue: VenueSpec) -> bool:
    """Tell whether an item of a batch's answer is one that the venue refused; it has a code and often nothing else."""
    name = venue.envelope.item_code
    code = item.get(name) if name is not None and is_object(item) else None
    if code is None or code == "":
        return False
    known = venue.errors.get(str(code))
    return str(code) not in venue.envelope.success and not (known is not None and known.success)


def _collect(row: RowClass, item: Any, module: Module, shown: dict[_Class, _Evidence]) -> None:
    """Count the values of one object of an example, and of those inside it."""
    if not (is_array(item) if row.positional else is_object(item)):
        return
    evidence = shown[_home(row, module)]
    evidence.objects.append(item)
    for column in row.columns:
        value = _value(column, item)
        evidence.filled[column.field.name] += _is_filled(column, value)
        inner = next((cls for cls in module.rows if cls.name == column.items), None)
        if inner is not None:
            for entry in _entries(column, value):
                _collect(inner, entry, module, shown)


def _value(column: Column, item: Any) -> Any:
    if column.position is None:
        return item.get(column.field.name)
    return item[column.position] if column.position < len(item) else None


def _entries(column: Column, value: Any) -> Iterable[Any]:
    """Return the objects inside a value."""
    if column.codec == "by_key":
        return value.values() if is_object(value) else ()
    return value if is_array(value) and column.codec == "rows" else [value]


def _is_filled(column: Column, value: Any) -> bool:
    """Tell whether the row class has a value where an example has this one."""
    nothing = ("",) if column.kind is None or column.kind.reading is None else column.kind.reading.nothing
    return value is not None and (column.codec == "prose" or str(value) not in nothing)


def _marked(module: Module, shown: dict[_Class, _Evidence], empty: dict[str, list[frozenset[str]]]) -> Module:
    rows = tuple(_with_marks(row, shown[_home(row, module)], empty) for row in module.rows)
    own = next((row for row in rows if module.row is not None and row.name == module.row.name), None)
    return evolve(module, rows=rows, row=own)


def _with_marks(row: RowClass, evidence: _Evidence, empty: dict[str, list[frozenset[str]]]) -> RowClass:
    def is_always(column: Column) -> bool:
        name, names = column.field.name, evidence.names
        if row.verdict is not None and not row.alone and column.name != row.verdict[0]:
            return False  # an item that the venue refused has its code, and often nothing else
        like = any(len(other & names) >= _LIKE * len(other | names) for other in empty[name])
        return column.nullable and evidence.always(name) and not like and not _is_restricted(column.field)

    columns = tuple(evolve(column, always=is_always(column)) for column in row.columns)
    return evolve(row, columns=columns)


def _is_restricted(row: Field) -> bool:
    """Tell whether the page, or our description, says that a value is not always there."""
    if (
        row.empty
        or row.empty_at_times
        or row.applies_to
        or row.excludes
        or row.required_when
        or row.deprecated
        or row.deprecation
    ):
        return True
    return any(_AT_TIMES.search(_ALWAYS.sub("", words)) for words in (row.label, row.description))
