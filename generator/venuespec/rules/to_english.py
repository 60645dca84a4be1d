"""Rules as sentences, for docstrings and error messages."""

import re
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

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
    Counts,
    Forbid,
    Group,
    Ignored,
    InContext,
    InstrumentType,
    Is,
    Matches,
    Not,
    Ordered,
    Present,
    Require,
    Restrict,
    Rule,
)

_CHARACTERS = re.compile(r"\[(?P<set>A-Za-z0-9|0-9)\]\{(?P<least>\d+)(?:,(?P<most>\d+))?\}")
_OPS: dict[Comparison, str] = {"gte": "at least", "gt": "more than", "lte": "at most", "lt": "less than"}
_NUMBERS = {1: "one", 2: "two", 3: "three"}


def says(rule: Rule) -> str:
    """One sentence: when, and what then."""
    asserts = _asserts(rule.asserts)
    lead = ""
    if rule.each:
        lead = f"in each item of {rule.each}, "
    elif rule.inside:
        lead = f"inside {rule.inside}, "
    if rule.when != ALWAYS:
        lead += f"when {condition_says(rule.when)}, "
    sentence = f"{lead}{asserts}."
    # A name keeps its spelling at the start of a sentence; only our own words are capitalised.
    own = lead or asserts.startswith(("at ", "either ", "exactly "))
    return sentence[0].upper() + sentence[1:] if own else sentence


def _asserts(of: Sequence[Assertion]) -> str:
    """What must hold; a name that the clause before it was about is not said again."""
    clauses: list[str] = []
    subject = ""
    for each in of:
        clause = _assertion(each)
        own = f"{each.name} " if isinstance(each, Restrict) else ""
        clauses.append(clause.removeprefix(own) if own and own == subject else clause)
        subject = own or (f"{each.names[0]} " if isinstance(each, Require) and len(each.names) == 1 else "")
    return listed(clauses, "and")


def condition_says(of: Condition) -> str:
    """A condition as a clause: 'mgnMode is isolated and posMode is long_short_mode'."""
    match of:
        case AllOf(parts):
            return listed([_inner(each, AnyOf) for each in parts], "and")
        case AnyOf(parts):
            return listed([_inner(each, AllOf) for each in parts], "or")
        case Not(part):
            return _negated(part)
        case Is(name, values) | InContext(name, values):
            return f"{_name(name)} is {listed(values, 'or')}"
        case Present(name):
            return f"{_name(name)} is sent"
        case Matches(name, pattern):
            return f"{_name(name)} has the form {pattern}"
        case Compares(name, op, number):
            return f"{_name(name)} is {_OPS[op]} {number:f}"
        case InstrumentType(types):
            return f"the instrument type is {listed(types, 'or')}"
        case Counts(name, where, least):
            such = f" in which {condition_says(where)}" if where else ""
            return f"{_name(name)} has {_NUMBERS.get(least, least)} or more items{such}"


def _inner(part: Condition, loose: type) -> str:
    text = condition_says(part)
    return f"({text})" if isinstance(part, loose) else text


def _negated(of: Condition) -> str:
    match of:
        case Is(name, values) | InContext(name, values):
            return f"{_name(name)} is {'not' if len(values) == 1 else 'neither'} {listed(values, 'nor')}"
        case Present(name):
            return f"{_name(name)} is not sent"
        case Matches(name, pattern):
            return f"{_name(name)} is not of the form {pattern}"
        case Compares(name, op, number):
            return f"{_name(name)} is not {_OPS[op]} {number:f}"
        case InstrumentType(types):
            return f"the instrument type is {'not' if len(types) == 1 else 'neither'} {listed(types, 'nor')}"
        case Not(part):
            return condition_says(part)
        case _:
            return f"it is not so that {condition_says(of)}"


def _assertion(of: Assertion) -> str:
    match of:
        case Require(names):
            return f"{listed(names, 'and')} {_are(names)} required"
        case Forbid(names):
            return f"{listed(names, 'and')} must not be sent"
        case Ignored(names):
            return f"{listed(names, 'and')} {'has' if len(names) == 1 else 'have'} no effect"
        case AllOrNone(names):
            return f"either all of {listed(names, 'and')} must be sent or none"
        case Choice(groups, least, most, prefer):
            return _choice(groups, least, most, prefer)
        case Restrict():
            return _restriction(of)
        case Ordered(left=left, op=op, right=right, span_max_ms=span):
            text = f"{_name(left)} must be {_OPS[op]} {_name(right)}"
            return text if span is None else f"{text}, and they may be {_span(span)} apart at most"


def _choice(groups: tuple[Group, ...], least: int, most: int | None, prefer: str | None) -> str:
    names = [" with ".join(map(_name, group)) for group in groups]
    if least and most:
        return f"exactly one of {listed(names, 'and')} is required"
    if most:
        return f"at most one of {listed(names, 'and')} may be sent"
    wins = f"; where several are sent, {_name(prefer)} counts" if prefer else ""
    if len(names) == 2:
        return f"either {names[0]} or {names[1]} is required{wins}"
    return f"at least one of {listed(names, 'and')} is required{wins}"


def _restriction(of: Restrict) -> str:
    parts: list[str] = []
    if of.one_of is not None:
        parts.append(f"must be {listed(of.one_of, 'or')}")
    if of.none_of is not None:
        parts.append(f"must not be {listed(of.none_of, 'or')}")
    bounds: tuple[tuple[Comparison, Decimal | None], ...]
    bounds = (("gte", of.gte), ("gt", of.gt), ("lte", of.lte), ("lt", of.lt))
    if of.gte is not None and of.lte is not None and of.gt is None and of.lt is None:
        parts.append(f"must be from {of.gte:f} to {of.lte:f}")
    else:
        parts += [f"must be {_OPS[op]} {bound:f}" for op, bound in bounds if bound is not None]
    for least, most, what in ((of.min_length, of.max_length, "character"), (of.min_items, of.max_items, "item")):
        if least is not None:
            parts.append(f"must have at least {_counted(least, what)}")
        if most is not None:
            parts.append(f"must have at most {_counted(most, what)}")
    if of.pattern is not None:
        parts.append(f"must {_form(of.pattern)}")
    if of.equals is not None:
        parts.append(f"must equal {_name(of.equals)}")
    return f"{_name(of.name)} {listed(parts, 'and')}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _form(pattern: str) -> str:
    """What a pattern asks for, in words where it is a simple one."""
    match = _CHARACTERS.fullmatch(pattern)
    if match is None:
        return f"have the form {pattern}"
    kind = {"A-Za-z0-9": "letter or digit", "0-9": "digit"}[match["set"]]
    least, most = int(match["least"]), int(match["most"] or match["least"])
    if least == most:
        return f"be {_counted(most, kind)}" if kind == "digit" else f"be {most} letters and digits"
    return f"be {least} to {most} {'digits' if kind == 'digit' else 'letters and digits'}"


def _name(name: str) -> str:
    return f"the request's {name[2:]}" if name.startswith("$.") else name


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _span(milliseconds: int) -> str:
    span = timedelta(milliseconds=milliseconds)
    if span.days and not span.seconds:
        return f"{span.days} days"
    hours = span.total_seconds() / 3600
    return f"{hours:g} hours" if hours >= 1 else f"{span.total_seconds():g} seconds"


def listed(parts: Sequence[str], word: str) -> str:
    """'a', 'a or b', 'a, b or c'."""
    parts = [_name(each) if each.startswith("$.") else each for each in parts]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"
