"""A request that breaks a given rule, found by searching near the documented ones with the reference evaluator."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice, product
from typing import Any

from ..rules.evaluate import evaluate, leaves
from ..rules.python import speaks_of
from ..rules.tree import (
    Compares,
    Counts,
    InContext,
    InstrumentType,
    Is,
    Matches,
    Ordered,
    Parameter,
    Present,
    Restrict,
    Rule,
)
from ..runtime.shapes import is_array, is_object
from ..spec.model import Endpoint, Field, Venue

Request = dict[str, Any]
_TRIES = 20_000
_ABSENT = object()


class UnbreakableError(Exception):
    """An error-level rule that no request was found to break: it says nothing, or not what was meant."""


def negative(rule: Rule, endpoint: Endpoint, venue: Venue) -> tuple[Request, dict[str, str]] | None:
    """Wire values and a context that certainly break the rule and, if possible, no other;

    None where none was found.
    """
    scope = endpoint.scope(venue)
    fallback = None
    for params, context in islice(_candidates(rule, endpoint, venue), _TRIES):
        if evaluate(rule, params, context, scope).state != "broken":
            continue
        others = (each for each in endpoint.rules if each.id != rule.id and each.level == "error")
        if all(evaluate(each, params, context, scope).state != "broken" for each in others):
            return params, context
        fallback = fallback or (params, context)
    return fallback


def _candidates(rule: Rule, endpoint: Endpoint, venue: Venue) -> Iterator[tuple[Request, dict[str, str]]]:
    """Documented requests with the rule's parameters varied, in every context that the rule speaks of."""
    rows = {row.name: row for row in endpoint.request}
    item_name = rule.each or rule.inside
    bases: list[Request] = [
        {name: value for name, value in example.request.items() if name in rows}
        for example in endpoint.examples
        if is_object(example.request)
    ]
    bases += [
        {name: value for name, value in item.items() if name in rows}
        for example in endpoint.examples
        if is_array(example.request)
        for item in example.request
        if is_object(item)
    ]
    required = {row.name: _some_value(row) for row in endpoint.request if row.required == "yes"}
    bases = [required | base for base in bases] or [required]
    contexts = list(_contexts(rule, venue))
    varied = _varied(rule, endpoint, venue, outer=item_name is not None)
    inner = _inner(rule, rows[item_name]) if item_name else [None]
    for context in contexts:
        for base in bases:
            for choice in product(*varied.values()):
                params = dict(base)
                for name, value in zip(varied, choice, strict=True):
                    if value is _ABSENT:
                        params.pop(name, None)
                    else:
                        params[name] = value
                for item in inner:
                    if item_name:
                        params = params | {item_name: [item] if rule.each else item}
                    yield params, context


def _contexts(rule: Rule, venue: Venue) -> Iterator[dict[str, str]]:
    names = {each.name: tuple(each.values) for each in venue.context}
    wanted = {leaf.name: names[leaf.name] for leaf in leaves(rule.when) if isinstance(leaf, InContext)}
    if any(isinstance(leaf, InstrumentType) for leaf in leaves(rule.when)):
        type_name = venue.instruments.type_name
        if type_name in names:
            yield from ({**dict(zip(wanted, each, strict=True))} for each in product(*wanted.values()))
            wanted[type_name] = names[type_name]
    for each in product(*wanted.values()):
        yield dict(zip(wanted, each, strict=True))


def _varied(rule: Rule, endpoint: Endpoint, venue: Venue, *, outer: bool) -> dict[str, list[Any]]:
    rows = {row.name: row for row in endpoint.request}
    names = [name for name in speaks_of(rule) if name in rows]
    if any(isinstance(leaf, InstrumentType) for leaf in leaves(rule.when)):
        names += [name for name in venue.instruments.ids if name in rows and name not in names]
    if outer:
        names = [name for name in names if any(name == leaf_name[2:] for leaf_name in _outer_names(rule))]
    return {name: [*_values(rule, rows[name].parameter(), rows[name]), _ABSENT] for name in names[:6]}


def _outer_names(rule: Rule) -> list[str]:
    return [
        leaf.name
        for leaf in leaves(rule.when)
        if isinstance(leaf, Is | Compares | Matches) and leaf.name.startswith("$.")
    ]


def _inner(rule: Rule, row: Field) -> list[Request]:
    rows = {each.name: each for each in row.fields}
    names = [name for name in speaks_of(rule) if name in rows][:6]
    base = {name: _some_value(each) for name, each in rows.items() if each.required == "yes"}
    choices = [[*_values(rule, rows[name].parameter(), rows[name]), _ABSENT] for name in names]
    items: list[Request] = []
    for choice in islice(product(*choices), 3000):
        item = dict(base)
        for name, value in zip(names, choice, strict=True):
            if value is _ABSENT:
                item.pop(name, None)
            else:
                item[name] = value
        items.append(item)
    return items


