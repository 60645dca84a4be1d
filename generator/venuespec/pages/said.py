"""Read the texts of pages sentence by sentence: what each states, and digests by which it is compared.

Sentences count as the same when they differ only in case, quotation marks, spaces, links, examples, or in the words for
a restriction ("Applies only to", "Only applicable to").
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from attrs import evolve

from ..spec.texts import Restriction, Sentence, frame_of, frames_of, sign_of, small
from .parts.conditions import applies_to, excludes, required_when
from .parts.lifecycle import alias, deprecation
from .parts.phrases import (
    EFFECT,
    FOR_EXAMPLE,
    LINK,
    NAME,
    ONLY_FOR,
    PARTY,
    RESTRICTION,
    SENTENCE_END,
    SPEAKS_OF_A_ROW,
    VALUE_MEANING,
    WORD,
)
from .parts.sentences import apart
from .parts.statements import AT_MOST, at_most, figures_of

_ON_ROWS = 4  # of the forms of AT_MOST
_LEAST_WORDS = 2
_LONGEST = 600
_MOST = 400
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
_SAME = {"max": "maximum", "min": "minimum", "realised": "realized", "unrealised": "unrealized", "two": "2", "one": "1"}
# Pairs of words with opposite meanings.
_OPPOSITES = frozenset(
    {
        "ascending",
        "descending",
        "asc",
        "desc",
        "including",
        "excluding",
        "inclusive",
        "exclusive",
        "includes",
        "excludes",
    }
    | {"before", "after", "above", "below", "higher", "lower", "greater", "less", "more", "fewer", "earlier", "later"}
    | {"newest", "oldest", "latest", "earliest", "isolated", "cross", "enabled", "disabled", "enable", "disable"}
    | {"case-sensitive", "case-insensitive", "increase", "decrease", "buy", "sell", "long", "short", "base", "quote"}
    | {"positive", "negative"}
    | {"maker", "taker", "synchronous", "asynchronous", "synchronously", "asynchronously", "successful", "failed"}
)
# Words that turn their noun into another quantity.
_QUALIFIERS = frozenset(
    {"adjusted", "gross", "net", "average", "current", "predicted", "estimated", "total", "accumulated", "cumulative"}
    | {"initial", "maintenance", "realized", "unrealized", "available", "frozen", "maximum", "minimum", "absolute"}
    | {"daily", "hourly", "weekly", "monthly", "annual", "annualized"}
)
_UNITS = frozenset(
    {"ms", "milliseconds", "seconds", "minutes", "hours", "days", "usd", "usdt", "usdc", "btc", "coin", "coins"}
    | {"contract", "contracts", "percent", "percentage"}
)
_QUANTITIES = _QUALIFIERS | _UNITS | _OPPOSITES
_LITTLE = frozenset(
    {"a", "an", "the", "of", "to", "is", "are", "be", "and", "or", "in", "for", "with", "as", "by", "on", "it", "its"}
    | {"this", "that", "only", "was", "were"}
)
_RESTRICTING = (
    "only",
    "not",
    "no longer",
    "exclusive",
    "restricted to",
    "limited to",
    "unavailable",
    "ignored",
    "unsupp",
    "disall",
)
_LAST = re.compile(r"\b(last|past|recent) (month|week|day|hour|year)\b", re.IGNORECASE)
_REFUSAL = re.compile(
    r"^[^,;:()]*\b(?:is|are|be)? ?(?:not|no longer) (?:be )?(?:supported|allowed|permitted|accepted|available)[ .*]*$",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s+[-\u2013\u2014]\s*")


@lru_cache(maxsize=1 << 14)
def said_of_row(text: str, values: tuple[str, ...]) -> tuple[Sentence, ...]:
    """Read the description of a row; what it says that a value means is one sentence, with the ``value``."""
    others, _ = apart(text, values)
    found = list(_sentences(others, of_row=True))
    for line in re.split(r"\n|<br\s*/?>", text) if values else ():
        for value, words in apart(line, values)[1].items():
            meaning = " ".join(words.replace("~~", "").split()).strip(" .;")
            if meaning:
                found.append(_meaning(meaning, value))
    return tuple(found[:_MOST])


def said_of_page(text: str) -> tuple[Sentence, ...]:
    """Read the text of a page outside of its tables."""
    return tuple(_sentences(text, of_row=False))[:_MOST]


def sentences(text: str) -> list[str]:
    """Split a text into its sentences, single-spaced and without the stop at their end, each once."""
    parts = (" ".join(part.split()).strip(" .;:~；。") for part in SENTENCE_END.regex.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def plain(sentence: str) -> str:
    """Return a sentence as it is compared: without case, examples, links and the page's own words for 'only for'."""
    text = LINK.regex.sub(r"\1", _without_examples(sentence[:_LONGEST].translate(_QUOTES)))
    text = ONLY_FOR.regex.sub("only applicable to ", text)
    parts = (_SAME.get(word, word) for word in text.replace("*", "").casefold().split())
    return " ".join(parts).strip(" .,;:~()")


