"""What a reworded text says otherwise: names, meanings, and to whom or what something applies.

Sentences are not judged here. What is told says that somebody should read them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import astuple, frozen

from ..spec.model import Endpoint, Field

_NAMED = re.compile(r"`([^`\s]+)`|\b([A-Z]{3,}[A-Z0-9_]*)\b|(?<![\w.`-])(\d+(?:\.\d+)?%?)(?![\w-])")
_EXAMPLE = re.compile(r"(?:e\.g\.?|for example|such as|i\.e\.)[^.;\n]*(?:\.\d[^.;\n]*)*", re.IGNORECASE)
_MOST = 6

_SENTENCE = re.compile(r"(?<=[.;。])\s+|\n")
_WORD = re.compile(r"\d+(?:\.\d+)?%?|[\w-]+(?:'\w+)?")
# What makes another quantity of the noun that it stands with.
_QUALIFIERS = frozenset(
    {"adjusted", "gross", "net", "average", "current", "predicted", "estimated", "total", "accumulated", "cumulative"}
    | {"initial", "maintenance", "realized", "unrealized", "available", "frozen", "maximum", "minimum", "absolute"}
    | {"daily", "hourly", "weekly", "monthly", "annual", "annualized", "ms", "milliseconds", "seconds", "minutes"}
    | {"hours", "days", "usd", "usdt", "usdc", "btc", "coin", "coins", "contract", "contracts", "percent", "percentage"}
)
_SAME = {"max": "maximum", "min": "minimum", "realised": "realized", "unrealised": "unrealized", "two": "2", "one": "1"}
_LEAST_WORDS = 2
_WHOM = re.compile(r"\b(?:applicable|applies|available|supported|effective|supports?)\b", re.IGNORECASE)
_PARTY = re.compile(r"`([^`]+)`|\b([A-Z]{3,})\b")
_BETWEEN = re.compile(r"[\s,/、]+|\b(?:and|or)\b")
_RESTRICTS = re.compile(
    r"[^.;。\n]*?(?:\bonly (?:be )?(?:applicable|supported|available|supports?|applies)\b"
    r"|\bnot (?:be )?(?:supported|allowed|applicable|permitted)\b|\bno longer (?:supported|available)\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\w|`|\s*(?:[/,、(]|and\b|or\b)")
_MEANT = re.compile(r"^\s*`([^`\s]+)`\s*[:：]\s*(.+)$", re.MULTILINE)
_STRUCK = re.compile(r"~~(.+?)~~", re.DOTALL)
_CODE = re.compile(r"`([^`\s]+)`")


@frozen
class Applicability:
    """What a text says of where something can be used, and what it said of that before; None where it said nothing."""

    direction: Literal["narrowed", "widened"]
    old: str | None
    new: str | None


def names_changed(old: Field, new: Field, before: Endpoint, after: Endpoint) -> str:
    """The names that came and went, in words; empty where none did or one of the texts is not at hand.

    Examples do not count, nor what is compared on its own, nor what the page said beside the table: where a table ends
    is not always to be seen.
    """
    if not old.text or not new.text:
        return ""
    facts = _facts(old) | _facts(new)
    came = sorted(_named(new.text) - _named(f"{old.text}\n{before.text}") - facts)
    went = sorted(_named(old.text) - _named(f"{new.text}\n{after.text}") - facts)
    parts = [f"now names {', '.join(came[:_MOST])}"] if came else []
    parts += [f"no longer names {', '.join(went[:_MOST])}"] if went else []
    return " and ".join(parts)


def _facts(row: Field) -> set[str]:
    return {*row.values, *(str(each) for each in (row.default, *astuple(row.limits)) if each is not None)}


def _named(text: str) -> set[str]:
    return {name for groups in _NAMED.findall(_EXAMPLE.sub("", text)) for name in groups if name}


def meanings(old: str, new: str) -> Iterator[tuple[str | None, str]]:
    """Statements of which only a number, a unit or a word such as 'adjusted' is another: as they were, and are.

    A value that is given one more meaning comes without an old one.
    """
    was, now = _sentences(old), _sentences(new)
    went, came = [each for each in was if each not in now], [each for each in now if each not in was]
    pairs = ((lost, found) for lost in went for found in came)
    yield from ((lost, found) for lost, found in pairs if _says_otherwise(lost, found))
    before, after = (_MEANT.findall("\n".join(each)) for each in (was, now))
    known = Counter(value for value, _ in before)
    more = Counter(value for value, _ in after) - known
    for value, meaning in after:
        if known[value] and more[value] and (value, meaning) not in before:
            yield None, f"`{value}`: {meaning}"


def _sentences(text: str) -> list[str]:
    return [" ".join(each.split()).rstrip(" .;:") for each in _SENTENCE.split(text) if each.strip()]


def _says_otherwise(old: str, new: str) -> bool:
    if _MEANT.match(old) or _MEANT.match(new):
        return False
    was, now = _words(old), _words(new)
    figures = [sum(each[0].isdigit() for each in words) for words in (was, now)]
    least, most = sorted((len(_plain(was)), len(_plain(now))))
    if least < most and not any(figures):
        # The longer sentence may go on behind what the shorter one says.
        was, now = _beginning(was, least), _beginning(now, least)
    told = len(_plain(was)) >= _LEAST_WORDS or (_plain(was) and figures[0])
    return bool(told) and _plain(was) == _plain(now) and figures[0] == figures[1] and was != now


def _plain(words: Iterable[str]) -> list[str]:
    return [each for each in words if not _counts(each)]


def _beginning(words: list[str], count: int) -> list[str]:
    """So many plain words, with what counts before and between them."""
    ends = (at + 1 for at in range(len(words)) if len(_plain(words[: at + 1])) == count)
    return words[: next(ends, 0)]


def _words(sentence: str) -> list[str]:
    words: list[str] = _WORD.findall(_EXAMPLE.sub("", sentence).lower())
    return [_SAME.get(each, each) for each in words]


def _counts(word: str) -> bool:
    """Whether a word is a number, a unit, or one that makes another quantity of the noun that it stands with."""
    return word in _QUALIFIERS or word[0].isdigit()


def applicability_changes(old: str, new: str) -> Iterator[Applicability]:
    """Where something can be used, as far as one of two texts says it and the other does not, or says it otherwise."""
    before, after = " ".join(old.split()), " ".join(new.split())
    if before == after:
        return
    went = [each for each in _sentences(old) if not _still_said(each, after)]
    came = [each for each in _sentences(new) if not _still_said(each, before)]
    for lost in list(went):
        found = next((each for each in came if _WHOM.search(lost) and _alike(_skeleton(lost), _skeleton(each))), None)
        if found is None:
            continue
        parties, others = _parties(lost), _parties(found)
        went.remove(lost)
        came.remove(found)
        if parties < others:
            yield Applicability("widened", lost, found)
        elif parties != others:
            yield Applicability("narrowed", lost, found)
    yield from (Applicability("narrowed", None, each) for each in came if _restricts(each, before))
    yield from (Applicability("widened", each, None) for each in went if _restricts(each, after))


def _still_said(sentence: str, text: str) -> bool:
    """Whether a text of single spaces has the sentence, and does not go on with more of those whom it is about."""
    at = text.find(sentence)
    while at >= 0:
        if not _GOES_ON.match(text, at + len(sentence)):
            return True
        at = text.find(sentence, at + 1)
    return False


def _alike(skeleton: str, other: str) -> bool:
    """Whether two sentences speak of the same in one way, or one begins as the other does and names some of them."""
    shorter, longer = sorted((skeleton, other), key=len)
    return shorter == longer or (shorter == "applicable to" and longer.startswith(shorter))


def _skeleton(sentence: str) -> str:
    """A sentence without those whom it is about; what is applicable to some is not so to others, said or not."""
    sentence = re.sub(r"^only (?=applicable)", "", sentence, flags=re.IGNORECASE)
    return " ".join(_BETWEEN.sub(" ", _PARTY.sub(" ", sentence)).strip(" .").casefold().split())


def _parties(sentence: str) -> set[str]:
    return {quoted or plain for quoted, plain in _PARTY.findall(sentence)}


def _restricts(sentence: str, other: str) -> bool:
    """Whether a sentence keeps something from being used, and the other text, of single spaces, does not say so."""
    found = _RESTRICTS.match(sentence)
    if found is None:
        return False
    told = found[0] if len(found[0].split()) > _LEAST_WORDS * 2 else sentence
    return told.casefold() not in other.casefold()


def struck(text: str) -> frozenset[str]:
    """The values that a text strikes out: they still are, and are to go."""
    return frozenset(value for part in _STRUCK.findall(text) for value in _CODE.findall(part))