def _values(rule: Rule, parameter: Parameter, row: Field) -> list[Any]:
    """Values that a parameter may have:

    those the rule names, those the page lists, and some beyond the rule's bounds.
    """
    if parameter.json == "array":
        lists = list(_lists(rule, row))
        if lists:
            return lists
    found: dict[str, None] = {}
    for leaf in leaves(rule.when):
        if isinstance(leaf, Is) and leaf.name.removeprefix("$.") == parameter.name:
            found.update(dict.fromkeys(leaf.values))
        if isinstance(leaf, Compares) and leaf.name.removeprefix("$.") == parameter.name:
            found.update(dict.fromkeys(_around(leaf.number)))
        if isinstance(leaf, Counts) and leaf.of == parameter.name and parameter.separator:
            found[parameter.separator.join(["A"] * leaf.at_least)] = None
    for each in rule.asserts:
        if isinstance(each, Restrict) and each.name.removeprefix("$.") == parameter.name:
            found.update(dict.fromkeys(_beyond(each, parameter)))
        if isinstance(each, Restrict) and each.equals == parameter.name:
            found.update({"1": None, "2": None})
        if isinstance(each, Ordered) and parameter.name in (each.left, each.right):
            span = each.span_max_ms or 0
            found.update(dict.fromkeys(("1700000000000", str(1700000000001 + span), "1600000000000")))
    found.update(dict.fromkeys(row.values))
    texts = list(found) or [_some_value(row)]
    return [_as_json(each, parameter) for each in texts]


def _lists(rule: Rule, row: Field) -> Iterator[list[Any]]:
    """Arrays around the sizes that a rule speaks of, of items near those that it counts."""
    base: list[Any] = _some_value(row)
    one: Any = base[0] if base else "A"
    for each in rule.asserts:
        if isinstance(each, Restrict) and each.name == row.name:
            if each.max_items is not None:
                yield [_numbered(one, index) for index in range(each.max_items + 1)]
            if each.min_items is not None:
                yield [_numbered(one, index) for index in range(each.min_items - 1)]
    counted = [leaf for leaf in leaves(rule.when) if isinstance(leaf, Counts) and leaf.of == row.name]
    if not counted:
        return
    items = list(_counted_items(counted, row, one))
    most = max(leaf.at_least for leaf in counted)
    for first, second in product(items, items):
        for size in range(1, most + 1):
            yield [first] * size + [second] * (most - size)
            yield [first] * size + [second] * (most - size + 1)


def _numbered(item: Any, index: int) -> Any:
    return f"{item}{index}" if isinstance(item, str) else item


def _counted_items(counted: list[Counts], row: Field, one: Any) -> Iterator[Any]:
    """Items with every mix of the values that the counts ask for."""
    if not is_object(one):
        yield one
        return
    rows = {each.name: each for each in row.fields}
    wanted: dict[str, dict[Any, None]] = {}
    for leaf in (inner for each in counted if each.where is not None for inner in leaves(each.where)):
        if isinstance(leaf, Is | Present | Compares) and leaf.name in rows:
            values = wanted.setdefault(leaf.name, {_ABSENT: None})
            if isinstance(leaf, Is):
                values.update(dict.fromkeys(leaf.values))
            elif isinstance(leaf, Compares):
                values.update(dict.fromkeys(_around(leaf.number)))
            else:
                values[_some_value(rows[leaf.name])] = None
    for choice in islice(product(*wanted.values()), 40):
        item = {name: value for name, value in one.items() if name not in wanted}
        sent = {name: value for name, value in zip(wanted, choice, strict=True) if value is not _ABSENT}
        yield item | {name: _as_json(value, rows[name].parameter()) for name, value in sent.items()}


def _beyond(of: Restrict, parameter: Parameter) -> Iterator[str]:
    for bound in (of.gt, of.gte, of.lt, of.lte):
        if bound is not None:
            yield from _around(bound)
    if of.none_of:
        yield from of.none_of
    if of.one_of and parameter.json == "string":
        yield "x"
    if of.one_of and parameter.json == "boolean":
        yield "false" if "true" in of.one_of else "true"
    if of.equals is not None:
        yield from ("1", "2")
    if of.max_length is not None:
        yield "1" * (of.max_length + 1)
    if of.min_length is not None:
        yield "1" * max(1, of.min_length - 1)
    if of.pattern is not None:
        yield "!"
    if of.max_items is not None and parameter.separator is not None:
        yield parameter.separator.join(f"A{index}" for index in range(of.max_items + 1))


def _around(number: Decimal) -> Iterator[str]:
    for each in (number, number + 1, number - 1):
        yield format(each, "f")


def _as_json(value: Any, parameter: Parameter) -> Any:
    if not isinstance(value, str):
        return value
    if parameter.json == "boolean":
        return value == "true"
    if parameter.json == "integer":
        return int(value) if value.lstrip("-").isdigit() else value
    if parameter.json == "array":
        return [value]
    return value


def _some_value(row: Field) -> Any:
    if row.values:
        return _as_json(row.values[0], row.parameter())
    if row.fields:
        inside = {each.name: _some_value(each) for each in row.fields if each.required == "yes"}
        return [inside] if row.json == "array" else inside
    known: Mapping[str, Any] = {"boolean": True, "integer": 1, "array": ["A"], "object": {}}
    return known.get(row.json, "1")
