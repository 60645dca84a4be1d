"""Compare an endpoint's rules by what they refuse: a rule that is only reworded is not a change."""

from collections.abc import Iterator

from ..rules.equivalence import Side, uncovered
from ..rules.evaluate import evaluate
from ..rules.queries import paths_of
from ..rules.to_english import says
from ..rules.tree import Choice, NameGroup, RuleTree
from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, VenueSpec, walk
from . import choices, judgements
from .finding import Finding
from .new_parameters import unheard_of
from .pairs import EndpointPair


def rules_changed(pair: EndpointPair) -> Iterator[Finding]:
    """Compare the rules of an endpoint, and which parameter counts where several are sent."""
    was, now = _side(pair.old, pair.before), _side(pair.new, pair.after)
    removed = {rule.id: rule for rule in uncovered(was, now)}
    added = {rule.id: rule for rule in uncovered(now, was)}
    for name in sorted(removed.keys() & added.keys()):
        yield _changed(pair, removed[name], added[name])
    for name in sorted(removed.keys() - added.keys()):
        if not _names_missing(removed[name], pair.new):
            yield pair.finding(judgements.RULE_REMOVED, f"rules.{name}", says(removed[name]), None)
    for name in sorted(added.keys() - removed.keys()):
        yield from _added(pair, added[name])
    yield from _precedence(pair)


def _side(endpoint: EndpointSpec, venue: VenueSpec) -> Side:
    return Side(
        rules=endpoint.rules,
        scope=endpoint.scope(venue),
        values={row.name: row.values for row in endpoint.request if row.values and row.closed},
        required=frozenset(row.name for row in endpoint.request if row.required == "yes"),
    )


def _changed(pair: EndpointPair, old: RuleTree, new: RuleTree) -> Finding:
    refuses = _refuses_example(new, pair)
    judgement = judgements.RULE_CHANGED_AGAINST_EXAMPLE if refuses else judgements.RULE_CHANGED
    return pair.finding(judgement, f"rules.{new.id}", says(old), says(new), name=new.id)


def _added(pair: EndpointPair, rule: RuleTree) -> Iterator[Finding]:
    names_missing = _names_missing(rule, pair.old)
    on_new_parameters = names_missing and unheard_of(rule, pair.old, pair.new, pair.states)
    if pair.after.documented and names_missing and not on_new_parameters:
        # What it says of older parameters may have held before: only its text does not fit that state.
        return
    refuses = _refuses_example(rule, pair)
    judgement = choices.rule_added(rule, refuses_example=refuses, on_new_parameters=on_new_parameters)
    yield pair.finding(judgement, f"rules.{rule.id}", None, says(rule))


def _names_missing(rule: RuleTree, other: EndpointSpec) -> bool:
    """Tell whether a rule names a parameter that the other state lacks, which is a change of its own."""
    known = {name for name, _ in walk(other.request)}
    return not known.issuperset(paths_of(rule))


def _refuses_example(rule: RuleTree, pair: EndpointPair) -> bool:
    """Tell whether a rule of the newer state refuses a request that the older page shows."""
    if rule.level != "error":
        return False
    scope = pair.new.scope(pair.after)
    for example in pair.old.examples:
        for wire in example.request if is_array(example.request) else [example.request]:
            if is_object(wire) and evaluate(rule, wire, example.context, scope).state == "broken":
                return True
    return False


def _precedence(pair: EndpointPair) -> Iterator[Finding]:
    """Compare which of several parameters counts, which is not visible in what a rule refuses."""
    before, after = _preferred(pair.old), _preferred(pair.new)
    for choice in before.keys() & after.keys():
        (was, _), (now, rule) = before[choice], after[choice]
        if was == now:
            continue
        judgement = judgements.PRECEDENCE_CHANGED
        if now is None:
            judgement = judgements.PRECEDENCE_UNDOCUMENTED
        elif was is None:
            judgement = judgements.PRECEDENCE_DOCUMENTED
        several = ", ".join("/".join(group) for group in choice)
        yield pair.finding(judgement, f"rules.{rule}.prefer", was, now, several=several)


def _preferred(endpoint: EndpointSpec) -> dict[tuple[NameGroup, ...], tuple[str | None, str]]:
    """Return {choice: (the parameter that counts, id of the rule that says so)}."""
    choices = (
        (rule, assertion) for rule in endpoint.rules for assertion in rule.asserts if isinstance(assertion, Choice)
    )
    return {choice.of: (choice.prefer, rule.id) for rule, choice in choices}
