"""Rows of request and response tables compared, at every depth."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Literal

from attrs import frozen

from ..rules.evaluate import leaves
from ..rules.tree import Is, Require
from ..runtime.shapes import is_array, is_object
from ..spec.model import Endpoint, Field
from .change import Bump, Change, Level, change

Side = Literal["request", "response"]
_UPPER = ("max", "max_length", "max_items")


@frozen
class Tables:
    """Where rows are compared: the endpoint in both states, and which side of it."""

    old: Endpoint
    new: Endpoint
    side: Side

    @property
    def key(self) -> str:
        return self.new.key


def rows_changed(tables: Tables) -> Iterator[Change]:
    """Every change in the request table, or the response table."""
    old = tables.old.request if tables.side == "request" else tables.old.response
    new = tables.new.request if tables.side == "request" else tables.new.response
    yield from _compare(tables, old, new, tables.side)


def _compare(tables: Tables, old: Iterable[Field], new: Iterable[Field], pointer: str) -> Iterator[Change]:
    before = {each.name: each for each in old}
    after = {each.name: each for each in new}
    gone = [each for name, each in before.items() if name not in after]
    come = [each for name, each in after.items() if name not in before]
    for lost, found in _renamed(gone, come, list(before), list(after)):
        gone.remove(lost)
        come.remove(found)
        yield _rename(tables, lost, found, pointer)
        yield from _row(tables, lost, found, f"{pointer}.{found.name}")
    for row in gone:
        yield _removed(tables, row, pointer)
    for row in come:
        yield _added(tables, row, pointer)
    for name, row in before.items():
        if name in after:
            yield from _row(tables, row, after[name], f"{pointer}.{name}")


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
    message = f"{_word(tables)} {lost.name} is now called {found.name}"
    return change(kind, tables.key, f"{pointer}.{found.name}", lost.name, found.name, message)


def _removed(tables: Tables, row: Field, pointer: str) -> Change:
    where = f"{pointer}.{row.name}"
    if tables.side == "request":
        message = f"request parameter {row.name} is gone; the venue most likely ignores it"
        return change("request_param_removed", tables.key, where, row.name, None, message)
    message = f"response field {row.name} is gone"
    level: Level = "WARN" if row.deprecated else "ERR"
    return change("response_field_removed", tables.key, where, row.name, None, message, level=level)


def _added(tables: Tables, row: Field, pointer: str) -> Change:
    where = f"{pointer}.{row.name}"
    if tables.side == "response":
        message = f"response field {row.name} is new"
        return change("response_field_added", tables.key, where, None, row.name, message)
    kind = "request_param_added"
    # What is required inside of an optional object breaks nobody who does not send the object.
    nested = pointer != "request"
    if row.required == "yes" and not nested:
        message = f"request parameter {row.name} is new and required"
        return change(kind, tables.key, where, None, row.name, message, level="ERR", wire=True, sdk=True, bump="major")
    if row.required == "yes":
        message = f"request parameter {row.name} is new and required inside {pointer.removeprefix('request.')}"
        return change(kind, tables.key, where, None, row.name, message, level="WARN", wire=True, bump="major")
    if row.required == "conditional" and not nested and _guard_can_hold(tables, row.name):
        message = f"request parameter {row.name} is new and required in some cases"
        return change(kind, tables.key, where, None, row.name, message, level="WARN", wire=True)
    message = f"request parameter {row.name} is new and optional"
    return change(kind, tables.key, where, None, row.name, message)


def _guard_can_hold(tables: Tables, name: str) -> bool:
    """Whether a call that was right before can now lack the parameter:

    false where all that requires it is new itself.
    """
    requiring = [
        rule
        for rule in tables.new.rules
        if any(isinstance(each, Require) and name in each.names for each in rule.asserts)
    ]
    if not requiring:
        return True
    known = {each.name: each for each in tables.old.request}
    for rule in requiring:
        guards = [each for each in leaves(rule.when) if isinstance(each, Is)]
        new_guard = any(
            each.name not in known or (known[each.name].values and not set(each.values) & set(known[each.name].values))
            for each in guards
        )
        if not new_guard:
            return True
    return False


def _row(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    yield from _type(tables, old, new, pointer)
    if tables.side == "request":
        yield from _requiredness(tables, old, new, pointer)
        yield from _default(tables, old, new, pointer)
    yield from _values(tables, old, new, pointer)
    yield from _limits(tables, old, new, pointer)
    if old.deprecated != new.deprecated:
        kind = "field_deprecated" if new.deprecated else "field_undeprecated"
        message = f"{_word(tables)} {new.name} is {'deprecated' if new.deprecated else 'no longer deprecated'}"
        yield change(kind, tables.key, pointer, old.deprecated, new.deprecated, message)
    if old.label != new.label or old.prose != new.prose:
        yield change("note_changed", tables.key, pointer, old.label, new.label, f"the text on {new.name} was reworded")
    yield from _compare(tables, old.fields, new.fields, pointer)


def _type(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    if old.json != new.json:
        message = f"{_word(tables)} {new.name} is {new.json} in JSON, was {old.json}"
        if (
            _documented_json(tables.old, tables.side, old.name)
            == _documented_json(tables.new, tables.side, new.name)
            != set()
        ):
            message += "; the examples show the same JSON, so the docs may have been corrected"
            yield change(
                "type_label_changed", tables.key, f"{pointer}.type", old.type, new.type, message, sdk=True, bump="minor"
            )
        else:
            yield change("type_changed", tables.key, f"{pointer}.type", old.type, new.type, message)
    elif old.type.lower() != new.type.lower():
        message = f"{_word(tables)} {new.name} is labelled {new.type}, was {old.type}; the JSON is the same"
        yield change("type_label_changed", tables.key, f"{pointer}.type", old.type, new.type, message, level="INFO")


def _documented_json(endpoint: Endpoint, side: Side, name: str) -> set[str]:
    """The JSON types in which the examples show a name."""
    found: set[str] = set()

    def visit(value: Any) -> None:
        if is_object(value):
            for key, each in value.items():
                if key == name:
                    found.add(type(each).__name__)
                visit(each)
        elif is_array(value):
            for each in value:
                visit(each)

    for example in endpoint.examples:
        visit(example.request if side == "request" else example.response)
    return found


def _requiredness(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    if old.required == new.required:
        return
    words = {"yes": "required", "no": "optional", "conditional": "required in some cases"}
    message = f"request parameter {new.name} is {words[new.required]}, was {words[old.required]}"
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
        message = f"the default of {new.name} is now documented: {new.default}"
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
        message = f"the default of {new.name}, {old.default}, is no longer documented"
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
        message = f"the default of {new.name} is {new.default}, was {old.default}"
        yield change("default_changed", tables.key, where, old.default, new.default, message)


def _values(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    before, after = set(old.values), set(new.values)
    if before == after:
        return
    where = f"{pointer}.values"
    listed, was = list(new.values), list(old.values)
    request = tables.side == "request"
    if not old.values:
        message = f"the values of {new.name} are now documented: {', '.join(new.values)}"
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
        message = f"the values of {new.name} are no longer documented here"
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
            message = f"{_word(tables)} {new.name} loses the value {value}"
            if request:
                yield change("enum_removed", tables.key, where, value, None, message)
            else:
                yield change(
                    "enum_removed", tables.key, where, value, None, message, level="INFO", wire=False, bump="minor"
                )
        for value in (each for each in new.values if each not in before):
            message = f"{_word(tables)} {new.name} gains the value {value}"
            yield change("enum_added", tables.key, where, None, value, message, level="INFO" if request else "WARN")


def _limits(tables: Tables, old: Field, new: Field, pointer: str) -> Iterator[Change]:
    for name in ("min", "max", "min_length", "max_length", "max_items", "pattern"):
        before, after = getattr(old.limits, name), getattr(new.limits, name)
        if before == after:
            continue
        where = f"{pointer}.{name}"
        was, now = _json(before), _json(after)
        words = f"{name.replace('_', ' ')} of {new.name}"
        if tables.side == "response":
            message = f"{words} is {now}, was {was}"
            yield change("constraint_loosened", tables.key, where, was, now, message, level="INFO", bump="none")
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
            loosened = name != "pattern" and (after > before) == (name in _UPPER)
            kind = "constraint_loosened" if loosened else "constraint_tightened"
            yield change(kind, tables.key, where, was, now, f"{words} is {now}, was {was}")


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value


def _word(tables: Tables) -> str:
    return "request parameter" if tables.side == "request" else "response field"
