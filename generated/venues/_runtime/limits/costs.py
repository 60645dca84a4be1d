"""Map a call to rate-limit charges, by its endpoint's limits and its own parameters."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..endpoint import Endpoint, RateLimit
from ..errors import ConfigurationError
from ..json_types import is_array, is_object
from ..records import frozen
from ..rules import only
from ..venue import LimitScope, LimitTerms
from .charges import Charge
from .conditions import Cost, units
from .conditions import names as _read

_MANY = 2048
_CONTEXT = "context."
_INSTRUMENT_TYPE = "instrument.type"


@frozen(slots=False)
class _Plan:
    """The names of the parameters and context values that decide the charges of an endpoint's calls."""

    name: str
    limits: tuple[tuple[RateLimit, str, str, tuple[LimitScope, ...]], ...]
    orders: frozenset[tuple[str, ...]]
    """The limits that count orders, by budget and place."""
    cancels: bool
    """Whether a call cancels orders."""
    batch: bool
    """Whether the endpoint's own limits count the orders of a call."""
    parameters: tuple[str, ...]
    context: tuple[str, ...]
    varies: bool
    """Whether the charges depend on any of these names."""
    costs: Mapping[str, tuple[Cost, ...]]

    def __init__(
        self,
        name: str,
        limits: tuple[tuple[RateLimit, str, str, tuple[LimitScope, ...]], ...],
        orders: frozenset[tuple[str, ...]],
        cancels: bool,
        batch: bool,
        parameters: tuple[str, ...],
        context: tuple[str, ...],
        varies: bool,
        costs: Mapping[str, tuple[Cost, ...]],
    ) -> None:
        self.__dict__.update(
            name=name,
            limits=limits,
            orders=orders,
            cancels=cancels,
            batch=batch,
            parameters=parameters,
            context=context,
            varies=varies,
            costs=costs,
        )


