"""Evaluate rules on wire values in three-valued logic.

This is the reference that the generated Python and the JSON Schema must agree with.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from attrs import evolve, frozen

from ..runtime.json_types import is_array, is_object
from ..runtime.now import Now, now_of
from ..runtime.rules import distance
from .queries import INSTRUMENT_TYPE, NOW, bounds, find, leaves, reads_now
from .tree import (
    AllOf,
    AllOrNone,
    AnyOf,
    Assertion,
    Choice,
    Compares,
    Comparison,
    Condition,
    Forbid,
    FromNow,
    Ignored,
    InContext,
    InstrumentType,
    Is,
    ItemCounts,
    JsonType,
    Matches,
    NameGroup,
    Not,
    Ordered,
    Parameter,
    Present,
    Refused,
    Require,
    Restrict,
    RuleTree,
    Scope,
    Truth,
)
from .wire import compares, is_among, number_of, text_of

_OPPOSITE: Mapping[Comparison, Comparison] = {"gte": "lt", "gt": "lte", "lte": "gt", "lt": "gte"}


@frozen(kw_only=True)
class RuleVerdict:
    """The verdict of a rule on a request; ``needs`` is the context that would decide it if it is undecided."""

    state: Literal["holds", "broken", "undecided"]
    needs: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    """The places of the items that break it, such as ``attachAlgoOrds[1]``; empty for the request itself."""


@frozen
class _View:
    """The object that names refer to: the request or one of its items."""

    scope: Scope
    request: Mapping[str, Any]
    context: Mapping[str, str]
    item: Mapping[str, Any] | None = None
    fields: tuple[Parameter, ...] = ()

    def value(self, name: str) -> Any:
        source = self.request if name.startswith("$.") or self.item is None else self.item
        return source.get(name.removeprefix("$."))

    def known(self, name: str) -> str | None:
        """Return a value of the context: that of the parameter that it can differ for, else that of the account."""
        keyed, held = self.scope.keyed.get(name), self.context.get(name)
        if keyed is None:
            return held
        own = None if self.item is None else self.item.get(keyed.per)
        key = self.request.get(keyed.per) if own is None else own
        if not isinstance(key, str):
            return held
        if (place := f"{name}[{key}]") in self.context:
            return self.context[place]
        return held if held is None or re.fullmatch(keyed.only.get(held, ".*"), key) else None

    @property
    def now(self) -> Now | None:
        """The range of the present time."""
        return now_of(self.context.get(NOW))

    def parameter(self, name: str) -> Parameter:
        if name.startswith("$.") or self.item is None:
            found = self.scope.by_name.get(name.removeprefix("$."))
        else:
            found = find(self.fields, name)
        return found or Parameter(name=name)


def evaluate(rule: RuleTree, params: Mapping[str, Any], context: Mapping[str, str], scope: Scope) -> RuleVerdict:
    """Judge a request given by wire names and JSON values. Names that the endpoint does not have are ignored."""
    known = scope.by_name
    view = _View(scope, {name: value for name, value in params.items() if name in known}, context)
    places: list[str] = []
    needs: dict[str, None] = {}
    broken = False
    for where, seen in _views(rule, view):
        truth = _broken(rule, seen)
        if truth is True:
            broken = True
            places.extend([where] if where else [])
        elif truth is None:
            needs.update(dict.fromkeys(_needs(rule, seen)))
    if broken:
        return RuleVerdict(state="broken", where=tuple(places))
    return RuleVerdict(state="undecided", needs=tuple(needs)) if needs else RuleVerdict(state="holds")


def _views(rule: RuleTree, view: _View) -> Iterator[tuple[str, _View]]:
    """Yield the objects that a rule is judged on, if they are sent: the request, the items of an array, an object."""
    name = rule.each or rule.inside
    if name is None:
        yield "", view
        return
    value = view.value(name)
    fields = view.parameter(name).fields
    if rule.each is not None:
        for index, item in enumerate(value if is_array(value) else ()):
            if is_object(item):
                yield f"{name}[{index}]", evolve(view, item=item, fields=fields)
    elif is_object(value):
        yield name, evolve(view, item=value, fields=fields)


def _broken(rule: RuleTree, view: _View) -> Truth:
    when = condition(rule.when, view)
    if when is False:
        return False
    return _and((when, _or(_fails(assertion, view) for assertion in rule.asserts)))


def _and(truths: Iterable[Truth]) -> Truth:
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def _or(truths: Iterable[Truth]) -> Truth:
    return _not(_and(_not(truth) for truth in truths))


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def condition(of: Condition, view: _View) -> Truth:
    """Return the truth of a condition."""
    match of:
        case AllOf(parts):
            return _and(condition(part, view) for part in parts)
        case AnyOf(parts):
            return _or(condition(part, view) for part in parts)
        case Not(part):
            return _not(condition(part, view))
        case Present(name):
            return _present(view.value(name))
        case Is(name, values):
            json = view.parameter(name).json
            return _on_text(view, name, lambda text: is_among(text, values, json))
        case Matches(name, pattern):
            return _on_text(view, name, lambda text: re.fullmatch(pattern, text) is not None)
        case Compares(name, op, wanted):
            if isinstance(wanted, FromNow):
                return _compares_with_now(name, op, wanted, view)
            return _on_text(view, name, lambda text: compares(number_of(text), op, wanted))
        case InContext(name, values):
            known = view.known(name)
            return None if known is None else known in values
        case InstrumentType(types):
            possible = instrument_types(view)
            if possible is None:
                return None
            return True if possible <= set(types) else None if possible & set(types) else False
        case ItemCounts():
            return _counts(of, view)


def _present(value: Any) -> Truth:
    if value is None:
        return False
    return None if value == "" or value == [] else True


def _on_text(view: _View, name: str, judge: Callable[[str], bool]) -> Truth:
    """Judge a parameter's text, or its default; a parameter sent empty may or may not have the default."""
    value, default = view.value(name), view.parameter(name).default
    if value is None:
        return False if default is None else bool(judge(default))
    if value == "" or value == []:
        return None if default is not None and judge(default) else False
    text = text_of(value)
    return text is not None and bool(judge(text))


