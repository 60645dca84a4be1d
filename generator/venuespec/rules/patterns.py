"""Regular expressions that are proven to take linear time on any text before they are used.

The engine of ``re`` backtracks: it tries one way to read a text after another. This module counts the ways: it walks
the automaton of the pattern over every kind of text, and refuses a pattern with more than ``MOST_WAYS`` simultaneous
ways to read a beginning. An accepted pattern costs at most that many steps per character.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

from attrs import define, field

# The module of the standard library that reads patterns has no public name, and no types.
_PARSER: Any = import_module("re._parser")

MOST_WAYS = 64
_MOST_STATES = 3_000
_MOST_TEXTS = 20_000
_HOW = "write it without a repetition that competes with its neighbours for the same characters"

Fits = Callable[[str], bool]
_CATEGORIES: dict[str, Fits] = {
    "CATEGORY_DIGIT": str.isdecimal,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": lambda char: char.isalnum() or char == "_",
}
# Beside the ends of a pattern's own ranges: characters of every category.
_SAMPLE = {*map(chr, range(256)), *"\u0660\u0669\u00aa\u0401\u4e00\u3000\u2028\u200b\ud800\U0001f600"}


@lru_cache(maxsize=1 << 10)
def fault(pattern: str) -> str | None:
    """Return why a pattern is refused; None for a pattern that may be used."""
    try:
        tree = _PARSER.parse(pattern)
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"{pattern[:200]!r} is not a regular expression: {error}"
    try:
        if tree.state.flags & ~re.UNICODE.value:
            raise _UnfitError("has flags; write both cases out")
        for part in _independent(tree):
            _prove(part)
    except _UnfitError as unfit:
        return f"{pattern[:200]!r} {unfit}"
    return None


class _UnfitError(Exception):
    """The fault of a pattern, worded as the end of a sentence."""


def _independent(tree: Any) -> Iterator[list[Any]]:
    """Yield the pattern and each leading look-ahead: each is read once, from the beginning of the text."""
    items = list(tree)
    while items and str(items[0][0]) in ("ASSERT", "ASSERT_NOT"):
        direction, inner = items.pop(0)[1]
        if direction < 0:
            raise _UnfitError("looks behind; write it without")
        yield from _independent(inner)
    yield items


@define
class _State:
    """A state that reads a character that ``fits``, if it reads one, and continues to each of ``after``."""

    fits: Fits | None = None
    after: "list[_State]" = field(factory=list["_State"])


@define
class _Automaton:
    """The automaton of a pattern, built from its end to its beginning."""

    states: int = 0
    tests: dict[str, tuple[Fits, set[str]]] = field(factory=dict[str, tuple[Fits, set[str]]])

    def state(self, fits: Fits | None, after: Iterable[_State]) -> _State:
        self.states += 1
        if self.states > _MOST_STATES:
            raise _UnfitError(f"counts too far: it has more than {_MOST_STATES} steps")
        return _State(fits, list(after))

    def sequence(self, items: Iterable[Any], end: _State) -> _State:
        for item in reversed(list(items)):
            end = self.item(item, end)
        return end

    def item(self, item: Any, end: _State) -> _State:
        kind, value = str(item[0]), item[1]
        match kind:
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                key = f"{kind} {value}"
                self.tests.setdefault(key, (_fits(kind, value), _boundaries(kind, value)))
                return self.state(self.tests[key][0], [end])
            case "AT":
                return end  # it only takes ways away
            case "SUBPATTERN":
                if value[1] or value[2]:
                    raise _UnfitError("has flags; write both cases out")
                return self.sequence(value[3], end)
            case "BRANCH":
                return self.state(None, [self.sequence(branch, end) for branch in value[1]])
            case "MAX_REPEAT" | "MIN_REPEAT":
                return self.repeated(value[0], value[1], value[2], end)
            case _:
                raise _UnfitError(f"uses {kind.lower().replace('_', ' ')}, whose time cannot be told; write it without")

    def repeated(self, least: int, most: Any, body: Any, end: _State) -> _State:
        if str(most) == "MAXREPEAT":
            if body.getwidth()[0] == 0:
                raise _UnfitError("repeats what can be empty; let each repetition read a character")
            loop = self.state(None, [end])
            loop.after.append(self.sequence(body, loop))
            end = loop
        else:
            done = end
            for _ in range(most - least):
                end = self.state(None, [done, self.sequence(body, end)])
        for _ in range(least):
            end = self.sequence(body, end)
        return end


def _fits(kind: str, value: Any) -> Fits:
    match kind:
        case "LITERAL":
            return lambda char: ord(char) == value
        case "NOT_LITERAL":
            return lambda char: ord(char) != value
        case "ANY":
            return lambda char: char != "\n"
        case _:
            negated = str(value[0][0]) == "NEGATE"
            parts = [_part(str(member[0]), member[1]) for member in value[negated:]]
            return lambda char: any(part(char) for part in parts) is not negated


def _part(kind: str, value: Any) -> Fits:
    if kind == "RANGE":
        return lambda char: value[0] <= ord(char) <= value[1]
    if kind != "CATEGORY":
        return _fits(kind, value)
    name = str(value)
    positive = _CATEGORIES[name.replace("_NOT_", "_")]
    return (lambda char: not positive(char)) if "_NOT_" in name else positive


def _boundaries(kind: str, value: Any) -> set[str]:
    """Return the characters at which membership in a set changes."""
    codes: set[int] = set()
    for part, operand in value if kind == "IN" else [(kind, value)]:
        if str(part) in ("LITERAL", "NOT_LITERAL"):
            codes |= {operand - 1, operand, operand + 1}
        elif str(part) == "RANGE":
            codes |= {operand[0] - 1, operand[0], sum(operand) // 2, operand[1], operand[1] + 1}
    return {chr(code) for code in codes if 0 <= code < 0x110000}


def _prove(items: list[Any]) -> None:
    """Walk over every kind of text. Raises ``_UnfitError`` if a text can be read in too many ways."""
    automaton = _Automaton()
    start = automaton.sequence(items, automaton.state(None, ()))
    ways = _Ways()
    samples = {tuple(fits(char) for fits, _ in automaton.tests.values()): char for char in _chars(automaton)}
    chars = list(samples.values())
    first = ways.of([(start, 1)])
    seen, waiting = {first}, [first]
    while waiting:
        here = waiting.pop()
        for char in chars:
            read = [(state.after[0], count) for state, count in ways.reading(here) if state.fits and state.fits(char)]
            there = ways.of(read)
            if there in seen or not there:
                continue
            seen.add(there)
            waiting.append(there)
            if len(seen) > _MOST_TEXTS:
                raise _UnfitError(f"is too large to prove that it takes linear time; {_HOW}")


def _chars(automaton: _Automaton) -> list[str]:
    chars = set(_SAMPLE)
    for _, ends in automaton.tests.values():
        chars |= ends
    return sorted(chars)


Position = frozenset[tuple[int, int]]


@define
class _Ways:
    """The number of ways to read a beginning of a text, by the state that reads the next character."""

    _known: dict[int, dict[int, int]] = field(factory=dict[int, dict[int, int]])
    _states: dict[int, _State] = field(factory=dict[int, _State])

    def of(self, reached: Iterable[tuple[_State, int]]) -> Position:
        total: dict[int, int] = {}
        for state, count in reached:
            for name, ways in self._reachable(state).items():
                total[name] = total.get(name, 0) + ways * count
        if sum(total.values()) > MOST_WAYS:
            raise _UnfitError(f"can read a text in more than {MOST_WAYS} ways, which can take forever; {_HOW}")
        return frozenset(total.items())

    def reading(self, position: Position) -> Iterator[tuple[_State, int]]:
        for name, count in position:
            yield self._states[name], count

    def _reachable(self, state: _State) -> dict[int, int]:
        """Count the ways from a state, without reading, to each state that reads a character or ends."""
        waiting = [state]
        while waiting:
            current = waiting[-1]
            if id(current) in self._known:
                waiting.pop()
                continue
            if current.fits is not None or not current.after:
                self._states[id(current)] = current
                self._known[id(current)] = {id(current): 1}
                continue
            missing = [after for after in current.after if id(after) not in self._known]
            if missing:
                waiting += missing
                continue
            totals: dict[int, int] = {}
            for after in current.after:
                for name, ways in self._known[id(after)].items():
                    totals[name] = min(totals.get(name, 0) + ways, MOST_WAYS + 1)
            self._known[id(current)] = totals
        return self._known[id(state)]
