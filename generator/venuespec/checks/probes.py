"""Values worth trying for a parameter of a rule: those that the rule names, those beside them, those of the pages."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice, product
from typing import Any

from ..kinds.registry import KINDS
from ..rules.queries import leaves
from ..rules.tree import (
    AllOf,
    AnyOf,
    Compares,
    Condition,
    Is,
    ItemCounts,
    Limit,
    Matches,
    Not,
    Ordered,
    Present,
    Restrict,
    RuleTree,
)
from ..rules.wire import as_json, text_of
from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field, VenueSpec

Params = dict[str, Any]
"""A request, or an object in it, by wire names."""

TIME_OF_TESTS = 1700000000000
"""The present time, in Unix milliseconds, of a request that is to break a rule."""

ABSENT = object()
"""Not to send the parameter, where that is one of the things to try."""

_TEXTS = ("x", "1", "!", *("1" * length for length in range(2, 33)), *("a1B!" * length for length in (2, 4, 8)))


def candidates(rule: RuleTree, row: Field, venue: VenueSpec) -> list[Any]:
    """JSON values of a request's row, or of a row inside it, on either side of what the rule says."""
    if row.json == "array":
        lists = list(_lists(rule, row))
        if lists:
            return lists
    texts = dict.fromkeys(_named(rule, row))
    texts.update(dict.fromkeys(row.values))
    found = [_as_json(text, row) for text in texts or [_some_text(row)]]
    beside = (_as_json(text, row) for text in _others(rule, row, venue))
    return found + [value for value in beside if value not in found]


def some_value(row: Field) -> Any:
    """A value that the row can have, with what is required inside it."""
    if row.fields and not row.values:
        inside = {inner.name: some_value(inner) for inner in row.fields if inner.required == "yes" and not inner.signer}
        return [inside] if row.json == "array" else inside
    if row.json == "object":
        return {}
    return _as_json(_some_text(row), row)


def documented(endpoint: EndpointSpec) -> list[dict[str, Any]]:
    """The requests that an endpoint's page shows, and the items of those that are lists; what is null is not sent."""
    return [_sent(item) for example in endpoint.examples for item in objects(example.request)]


def _sent(value: Any) -> Any:
    if is_array(value):
        return [_sent(element) for element in value]
    return (
        {name: _sent(element) for name, element in value.items() if element is not None} if is_object(value) else value
    )


def objects(value: Any) -> list[dict[str, Any]]:
    """An object as the only item, or the objects in a list."""
    return [element for element in (value if is_array(value) else [value]) if is_object(element)]


def shown(name: str, endpoints: Iterable[EndpointSpec]) -> list[str]:
    """The texts that documented requests, then answers, have under a wire name."""
    found: dict[str, None] = {}
    for endpoint in endpoints:
        for example in endpoint.examples:
            _collect(name, example.request, found)
            _collect(name, example.response, found)
    return [element for element in found if element]


def _collect(name: str, data: Any, found: dict[str, None]) -> None:
    """Add the texts under a name; every example of a venue is searched, and most of what is in it is plain."""
    if is_object(data):
        text = text_of(data.get(name))
        if text is not None:
            found.setdefault(text)
        data = data.values()
    elif not is_array(data):
        return
    for inner in data:
        if not isinstance(inner, str):
            _collect(name, inner, found)


def _some_text(row: Field) -> str:
    if row.values:
        return row.values[0]
    return KINDS[row.kind].sample_as(row.json)


def _as_json(text: str, row: Field) -> Any:
    return [text] if row.json == "array" else as_json(text, row.json)


def _named(rule: RuleTree, row: Field) -> Iterator[str]:
    """The values that a rule names, and some beyond its bounds."""
    for leaf in leaves(rule.when):
        if isinstance(leaf, Is) and leaf.name.removeprefix("$.") == row.name:
            yield from leaf.values
        if isinstance(leaf, Compares) and leaf.name.removeprefix("$.") == row.name:
            yield from _near(leaf.number, row)
        if isinstance(leaf, ItemCounts) and leaf.of == row.name and row.separator:
            yield row.separator.join(["A"] * leaf.at_least)
    for assertion in rule.asserts:
        if isinstance(assertion, Restrict) and assertion.name.removeprefix("$.") == row.name:
            yield from _beyond(assertion, row)
        if isinstance(assertion, Restrict) and assertion.equals == row.name:
            yield from ("1", "2")
        if isinstance(assertion, Ordered) and row.name in (assertion.left, assertion.right):
            span = assertion.span_max_ms or 0
            yield from ("1700000000000", str(1700000000001 + span), "1600000000000")


