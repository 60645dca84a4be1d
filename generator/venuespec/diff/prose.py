"""Compare two wordings of a text: the names in it, and sentences of which only a quantity differs."""

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from .phrases import FOR_EXAMPLE, NAME, RESTRICTION, VALUE_MEANING, WORD

_MOST_NAMES = 6
_LEAST_WORDS = 2
# Words that turn their noun into another quantity.
_QUALIFIERS = frozenset(
    {"adjusted", "gross", "net", "average", "current", "predicted", "estimated", "total", "accumulated", "cumulative"}
    | {"initial", "maintenance", "realized", "unrealized", "available", "frozen", "maximum", "minimum", "absolute"}
    | {"daily", "hourly", "weekly", "monthly", "annual", "annualized", "ms", "milliseconds", "seconds", "minutes"}
    | {"hours", "days", "usd", "usdt", "usdc", "btc", "coin", "coins", "contract", "contracts", "percent", "percentage"}
)
SAME = {"max": "maximum", "min": "minimum", "realised": "realized", "unrealised": "unrealized", "two": "2", "one": "1"}


@frozen
class Applicability:
    """A statement of where something can be used, in both states; None where a state makes none."""

    direction: Literal["narrowed", "widened"]
    old: str | None
    new: str | None


# --- names


def names_in(text: str, *, examples: bool = False) -> set[str]:
    """Return the names in a text: code, capitals, figures; those of its examples only on demand."""
    matches = NAME.regex.findall(text if examples else FOR_EXAMPLE.regex.sub("", text))
    return {name for groups in matches for name in groups if name}


def names_lost_and_gained(gained: Iterable[str], lost: Iterable[str]) -> str:
    """Say which names a text has gained and lost; empty for none."""
    came, went = sorted(gained), sorted(lost)
    parts = [f"now names {', '.join(came[:_MOST_NAMES])}"] if came else []
    parts += [f"no longer names {', '.join(went[:_MOST_NAMES])}"] if went else []
    return " and ".join(parts)


# --- quantities


def without_examples(sentence: str) -> str:
    """Leave out examples, except those that say what a figure stands for, or are followed by a restriction.

    Such as 'e.g. `0.01` represents 1%', and 'e.g. `A`, or `ANY` (`ANY` is only supported for spot)'.
    """
    keeps = "represent" in sentence or RESTRICTION.regex.search(sentence)
    return sentence if keeps else FOR_EXAMPLE.regex.sub("", sentence)


def differs_in_quantity(old: str, new: str) -> bool:
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
    words: list[str] = WORD.regex.findall(without_examples(sentence).lower())
    return [SAME.get(word, word) for word in words]


def _is_quantity(word: str) -> bool:
    """Tell whether a word is a number or a unit, or turns its noun into another quantity."""
    return word in _QUALIFIERS or word[0].isdigit()
