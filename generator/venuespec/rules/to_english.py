"""Render rules as English sentences, for docstrings and error messages.

A sentence must have one reading only: "and" and "or" join conditions, since commas belong to lists of values;
parentheses enclose a part that is joined by the other word; a negation moves to the facts that it negates.
``tests/rules/test_to_english.py`` shows every form beside its sentence.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from .queries import bounds
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
    InstrumentType,
    Is,
    ItemCounts,
    Limit,
    Matches,
    NameGroup,
    Not,
    Ordered,
    Present,
    Refused,
    Require,
    Restrict,
    RuleTree,
)

_COMPARED: dict[Comparison, str] = {"gte": "at least", "gt": "greater than", "lte": "at most", "lt": "less than"}
_ORDERED: dict[Comparison, str] = {"gte": "not be less", "gt": "be greater", "lte": "not be greater", "lt": "be less"}
_IN_TIME: dict[Comparison, str] = {"gte": "not be earlier", "gt": "be later", "lte": "not be later", "lt": "be earlier"}
_NUMBERS = {2: "two", 3: "three"}
_UNITS = ((86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second"), (1, "millisecond"))
# A pattern that only says which characters there may be, and how many.
_CHARACTERS = re.compile(
    r"\[(?P<set>(?:A-Z|a-z|0-9|[._-])+)\](?:(?P<any>[*+])|\{(?P<least>[0-9]+)(?:,(?P<most>[0-9]+))?\})"
)
_RANGE = re.compile(r".-.|.")
_LETTERS = {"A-Z": "capital letter", "a-z": "lower-case letter"}
_SIGNS = {"0-9": "digit", ".": "dot", "_": "underscore", "-": "hyphen"}


@frozen
class _Clause:
    """A subject and its predicate; without a subject the clause starts with one of our own words."""

    subject: str
    predicate: str

    @property
    def text(self) -> str:
        return f"{self.subject} {self.predicate}" if self.subject else self.predicate

    @property
    def starts_with_name(self) -> bool:
        return bool(self.subject) and not self.subject.startswith("the ")


def says(rule: RuleTree) -> str:
    """Render a rule as one sentence, such as "When ordType is limit, px is required."."""
    lead = ""
    if rule.each:
        lead = f"in each item of {rule.each}, "
    elif rule.inside:
        lead = f"in {rule.inside}, "
    if rule.when != ALWAYS:
        lead += f"when {condition_says(rule.when)}, "
    clauses = [_assertion(assertion) for assertion in rule.asserts]
    sentence = f"{lead}{_asserted(clauses)}."
    # A parameter's name keeps its spelling at the start of a sentence; only our own words are capitalised.
    return sentence if not lead and clauses[0].starts_with_name else sentence[0].upper() + sentence[1:]


def condition_says(of: Condition) -> str:
    """Render a condition as a clause: 'mgnMode is isolated and posMode is long_short_mode'."""
    return _condition(_plain(of))


# --- conditions


def _plain(of: Condition, negated: bool = False) -> Condition:
    """Return an equivalent condition with negations at single facts only and without needless nesting."""
    match of:
        case Not(part):
            return _plain(part, not negated)
        case AllOf(parts) | AnyOf(parts):
            kind = AllOf if isinstance(of, AllOf) != negated else AnyOf
            flat: list[Condition] = []
            for part in parts:
                plain = _plain(part, negated)
                flat += plain.of if isinstance(plain, AllOf | AnyOf) and isinstance(plain, kind) else [plain]
            return kind(tuple(flat))
        case _:
            return Not(of) if negated else of


def _condition(of: Condition) -> str:
    if not isinstance(of, AllOf | AnyOf):
        return _fact(of).text
    texts: list[str] = []
    subject = ""
    for clause in _clauses(of):
        texts.append(clause.predicate if clause.subject and clause.subject == subject else clause.text)
        subject = clause.subject
    if isinstance(of, AllOf):
        return " and ".join(texts)
    listing = any(" or " in text and not text.startswith("(") for text in texts)
    return (", or " if listing else " or ").join(texts)


def _clauses(of: AllOf | AnyOf) -> Iterator[_Clause]:
    """Yield the parts of a condition; facts about several parameters, sent or not sent, become one clause."""
    sent = [_name(part.name) for part in of.of if isinstance(part, Present)]
    missing = [_name(part.of.name) for part in of.of if isinstance(part, Not) and isinstance(part.of, Present)]
    merged = {True: len(sent) > 1, False: len(missing) > 1}
    done: set[bool] = set()
    for part in of.of:
        present = isinstance(part, Present)
        if (present or (isinstance(part, Not) and isinstance(part.of, Present))) and merged[present]:
            if present not in done:
                done.add(present)
                yield _Clause("", _sent(of, sent) if present else _missing(of, missing))
        elif isinstance(part, AllOf | AnyOf):
            single = len(list(_clauses(part))) == 1
            yield _Clause("", _condition(part) if single else f"({_condition(part)})")
        elif _counts_where(part) and (isinstance(of, AnyOf) or part is not of.of[-1]):
            # What follows would be read as a condition on the item.
            yield _Clause("", f"({_fact(part).text})")
        else:
            yield _fact(part)


def _sent(of: AllOf | AnyOf, names: Sequence[str]) -> str:
    return f"{_both(names)} are sent" if isinstance(of, AllOf) else f"{_either(names)} is sent"


def _missing(of: AllOf | AnyOf, names: Sequence[str]) -> str:
    if isinstance(of, AllOf):
        return f"{_neither(names)} is sent"
    return f"at least one of {listed(names, 'and')} is not sent"


def _counts_where(of: Condition) -> bool:
    counts = of.of if isinstance(of, Not) else of
    return isinstance(counts, ItemCounts) and counts.where is not None


def _fact(of: Condition) -> _Clause:
    """Return the clause for one fact, or for its negation."""
    negated = isinstance(of, Not)
    match of.of if isinstance(of, Not) else of:
        case Is(name, values):
            return _Clause(_name(name), _is(values, negated))
        case InContext(name, values):
            return _Clause(f"the context's {name}", _is(values, negated))
        case InstrumentType(types):
            return _Clause("the instrument type", _is(types, negated))
        case Present(name):
            return _Clause(_name(name), "is not sent" if negated else "is sent")
        case Matches(name, pattern):
            return _Clause(_name(name), f"{'does not match' if negated else 'matches'} the pattern {pattern}")
        case Compares(name, op, number):
            if isinstance(number, FromNow):
                return _Clause(_name(name), f"is {_with_now(op, number, negated)}")
            return _Clause(_name(name), f"{'is not' if negated else 'is'} {_COMPARED[op]} {_number(number)}")
        case ItemCounts() as counts:
            return _Clause(_name(counts.of), _count(counts, negated))
        case AllOf() | AnyOf() | Not() as compound:
            return _Clause("", f"({condition_says(compound)})")


def _with_now(op: Comparison, moment: FromNow, negated: bool) -> str:
    """Describe a comparison with the present: 'later than 10 minutes from now', 'not earlier than 30 days ago'."""
    before = op in ("gte", "lt")
    denied = (op in ("gte", "lte")) != negated
    length = _span(abs(moment.offset_ms)) if moment.offset_ms else ""
    time = "now" if not length else f"{length} ago" if moment.offset_ms < 0 else f"{length} from now"
    return f"{'not ' if denied else ''}{'earlier' if before else 'later'} than {time}"


def _is(values: Sequence[str], negated: bool) -> str:
    if not negated:
        return f"is {listed(values, 'or')}"
    return f"is not {values[0]}" if len(values) == 1 else f"is {_neither(values)}"


def _count(of: ItemCounts, negated: bool) -> str:
    thing = _thing(of.of)
    verb = "lists" if thing == "id" else "has"
    least = _NUMBERS.get(of.at_least, str(of.at_least))
    if of.at_least > 1:
        amount = f"fewer than {least} {thing}s" if negated else f"{least} or more {thing}s"
    elif of.where is None:
        amount = f"no {thing}s" if negated else f"at least one {thing}"
    else:
        amount = f"no {thing}" if negated else f"an {thing}"
    return f"{verb} {amount}" + (f" where {condition_says(of.where)}" if of.where else "")


# --- assertions


def _asserted(clauses: Sequence[_Clause]) -> str:
    """Join assertions into one clause without repeating the subject."""
    texts: list[str] = []
    subject = ""
    for clause in clauses:
        texts.append(clause.predicate if clause.subject and clause.subject == subject else clause.text)
        subject = clause.subject
    if len(texts) == 1 or not any("," in text for text in texts):
        return listed(texts, "and")
    return ", and ".join(texts) if len(texts) == 2 else "; ".join([*texts[:-1], f"and {texts[-1]}"])


def _assertion(of: Assertion) -> _Clause:
    match of:
        case Require(names):
            return _Clause(listed(_names(names), "and"), "is required" if len(names) == 1 else "are required")
        case Forbid(names):
            if len(names) == 1:
                return _Clause(_name(names[0]), "must not be sent")
            return _own(f"{_neither(_names(names))} may be sent")
        case Refused():
            return _own("the request is refused")
        case Ignored(names):
            return _Clause(listed(_names(names), "and"), f"{'has' if len(names) == 1 else 'have'} no effect")
        case AllOrNone(names):
            return _Clause(listed(_names(names), "and"), "must be sent together or not at all")
        case Choice(groups, least, most, prefer):
            sent = "both" if len(groups) == 2 else "several"
            used = f"; if {sent} are sent, {_name(prefer)} is used" if prefer else ""
            return _own(_choice(groups, least, most) + used)
        case Restrict():
            return _Clause(_name(of.name), listed(list(_restrictions(of)), "and"))
        case Ordered(left=left, op=op, right=right, span_max_ms=span):
            if span is None:
                return _Clause(_name(left), f"must {_ORDERED[op]} than {_name(right)}")
            apart = f"and they may be at most {_span(span)} apart"
            return _Clause(_name(left), f"must {_IN_TIME[op]} than {_name(right)}, {apart}")


def _own(text: str) -> _Clause:
    return _Clause("", text)


def _choice(groups: Sequence[NameGroup], least: int, most: int | None) -> str:
    amount = "at least one" if most is None else "exactly one" if least else "at most one"
    needed = "is required" if least else "may be sent"
    options = [_name(group[0]) if len(group) == 1 else _both(_names(group)) for group in groups]
    several = any(len(group) > 1 for group in groups)
    if most is None and len(options) == 2:
        return f"either {options[0]} or {options[1]} {'must be sent' if several else 'is required'}"
    if several:
        return f"{amount} of these {needed}: {'; '.join(options)}"
    return f"{amount} of {listed(options, 'and')} {needed}"


def _restrictions(of: Restrict) -> Iterator[str]:
    if of.one_of is not None:
        yield f"must be {listed(of.one_of, 'or')}"
    if of.none_of is not None:
        yield f"must not be {listed(of.none_of, 'or')}"
    yield from _bounded(bounds(of))
    if length := _amount(of.min_length, of.max_length, "character"):
        yield f"must have {length}"
    if items := _amount(of.min_items, of.max_items, _thing(of.name)):
        yield f"takes {items}"
    if of.pattern is not None:
        yield _form(of.pattern)
    if of.equals is not None:
        yield f"must equal {_name(of.equals)}"


def _bounded(limits: Sequence[tuple[Comparison, Limit | None]]) -> Iterator[str]:
    numbers: dict[Comparison, Decimal] = {op: bound for op, bound in limits if isinstance(bound, Decimal)}
    if numbers.keys() == {"gte", "lte"}:
        least, most = _number(numbers["gte"]), _number(numbers["lte"])
        yield f"must be {least}" if least == most else f"must be from {least} to {most}"
    elif numbers:
        yield f"must be {listed([f'{_COMPARED[op]} {_number(bound)}' for op, bound in numbers.items()], 'and')}"
    for op, bound in limits:
        if isinstance(bound, FromNow):
            says = _with_now(op, bound, negated=False)
            yield f"must not be {says.removeprefix('not ')}" if says.startswith("not ") else f"must be {says}"


def _amount(least: int | None, most: int | None, thing: str) -> str:
    """Describe an amount: 'at least 2 items', '2 to 10 items', 'exactly 1 item'; empty without bounds."""
    if least is not None and most is not None:
        return f"exactly {_counted(least, thing)}" if least == most else f"{least} to {_counted(most, thing)}"
    if least is not None:
        return f"at least {_counted(least, thing)}"
    return "" if most is None else f"at most {_counted(most, thing)}"


def _form(pattern: str) -> str:
    """Describe the requirement of a pattern, in words where it only restricts the characters."""
    match = _CHARACTERS.fullmatch(pattern)
    if match is None:
        return f"must match the pattern {pattern}"
    kinds = _kinds(match["set"])
    if match["any"]:
        return f"may contain only {listed([f'{kind}s' for kind in kinds], 'and')}"
    least, most = int(match["least"]), int(match["most"] or match["least"])
    amount = f"{most}" if least == most else f"{least} to {most}"
    return f"must be {amount} {listed([kind if most == 1 else f'{kind}s' for kind in kinds], 'or')}"


def _kinds(characters: str) -> list[str]:
    """Return the kinds of characters in a set: ['letter', 'digit'] for 'A-Za-z0-9'."""
    ranges = set(_RANGE.findall(characters))
    if _LETTERS.keys() <= ranges:
        return ["letter", *(kind for part, kind in _SIGNS.items() if part in ranges)]
    return [kind for part, kind in (_LETTERS | _SIGNS).items() if part in ranges]


# --- words


def _name(name: str) -> str:
    return f"the request's {name[2:]}" if name.startswith("$.") else name


def _names(names: Sequence[str]) -> list[str]:
    return [_name(name) for name in names]


def _both(parts: Sequence[str]) -> str:
    return f"{'both' if len(parts) == 2 else 'all of'} {listed(parts, 'and')}"


def _either(parts: Sequence[str]) -> str:
    return f"either {listed(parts, 'or')}" if len(parts) == 2 else f"any of {listed(parts, 'and')}"


def _neither(parts: Sequence[str]) -> str:
    return f"neither {listed(parts, 'nor')}" if len(parts) == 2 else f"none of {listed(parts, 'and')}"


def _thing(name: str) -> str:
    """Return the noun for an entry of a list: 'id' in instId and clOrdIds, else 'item'."""
    return "id" if name.endswith(("Id", "Ids")) else "item"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _number(number: Decimal) -> str:
    return f"{number:f}"


def _span(milliseconds: int) -> str:
    """Describe a span in the largest unit that divides it: '90 days', '36 hours'."""
    length, unit = next((length, unit) for length, unit in _UNITS if milliseconds % length == 0)
    return _counted(milliseconds // length, unit)


def listed(parts: Sequence[str], word: str) -> str:
    """Join as in a sentence: 'a', 'a or b', 'a, b or c'."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"