def _compares_with_now(name: str, op: Comparison, moment: FromNow, view: _View) -> Truth:
    """Compare a time with the present one, which has to decide at both ends of its range."""
    text = text_of(view.value(name))
    number = number_of(text) if text else None
    if number is None:
        return False
    if view.now is None:
        return None
    unit = view.parameter(name).unit
    found = {compares(number, op, moment.at(now, unit)) for now in (view.now.earliest, view.now.latest)}
    return found.pop() if len(found) == 1 else None


def _counts(of: ItemCounts, view: _View) -> Truth:
    value = view.value(of.of)
    if of.where is None:
        return count(value) >= of.at_least
    fields = view.parameter(of.of).fields
    items = [entry for entry in value if is_object(entry)] if is_array(value) else []
    truths = [condition(of.where, evolve(view, item=item, fields=fields)) for item in items]
    if truths.count(True) >= of.at_least:
        return True
    return None if truths.count(True) + truths.count(None) >= of.at_least else False


def count(value: Any) -> int:
    """Count the items of an array or of a comma-separated text."""
    if value is None or value == "":
        return 0
    if isinstance(value, str):
        return value.count(",") + 1
    return len(value) if is_array(value) else 1


def instrument_types(view: _View) -> frozenset[str] | None:
    """Return the types that the instruments of a request can have; None if nothing in it tells."""
    instruments = view.scope.instruments
    if instruments.type_name is not None:
        stated = (view.item or {}).get(instruments.type_name) or view.request.get(instruments.type_name)
        if isinstance(stated, str) and stated:
            return frozenset({stated})
    ids = next(
        (
            value
            for source in (view.item or {}, view.request)
            for name in instruments.ids
            if (value := source.get(name))
        ),
        None,
    )
    possible = _types_of_ids(ids, view) if ids is not None else None
    if possible is not None:
        for narrowing in instruments.narrow:
            if condition(narrowing.when, evolve(view, item=None)) is True:
                possible = possible.difference(narrowing.without) or possible
        return possible
    known = view.context.get(instruments.type_name or "")
    return None if known is None else frozenset({known})


def _types_of_ids(ids: Any, view: _View) -> frozenset[str] | None:
    listed = ids.split(",") if isinstance(ids, str) else ids if is_array(ids) else []
    union: frozenset[str] = frozenset()
    for instrument_id in listed:
        patterns = view.scope.instruments.patterns
        types = next(
            (p.types for p in patterns if isinstance(instrument_id, str) and re.fullmatch(p.pattern, instrument_id)),
            None,
        )
        if types is None:
            return None
        union |= frozenset(types)
    return union or None


