"""Rows of request and response tables compared, at every depth."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Literal

from attrs import frozen

from ..runtime.json_types import is_array, is_object
from ..spec.model import Endpoint, Field, walk
from .change import Bump, Change, Evidence, Level, change
from .new_parameters import Known, binds, titles
from .wording import Applies, applies, meanings, quoted, renamed_in, struck

Side = Literal["request", "response"]
_UPPER = ("max", "max_length", "max_items")
_LEAST_TABLE = 3

_Row = tuple[str, Field]
"""A row with its pointer."""


@frozen
class Tables:
    """Where rows are compared: the endpoint in both states, which side of it, and what both states know."""

    old: Endpoint
    new: Endpoint
    side: Side
    states: Known

    @property
    def key(self) -> str:
        return self.new.key

    def rows(self, of: Endpoint) -> tuple[Field, ...]:
        return of.request if self.side == "request" else of.response

    def says(self, pointer: str) -> str:
        """A row in the words of a message: 'request parameter attachAlgoOrds.px'."""
        what = "request parameter" if self.side == "request" else "response field"
        return f"{what} {pointer.removeprefix(f'{self.side}.')}"


def rows_changed(tables: Tables) -> Iterator[Change]:
    """Every change in the request table, or the response table."""
    old, new = tables.rows(tables.old), tables.rows(tables.new)
    if len(old) >= _LEAST_TABLE and not new:
        yield _table_gone(tables, len(old))
        return
    gone: list[_Row] = []
    come: list[_Row] = []
    yield from _compare(tables, old, new, tables.side, gone, come)
    for (was, lost), (now, found) in _moved(gone, come):
        gone = [each for each in gone if not _within(each[0], was)]
        come = [each for each in come if not _within(each[0], now)]
        yield _move(tables, lost, was, now)
        yield from _row(tables, lost, found, now)
    for pointer, row in gone:
        yield _removed(tables, row, pointer)
    for pointer, row in come:
        yield _added(tables, row, pointer)


def _compare(
    tables: Tables, old: Iterable[Field], new: Iterable[Field], pointer: str, gone: list[_Row], come: list[_Row]
) -> Iterator[Change]:
    """What changed in the rows of one level and below; rows of one side only are collected, with the rows in them."""
    before = {each.name: each for each in old}
    after = {each.name: each for each in new}
    lost = [each for name, each in before.items() if name not in after]
    found = [each for name, each in after.items() if name not in before]
    pairs = [(row, after[name]) for name, row in before.items() if name in after]
    for each, other in _renamed(lost, found, list(before), list(after)):
        lost.remove(each)
        found.remove(other)
        yield _rename(tables, each, other, pointer)
        pairs.append((each, other))
    gone += [(f"{pointer}.{name}", row) for name, row in walk(lost)]
    come += [(f"{pointer}.{name}", row) for name, row in walk(found)]
    for row, other in pairs:
        where = f"{pointer}.{other.name}"
        yield from _row(tables, row, other, where)
        yield from _compare(tables, row.fields, other.fields, where, gone, come)


def _table_gone(tables: Tables, count: int) -> Change:
    what = "request parameters" if tables.side == "request" else "response fields"
    message = f"the {count} {what} are no longer documented"
    kind = "request_param_removed" if tables.side == "request" else "response_field_removed"
    evidence: Evidence = "no_longer_documented"
    return change(kind, tables.key, tables.side, count, None, message, level="WARN", evidence=evidence, wire=False)


def _moved(gone: list[_Row], come: list[_Row]) -> list[tuple[_Row, _Row]]:
    """Rows that stand in another object now: the only ones of their name on either side, and alike."""
    before, after = Counter(row.name for _, row in gone), Counter(row.name for _, row in come)
    places = {row.name: (pointer, row) for pointer, row in come}
    return [
        ((pointer, row), places[row.name])
        for pointer, row in gone
        if before[row.name] == after[row.name] == 1 and _alike(row, places[row.name][1])
    ]


def _alike(row: Field, other: Field) -> bool:
    same = (row.json, row.values, row.fields) == (other.json, other.values, other.fields)
    return same and row.label.casefold() == other.label.casefold()


def _within(pointer: str, outer: str) -> bool:
    return pointer == outer or pointer.startswith(f"{outer}.")


def _move(tables: Tables, row: Field, was: str, now: str) -> Change:
    """A row in another object. Where the examples show it in the same place, only the table was put right."""
    kind = "request_param_moved" if tables.side == "request" else "response_field_moved"
    message = f"{tables.says(now)} stood in {_object(was)}"
    shown = _shown(tables.old, tables.side, row.name)
    if shown and shown == _shown(tables.new, tables.side, row.name):
        message += "; the examples show it in one place all along, so the docs may have been corrected"
        return change(kind, tables.key, now, was, now, message, level="WARN", wire=False, bump="minor")
    return change(kind, tables.key, now, was, now, message)


def _object(pointer: str) -> str:
    side, _, rest = pointer.rpartition(".")[0].partition(".")
    return rest or f"the {side} itself"


def _renamed(gone: list[Field], come: list[Field], before: list[str], after: list[str]) -> list[tuple[Field, Field]]:
    """Pairs of which there is no doubt: alike in all but the name, and no other row alike to either."""

    def alike(lost: Field, found: Field) -> bool:
        same = (lost.json, lost.required, lost.values, lost.fields) == (
            found.json,
            found.required,
            found.values,
            found.fields,
        )
        place = before.index(lost.name) == after.index(found.name)
        named = SequenceMatcher(None, lost.name.lower(), found.name.lower()).ratio() >= 0.6
        labelled = bool(lost.label) and lost.label == found.label
        return same and ((labelled and (place or named)) or (place and named))

    pairs = [(lost, found) for lost in gone for found in come if alike(lost, found)]
    return [
        (lost, found)
        for lost, found in pairs
        if sum(each is lost for each, _ in pairs) == 1 and sum(each is found for _, each in pairs) == 1
    ]


def _rename(tables: Tables, lost: Field, found: Field, pointer: str) -> Change:
    kind = "request_param_renamed" if tables.side == "request" else "response_field_renamed"
    message = f"{tables.says(f'{pointer}.{lost.name}')} is now called {found.name}"
    return change(kind, tables.key, f"{pointer}.{found.name}", lost.name, found.name, message)


def _removed(tables: Tables, row: Field, pointer: str) -> Change:
    if tables.side == "request":
        message = f"{tables.says(pointer)} is gone; the venue most likely ignores it"
        return change("request_param_removed", tables.key, pointer, row.name, None, message)
    level: Level = "WARN" if row.deprecated else "ERR"
    message = f"{tables.says(pointer)} is gone"
    return change("response_field_removed", tables.key, pointer, row.name, None, message, level=level)


def _added(tables: Tables, row: Field, pointer: str) -> Change:
    if tables.side == "response":
        message = f"{tables.says(pointer)} is new"
        return change("response_field_added", tables.key, pointer, None, row.name, message)
    kind = "request_param_added"
    around = _around(tables, pointer)
    if any(each is None for each in around):
        # What is part of something new breaks nobody.
        return change(kind, tables.key, pointer, None, row.name, f"{tables.says(pointer)} is new")
    if row.required == "yes" and all(each is not None and each.required == "yes" for each in around):
        message = f"{tables.says(pointer)} is new and required"
        return change(
            kind, tables.key, pointer, None, row.name, message, level="ERR", wire=True, sdk=True, bump="major"
        )
    if row.required == "yes":
        # Who does not send the object around it misses nothing.
        message = f"{tables.says(pointer)} is new and required inside {_object(pointer)}"
        return change(kind, tables.key, pointer, None, row.name, message, level="WARN", wire=True, bump="major")
    if row.required == "conditional":
        inside = "" if not around else pointer.split(".")[-2]
        if binds(row, inside, tables.old, tables.new, tables.states):
            message = f"{tables.says(pointer)} is new and required in some cases"
            return change(kind, tables.key, pointer, None, row.name, message, level="WARN", wire=True)
        message = f"{tables.says(pointer)} is new, and no call that was right before can lack it"
        return change(kind, tables.key, pointer, None, row.name, message)
    return change(kind, tables.key, pointer, None, row.name, f"{tables.says(pointer)} is new and optional")


def _around(tables: Tables, pointer: str) -> list[Field | None]:
    """The objects around a row as the older state has them, the outermost first; None for one that is new."""
    steps = pointer.split(".")[1:-1]
    found: list[Field | None] = []
    rows: Iterable[Field] = tables.rows(tables.old)
    for step in steps:
        outer = next((each for each in rows if each.name == step), None)
        found.append(outer)
        rows = outer.fields if outer is not None else ()
    return found


def _row(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    yield from _type(tables, old, new, pointer)
    if tables.side == "request":
        yield from _requiredness(tables, old, new, pointer)
        yield from _default(tables, old, new, pointer)
        yield from _variants(tables, old, new, pointer)
    yield from _values(tables, old, new, pointer)
    yield from _limits(tables, old, new, pointer)
    if old.deprecated != new.deprecated:
        kind = "field_deprecated" if new.deprecated else "field_undeprecated"
        message = f"{tables.says(pointer)} is {'deprecated' if new.deprecated else 'no longer deprecated'}"
        yield change(kind, tables.key, pointer, old.deprecated, new.deprecated, message)
    yield from _text(tables, old, new, pointer)


def _text(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    """What the text on a row says otherwise, where its values, default and limits do not tell it already."""
    if old.label == new.label and old.prose == new.prose:
        return
    what = tables.says(pointer)
    for value in sorted(struck(old.text) ^ struck(new.text)) if not old.deprecated and not new.deprecated else ():
        kind = "value_deprecated" if value in struck(new.text) else "value_undeprecated"
        message = (
            f"the value {value} of {what} is {'deprecated' if kind == 'value_deprecated' else 'no longer deprecated'}"
        )
        if value in old.values and value in new.values:
            yield change(kind, tables.key, f"{pointer}.values", value, value, message)
    told = (old.values, old.default, old.limits) != (new.values, new.default, new.limits)
    for was, now in meanings(old.text, new.text) if not told else ():
        yield _meaning(tables, pointer, was, now)
    found = list(applies(old.text, new.text)) if tables.side == "request" else []
    for each in found:
        yield applicability(tables.key, pointer, what, each, usual="INFO", narrowed="WARN")
    names = "" if found or tables.side == "response" or told else renamed_in(old, new, tables.old, tables.new)
    message = f"the text on {what} was reworded" + (f": it {names}" if names else "")
    level: Level = "INFO" if names else "NONE"
    yield change("note_changed", tables.key, pointer, old.label, new.label, message, level=level)


def _meaning(tables: Tables, pointer: str, old: str | None, new: str) -> Change:
    what = tables.says(pointer)
    if old is not None:
        message = f"{what} is described otherwise: {quoted(new)}, was {quoted(old)}"
        return change("meaning_changed", tables.key, pointer, old, new, message)
    level: Level = "WARN" if tables.side == "response" else "INFO"
    message = f"a value of {what} has one more meaning: {quoted(new)}"
    evidence: Evidence = "newly_documented"
    return change("meaning_changed", tables.key, pointer, old, new, message, level=level, evidence=evidence, wire=False)


def applicability(key: str, pointer: str, what: str, said: Applies, *, usual: Level, narrowed: Level) -> Change:
    """Where something can be used; ``usual`` is the level of a restriction that only one of the states speaks of."""
    if said.direction == "widened":
        about = (
            f"is for more: {quoted(said.new)}"
            if said.new
            else f"is no longer said to be restricted: {quoted(said.old or '')}"
        )
        evidence: Evidence = "changed" if said.new else "no_longer_documented"
        return change("applicability_widened", key, pointer, said.old, said.new, f"{what} {about}", evidence=evidence)
    kind = "applicability_narrowed"
    assert said.new is not None
    if said.old is None:
        message = f"{what} is now said to be restricted: {quoted(said.new)}"
        evidence = "newly_documented"
        return change(
            kind, key, pointer, None, said.new, message, level=usual, evidence=evidence, wire=False, bump="minor"
        )
    message = f"{what} is for less: {quoted(said.new)}, was {quoted(said.old)}"
    return change(kind, key, pointer, said.old, said.new, message, level=narrowed)


def _type(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    where = f"{pointer}.type"
    alike = _label(old) == _label(new)
    if alike and (old.json == new.json or bool(old.fields) != bool(new.fields)):
        # A plain field with rows below it counts as an object, and those rows are changes of their own.
        return
    if old.json == new.json:
        message = f"{tables.says(pointer)} is labelled {new.type}, was {old.type}; the JSON is the same"
        yield change("type_label_changed", tables.key, where, old.type, new.type, message, level="INFO")
        return
    message = f"{tables.says(pointer)} is {new.json} in JSON, was {old.json}"
    shown = {kind for _, kind in _shown(tables.old, tables.side, old.name)}
    if shown and shown == {kind for _, kind in _shown(tables.new, tables.side, new.name)}:
        message += "; the examples show the same JSON, so the docs may have been corrected"
        yield change("type_label_changed", tables.key, where, old.type, new.type, message, sdk=True, bump="minor")
    else:
        yield change("type_changed", tables.key, where, old.type, new.type, message)


def _label(row: Field) -> str:
    return " ".join(row.type.lower().split()).rstrip(".")


def _shown(endpoint: Endpoint, side: Side, name: str) -> frozenset[tuple[str, str]]:
    """Where the examples show a name: the names of the objects around it, and the JSON type of its value."""
    found: set[tuple[str, str]] = set()

    def visit(value: Any, around: str) -> None:
        if is_object(value):
            for key, each in value.items():
                if key == name:
                    found.add((around, type(each).__name__))
                visit(each, f"{around}.{key}")
        elif is_array(value):
            for each in value:
                visit(each, around)

    for example in endpoint.examples:
        visit(example.request if side == "request" else example.response, "")
    return frozenset(found)


def _variants(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    """Of the request tables that both states have, those that have come to list a row, or to list it no more."""
    if not old.variants or not new.variants:
        return
    common = titles(tables.old) & titles(tables.new)
    was, now = (sorted(common & set(each.variants)) for each in (old, new))
    if was != now:
        lost = set(was) - set(now)
        message = f"{tables.says(pointer)} is in the tables {', '.join(now)}, was in {', '.join(was)}"
        level: Level = "WARN" if lost else "INFO"
        yield change("variants_changed", tables.key, f"{pointer}.variants", was, now, message, level=level)


def _requiredness(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    if old.required == new.required:
        return
    words = {"yes": "required", "no": "optional", "conditional": "required in some cases"}
    message = f"{tables.says(pointer)} is {words[new.required]}, was {words[old.required]}"
    level: Level = "INFO"
    bump: Bump = "minor"
    if new.required == "yes":
        level, bump = "ERR", "major"
    elif old.required != "yes":
        # The label alone: what is required when is for rules to say, and they are compared.
        bump = "patch"
    broken = level == "ERR"
    yield change(
        "requiredness_changed",
        tables.key,
        f"{pointer}.required",
        old.required,
        new.required,
        message,
        level=level,
        wire=broken,
        sdk=broken,
        bump=bump,
    )


def _default(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    if old.default == new.default:
        return
    where = f"{pointer}.default"
    if old.default is None:
        message = f"the default of {tables.says(pointer)} is now documented: {new.default}"
        yield change(
            "default_changed",
            tables.key,
            where,
            None,
            new.default,
            message,
            level="INFO",
            evidence="newly_documented",
            wire=False,
            sdk=False,
            bump="patch",
        )
    elif new.default is None:
        message = f"the default of {tables.says(pointer)}, {old.default}, is no longer documented"
        yield change(
            "default_changed",
            tables.key,
            where,
            old.default,
            None,
            message,
            level="INFO",
            evidence="no_longer_documented",
            wire=False,
            sdk=False,
            bump="patch",
        )
    else:
        message = f"the default of {tables.says(pointer)} is {new.default}, was {old.default}"
        # An order that goes out with other terms than before is no matter of taste.
        level: Level = "ERR" if tables.new.write and "order" in tables.new.path else "WARN"
        yield change("default_changed", tables.key, where, old.default, new.default, message, level=level)


def _values(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    before, after = set(old.values), set(new.values)
    if before == after:
        return
    where = f"{pointer}.values"
    listed, was = list(new.values), list(old.values)
    request = tables.side == "request"
    if not old.values and after <= {each.name for each in tables.rows(tables.new)}:
        # Names of other rows: the text refers to them.
        return
    if not old.values:
        message = f"the values of {tables.says(pointer)} are now documented: {', '.join(new.values)}"
        yield change(
            "enum_added",
            tables.key,
            where,
            [],
            listed,
            message,
            level="WARN" if request else "INFO",
            evidence="newly_documented",
            sdk=request,
        )
    elif not new.values:
        message = f"the values of {tables.says(pointer)} are no longer documented here"
        yield change(
            "enum_removed",
            tables.key,
            where,
            was,
            [],
            message,
            level="WARN" if request else "INFO",
            evidence="no_longer_documented",
            wire=False,
            sdk=False,
            bump="minor",
        )
    else:
        for value in (each for each in old.values if each not in after):
            message = f"{tables.says(pointer)} loses the value {value}"
            if not old.closed:
                yield change(
                    "enum_removed",
                    tables.key,
                    where,
                    value,
                    None,
                    f"{message}, of a list that was not said to be complete",
                    level="WARN" if request else "INFO",
                    evidence="no_longer_documented",
                    wire=False,
                    bump="minor",
                )
            elif request:
                yield change("enum_removed", tables.key, where, value, None, message)
            else:
                yield change(
                    "enum_removed", tables.key, where, value, None, message, level="INFO", wire=False, bump="minor"
                )
        for value in (each for each in new.values if each not in before):
            message = f"{tables.says(pointer)} gains the value {value}"
            yield change("enum_added", tables.key, where, None, value, message, level="INFO" if request else "WARN")


def _limits(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    for name in ("min", "max", "min_length", "max_length", "max_items", "pattern"):
        before, after = getattr(old.limits, name), getattr(new.limits, name)
        if before == after:
            continue
        where = f"{pointer}.{name}"
        was, now = _json(before), _json(after)
        words = f"{name.replace('_', ' ')} of {tables.says(pointer)}"
        if tables.side == "response":
            kind = "constraint_loosened" if after is None or _is_looser(name, before, after) else "constraint_tightened"
            message = f"{words} is {'no longer stated' if now is None else now}, was {was or 'not stated'}"
            yield change(kind, tables.key, where, was, now, message, level="INFO", wire=False, bump="none")
        elif before is None:
            message = f"{words} is now documented: {now}"
            yield change(
                "constraint_tightened",
                tables.key,
                where,
                was,
                now,
                message,
                level="WARN",
                evidence="newly_documented",
                wire=False,
                bump="minor",
            )
        elif after is None:
            message = f"{words}, {was}, is no longer documented"
            yield change("constraint_loosened", tables.key, where, was, now, message, evidence="no_longer_documented")
        else:
            kind = "constraint_loosened" if _is_looser(name, before, after) else "constraint_tightened"
            yield change(kind, tables.key, where, was, now, f"{words} is {now}, was {was}")


def _is_looser(name: str, old: Any, new: Any) -> bool:
    """Whether a limit that both states have lets more through; of two patterns nobody can tell."""
    return old is not None and name != "pattern" and (new > old) == (name in _UPPER)


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value
