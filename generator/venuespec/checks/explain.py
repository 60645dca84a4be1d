"""What rules make of a request, and the smallest change after which nothing is wrong with it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any, Literal

from attrs import evolve, frozen

from ..rules.evaluate import RuleVerdict, evaluate
from ..rules.hints import nearest
from ..rules.queries import speaks_of
from ..rules.to_english import says
from ..rules.tree import Assertion, Ordered, Restrict, RuleTree
from ..rules.wire import as_json, number_of, text_of
from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field, VenueSpec, walk
from .examples import against_table
from .probes import ABSENT, Params, candidates, shown

Holder = tuple[str | int, ...]
"""Where parameters stand: () for the request, a name for an object in it, a name and a position for an item."""

_UNKNOWN = "example-param"
_MOST_EDITS = 3
_MOST_TRIES = 3_000


@frozen(kw_only=True)
class Edit:
    """One parameter dropped, added or replaced."""

    kind: Literal["drop", "add", "replace"]
    holder: Holder
    name: str
    old: Any = None
    new: Any = None

    @property
    def path(self) -> str:
        """``mgnMode``, or ``attachAlgoOrds[1].sz``."""
        return f"{_path(self.holder)}.{self.name}" if self.holder else self.name

    def as_dict(self) -> dict[str, Any]:
        """The edit as JSON."""
        values = {"old": self.old, "new": self.new}
        return {"edit": self.kind, "param": self.path} | {
            name: part for name, part in values.items() if part is not None
        }

    def __str__(self) -> str:
        match self.kind:
            case "drop":
                return f"drop {self.path}"
            case "add":
                return f"add {self.path}: {json.dumps(self.new, ensure_ascii=False)}"
            case "replace":
                old, new = (json.dumps(side, ensure_ascii=False) for side in (self.old, self.new))
                return f"replace {self.path}: {old} by {new}"

    def apply(self, params: Params) -> Params:
        """The request with this edit made."""
        if not self.holder:
            return self._on(params)
        outer, *position = self.holder
        value = params[str(outer)]
        if not position:
            return params | {str(outer): self._on(value)}
        items = [self._on(element) if index == position[0] else element for index, element in enumerate(value)]
        return params | {str(outer): items}

    def _on(self, of: Params) -> Params:
        kept = {name: value for name, value in of.items() if name != self.name or self.kind == "replace"}
        return kept if self.kind == "drop" else kept | {self.name: self.new}


@frozen(kw_only=True)
class Explanation:
    """A request, or an item of a batch, judged by its endpoint's table and rules.

    ``table`` says what the table alone finds wrong, ``unknown`` names the parameters that it does not have, of which
    rules and venues take no notice, and ``hints`` suggests others for them. ``change`` is the smallest one that was
    found after which neither table nor rules have anything to say, or no more than the warnings that ``tolerated``
    names; () where nothing is wrong, None where no change was found.
    """

    table: tuple[str, ...]
    unknown: tuple[str, ...]
    verdicts: tuple[tuple[RuleTree, RuleVerdict], ...]
    change: tuple[Edit, ...] | None
    tolerated: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    def of(self, state: str) -> tuple[tuple[RuleTree, RuleVerdict], ...]:
        """The rules that were judged so, with their verdicts."""
        return tuple(verdict for verdict in self.verdicts if verdict[1].state == state)

    @property
    def refused(self) -> bool:
        """Whether the venue would refuse the request, by what the documentation says."""
        return bool(self.table) or any(rule.level == "error" for rule, _ in self.of("broken"))

    def as_dict(self) -> dict[str, Any]:
        """The explanation as JSON."""
        return {
            "refused": self.refused,
            "table": list(self.table),
            "unknown": list(self.unknown),
            "fired": [
                {
                    "rule": rule.id,
                    "level": rule.level,
                    "says": says(rule),
                    "because": rule.because,
                    "where": list(verdict.where),
                }
                for rule, verdict in self.of("broken")
            ],
            "undecided": [
                {"rule": rule.id, "says": says(rule), "needs": list(verdict.needs)}
                for rule, verdict in self.of("undecided")
            ],
            "holds": [rule.id for rule, _ in self.of("holds")],
            "change": None if self.change is None else [edit.as_dict() for edit in self.change],
            "tolerated": list(self.tolerated),
        }


def explain(endpoint: EndpointSpec, venue: VenueSpec, params: Params, context: Mapping[str, str]) -> Explanation:
    """Judge wire values, and look for what to change with up to three edits."""
    judge = _Judge(endpoint, venue, context)
    verdicts = tuple((rule, evaluate(rule, params, context, judge.scope)) for rule in endpoint.rules)
    change = _smallest(judge, params)
    tolerated: tuple[str, ...] = ()
    if change is None:
        errors = tuple(rule for rule in endpoint.rules if rule.level == "error")
        change = _smallest(_Judge(evolve(endpoint, rules=errors), venue, context), params)
        if change is not None:
            tolerated = tuple(rule.id for rule, _ in judge.broken(_applied(change, params)))
    found = list(against_table(endpoint.request, params))
    return Explanation(
        table=tuple(message for check, _, message in found if check != _UNKNOWN),
        unknown=tuple(subject for check, subject, _ in found if check == _UNKNOWN),
        hints=tuple(
            f"{subject} is not a parameter{nearest(subject.rpartition('.')[2], dict(walk(endpoint.request)))}"
            for check, subject, _ in found
            if check == _UNKNOWN
        ),
        verdicts=verdicts,
        change=change,
        tolerated=tolerated,
    )


def explanation_lines(of: Explanation) -> Iterator[str]:
    """An explanation in English, a line for each thing that there is to say."""
    for message in of.table:
        yield f"error: {message}"
    for hint in of.hints:
        yield f"unknown: {hint}"
    for rule, verdict in of.of("broken"):
        where = f"{', '.join(verdict.where)}: " if verdict.where else ""
        yield f"{rule.level}: {where}{says(rule)} {rule.because} [{rule.id}]"
    for rule, verdict in of.of("undecided"):
        yield f"undecided: {says(rule)} [{rule.id}; needs {', '.join(verdict.needs)}]"
    held = [rule.id for rule, _ in of.of("holds")]
    if held:
        yield f"holds: {', '.join(held)}"
    if of.change is None:
        yield f"change: none of up to {_MOST_EDITS} edits was found that satisfies everything"
    for edit in of.change or ():
        yield f"change: {edit}"
    if of.tolerated:
        yield f"change: no change was found that also silences {', '.join(of.tolerated)}"


class _Judge:
    """What is wrong with a request, and the edits that may mend it."""

    def __init__(self, endpoint: EndpointSpec, venue: VenueSpec, context: Mapping[str, str]) -> None:
        self.endpoint = endpoint
        self.venue = venue
        self.context = context
        self.scope = endpoint.scope(venue)
        self.rows = {row.name: row for row in endpoint.request}
        self._shown: dict[str, list[str]] = {}

    def broken(self, params: Params) -> Iterator[tuple[RuleTree, RuleVerdict]]:
        for rule in self.endpoint.rules:
            verdict = evaluate(rule, params, self.context, self.scope)
            if verdict.state == "broken":
                yield rule, verdict

    def moves(self, params: Params) -> Iterator[Edit] | None:
        """The edits that may mend the first thing that is wrong; None where nothing is.

        Whatever mends the whole request has one of them, so no other need be tried here.
        """
        for check, subject, _ in against_table(self.endpoint.request, params):
            if check != _UNKNOWN:
                return self._of_table(subject, params)
        for rule, verdict in self.broken(params):
            return self._of_rule(rule, verdict, params)
        return None

    def _of_table(self, subject: str, params: Params) -> Iterator[Edit]:
        *outer, name = subject.removesuffix(".required").removesuffix(".values").split(".")
        holders: Iterable[Holder] = _holders(params, outer[0]) if outer else [()]
        for holder in holders:
            row = self._row(holder, name)
            if row is not None:
                yield from _edits(_held(params, holder), holder, name, self._values(row, None))

    def _of_rule(self, rule: RuleTree, verdict: RuleVerdict, params: Params) -> Iterator[Edit]:
        inside = rule.each or rule.inside
        holders = [holder for holder in _holders(params, inside) if _path(holder) in verdict.where] if inside else []
        in_vain = {
            name
            for assertion in rule.asserts
            if not isinstance(assertion, Restrict | Ordered)
            for name in _asserted(assertion)
        }
        for name in speaks_of(rule):
            # Another instrument would be another request.
            if name in self.venue.instruments.ids and not any(
                name in _asserted(assertion) for assertion in rule.asserts
            ):
                continue
            for holder in [*holders, ()]:
                row = self._row(holder, name)
                if row is not None:
                    held = _held(params, holder)
                    values = [*_repaired(rule, row, held), *self._values(row, rule)]
                    yield from _edits(held, holder, name, [ABSENT, *values] if name in in_vain else [*values, ABSENT])

    def _row(self, holder: Holder, name: str) -> Field | None:
        if not holder:
            return self.rows.get(name)
        outer = self.rows.get(str(holder[0]))
        return next((row for row in outer.fields if row.name == name), None) if outer else None

    def _values(self, row: Field, rule: RuleTree | None) -> Iterator[Any]:
        """The values of the page's list, of its examples or of other pages', and those near what the rule says."""
        if row.json == "boolean":
            yield from (True, False)
        elif row.json not in ("array", "object"):
            if row.name not in self._shown:
                own = shown(row.name, (self.endpoint,))
                self._shown[row.name] = own or shown(row.name, self.venue.endpoints)
            yield from (as_json(text, row.json) for text in (*row.values, *self._shown[row.name][:10]))
        yield from candidates(rule or RuleTree(id="", asserts=()), row, self.venue)


def _smallest(judge: _Judge, params: Params) -> tuple[Edit, ...] | None:
    tries = count()

    def search(request: Params, made: tuple[Edit, ...], left: int) -> tuple[Edit, ...] | None:
        moves = judge.moves(request)
        if moves is None:
            return made
        for edit in moves if left else ():
            if next(tries) > _MOST_TRIES:
                return None
            if all(edit.path != earlier.path for earlier in made):
                found = search(edit.apply(request), (*made, edit), left - 1)
                if found is not None:
                    return found
        return None

    for most in range(_MOST_EDITS + 1):
        found = search(params, (), most)
        if found is not None:
            return found
    return None


def _applied(change: tuple[Edit, ...], params: Params) -> Params:
    for edit in change:
        params = edit.apply(params)
    return params


def _holders(params: Params, name: str) -> list[Holder]:
    value = params.get(name)
    if is_array(value):
        return [(name, index) for index, item in enumerate(value) if is_object(item)]
    return [(name,)] if is_object(value) else []


def _held(params: Params, holder: Holder) -> Params:
    held: Any = params
    for step in holder:
        held = held[step]
    found: Params = held
    return found


def _path(holder: Holder) -> str:
    name, *position = holder
    return f"{name}[{position[0]}]" if position else str(name)


def _edits(held: Params, holder: Holder, name: str, values: Iterable[Any]) -> Iterator[Edit]:
    """The edits that give a parameter each of the values that it does not have."""
    old = held.get(name)
    tried: list[Any] = [ABSENT if old is None else old]
    for value in values:
        if value in tried:
            continue
        tried.append(value)
        if value is ABSENT:
            yield Edit(kind="drop", holder=holder, name=name, old=old)
        else:
            yield Edit(kind="add" if old is None else "replace", holder=holder, name=name, old=old, new=value)


def _asserted(of: Assertion) -> tuple[str, ...]:
    return speaks_of(RuleTree(id="", asserts=(of,)))


def _repaired(rule: RuleTree, row: Field, held: Params) -> Iterator[Any]:
    """What the parameter's own value, or the one that it is compared with, becomes when the rule has its way."""
    value = held.get(row.name)
    for assertion in rule.asserts:
        if isinstance(assertion, Ordered) and row.name in (assertion.left, assertion.right):
            yield from _beside(held.get(assertion.right if row.name == assertion.left else assertion.left))
        if not isinstance(assertion, Restrict) or row.name not in (assertion.name, assertion.equals):
            continue
        if assertion.equals is not None:
            other = held.get(assertion.equals if row.name == assertion.name else assertion.name)
            yield from [] if other is None else [other]
        if isinstance(value, str) and assertion.max_length is not None:
            yield value[: assertion.max_length]
        if assertion.max_items is not None and is_array(value):
            yield value[: assertion.max_items]
        if assertion.max_items is not None and isinstance(value, str) and row.separator is not None:
            yield row.separator.join(value.split(row.separator)[: assertion.max_items])


def _beside(other: Any) -> Iterator[str]:
    number = number_of(text_of(other) or "")
    if number is not None:
        yield from (format(number + step, "f") for step in (0, 1, -1))