def _beyond(of: Restrict, row: Field) -> Iterator[str]:
    for bound in (of.gt, of.gte, of.lt, of.lte):
        if bound is not None:
            yield from _near(bound, row)
    if of.none_of:
        yield from of.none_of
    if of.one_of and row.json == "string":
        yield "x"
    if of.one_of and row.json == "integer":
        yield from (text for text in ("0", "1", "2", "9", "99", "999") if text not in of.one_of)
    if of.one_of and row.json == "boolean":
        yield "false" if "true" in of.one_of else "true"
    if of.equals is not None:
        yield from ("1", "2")
    if of.max_length is not None:
        yield "1" * (of.max_length + 1)
    if of.min_length is not None:
        yield "1" * max(1, of.min_length - 1)
    if of.pattern is not None:
        yield "!"
    if of.max_items is not None and row.separator is not None:
        yield row.separator.join(f"A{index}" for index in range(of.max_items + 1))


def _others(rule: RuleTree, row: Field, venue: VenueSpec) -> Iterator[str]:
    """What the rule does not name itself: texts of and not of its patterns, values that it excludes something from."""
    for assertion in rule.asserts:
        if isinstance(assertion, Restrict) and assertion.name.removeprefix("$.") == row.name:
            yield from assertion.one_of or ()
            if assertion.pattern is not None:
                yield from _of_pattern(assertion.pattern, row, venue)
    for leaf in leaves(rule.when):
        if isinstance(leaf, Matches) and leaf.name.removeprefix("$.") == row.name:
            yield from _of_pattern(leaf.pattern, row, venue)
    for of in _denied(rule.when):
        if isinstance(of, Is) and of.name.removeprefix("$.") == row.name and row.json == "string" and not row.listed:
            yield next(letter for letter in ("x", "y", "z") if letter not in of.values)


def _of_pattern(pattern: str, row: Field, venue: VenueSpec) -> Iterator[str]:
    """A text that has the form, and one that has not."""
    known = [*row.values, *shown(row.name, venue.endpoints)]
    texts = [*known, *_reworded(known, pattern), *_TEXTS]
    for wanted in (True, False):
        yield from islice((text for text in texts if (re.fullmatch(pattern, text) is not None) == wanted), 1)


def _reworded(texts: list[str], pattern: str) -> Iterator[str]:
    """Ids with a part replaced by a word of the pattern: BTC-USDC-SWAP after BTC-USDT-SWAP."""
    for word, text in product(re.findall(r"[A-Za-z_]{2,}", pattern), texts):
        parts = text.split("-")
        for index in range(len(parts)):
            yield "-".join((*parts[:index], word, *parts[index + 1 :]))


def _denied(of: Condition, *, denied: bool = False) -> Iterator[Condition]:
    """The leaves of a condition that must not be so."""
    match of:
        case Not(part):
            yield from _denied(part, denied=not denied)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _denied(part, denied=denied)
        case _ if denied:
            yield of
        case _:
            pass


def _lists(rule: RuleTree, row: Field) -> Iterator[list[Any]]:
    """Arrays around the sizes that a rule speaks of, of items near those that it counts."""
    [one, *_] = some_value(row)
    for assertion in rule.asserts:
        if isinstance(assertion, Restrict) and assertion.name == row.name:
            if assertion.max_items is not None:
                yield [_numbered(one, index) for index in range(assertion.max_items + 1)]
            if assertion.min_items is not None:
                yield [_numbered(one, index) for index in range(assertion.min_items - 1)]
    counted = [leaf for leaf in leaves(rule.when) if isinstance(leaf, ItemCounts) and leaf.of == row.name]
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


def _counted_items(counted: list[ItemCounts], row: Field, one: Any) -> Iterator[Any]:
    """Items with every mix of the values that the counts ask for."""
    if not is_object(one):
        yield one
        return
    rows = {inner.name: inner for inner in row.fields}
    wanted: dict[str, dict[Any, None]] = {}
    for leaf in (
        inner for counted_rows in counted if counted_rows.where is not None for inner in leaves(counted_rows.where)
    ):
        if isinstance(leaf, Is | Present | Compares) and leaf.name in rows:
            values = wanted.setdefault(leaf.name, {ABSENT: None})
            if isinstance(leaf, Is):
                values.update(dict.fromkeys(leaf.values))
            elif isinstance(leaf, Compares):
                values.update(dict.fromkeys(_near(leaf.number, rows[leaf.name])))
            else:
                values[_some_text(rows[leaf.name])] = None
    for choice in islice(product(*wanted.values()), 40):
        item = {name: value for name, value in one.items() if name not in wanted}
        sent = {name: value for name, value in zip(wanted, choice, strict=True) if value is not ABSENT}
        yield item | {name: _as_json(value, rows[name]) for name, value in sent.items()}


def _near(bound: Limit, row: Field) -> Iterator[str]:
    """A bound and its neighbours; for one that follows the clock, those of the time of the tests."""
    yield from _around(bound if isinstance(bound, Decimal) else bound.at(TIME_OF_TESTS, row.parameter().unit))


def _around(number: Decimal) -> Iterator[str]:
    for near in (number, number + 1, number - 1):
        yield format(near, "f")
