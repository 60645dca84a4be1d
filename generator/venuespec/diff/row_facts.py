"""Compare a row that both states have: its type, default, values, limits and text."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import evolve

from ..spec.model import Deprecation, Field
from ..spec.texts import Sentence
from . import choices, judgements, life
from .finding import Finding
from .judgements import Judgement
from .life import end_of_row, removal
from .new_parameters import needs_news, titles
from .pairs import RowPair
from .remarks import Remark, ValueRemark, in_words, remarks, value_remarks
from .said import row_description
from .stated import longest_span
from .variants import facts_by_table

_LIMITS = ("min", "max", "min_length", "max_length", "max_items", "pattern")
_UPPER = ("max", "max_length", "max_items")
# The JSON types whose texts have all texts of a type, by this type.
_AS_TEXT: Mapping[str, tuple[str, ...]] = {
    "integer": ("number", "string"),
    "number": ("string",),
    "boolean": ("string",),
    "string": (),
}
_NEED = {
    "yes": "required",
    "no": "optional",
    "conditional": "required in some cases",
    "unknown": "required or not, in words not understood",
}


def facts_changed(pair: RowPair) -> Iterator[Finding]:
    """Compare all facts of a row in two states, except the rows inside it, table by table where it is in several."""
    if pair.table.side == "request":
        yield from _variants(pair)
    yield from facts_by_table(pair, _facts)


def _facts(pair: RowPair) -> Iterator[Finding]:
    yield from _type(pair)
    if pair.table.side == "request":
        yield from _requiredness(pair)
        yield from _default(pair)
    else:
        yield from _emptiness(pair)
    yield from _values(pair)
    yield from _limits(pair)
    yield from _life(pair)
    yield from _text(pair)


def _emptiness(pair: RowPair) -> Iterator[Finding]:
    """Compare whether the text says that a field need not have a value."""
    was, now = pair.old.empty_at_times, pair.new.empty_at_times
    if was != now:
        judgement = judgements.FIELD_MAY_BE_EMPTY if now else judgements.FIELD_MAY_NOT_BE_EMPTY
        yield pair.finding(judgement, "required", None if now else "at times", "at times" if now else None)


def _type(pair: RowPair) -> Iterator[Finding]:
    old, new = pair.old, pair.new
    alike = _type_label(old) == _type_label(new)
    if alike and (old.json == new.json or bool(old.fields) != bool(new.fields)):
        # A plain field with rows below it counts as an object, and those rows are changes of their own.
        return
    judgement = judgements.TYPE_LABEL_CHANGED
    if old.json != new.json and _travels_as_text(pair):
        judgement = _type_as_text(old, new)
    elif old.json != new.json:
        put_right = pair.table.shown_as_one_type(old.name, new.name)
        judgement = judgements.TYPE_PUT_RIGHT if put_right else judgements.TYPE_CHANGED
    yield pair.finding(judgement, "type", old.type, new.type, json=new.json, earlier_json=old.json)


def _travels_as_text(pair: RowPair) -> bool:
    """Tell whether a row is text on the wire in both states, whatever type its page gives it."""
    sides = (pair.table.endpoint.old, pair.table.endpoint.new)
    plain = {pair.old.json, pair.new.json} <= _AS_TEXT.keys()
    return pair.table.side == "request" and plain and all(each.in_query or each.form for each in sides)


def _type_as_text(old: Field, new: Field) -> Judgement:
    if new.json not in _AS_TEXT[old.json]:
        return judgements.TYPE_NARROWER_AS_TEXT
    return judgements.TYPE_WIDER_THAN_KIND if new.kind == "integer" else judgements.TYPE_WIDER_AS_TEXT


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
    judgement = choices.default_changed(pair.table.endpoint.new)
    if old is None:
        judgement = judgements.DEFAULT_DOCUMENTED
    elif new is None:
        judgement = judgements.DEFAULT_UNDOCUMENTED
    yield pair.finding(judgement, "default", old, new)


# --- values


def _values(pair: RowPair) -> Iterator[Finding]:
    old, new, by_side = pair.old.values, pair.new.values, pair.table.by_side
    if set(old) == set(new) or pair.old.json == pair.new.json == "boolean":
        return
    if not old:
        if set(new) <= {row.name for row in pair.table.new}:
            # Names of other rows: the text refers to them.
            return
        yield from _values_documented(pair)
    elif not new:
        judgement = by_side(judgements.PARAM_VALUES_UNDOCUMENTED, judgements.FIELD_VALUES_UNDOCUMENTED)
        yield pair.finding(judgement, "values", list(old), [])
    else:
        for value in (value for value in old if value not in new):
            end = pair.old.deprecated_values.get(value)
            thing = f"the value {value} of {pair.words}"
            until = end.until if end is not None else None
            yield pair.finding(_value_removed(pair, value), "values", value, None, thing=thing, until=until)
        judgement = by_side(judgements.PARAM_VALUE_ADDED, judgements.FIELD_VALUE_ADDED)
        for value in (value for value in new if value not in old):
            yield pair.finding(judgement, "values", None, value)


def _values_documented(pair: RowPair) -> Iterator[Finding]:
    """Judge a list of values that only the newer state has.

    A response field is reported to gain the values that no row of this name had in the older state, if it knew others.
    """
    name, new = pair.new.name, pair.new.values
    news = pair.table.endpoint.states.values.get(name, frozenset[str]()) if pair.table.side == "response" else ()
    older = [value for value in new if value not in news]
    gained = [value for value in new if value in news] if older else []
    judgement = pair.table.by_side(judgements.PARAM_VALUES_DOCUMENTED, judgements.FIELD_VALUES_DOCUMENTED)
    yield pair.finding(judgement, "values", [], older or list(new))
    for value in gained:
        yield pair.finding(judgements.FIELD_VALUE_ADDED, "values", None, value)


def _value_removed(pair: RowPair, value: str) -> Judgement:
    by_side = pair.table.by_side
    if pair.old.closed:
        plain = by_side(judgements.PARAM_VALUE_REMOVED, judgements.FIELD_VALUE_REMOVED)
    else:
        plain = by_side(judgements.PARAM_VALUE_UNLISTED, judgements.FIELD_VALUE_UNLISTED)
    end = pair.old.deprecated_values.get(value)
    return removal(end, pair.table.endpoint.new.as_of, plain, judgements.VALUE_REMOVED_AS_ANNOUNCED)


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


# --- life


def _life(pair: RowPair) -> Iterator[Finding]:
    """Compare what the row says of its own end, of that of its values, and of its older name."""
    old, new = pair.old, pair.new
    was, now = end_of_row(old), end_of_row(new)
    yield from _end(pair, life.ROW, "", pair.words, was, now)
    if was is None and now is None:
        for value in sorted(old.deprecated_values.keys() | new.deprecated_values.keys()):
            if value in old.values and value in new.values:
                ends = old.deprecated_values.get(value), new.deprecated_values.get(value)
                yield from _end(pair, life.VALUE, "values", f"the value {value} of {pair.words}", *ends, value=value)
    if old.alias is None or old.name != new.name or not old.alias.was:
        return
    ends = life.end_of_alias(old.alias), life.end_of_alias(new.alias)
    thing = f"the older name {old.alias.was} of {pair.words}"
    if ends[1] is not None:
        yield from _end(pair, life.ROW, "alias", thing, *ends)
        return
    gone = judgements.ALIAS_REMOVED
    judgement = removal(ends[0], pair.table.endpoint.new.as_of, gone, gone)
    yield pair.finding(judgement, "alias", old.alias.was, None, thing=thing, until=old.alias.until)


def _end(
    pair: RowPair,
    kind: life.Thing,
    part: str,
    thing: str,
    old: Deprecation | None,
    new: Deprecation | None,
    value: str = "",
) -> Iterator[Finding]:
    judgement = life.life_changed(kind, old, new)
    if judgement is None:
        return
    stated = [f"{value} {words}".strip() if (words := life.in_words(end)) else value or None for end in (old, new)]
    end = life.particulars(new) if new is not None else ""
    until = [each.until if each is not None and each.until else "no day" for each in (old, new)]
    yield pair.finding(judgement, part, *stated, thing=thing, end=end, until=until[1], earlier=until[0], value=value)


# --- text


def _text(pair: RowPair) -> Iterator[Finding]:
    """Compare the text on a row, except parts that repeat its values, default and limits."""
    old, new = pair.old, pair.new
    # The digest is of the whole text; readers of another day can have cut the label elsewhere.
    span = longest_span(old, new)
    is_same = old.prose == new.prose and (old.prose or old.label == new.label)
    # Two documents in another format have the statements of a text without its digest.
    if span is not None and not (is_same and old.prose):
        yield _span(pair, *span)
    if is_same:
        return
    reworded: list[Remark] = []
    states = pair.table.endpoint.before, pair.table.endpoint.after
    endpoint = pair.table.endpoint
    was, now = row_description(old, endpoint.old, states[0]), row_description(new, endpoint.new, states[1])
    for remark in remarks(was, now, span=span is not None):
        if remark.topic == "wording":
            reworded.append(remark)
        else:
            yield _remark(pair, remark)
    both = tuple(value for value in old.values if value in new.values)
    for meaning in value_remarks(was.values, now.values, both):
        if meaning.weight == "wording":
            reworded.append(Remark("wording", *_lines(meaning), signs=_signs(meaning)))
        else:
            yield _value_remark(pair, meaning)
    if reworded:
        was_text, now_text = (
            " ".join(filter(None, texts)) or None
            for texts in zip(*((each.old, each.new) for each in reworded), strict=True)
        )
        signs = " ".join(each.signs[0] for each in reworded), " ".join(each.signs[1] for each in reworded)
        yield evolve(pair.finding(judgements.ROW_REWORDED, "", was_text, now_text), signs=signs)


def _remark(pair: RowPair, remark: Remark) -> Finding:
    is_request = pair.table.side == "request"
    part = "required" if remark.topic == "required" else ""
    judgement = choices.row_remark(remark.topic, remark.old, remark.new, is_request=is_request)
    if remark.topic == "required":
        judgement = _condition_stated(pair, remark)
    found = pair.finding(judgement, part, remark.old, remark.new, what=pair.words, names=remark.names)
    return evolve(found, signs=remark.signs)


def _condition_stated(pair: RowPair, remark: Remark) -> Judgement:
    old, new = pair.old, pair.new
    endpoint = pair.table.endpoint
    gained = set(new.required_when) - set(old.required_when)
    # A parameter that is conditional by its table is only explained; one that is always required is not loosened.
    is_explained = new.required == "yes" or (old.required == new.required == "conditional" and remark.old is None)
    if not gained or is_explained or needs_news(new.required_when, endpoint.old, endpoint.new):
        return judgements.CONDITION_EXPLAINED
    return judgements.CONDITION_STATED


def _value_remark(pair: RowPair, meaning: ValueRemark) -> Finding:
    by_side = pair.table.by_side
    part = "values"
    judgement = judgements.VALUE_MEANING_CHANGED
    if meaning.weight == "further":
        judgement, part = by_side(judgements.PARAM_MEANING_ADDED, judgements.FIELD_MEANING_ADDED), ""
    elif meaning.weight == "more":
        judgement = by_side(judgements.PARAM_VALUE_EXPLAINED, judgements.VALUE_MEANING_CHANGED)
    return evolve(pair.finding(judgement, part, *_lines(meaning), value=meaning.value), signs=_signs(meaning))


def _lines(meaning: ValueRemark) -> tuple[str | None, str | None]:
    return _line(meaning.value, meaning.old), _line(meaning.value, meaning.new)


def _line(value: str, meaning: Sentence | None) -> str | None:
    return None if meaning is None else f"`{value}`: {in_words(meaning)}"


def _signs(meaning: ValueRemark) -> tuple[str, str]:
    was, now = (f"{each.sign:x}" if each is not None else "" for each in (meaning.old, meaning.new))
    return f"{meaning.value} {was}", f"{meaning.value} {now}"


def _span(pair: RowPair, was: str, now: str, is_shorter: bool) -> Finding:
    if pair.table.side == "request":
        judgement = judgements.PARAM_LIMIT_TIGHTENED if is_shorter else judgements.PARAM_LIMIT_LOOSENED
    else:
        judgement = judgements.FIELD_LIMIT_TIGHTENED if is_shorter else judgements.FIELD_LIMIT_LOOSENED
    return pair.finding(judgement, "at_most", was, now, limit="the longest span", stated=now, earlier_stated=was)