class CallCosts:
    """Computes the charges of one client's calls.

    ``identity`` gives the values of key parts that are not parameters (user_id, ip and the like), ``context`` the known
    context values, by the names that scopes use; they stay the same while ``state`` returns the same object.
    ``numbers`` returns the limits that are set at run time.
    """

    def __init__(
        self,
        venue: str,
        limits: Callable[[], LimitTerms],
        identity: Mapping[str, str],
        context: Callable[[str], str | None] = lambda name: None,
        numbers: Callable[[], Mapping[str, int]] = dict,
        state: Callable[[], object] = object,
    ) -> None:
        self._venue = venue
        self._load = limits
        self._limits: LimitTerms | None = None
        self._identity = identity
        self._context = context
        self._numbers = numbers
        self._state = state
        self._held: tuple[object, dict[str, tuple[str | None, ...]]] = (None, {})
        """The context values of each plan, and the state that they are of."""
        self._seen: Mapping[str, int] = {}
        self._plans: dict[str, _Plan] = {}
        self._known: dict[tuple[Any, ...], Sequence[Charge]] = {}
        self._always: dict[str, Sequence[Charge]] = {}

    def charges(self, endpoint: Endpoint, wire: Any) -> Sequence[Charge]:
        """Return the charges of a call; empty for an endpoint without limits.

        ``wire`` may be any value that a caller sent.
        """
        if not endpoint.rate_limits:
            return ()
        numbers = self._numbers()
        if numbers is not self._seen:
            self._seen, self._known, self._always, self._plans = numbers, {}, {}, {}
        charges = self._always.get(endpoint.name)
        if charges is not None:
            return charges
        plan = self._plans.get(endpoint.name)
        if plan is None:
            plan = self._plans[endpoint.name] = self._plan(endpoint)
        if not plan.varies:
            charges = self._always[endpoint.name] = self._charges_of(plan, {}, several=False)
            return charges
        items = wire if is_array(wire) else _items(wire) if plan.batch else [wire]
        if len(items) == 1:
            return self._charges_of(plan, items[0], several=False)
        return _combined(plan, [self._charges_of(plan, item, several=True) for item in items])

    def decided_by(self, endpoint: Endpoint) -> set[str] | None:
        """Return the parameters that decide the charges of an endpoint's calls; None where items may."""
        plan = self._plans.get(endpoint.name) or self._plan(endpoint)
        return None if plan.batch else set(plan.parameters)

    def own(self, charges: Sequence[Charge]) -> list[Charge]:
        """Return the charges of a call whose budgets no other endpoint shares."""
        shared = self._terms().shared
        return [charge for charge in charges if charge.bucket[1] not in shared]

    def of(self, charges: Sequence[Charge], budget: str) -> list[Charge]:
        """Return the charges of a call against a budget by name."""
        return [charge for charge in charges if charge.bucket[1] == budget]

    def refused(self, charges: Sequence[Charge], code: str) -> Sequence[Charge]:
        """Return the charges that a rate-limit refusal refers to, so that other endpoints need not wait."""
        shared = self._terms().shared
        return [charge for charge in charges if shared.get(charge.bucket[1]) == code] or self.own(charges) or charges

    def _terms(self) -> LimitTerms:
        if self._limits is None:
            self._limits = self._load()
        return self._limits

    def _plan(self, endpoint: Endpoint) -> _Plan:
        self._check_scopes(endpoint)
        limits = self._terms()
        places: dict[str, int] = {}
        applicable: list[tuple[RateLimit, str, str, tuple[LimitScope, ...]]] = []
        names: dict[str, None] = {
            name: None for costs in endpoint.costs.values() for cost in costs for name in _read(cost.when)
        }
        for limit in endpoint.rate_limits:
            budget = limit.of or endpoint.name
            index = places[budget] = places.get(budget, -1) + 1
            # Words without a defined scope apply to traffic that a request does not identify.
            scopes = tuple(limits.scopes.get(word, _NOT_KEPT) for word in limit.scopes)
            if all(scope.kept for scope in scopes):
                applicable.append((limit, budget, str(index), scopes))
                names |= dict.fromkeys(name for scope in scopes for name in (*scope.only, *scope.unless))
                names |= dict.fromkeys(part for part in limit.key if part not in self._identity)
        if _INSTRUMENT_TYPE in names:
            names |= dict.fromkeys((limits.type_name, *limits.ids, f"{_CONTEXT}inst_type"))
            del names[_INSTRUMENT_TYPE]
        names |= dict.fromkeys(source for name, (source, _) in limits.derived.items() if name in names)
        orders = frozenset((budget, index) for limit, budget, index, _ in applicable if limit.counts == "order")
        return _Plan(
            endpoint.name,
            tuple(applicable),
            orders,
            "cancel" in endpoint.name.rpartition(".")[2].split("_"),
            any(limit.counts == "order" and limit.of is None for limit, *_ in applicable),
            tuple(name for name in names if not name.startswith(_CONTEXT)),
            tuple(name.removeprefix(_CONTEXT) for name in names if name.startswith(_CONTEXT)),
            bool(names or orders or any(limit.items is not None for limit, *_ in applicable)),
            endpoint.costs,
        )

    def _charges_of(self, plan: _Plan, item: Any, *, several: bool) -> Sequence[Charge]:
        """Return one unit of each limit that applies to an item, in a call of one item or of several."""
        sent: Mapping[str, Any] = item if is_object(item) else {}
        context = self._context_of(plan) if plan.context else ()
        key = (plan.name, several, context, *map(sent.get, plan.parameters))
        try:
            charges = self._known.get(key)
        except TypeError:  # lists and objects are not hashable: use their text
            sent = {name: str(sent.get(name)) for name in plan.parameters}
            key = (plan.name, several, context, *sent.values())
            charges = self._known.get(key)
        if charges is None:
            values = {name: sent[name] for name in plan.parameters if sent.get(name) not in (None, "")}
            for name, known in zip(plan.context, context, strict=True):
                if known:
                    values[_CONTEXT + name] = known
            charges = self._work_out(plan, values, several=several)
            if len(self._known) >= _MANY:
                self._known = {}
            self._known[key] = charges
        return charges

    def _context_of(self, plan: _Plan) -> tuple[str | None, ...]:
        """Return the context values that decide the charges of an endpoint's calls."""
        state, (before, held) = self._state(), self._held
        if state is not before:
            held = {}
            self._held = (state, held)
        values = held.get(plan.name)
        if values is None:
            values = held[plan.name] = tuple(map(self._context, plan.context))
        return values

    def _work_out(self, plan: _Plan, values: Mapping[str, Any], *, several: bool) -> list[Charge]:
        limits = self._terms()
        types = None
        if limits.instruments is not None:
            ids = next((values[name] for name in limits.ids if name in values), None)
            stated, usual = values.get(limits.type_name), values.get(f"{_CONTEXT}inst_type")
            types = limits.instruments.types(stated=stated, ids=ids, known=usual)

        def certainly(name: str, wanted: tuple[str, ...]) -> bool:
            return only(types, *wanted) if name == _INSTRUMENT_TYPE else str(values.get(name, "")) in wanted

        charges: list[Charge] = []
        for limit, budget, index, scopes in plan.limits:
            if limit.items is not None and (limit.items == "several") is not several:
                continue
            if any(not certainly(*condition) for scope in scopes for condition in scope.only.items()):
                continue
            if any(certainly(*condition) for scope in scopes for condition in scope.unless.items()):
                continue
            taken = units(plan.costs[budget], values) if budget in plan.costs else 1
            if taken == 0:
                continue
            number = self._granted(limit, budget, index)
            key_values = (self._value(part, values) for part in limit.key)
            bucket = (self._venue, budget, index, *key_values)
            charges.append(Charge(bucket, number, limit.window, taken, cancels=plan.cancels))
        return charges

    def _granted(self, limit: RateLimit, budget: str, index: str) -> int:
        """Return the number of a limit: the one set for it, its scope or its budget, else the documented one."""
        scopes = (limit.scope, *limit.scopes) if limit.scope else ()
        names = (f"{budget}#{index}", *(f"{budget}@{scope}" for scope in scopes), budget)
        return next((self._seen[name] for name in names if name in self._seen), limit.limit)

    def _check_scopes(self, endpoint: Endpoint) -> None:
        """Refuse a number for a scope that the endpoint's limits do not have: it would silently be lost."""
        known = {scope for limit in endpoint.rate_limits for scope in (limit.scope, *limit.scopes) if scope}
        for name in self._seen:
            budget, _, scope = name.partition("@")
            if scope and budget == endpoint.name and scope not in known:
                listed = ", ".join(f"{budget}@{each}" for each in sorted(known)) or f"{budget}, which has no scopes"
                raise ConfigurationError(f"limits has no {name}; there are: {listed}", endpoint=endpoint)

    def _value(self, part: str, values: Mapping[str, Any]) -> str:
        """Return the value of a key part: from the identity, from a parameter, or derived from another one."""
        if part in self._identity:
            return self._identity[part]
        if part in values:
            return str(values[part])
        source, pattern = self._terms().derived.get(part, ("", ""))
        text = str(values.get(source, ""))
        match = re.fullmatch(pattern, text) if source else None
        return match[1] if match else text


def _items(wire: Any) -> list[Any]:
    """Return the orders of a batch inside a parameter, each merged with the parameters beside it."""
    sent: Mapping[str, Any] = wire if is_object(wire) else {}
    items = next((value for value in sent.values() if is_array(value) and all(map(is_object, value))), None)
    return [{**sent, **item} for item in items] if items else [wire]


def _combined(plan: _Plan, items: Sequence[Sequence[Charge]]) -> list[Charge]:
    """Combine the charges of several items into those of one call: orders add up, a request counts once."""
    counted: dict[tuple[str, ...], int] = {}
    latest: dict[tuple[str, ...], Charge] = {}
    for charges in items:
        for charge in charges:
            counted[charge.bucket] = counted.get(charge.bucket, 0) + 1
            latest[charge.bucket] = charge
    return [
        Charge(bucket, charge.limit, charge.window, counted[bucket], charge.cancels)
        if bucket[1:3] in plan.orders
        else charge
        for bucket, charge in latest.items()
    ]


_NOT_KEPT = LimitScope(kept=False)