def _fails(assertion: Assertion, view: _View) -> Truth:
    """Tell whether an assertion fails for a request."""
    match assertion:
        case Require(names):
            return _or(_not(_present(view.value(name))) for name in names)
        case Forbid(names) | Ignored(names):
            return _or(_present(view.value(name)) for name in names)
        case AllOrNone(names):
            sent = [_present(view.value(name)) for name in names]
            return _and((_or(sent), _or(_not(truth) for truth in sent)))
        case Choice(groups, least, most, _):
            return _choice_fails(groups, least, most, view)
        case Restrict():
            return _restriction_fails(assertion, view)
        case Ordered():
            return _order_fails(assertion, view)
        case Refused():
            return True


def _choice_fails(groups: tuple[NameGroup, ...], least: int, most: int | None, view: _View) -> Truth:
    truths = [_and(_present(view.value(name)) for name in group) for group in groups]
    certainly, possibly = truths.count(True), truths.count(True) + truths.count(None)
    if possibly < least or (most is not None and certainly > most):
        return True
    return None if certainly < least or (most is not None and possibly > most) else False


def _restriction_fails(of: Restrict, view: _View) -> Truth:
    value, parameter = view.value(of.name), view.parameter(of.name)
    if value is None:
        text = parameter.default
        return text is not None and _text_fails(of, text, parameter.json)
    if is_array(value) and of.min_items is not None and count(value) < of.min_items:
        return True
    if value == "" or value == []:
        return None if parameter.default is not None and _text_fails(of, parameter.default, parameter.json) else False
    items = count(value) if is_array(value) or parameter.separator is not None else None
    if items is not None and (
        (of.min_items is not None and items < of.min_items) or (of.max_items is not None and items > of.max_items)
    ):
        return True
    text = text_of(value)
    if text is None:
        return False
    if _text_fails(of, text, parameter.json) or _size_fails(of, text):
        return True
    counterpart = None if of.equals is None else text_of(view.value(of.equals))
    if counterpart is not None and counterpart != "" and not _same(text, counterpart):
        return True
    return _or(
        _compares_with_now(of.name, _OPPOSITE[op], bound, view)
        for op, bound in bounds(of)
        if isinstance(bound, FromNow)
    )


def _text_fails(of: Restrict, text: str, json: JsonType) -> bool:
    """Tell whether a text breaks ``one_of`` or ``none_of``, which apply to a default too."""
    if of.one_of is not None and not is_among(text, of.one_of, json):
        return True
    return of.none_of is not None and is_among(text, of.none_of, json)


def _size_fails(of: Restrict, text: str) -> bool:
    number = number_of(text)
    if any(isinstance(bound, Decimal) and compares(number, _OPPOSITE[op], bound) for op, bound in bounds(of)):
        return True
    return (
        (of.min_length is not None and len(text) < of.min_length)
        or (of.max_length is not None and len(text) > of.max_length)
        or (of.pattern is not None and re.fullmatch(of.pattern, text) is None)
    )


def _same(text: str, other: str) -> bool:
    """Tell whether two texts are equal as text or as numbers: 2 and 2.0 are the same leverage."""
    number = number_of(text)
    return text == other or (number is not None and number == number_of(other))


def _order_fails(of: Ordered, view: _View) -> Truth:
    left, right = text_of(view.value(of.left)), text_of(view.value(of.right))
    first = number_of(left) if left else None
    second = number_of(right) if right else None
    if first is None or second is None:
        return False
    if not compares(first, of.op, second):
        return True
    span = of.span_in(view.parameter(of.left).unit)
    return span is not None and distance(first, second) > span


def _needs(rule: RuleTree, view: _View) -> tuple[str, ...]:
    """Return the names of the context that a rule reads and the caller has not given."""
    needed: dict[str, None] = {}
    for leaf in leaves(rule.when):
        if isinstance(leaf, InContext) and view.known(leaf.name) is None:
            needed[leaf.name] = None
        if isinstance(leaf, InstrumentType) and INSTRUMENT_TYPE not in needed:
            possible = instrument_types(view)
            if possible is None or len(possible) > 1:
                needed[INSTRUMENT_TYPE] = None
    if reads_now(rule) and (view.now is None or view.now.earliest < view.now.latest):
        needed[NOW] = None
    return tuple(needed)
