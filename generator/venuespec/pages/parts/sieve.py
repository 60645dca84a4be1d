"""Search texts for a pattern quickly where most texts cannot have a match.

Each match of most patterns has one of a few words in it: one of ``(?:at most|up to) [0-9]+`` has "at most" or "up to".
Those words are read from the pattern itself, so they cannot differ from it. A text with none of them is not searched,
and a pattern is compiled when the first text needs it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise

_QUANTIFIER = re.compile(r"(?:(?P<none>[*?]|\{0?,\d*\}|\{0(?:,\d*)?\})|\+|\{\d+(?:,\d*)?\})[?+]?")
_GROUP = re.compile(r"\(\?(?:P<\w+>|[aimsLu]*(?:-[ims]+)?:|>)|\((?!\?)")
_ASSERTION = re.compile(r"\(\?<?[=!]")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_SPECIAL = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|N\{[^}]*\}|[0-9]+|[A-Za-z])|[.^$]")
_ESCAPED = re.compile(r"\\([^0-9A-Za-z])", re.DOTALL)
_PLAIN = re.compile(r"[^\\()\[|.^$*+?{]+(?![*+?{])|[^\\()\[|.^$]", re.DOTALL)
_LISTED = re.compile(r"\[-?((?:0-9|\\d|\\?[^\w\s\\\]-]|\w(?!-))*)-?\]")
_ONE = re.compile(r"0-9|\\d|\\?(.)", re.DOTALL)
_DIGITS = "0123456789"
_FEW = 16
# What an ASCII letter matches where case does not count, and is not that letter in lower case; other digits.
_ODD = re.compile(r"[^\x00-\x7f](?<=[\d\u0131\u017f\u0130])")

Words = frozenset[str]


class UnknownSyntaxError(ValueError):
    """Raised for a pattern with a part that the reader of patterns does not know."""


class Sieve:
    """A pattern whose case does not count, as ``re.compile(pattern, re.IGNORECASE)``.

    A text with none of its ``words`` is answered at once.
    """

    def __init__(self, pattern: str) -> None:
        self.source = pattern

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the compiled pattern."""
        return re.compile(self.source, re.IGNORECASE)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return the words, in lower case, one of which is in each match; the empty one if nothing is known of it."""
        return tuple(sorted(words_of(self.source) or ("",), key=_rarity, reverse=True))

    def may_match(self, text: str) -> bool:
        """Tell whether a text has one of the words."""
        lower = text.lower()
        for word in self.words:
            if word in lower:
                return True
        return not text.isascii() and _ODD.search(text) is not None

    def found(self, text: str) -> bool:
        """Tell whether a text has a match; only those alternatives are tried of which it has a word."""
        return self._alternatives.found(text)

    @cached_property
    def _alternatives(self) -> "Sieves":
        return Sieves([self.source])

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text."""
        return self.pattern.search(text) if self.may_match(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at the beginning of a text."""
        return self.pattern.match(text) if self.may_match(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match of a whole text."""
        return self.pattern.fullmatch(text) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in a text."""
        return self.pattern.finditer(text) if self.may_match(text) else iter(())

    def sub(self, with_: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Return a text with each match replaced."""
        return self.pattern.sub(with_, text) if self.may_match(text) else text


class Sieves:
    """Patterns whose case does not count; of those that a text has a word of, one is to match."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(dict.fromkeys(patterns))

    @cached_property
    def _sieves(self) -> tuple[Sieve, ...]:
        return tuple(Sieve(each) for pattern in self._patterns for each in alternatives_of(pattern))

    @cached_property
    def _by_word(self) -> tuple[tuple[str, tuple[Sieve, ...]], ...]:
        """Return the patterns that each word is of; those of which nothing is known are last."""
        by_word: dict[str, list[Sieve]] = {}
        for sieve in self._sieves:
            for word in sieve.words:
                by_word.setdefault(word, []).append(sieve)
        return tuple((word, tuple(by_word[word])) for word in sorted(by_word, key=len, reverse=True))

    def found(self, text: str) -> bool:
        """Tell whether a text has a match of a pattern."""
        if not text.isascii() and _ODD.search(text) is not None:
            return any(sieve.pattern.search(text) for sieve in self._sieves)
        lower = text.lower()
        tried: set[Sieve] = set()
        for word, sieves in self._by_word:
            if word in lower:
                for sieve in sieves:
                    if sieve not in tried and sieve.pattern.search(text) is not None:
                        return True
                    tried.add(sieve)
        return False


def alternatives_of(pattern: str) -> tuple[str, ...]:
    """Return the alternatives that a pattern consists of; the pattern where its syntax is not known."""
    cuts = [0]
    try:
        while True:
            _, end = _sequence(pattern, cuts[-1])
            cuts.append(end + 1)
            if not pattern.startswith("|", end):
                break
    except UnknownSyntaxError:
        return (pattern,)
    if cuts[-1] != len(pattern) + 1:
        return (pattern,)
    return tuple(pattern[start : end - 1] for start, end in pairwise(cuts))


def words_of(pattern: str) -> Words | None:
    """Return words in lower case, one of which is in each match of a pattern; None if there are none."""
    try:
        found, end = _alternatives(pattern, 0)
    except UnknownSyntaxError:
        return None
    return found if end == len(pattern) else None


def _alternatives(pattern: str, at: int) -> tuple[Words | None, int]:
    """Read alternatives up to the end of their group; each has words, or nothing is known of the group."""
    words: set[str] = set()
    known = True
    while True:
        found, at = _sequence(pattern, at)
        if found is None:
            known = False
        else:
            words |= found
        if not pattern.startswith("|", at):
            return (_shortest(words) if known else None), at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[Words | None, int]:
    """Read what follows one after another, up to the next alternative; return the words that say most."""
    best: Words | None = None
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        found: Words | None = None
        chars = ""
        if plain := _PLAIN.match(pattern, at):
            chars, at = plain[0].lower(), plain.end()
        elif escaped := _ESCAPED.match(pattern, at):
            chars, at = escaped[1], escaped.end()
        else:
            found, at = _part(pattern, at)
        times = _QUANTIFIER.match(pattern, at)
        at = times.end() if times else at
        if chars and not _is_cased(chars) and not (times and times["none"]):
            run += chars
            if times is None:
                continue
        best, run = _better(best, frozenset({run}) if run else None), ""
        if not (times and times["none"]):
            best = _better(best, found)
    return _better(best, frozenset({run}) if run else None), at


def _part(pattern: str, at: int) -> tuple[Words | None, int]:
    """Read a group, a class of characters or a sign with a meaning; return what is known of it, and its end."""
    if part := _CLASS.match(pattern, at) or _SPECIAL.match(pattern, at):
        return _chars(part[0]), part.end()
    group, assertion = _GROUP.match(pattern, at), _ASSERTION.match(pattern, at)
    begin = group or assertion
    if begin is None:
        raise UnknownSyntaxError(pattern[at:])
    words, end = _alternatives(pattern, begin.end())
    if not pattern.startswith(")", end):
        raise UnknownSyntaxError(pattern[at:])
    return (words if group else None), end + 1


def _chars(part: str) -> Words | None:
    """Return the few characters that a class of characters names; None for many."""
    if part == r"\d":
        return frozenset(_DIGITS)
    if part.startswith("[^") or _LISTED.fullmatch(part) is None:
        return None
    chars = {char.lower() for one in _ONE.finditer(part[1:-1]) for char in one[1] or _DIGITS}
    return None if len(chars) > _FEW or any(map(_is_cased, chars)) else frozenset(chars)


def _is_cased(chars: str) -> bool:
    """Tell whether one of the characters is not ASCII, and has an upper case."""
    return not chars.isascii() and any(not char.isascii() and char.upper() != char for char in chars)


def _better(one: Words | None, other: Words | None) -> Words | None:
    """Return the words that fewer texts have."""
    if one is None or other is None:
        return one or other
    return min(one, other, key=lambda words: sum(map(_rarity, words)))


def _rarity(word: str) -> float:
    """Estimate the share of texts that have a word."""
    return 0.2 ** sum(1 if char.isascii() else 3 for char in word)


def _shortest(words: set[str]) -> Words:
    """Leave out words that have another one in them."""
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(short in word for short in kept):
            kept.append(word)
    return frozenset(kept)
