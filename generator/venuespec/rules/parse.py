"""Parse rules from plain data into trees, and report every problem at once with its path."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..runtime.json_types import is_array
from .hints import known_names, nearest
from .plain_data import (
    DataPath,
    RuleProblem,
    WrongError,
    list_of,
    mapping_of,
    number_of,
    only,
    pattern_of,
    text_of,
    texts_of,
    values_of,
    wrong,
)
from .queries import find
from .tree import (
    ALWAYS,
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
    InstrumentFacts,
    InstrumentPattern,
    InstrumentType,
    Is,
    ItemCounts,
    Limit,
    Matches,
    NameGroup,
    Narrowing,
    Not,
    Ordered,
    Parameter,
    Present,
    Refused,
    Require,
    Restrict,
    RuleTree,
    Scope,
)

COMPARISONS: tuple[Comparison, ...] = ("gte", "gt", "lte", "lt")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_SPAN = re.compile(r"([0-9]+)(ms|s|m|h|d)")
_NOW = re.compile(r"now(?: *([+-]) *([0-9]+)(ms|s|m|h|d))?")
_UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
RULE_KEYS = {"id", "when", "each", "in", "level", "certainty", "because", "prefer"}
ASSERTIONS = {
    *("require", "forbid", "ignore", "all_or_none", "at_least_one", "exactly_one", "at_most_one"),
    *("restrict", "compare", "refuse"),
}
CONDITIONS = {*("all", "any", "not", "present", "absent", "is", "matches", "count", "instrument.type"), *COMPARISONS}
_WHOLE = {"min_length", "max_length", "min_items", "max_items"}
RESTRICTIONS = {"in", "not_in", "pattern", "equals", *COMPARISONS, *_WHOLE}
_CONTEXT = "context."
# Spellings of before, which stand in nobody's way and are not guessed at.
_FORMER = {"inst_type": "instrument.type"}
_FORMER_CONTEXT = "ctx."


class RulesError(ValueError):
    """Rules could not be parsed; ``errors`` has every problem with its path in the data."""

    def __init__(self, errors: Iterable[RuleProblem]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(error.message for error in self.errors))


def _ignored(_: RuleProblem) -> None:
    """Report a rename to nobody."""


def parse_rules(data: object, scope: Scope, renames: Callable[[RuleProblem], None] = _ignored) -> tuple[RuleTree, ...]:
    """Parse a list of mappings as rules; report each older name that a rule uses. Raises ``RulesError``."""
    rules: list[RuleTree] = []
    errors: list[RuleProblem] = []
    seen: set[str] = set()
    for index, entry in enumerate(list_of(data, ())):
        stale: list[RuleProblem] = []
        try:
            rule = _rule(entry, scope, (index,), stale)
            if rule.id in seen:
                wrong((index, "id"), f"there is another rule with the id {rule.id}")
            seen.add(rule.id)
            rules.append(rule)
        except WrongError as error:
            errors.append(error.problem)
        for problem in stale:
            if problem.rename:
                renames(problem)
            else:
                errors.append(problem)
    if errors:
        raise RulesError(errors)
    return tuple(rules)


def parse_instruments(data: object) -> InstrumentFacts:
    """Parse how instrument types are derived. Raises ``RulesError``."""
    try:
        return _instruments(mapping_of(data, ()))
    except WrongError as error:
        raise RulesError([error.problem]) from None


def _instruments(data: Mapping[str, Any]) -> InstrumentFacts:
    only(data, {"type", "ids", "patterns", "narrow"}, ())
    patterns: list[InstrumentPattern] = []
    for index, entry in enumerate(list_of(data.get("patterns", []), ("patterns",))):
        path = ("patterns", index)
        keys = mapping_of(entry, path)
        only(keys, {"types", "pattern"}, path)
        types = texts_of(keys.get("types"), (*path, "types"))
        patterns.append(InstrumentPattern(types, pattern_of(keys.get("pattern"), (*path, "pattern"))))
    narrow: list[Narrowing] = []
    for index, entry in enumerate(list_of(data.get("narrow", []), ("narrow",))):
        path = ("narrow", index)
        keys = mapping_of(entry, path)
        only(keys, {"not", "when"}, path)
        when = _Conditions(None, (), []).parse(keys.get("when"), (*path, "when"))
        narrow.append(Narrowing(when, texts_of(keys.get("not"), (*path, "not"))))
    return InstrumentFacts(
        type_name=text_of(data["type"], ("type",)) if "type" in data else None,
        ids=texts_of(data.get("ids", []), ("ids",)),
        patterns=tuple(patterns),
        narrow=tuple(narrow),
    )


def _rule(entry: object, scope: Scope, path: DataPath, stale: list[RuleProblem]) -> RuleTree:
    """Parse one rule; names that the scope does not have are added to ``stale``, and the rule is not to be used."""
    data = mapping_of(entry, path)
    rule_id = text_of(data.get("id"), (*path, "id"))
    if not _ID.fullmatch(rule_id):
        wrong((*path, "id"), f"the id {rule_id!r} must be lower case with underscores, such as price_or_ratio")
    each, inside = data.get("each"), data.get("in")
    if each is not None and inside is not None:
        wrong(path, "a rule has each or in, not both")
    inner = None
    if each is not None or inside is not None:
        key = "in" if each is None else "each"
        outer = _Conditions(scope, None, stale).present_name(text_of(data[key], path), (*path, key))
        each, inside = (None, outer) if each is None else (outer, None)
        container = find(scope.parameters, outer)
        if container is None or not container.fields:
            message = f"{outer} is not a parameter with fields; each and in take an array or object with fields"
            raise WrongError((*path, key), message, stale=True)
        inner = container.fields
    conditions = _Conditions(scope, inner, stale)
    when = conditions.parse(data["when"], (*path, "when")) if "when" in data else ALWAYS
    asserts = tuple(
        assertion
        for key, value in data.items()
        if key not in RULE_KEYS
        for assertion in conditions.assertions(key, value, data.get("prefer"), (*path, key))
    )
    if not asserts:
        wrong(path, f"the rule {rule_id} asserts nothing; give it one of {known_names(ASSERTIONS)}")
    if Refused() in asserts and (when == ALWAYS or len(asserts) > 1):
        wrong((*path, "refuse"), "refuse needs a condition and stands alone; write when: and no other assertion")
    certainty = data.get("certainty", "stated")
    if certainty not in ("stated", "implied", "conflict"):
        wrong((*path, "certainty"), f"certainty must be stated, implied or conflict, got {certainty!r}")
    level = data.get("level", "error" if certainty == "stated" else "warn")
    if level not in ("error", "warn"):
        wrong((*path, "level"), f"level must be error or warn, got {level!r}")
    if all(isinstance(assertion, Ignored) for assertion in asserts):
        level = "warn"
    elif any(isinstance(assertion, Ignored) for assertion in asserts):
        wrong(
            (*path, "ignore"),
            "ignore only warns; give it a rule of its own, without other assertions",
        )
    return RuleTree(
        id=rule_id,
        asserts=asserts,
        when=when,
        each=each,
        inside=inside,
        level=level,
        certainty=certainty,
        because=text_of(data.get("because", ""), (*path, "because")),
    )


class _Conditions:
    """Parser of conditions and assertions over the names of a scope; without a scope any name will do.

    A name that the scope does not have is a problem in ``stale``, and parsing goes on.
    """

    def __init__(self, scope: Scope | None, inner: tuple[Parameter, ...] | None, stale: list[RuleProblem]) -> None:
        self.scope = scope
        self.inner = inner
        self.stale = stale

    def parse(self, data: object, path: DataPath) -> Condition:
        """Parse a mapping as one condition; all of its entries must hold."""
        entries = mapping_of(data, path)
        if not entries:
            wrong(path, "the condition is empty; write {ordType: limit}, or leave when out")
        conditions = tuple(self._one(key, value, (*path, key)) for key, value in entries.items())
        return conditions[0] if len(conditions) == 1 else AllOf(conditions)

    def _one(self, key: str, value: Any, path: DataPath) -> Condition:
        match key:
            case "all" | "any":
                parts = tuple(self.parse(part, (*path, index)) for index, part in enumerate(list_of(value, path)))
                if not parts:
                    wrong(path, f"{key} needs at least one condition")
                return AllOf(parts) if key == "all" else AnyOf(parts)
            case "not":
                return Not(self.parse(value, path))
            case "present":
                return Present(self.name(value, path))
            case "absent":
                return Not(Present(self.name(value, path)))
            case "is":
                name, wanted = self._single(value, path)
                return Is(name, values_of(wanted, path))
            case "matches":
                name, pattern = self._single(value, path)
                return Matches(name, pattern_of(pattern, path))
            case "gte" | "gt" | "lte" | "lt":
                name, number = self._single(value, path)
                return Compares(name, key, _bound(number, path))
            case "count":
                return self._count(mapping_of(value, path), path)
            case "instrument.type":
                return InstrumentType(values_of(value, path))
            case _ if key in _FORMER or key.startswith(_FORMER_CONTEXT):
                now = _FORMER.get(key) or _CONTEXT + key.removeprefix(_FORMER_CONTEXT)
                wrong(path, f"{key} is written {now}")
            case _ if key.startswith(_CONTEXT):
                name = key.removeprefix(_CONTEXT)
                if self.scope is not None and name not in self.scope.context:
                    known = known_names(self.scope.context) or "nothing"
                    wrong(path, f"the venue's context has no {name}; it has: {known}")
                return InContext(name, values_of(value, path))
            case _:
                key = self.present_name(key, path)
                if self.scope is not None and not self._has(key):
                    conditions = known_names({*CONDITIONS, *(_CONTEXT + name for name in self.scope.context)})
                    message = f"{self._missing(key)}; nor is it a condition; conditions: {conditions}"
                    self.stale.append(RuleProblem(path, message, stale=True, missing=key))
                    return Present(key)
                return Is(self.name(key, path), values_of(value, path))

    def _count(self, data: Mapping[str, Any], path: DataPath) -> Condition:
        only(data, {"of", "where", "gte"}, path)
        of = self.name(data.get("of"), (*path, "of"))
        least = data.get("gte")
        if not isinstance(least, int) or isinstance(least, bool) or least < 1:
            wrong((*path, "gte"), "count needs gte, a whole number of at least 1")
        where = None
        if "where" in data:
            counted = find(self.scope.parameters, of) if self.scope else None
            if counted is None or not counted.fields:
                raise WrongError((*path, "where"), f"the items of {of} have no fields", stale=True)
            where = _Conditions(self.scope, counted.fields, self.stale).parse(data["where"], (*path, "where"))
        return ItemCounts(of, where, least)

    def assertions(self, key: str, value: Any, prefer: Any, path: DataPath) -> list[Assertion]:
        match key:
            case "require":
                return [Require(self.names(value, path))]
            case "forbid":
                return [Forbid(self.names(value, path))]
            case "ignore":
                return [Ignored(self.names(value, path))]
            case "all_or_none":
                return [AllOrNone(self._several(self.names(value, path), path))]
            case "at_least_one" | "exactly_one" | "at_most_one":
                groups = self._several(self._groups(value, path), path)
                preferred = self.name(prefer, path) if prefer is not None else None
                least, most = {"at_least_one": (1, None), "exactly_one": (1, 1), "at_most_one": (0, 1)}[key]
                return [Choice(groups, least, most, preferred)]
            case "restrict":
                return [self._restrict(name, limits, (*path, name)) for name, limits in mapping_of(value, path).items()]
            case "compare":
                return self._compare(mapping_of(value, path), path)
            case "refuse":
                if value is not True:
                    wrong(path, f"refuse takes true, got {value!r}; its condition says what is refused")
                return [Refused()]
            case _:
                known = RULE_KEYS | ASSERTIONS
                wrong(path, f"unknown key {key} in a rule{nearest(key, known)}; known keys: {known_names(known)}")

    def _restrict(self, name: str, value: Any, path: DataPath) -> Restrict:
        data = mapping_of(value, path)
        only(data, RESTRICTIONS, path)
        if not data:
            wrong(path, f"the restriction of {name} is empty; give it a bound or values")
        for key in _WHOLE & data.keys():
            if not isinstance(data[key], int) or isinstance(data[key], bool):
                wrong((*path, key), f"{key} takes a whole number")
        numbers = {key: _bound(data[key], (*path, key)) for key in COMPARISONS if key in data}
        return Restrict(
            name=self.name(name, path),
            one_of=values_of(data["in"], (*path, "in")) if "in" in data else None,
            none_of=values_of(data["not_in"], (*path, "not_in")) if "not_in" in data else None,
            gt=numbers.get("gt"),
            gte=numbers.get("gte"),
            lt=numbers.get("lt"),
            lte=numbers.get("lte"),
            pattern=pattern_of(data["pattern"], (*path, "pattern")) if "pattern" in data else None,
            min_length=data.get("min_length"),
            max_length=data.get("max_length"),
            min_items=data.get("min_items"),
            max_items=data.get("max_items"),
            equals=self.name(data["equals"], (*path, "equals")) if "equals" in data else None,
        )

    def _compare(self, data: Mapping[str, Any], path: DataPath) -> list[Assertion]:
        only(data, {*COMPARISONS, "span_max"}, path)
        ops: list[Comparison] = [op for op in COMPARISONS if op in data]
        if len(ops) != 1:
            wrong(path, f"compare takes one of {', '.join(COMPARISONS)}")
        names = self.names(data[ops[0]], (*path, ops[0]))
        if len(names) != 2:
            wrong((*path, ops[0]), f"compare takes two names, got {len(names)}")
        span = None
        if "span_max" in data:
            match = _SPAN.fullmatch(str(data["span_max"]))
            if match is None:
                wrong((*path, "span_max"), f"span_max must be a time span such as 90d, got {data['span_max']!r}")
            span = int(match[1]) * _UNITS[match[2]]
        return [Ordered(left=names[0], op=ops[0], right=names[1], span_max_ms=span)]

    def name(self, value: Any, path: DataPath) -> str:
        """Return the name of a parameter; record a name that the scope does not have as stale."""
        name = self.present_name(text_of(value, path), path)
        if self.scope is None:
            return name
        if not self._has(name):
            self.stale.append(RuleProblem(path, self._missing(name), stale=True, missing=name))
        return name

    def present_name(self, name: str, path: DataPath) -> str:
        """Return the present name of a parameter that a rule calls by its older one, and record that."""
        if self.scope is None or self._has(name):
            return name
        prefix = "$." if name.startswith("$.") else ""
        found = [row.name for row in self._rows(name) if row.former == name.removeprefix("$.")]
        if len(found) != 1:
            return name
        now = f"{prefix}{found[0]}"
        self.stale.append(RuleProblem(path, f"the page calls {name} {now} now; write {now}", rename=True))
        return now

    def _rows(self, name: str) -> tuple[Parameter, ...]:
        assert self.scope is not None
        return self.scope.parameters if name.startswith("$.") or self.inner is None else self.inner

    def _parameters(self, name: str) -> list[str]:
        """Return the names that are known in the place of this one."""
        of_request = name.startswith("$.")
        return [f"$.{row.name}" if of_request else row.name for row in self._rows(name)]

    def _has(self, name: str) -> bool:
        return name in self._parameters(name)

    def _missing(self, name: str) -> str:
        known = self._parameters(name)
        return f"there is no parameter {name}{nearest(name, known)}; there are: {known_names(known) or 'none'}"

    def names(self, value: Any, path: DataPath) -> tuple[str, ...]:
        return tuple(self.name(name, path) for name in list_of(value, path))

    def _groups(self, value: Any, path: DataPath) -> tuple[NameGroup, ...]:
        return tuple(
            self.names(group, path) if is_array(group) else (self.name(group, path),) for group in list_of(value, path)
        )

    def _single(self, value: Any, path: DataPath) -> tuple[str, Any]:
        data = mapping_of(value, path)
        if len(data) != 1:
            wrong(path, "expected one parameter and its value, such as {px: 1}")
        [(name, wanted)] = data.items()
        return self.name(name, path), wanted

    @staticmethod
    def _several(names: tuple[Any, ...], path: DataPath) -> tuple[Any, ...]:
        if len(names) < 2:
            wrong(path, "a choice needs at least two names")
        return names


def _bound(value: Any, path: DataPath) -> Limit:
    """Return a number, or the present time with an offset that stands in its place."""
    if not isinstance(value, str):
        return number_of(value, path)
    match = _NOW.fullmatch(value)
    if match is None:
        wrong(path, f"expected a number, or a time such as now + 10m or now - 30d, found {value!r}")
    sign, amount, unit = match.groups()
    return FromNow(0 if sign is None else int(f"{sign}{amount}") * _UNITS[unit])
