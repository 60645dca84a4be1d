"""Choose the row of the table of judgements where it depends on a condition."""

from ..rules.tree import RuleTree
from ..spec.model import EndpointSpec
from . import judgements as by
from .judgements import Judgement
from .remarks import Topic


def default_changed(endpoint: EndpointSpec) -> Judgement:
    """Judge another default: an order that goes out on other terms than before is an error."""
    return by.ORDER_DEFAULT_CHANGED if endpoint.write and "order" in endpoint.path else by.DEFAULT_CHANGED


def row_remark(topic: Topic, old: str | None, new: str | None, *, is_request: bool) -> Judgement:
    """Judge what the text on a row says otherwise; a statement in only one of the states does not prove a change."""
    if topic in ("narrowed", "widened") and old is not None and new is not None and not is_request:
        return by.FIELD_APPLICABILITY_CHANGED
    if topic == "narrowed":
        documented = by.PARAM_RESTRICTION_DOCUMENTED if is_request else by.FIELD_RESTRICTION_DOCUMENTED
        return documented if old is None else by.PARAM_NARROWED
    if topic == "figure" or (topic in ("tightened", "loosened") and not is_request):
        return by.MEANING_CHANGED
    return {"names": by.ROW_NAMES_OTHERS, "wording": by.ROW_REWORDED}.get(topic) or _remark(topic, old, new)


def page_remark(topic: Topic, old: str | None, new: str | None, *, of_row: bool, refuses: bool) -> Judgement:
    """Judge what the text of a page outside of its tables says otherwise, or there ``of_row`` says of a parameter.

    ``refuses`` says that a call that writes does not do something at all.
    """
    if topic == "narrowed" and of_row:
        return by.PARAM_RESTRICTION_DOCUMENTED if old is None else by.PARAM_NARROWED
    if topic == "narrowed":
        documented = by.ENDPOINT_REFUSES if refuses else by.ENDPOINT_RESTRICTION_DOCUMENTED
        return documented if old is None else by.ENDPOINT_NARROWED
    here = {"names": by.PAGE_NAMES_OTHERS, "wording": by.PAGE_REWORDED, "figure": by.PAGE_FIGURE_CHANGED}
    return here.get(topic) or _remark(topic, old, new)


def _remark(topic: Topic, old: str | None, new: str | None) -> Judgement:
    if topic == "widened":
        return by.RESTRICTION_UNDOCUMENTED if new is None else by.APPLICABILITY_WIDENED
    if topic == "effect":
        return by.EFFECT_STATED if old is None else by.EFFECT_UNSTATED if new is None else by.EFFECT_CHANGED
    return by.TEXT_LIMIT_TIGHTENED if topic == "tightened" else by.TEXT_LIMIT_LOOSENED


def rule_added(rule: RuleTree, *, refuses_example: bool, on_new_parameters: bool) -> Judgement:
    """Judge a new rule by what it refuses of the older state."""
    if refuses_example:
        return by.RULE_ADDED_AGAINST_EXAMPLE
    if on_new_parameters:
        return by.RULE_ADDED_ON_NEW_PARAMS
    return by.RULE_ADDED if rule.level == "error" else by.RULE_ADDED_AS_WARNING