def _sentences(text: str, *, of_row: bool) -> Iterable[Sentence]:
    return (_sentence(each, of_row) for each in sentences(text))


@lru_cache(maxsize=1 << 14)
def _sentence(text: str, of_row: bool) -> Sentence:
    compared = plain(text)
    found: list[str] = WORD.regex.findall(compared)
    words = [_SAME.get(word, word) for word in found]
    frame = [word for word in words if not _is_quantity(word)]
    numbers = sum(word[0].isdigit() for word in words)
    tells = bool(frame) and (numbers > 0 or not _UNITS.isdisjoint(words))
    counts = len(frame) >= _LEAST_WORDS or tells or not _OPPOSITES.isdisjoint(words)
    dash = _DASH.search(text)
    is_value = VALUE_MEANING.regex.match(text) is not None
    part = _LAST.sub(r"\1 1 \2", text[:_LONGEST])
    names = names_in(part)
    return Sentence(
        sign=sign_of(compared.split()),
        length=len(compared.split()),
        beginning=sign_of(plain(text[: dash.start()]).split()) if dash else 0,
        words=frozenset(small(word) for word in words if word not in _LITTLE),
        frame=frame_of(frame) if counts and not is_value else 0,
        frames="" if numbers or is_value else frames_of(frame),
        quantities=tuple(_quantities(words)),
        numbers=numbers,
        restriction=_restriction(part),
        required=required_when((part,)),
        most=_most(part, of_row=of_row),
        figures=figures_of((part,)),
        effects=tuple(sorted({plain(each) for each in EFFECT.regex.findall(part)})),
        names=tuple(sorted(names)),
        in_examples=tuple(sorted(names_in(part, examples=True) - names)),
        ends=_speaks_of_its_end(part),
        spans=bool(at_most((part,), of_row=of_row)),
        of_row=bool(SPEAKS_OF_A_ROW.regex.search(part)),
        text=text,
    )


@lru_cache(maxsize=1 << 14)
def _meaning(text: str, value: str) -> Sentence:
    """Read the meaning of a value, without what it says of the end of the value."""
    ended = text.partition("(")[0] if _speaks_of_its_end(text) else text
    kept = " ".join(each for each in sentences(ended) if not _speaks_of_its_end(each))
    return evolve(_sentence(kept, True), value=value)


def _quantities(words: Iterable[str]) -> Iterator[str]:
    """Yield each quantity after the number of other words before it."""
    before = 0
    for word in words:
        if _is_quantity(word):
            yield f"{before} {word}"
        else:
            before += 1


def _is_quantity(word: str) -> bool:
    """Tell whether a word is a number or a unit, or turns its noun into another quantity."""
    return word in _QUANTITIES or word[0].isdigit()


def _without_examples(sentence: str) -> str:
    """Leave out examples, except those that say what a figure stands for, or are followed by a restriction.

    Such as 'e.g. `0.01` represents 1%', and 'e.g. `A`, or `ANY` (`ANY` is only supported for spot)'.
    """
    keeps = "represent" in sentence or _restricting(sentence)
    return sentence if keeps else FOR_EXAMPLE.regex.sub("", sentence)


def _restricting(sentence: str) -> re.Match[str] | None:
    """Return the part of a sentence that restricts; the words are looked for first, as the pattern takes its time."""
    lower = sentence.lower()
    return RESTRICTION.regex.search(sentence) if any(word in lower for word in _RESTRICTING) else None


def names_in(text: str, *, examples: bool = False) -> set[str]:
    """Return the names in a text: code, capitals, figures; those of its examples only on demand."""
    matches = NAME.regex.findall(text if examples else FOR_EXAMPLE.regex.sub("", text))
    return {name for groups in matches for name in groups if name}


def _speaks_of_its_end(sentence: str) -> bool:
    return deprecation((sentence,)) is not None or alias((sentence,)) is not None


def _restriction(sentence: str) -> Restriction:
    """Return whether a sentence says what something is only for, or not for, and the parties that it names."""
    if parties := applies_to((sentence,)):
        return "only", *sorted(parties)
    if parties := excludes((sentence,)):
        return _exclusion(sentence), *sorted(parties)
    match = _restricting(sentence)
    if match is None:
        return ()
    is_exclusion = " not " in f" {match[0]} ".lower() or "no longer" in match[0].lower()
    # What follows 'is not supported' may as well be what is supported.
    named = PARTY.regex.findall(match[0] if is_exclusion else sentence)
    return _exclusion(sentence) if is_exclusion else "only", *sorted({code or capitals for code, capitals in named})


def _exclusion(sentence: str) -> str:
    """Tell apart what 'is not supported' at all from what is not in some case, or is replaced by something else."""
    return "refused" if _REFUSAL.search(sentence) else "not"


def _most(sentence: str, *, of_row: bool) -> tuple[str, ...]:
    """Return the figures with their units that a sentence allows at most."""
    found = {
        figure
        for form, _, _ in (AT_MOST[:_ON_ROWS] if of_row else AT_MOST)
        for match in form.finditer(sentence)
        for figure in figures_of((f"{match['most']} {match['of']}",))
    }
    return tuple(sorted(found))
