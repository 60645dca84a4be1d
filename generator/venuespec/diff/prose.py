"""Compare two wordings of a text: the names in it, meanings, and where something can be used.

Sentences are not judged here: a difference only means that somebody should read them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import astuple, frozen

from ..spec.model import EndpointSpec, Field
from .phrases import (
    BETWEEN_PARTIES,
    FOR_EXAMPLE,
    GOES_ON,
    NAME,
    ONLY,
    PARTY,
    RESTRICTION,
    SENTENCE_END,
    SPEAKS_OF_USE,
    VALUE_MEANING,
    WORD,
)

_MOST_NAMES = 6
_LEAST_WORDS = 2
# A restriction of more words than this can be recognised by its beginning.
_LEAST_BEGINNING = 4
# Words that turn their noun into another quantity.
_QUALIFIERS = frozenset(
    {"adjusted", "gross", "net", "average", "current", "predicted", "estimated", "total", "accumulated", "cumulative"}
    | {"initial", "maintenance", "realized", "unrealized", "available", "frozen", "maximum", "minimum", "absolute"}
    | {"daily", "hourly", "weekly", "monthly", "annual", "annualized", "ms", "milliseconds", "seconds", "minutes"}
    | {"hours", "days", "usd", "usdt", "usdc", "btc", "coin", "coins", "contract", "contracts", "percent", "percentage"}
)
_SAME = {"max": "maximum", "min": "minimum", "realised": "realized", "unrealised": "unrealized", "two": "2", "one": "1"}


@frozen
class Applicability:
    """A statement of where something can be used, in both states; None where a state makes none."""

    direction: Literal["narrowed", "widened"]
    old: str | None
    new: str | None


# --- names


def names_changed(old: Field, new: Field, before: EndpointSpec, after: EndpointSpec) -> str:
    """Say which names a row's text has gained and lost; empty for none, or where a text is not at hand.

    Names in examples do not count, nor facts that are compared on their own, nor what the page said beside the table:
    where a table ends cannot always be seen.
    """
    if not old.text or not new.text:
        return ""
    facts = _facts(old) | _facts(new)
    gained = sorted(_names(new.text) - _names(f"{old.text}\n{before.text}") - facts)
    lost = sorted(_names(old.text) - _names(f"{new.text}\n{after.text}") - facts)
    parts = [f"now names {', '.join(gained[:_MOST_NAMES])}"] if gained else []
    parts += [f"no longer names {', '.join(lost[:_MOST_NAMES])}"] if lost else []
    return " and ".join(parts)


def _facts(row: Field) -> set[str]:
    return {*row.values, *(str(fact) for fact in (row.default, *astuple(row.limits)) if fact is not None)}


def _names(text: str) -> set[str]:
    matches = NAME.regex.findall(FOR_EXAMPLE.regex.sub("", text))
    return {name for groups in matches for name in groups if name}


# --- meanings


def meanings(old: str, new: str) -> Iterator[tuple[str | None, str]]:
    """Pair statements of which only a number, a unit or a word such as 'adjusted' differs: (old, new).

    A value that gains a meaning has None for its old statement.
    """
    before, after = _sentences(old), _sentences(new)
    removed = [sentence for sentence in before if sentence not in after]
    added = [sentence for sentence in after if sentence not in before]
    pairs = ((was, now) for was in removed for now in added)
    yield from ((was, now) for was, now in pairs if _differs_in_quantity(was, now))
    old_meanings, new_meanings = (VALUE_MEANING.regex.findall("\n".join(sentences)) for sentences in (before, after))
    known = Counter(value for value, _ in old_meanings)
    further = Counter(value for value, _ in new_meanings) - known
    for value, meaning in new_meanings:
        if known[value] and further[value] and (value, meaning) not in old_meanings:
            yield None, f"`{value}`: {meaning}"


def _sentences(text: str) -> list[str]:
    parts = SENTENCE_END.regex.split(text)
    return [" ".join(part.split()).rstrip(" .;:") for part in parts if part.strip()]


def _differs_in_quantity(old: str, new: str) -> bool:
    """Tell whether two sentences have the same nouns and verbs, and other numbers, units or qualifiers."""
    if VALUE_MEANING.regex.match(old) or VALUE_MEANING.regex.match(new):
        return False
    was, now = _words(old), _words(new)
    figures = [sum(word[0].isdigit() for word in words) for words in (was, now)]
    least, most = sorted((len(_plain(was)), len(_plain(now))))
    if least < most and not any(figures):
        # The longer sentence may continue after the words of the shorter one.
        was, now = _beginning(was, least), _beginning(now, least)
    says_enough = len(_plain(was)) >= _LEAST_WORDS or (_plain(was) and figures[0])
    return bool(says_enough) and _plain(was) == _plain(now) and figures[0] == figures[1] and was != now


def _plain(words: Iterable[str]) -> list[str]:
    return [word for word in words if not _is_quantity(word)]


def _beginning(words: list[str], count: int) -> list[str]:
    """Return the first words up to a number of plain ones, with the quantities before and between them."""
    ends = (at + 1 for at in range(len(words)) if len(_plain(words[: at + 1])) == count)
    return words[: next(ends, 0)]


def _words(sentence: str) -> list[str]:
    words: list[str] = WORD.regex.findall(FOR_EXAMPLE.regex.sub("", sentence).lower())
    return [_SAME.get(word, word) for word in words]


def _is_quantity(word: str) -> bool:
    """Tell whether a word is a number or a unit, or turns its noun into another quantity."""
    return word in _QUALIFIERS or word[0].isdigit()


# --- where something can be used


def applicability_changes(old: str, new: str) -> Iterator[Applicability]:
    """Compare where two texts say that something can be used; a statement may be in only one of them."""
    before, after = " ".join(old.split()), " ".join(new.split())
    if before == after:
        return
    removed = [sentence for sentence in _sentences(old) if not _is_in(sentence, after)]
    added = [sentence for sentence in _sentences(new) if not _is_in(sentence, before)]
    for was in list(removed):
        now = next((sentence for sentence in added if _says_of_others(was, sentence)), None)
        if now is None:
            continue
        removed.remove(was)
        added.remove(now)
        parties, others = _parties(was), _parties(now)
        if parties < others:
            yield Applicability("widened", was, now)
        elif parties != others:
            yield Applicability("narrowed", was, now)
    yield from (Applicability("narrowed", None, sentence) for sentence in added if _restricts(sentence, before))
    yield from (Applicability("widened", sentence, None) for sentence in removed if _restricts(sentence, after))


def _is_in(sentence: str, text: str) -> bool:
    """Tell whether a single-spaced text has the sentence without further parties after it."""
    at = text.find(sentence)
    while at >= 0:
        if not GOES_ON.regex.match(text, at + len(sentence)):
            return True
        at = text.find(sentence, at + 1)
    return False


def _says_of_others(old: str, new: str) -> bool:
    """Tell whether two sentences differ only in the parties that they name.

    Or one begins as the other does, and then names some parties.
    """
    if not SPEAKS_OF_USE.regex.search(old):
        return False
    shorter, longer = sorted((_skeleton(old), _skeleton(new)), key=len)
    return shorter == longer or (shorter == "applicable to" and longer.startswith(shorter))


def _skeleton(sentence: str) -> str:
    """Return a sentence without 'only' and its parties, such as the types that it applies to."""
    without = PARTY.regex.sub(" ", ONLY.regex.sub("", sentence))
    return " ".join(BETWEEN_PARTIES.regex.sub(" ", without).strip(" .").casefold().split())


def _parties(sentence: str) -> set[str]:
    return {code or capitals for code, capitals in PARTY.regex.findall(sentence)}


def _restricts(sentence: str, other: str) -> bool:
    """Tell whether a sentence restricts the use of something, and the other text does not."""
    match = RESTRICTION.regex.match(sentence)
    if match is None:
        return False
    restriction = match[0] if len(match[0].split()) > _LEAST_BEGINNING else sentence
    return restriction.casefold() not in other.casefold()
