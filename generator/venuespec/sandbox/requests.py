"""Check a request as the venue does: against its table, and against its rules in the account's context."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen

from ..rules.evaluate import evaluate
from ..rules.queries import NOW
from ..rules.to_english import says
from ..rules.tree import RuleTree, Scope
from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field
from .admission import RefusedError
from .working import number_of

_DOES_FOR_ITEMS = ("place", "amend", "cancel")


@frozen
class RequestCheck:
    """The table and the rules of an endpoint, in the context of an account; ``now`` is the clock in Unix seconds."""

    endpoint: EndpointSpec
    context: Mapping[str, str]
    scope: Scope
    now: Callable[[], float]

    def refused_items(self, wire: Any) -> dict[int, RefusedError]:
        """Return what is wrong with items of a batch that answers for each of them, by place.

        Raises ``RefusedError`` for what is wrong with the whole call.
        """
        endpoint, state = self.endpoint, self.endpoint.sandbox
        by_item = state is not None and state.does in _DOES_FOR_ITEMS
        if endpoint.batch:
            found = [self._fault(endpoint.request, item, endpoint.rules, item) for item in wire]
        elif by_item and state is not None and state.items and is_array(wire.get(state.items)):
            whole = [rule for rule in endpoint.rules if rule.each != state.items]
            self._check(endpoint.request, wire, whole, wire, but=state.items)
            rows = next((row.fields for row in endpoint.request if row.name == state.items), ())
            own = [rule for rule in endpoint.rules if rule.each == state.items]
            items = wire[state.items]
            found = [self._fault(rows, item, own, {**wire, state.items: [item]}) for item in items]
        else:
            self._check(endpoint.request, wire, endpoint.rules, wire)
            return {}
        wrong = {index: fault for index, fault in enumerate(found) if fault is not None}
        if wrong and (not by_item or any(fault.reason == "wrong_body" for fault in wrong.values())):
            raise next(iter(wrong.values()))
        return wrong

    def _fault(self, rows: Iterable[Field], item: Any, rules: Iterable[RuleTree], wire: Any) -> RefusedError | None:
        try:
            self._check(rows, item, rules, wire)
        except RefusedError as refused:
            return refused
        return None

    def _check(
        self, rows: Iterable[Field], item: Any, rules: Iterable[RuleTree], wire: Any, but: str | None = None
    ) -> None:
        """Raise ``RefusedError`` for an item that is against its table or a rule; ``wire`` is what the rules see.

        The items of the parameter ``but`` are not looked at.
        """
        if not is_object(item):
            raise RefusedError("wrong_body", "every item must be a JSON object")
        _check_rows(rows, item, self.endpoint.in_query and not self.endpoint.write, but)
        context = {**self.context, NOW: str(int(self.now() * 1000))}
        for rule in rules:
            if rule.level == "error" and evaluate(rule, wire, context, self.scope).state == "broken":
                raise RefusedError("rule", says(rule))


def _check_rows(rows: Iterable[Field], item: Mapping[str, Any], may_list: bool, but: str | None = None) -> None:
    for row in rows:
        value = item.get(row.name)
        if value is None or value == "":
            if row.required == "yes" and not row.signer:
                raise RefusedError("missing_parameter", f"the parameter {row.name} is missing")
            continue
        # Some filters take several values, whatever their page says.
        sent = str(value).split(",") if may_list else [str(value)]
        if row.listed and not set(sent) <= set(row.listed):
            raise RefusedError("wrong_value", f"the parameter {row.name} must be one of {', '.join(row.values)}")
        if _is_number(row) and number_of(value) is None:
            raise RefusedError("wrong_value", f"the parameter {row.name} must be a plain decimal number")
        for inner in (value if is_array(value) else [value]) if row.name != but else ():
            if row.fields and is_object(inner):
                _check_rows(row.fields, inner, may_list)


def _is_number(row: Field) -> bool:
    return row.kind == "decimal" and row.json in ("string", "number") and row.separator is None and not row.values
