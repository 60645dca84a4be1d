"""Compare a row that both states have: its type, default, values, limits and text."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..spec.model import Field
from . import judgements
from .finding import Finding
from .judgements import Judgement
from .new_parameters import titles
from .pairs import RowPair
from .prose import applicability_changes, meanings, names_changed
from .stated import applicability_of, ended_values, figure_changed, in_words, longest_span, mentions_changed

_LIMITS = ("min", "max", "min_length", "max_length", "max_items", "pattern")
_UPPER = ("max", "max_length", "max_items")
_NEED = {
    "yes": "required",
    "no": "optional",
    "conditional": "required in some cases",
    "unknown": "required or not, in words not understood",
}


def facts_changed(pair: RowPair) -> Iterator[Finding]:
    """Compare all facts of a row in two states, except the rows inside it."""
    yield from _type(pair)
    if pair.table.side == "request":
        yield from _requiredness(pair)
        yield from _default(pair)
        yield from _variants(pair)
    yield from _values(pair)
    yield from _limits(pair)
    old, new = pair.old.deprecated, pair.new.deprecated
    if old != new:
        yield pair.finding(judgements.ROW_DEPRECATED if new else judgements.ROW_UNDEPRECATED, "", old, new)
    yield from _text(pair)


def _type(pair: RowPair) -> Iterator[Finding]:
    old, new = pair.old, pair.new
    alike = _type_label(old) == _type_label(new)
    if alike and (old.json == new.json or bool(old.fields) != bool(new.fields)):
        # A plain field with rows below it counts as an object, and those rows are changes of their own.
        return
    judgement = judgements.TYPE_LABEL_CHANGED
    if old.json != new.json:
        put_right = pair.table.shown_as_one_type(old.name, new.name)
        judgement = judgements.TYPE_PUT_RIGHT if put_right else judgements.TYPE_CHANGED
    yield pair.finding(judgement, "type", old.type, new.type, json=new.json, earlier_json=old.json)


def _type_label(row: Field) -> str:
    return " ".join(row.type.lower().split()).rstrip(".")


def _variants(pair: RowPair) -> Iterator[Finding]:
    """Compare which of the request tables that both states have list the row."""
    if not pair.old.variants or not pair.new.variants:
        return
    common = titles(pair.table.endpoint.old) & titles(pair.table.endpoint.new)
    was, now = (sorted(common & set(row.variants)) for row in (pair.old, pair.new))
    if was != now:
        has_left = bool(set(was) - set(now))
        judgement = judgements.PARAM_LEFT_VARIANT if has_left else judgements.PARAM_IN_OTHER_VARIANTS
        yield pair.finding(judgement, "variants", was, now)


def _requiredness(pair: RowPair) -> Iterator[Finding]:
    old, new = pair.old.required, pair.new.required
    if old == new:
        return
    is_known = "unknown" not in (old, new)
    judgement = judgements.NO_LONGER_REQUIRED if old == "yes" and is_known else judgements.REQUIRED_LABEL_CHANGED
    if new == "yes" and is_known:
        judgement = judgements.REQUIRED
    yield pair.finding(judgement, "required", old, new, need=_NEED[new], earlier_need=_NEED[old])


def _default(pair: RowPair) -> Iterator[Finding]:
    old, new = pair.old.default, pair.new.default
    if old == new:
        return
    judgement = judgements.default_changed(pair.table.endpoint.new)
    if old is None:
        judgement = judgements.DEFAULT_DOCUMENTED
    elif new is None:
        judgement = judgements.DEFAULT_UNDOCUMENTED
    yield pair.finding(judgement, "default", old, new)


# --- values


def _values(pair: RowPair) -> Iterator[Finding]:
    old, new, by_side = pair.old.values, pair.new.values, pair.table.by_side
    if set(old) == set(new):
        return
    if not old:
        if set(new) <= {row.name for row in pair.table.new}:
            # Names of other rows: the text refers to them.
            return
        judgement = by_side(judgements.PARAM_VALUES_DOCUMENTED, judgements.FIELD_VALUES_DOCUMENTED)
        yield pair.finding(judgement, "values", [], list(new))
    elif not new:
        judgement = by_side(judgements.PARAM_VALUES_UNDOCUMENTED, judgements.FIELD_VALUES_UNDOCUMENTED)
        yield pair.finding(judgement, "values", list(old), [])
    else:
        judgement = _value_removed(pair)
        for value in (value for value in old if value not in new):
            yield pair.finding(judgement, "values", value, None)
        judgement = by_side(judgements.PARAM_VALUE_ADDED, judgements.FIELD_VALUE_ADDED)
        for value in (value for value in new if value not in old):
            yield pair.finding(judgement, "values", None, value)


def _value_removed(pair: RowPair) -> Judgement:
    if pair.old.closed:
        return pair.table.by_side(judgements.PARAM_VALUE_REMOVED, judgements.FIELD_VALUE_REMOVED)
    return pair.table.by_side(judgements.PARAM_VALUE_UNLISTED, judgements.FIELD_VALUE_UNLISTED)


# --- limits


def _limits(pair: RowPair) -> Iterator[Finding]:
    for name in _LIMITS:
        old, new = getattr(pair.old.limits, name), getattr(pair.new.limits, name)
        if old == new:
            continue
        judge = _param_limit if pair.table.side == "request" else _field_limit
        was, now = _json(old), _json(new)
        yield pair.finding(
            judge(name, old, new),
            name,
            was,
            now,
            limit=name.replace("_", " "),
            stated="no longer stated" if now is None else now,
            earlier_stated=was or "not stated",
        )


def _param_limit(name: str, old: Any, new: Any) -> Judgement:
    if old is None:
        return judgements.PARAM_LIMIT_DOCUMENTED
    if new is None:
        return judgements.PARAM_LIMIT_UNDOCUMENTED
    return judgements.PARAM_LIMIT_LOOSENED if _is_looser(name, old, new) else judgements.PARAM_LIMIT_TIGHTENED


def _field_limit(name: str, old: Any, new: Any) -> Judgement:
    is_looser = new is None or (old is not None and _is_looser(name, old, new))
    return judgements.FIELD_LIMIT_LOOSENED if is_looser else judgements.FIELD_LIMIT_TIGHTENED


def _is_looser(name: str, old: Any, new: Any) -> bool:
    """Tell whether a limit admits more values; a changed pattern counts as a tighter limit."""
    return name != "pattern" and (new > old) == (name in _UPPER)


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value


# --- text


def _text(pair: RowPair) -> Iterator[Finding]:
    """Compare the text on a row, except parts that repeat its values, default and limits."""
    old, new = pair.old, pair.new
    # The digest is of the whole text; readers of another day can have cut the label elsewhere.
    if old.prose == new.prose and (old.prose or old.label == new.label):
        return
    yield from _ended_values(pair)
    span = longest_span(old, new)
    if span is not None:
        yield _span(pair, *span)
    facts_differ = (old.values, old.default, old.limits) != (new.values, new.default, new.limits)
    if not facts_differ and span is None:
        yield from _meanings(pair)
    is_request = pair.table.side == "request"
    worded = bool(old.text and new.text)
    changes = applicability_changes(old.text, new.text) if worded else applicability_of(old, new)
    statements = list(changes) if is_request else []
    for statement in statements:
        judgement = judgements.applicability_changed(statement, of_endpoint=False)
        yield pair.finding(judgement, "", statement.old, statement.new, what=pair.words)
    endpoints = pair.table.endpoint
    names_differ = names_changed if worded else mentions_changed
    names = (
        ""
        if statements or not is_request or facts_differ or span
        else names_differ(old, new, endpoints.old, endpoints.new)
    )
    judgement = judgements.ROW_NAMES_OTHERS if names else judgements.ROW_REWORDED
    yield pair.finding(judgement, "", old.label, new.label, names=names)


def _ended_values(pair: RowPair) -> Iterator[Finding]:
    """Compare the values that the rows call deprecated, unless one of them is deprecated as a whole."""
    if pair.old.deprecated or pair.new.deprecated:
        return
    for value, end in ended_values(pair.old, pair.new):
        judgement = judgements.VALUE_DEPRECATED if end is not None else judgements.VALUE_UNDEPRECATED
        yield pair.finding(judgement, "values", value, value, end=in_words(end) if end is not None else "")


def _span(pair: RowPair, was: str, now: str, is_shorter: bool) -> Finding:
    if pair.table.side == "request":
        judgement = judgements.PARAM_LIMIT_TIGHTENED if is_shorter else judgements.PARAM_LIMIT_LOOSENED
    else:
        judgement = judgements.FIELD_LIMIT_TIGHTENED if is_shorter else judgements.FIELD_LIMIT_LOOSENED
    return pair.finding(judgement, "at_most", was, now, limit="the longest span", stated=now, earlier_stated=was)


def _meanings(pair: RowPair) -> Iterator[Finding]:
    if not (pair.old.text and pair.new.text):
        figures = figure_changed(pair.old.mentions, pair.new.mentions)
        if figures is not None:
            yield pair.finding(judgements.MEANING_CHANGED, "", *figures)
        return
    for old, new in meanings(pair.old.text, pair.new.text):
        judgement = judgements.MEANING_CHANGED
        if old is None:
            judgement = pair.table.by_side(judgements.PARAM_MEANING_ADDED, judgements.FIELD_MEANING_ADDED)
        yield pair.finding(judgement, "", old, new)
