"""Compare the sentences of two texts: those that only one of them has, paired by likeness.

Sentences count as the same when they differ only in case, quotation marks, spaces, links, examples, or in the words
for a restriction ("Applies only to", "Only applicable to").
"""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from attrs import frozen

from ..pages.parts.sentences import apart
from .phrases import LINK, ONLY_FOR, SENTENCE_END, WORD
from .prose import SAME, differs_in_quantity, without_examples

_ALIKE = 0.5
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
_LONGEST = 600
_MOST_LINES = 4


@frozen
class Compared:
    """The sentences that two texts do not share: pairs of alike ones, and those of one text only."""

    pairs: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    def without(self, used: Iterable[str]) -> "Compared":
        """Leave sentences out, with the one that an omitted sentence is paired with."""
        gone = set(used)
        return Compared(
            tuple(pair for pair in self.pairs if not gone & set(pair)),
            tuple(sentence for sentence in self.removed if sentence not in gone),
            tuple(sentence for sentence in self.added if sentence not in gone),
        )

    @property
    def old(self) -> str | None:
        """All sentences of the older text that the newer one lacks, in one text."""
        return " ".join([*(was for was, _ in self.pairs), *self.removed]) or None

    @property
    def new(self) -> str | None:
        """All sentences of the newer text that the older one lacks, in one text."""
        return " ".join([*(now for _, now in self.pairs), *self.added]) or None


def compared(old: str, new: str, *, before: str = "", after: str = "") -> Compared:
    """Compare two texts; a sentence that moved to or from the text around it, ``before`` or ``after``, is no change."""
    was, now = sentences(old), sentences(new)
    whole = [(_joined(text), _joined(around)) for text, around in ((old, before), (new, after))]
    removed = [sentence for sentence in was if not _is_said(plain(sentence), whole[1], whole[0])]
    added = [sentence for sentence in now if not _is_said(plain(sentence), whole[0], whole[1])]
    pairs: list[tuple[str, str]] = []
    for _, old_sentence, new_sentence in sorted(_likenesses(removed, added), key=lambda each: -each[0]):
        if old_sentence in removed and new_sentence in added:
            removed.remove(old_sentence)
            added.remove(new_sentence)
            pairs.append((old_sentence, new_sentence))
    pairs.sort(key=lambda pair: was.index(pair[0]))
    return Compared(tuple(pairs), tuple(removed), tuple(added))


def as_written(old: str, new: str) -> Compared:
    """Compare two texts letter by letter, spaces aside."""
    was, now = sentences(old), sentences(new)
    return Compared((), tuple(each for each in was if each not in now), tuple(each for each in now if each not in was))


def sentences(text: str) -> list[str]:
    """Split a text into its sentences, single-spaced and without the stop at their end, each once."""
    parts = (" ".join(part.split()).strip(" .;:~") for part in SENTENCE_END.regex.split(text))
    return list(dict.fromkeys(part for part in parts if part))


@lru_cache(maxsize=1 << 14)
def plain(sentence: str) -> str:
    """Return a sentence as it is compared: without case, examples, links and the page's own words for 'only for'."""
    text = LINK.regex.sub(r"\1", without_examples(sentence[:_LONGEST].translate(_QUOTES)))
    text = ONLY_FOR.regex.sub("only applicable to ", text)
    parts = (SAME.get(word, word) for word in text.replace("*", "").casefold().split())
    return " ".join(parts).strip(" .,;:~()")


def value_lines(text: str, values: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return what the lines of a text say of values: {value: its meanings}."""
    meanings: dict[str, tuple[str, ...]] = {}
    for line in re.split(r"\n|<br\s*/?>", text):
        for value, words in apart(line, values)[1].items():
            meaning = " ".join(words.replace("~~", "").split()).strip(" .;")
            if meaning:
                meanings[value] = (*meanings.get(value, ()), meaning)
    return meanings


def words(sentence: str) -> list[str]:
    """Return the words of a sentence as it is compared."""
    found: list[str] = WORD.regex.findall(plain(sentence))
    return found


def likeness(old: str, new: str) -> float:
    """Return how much of two sentences is the same, from 0 to 1, by their words."""
    return SequenceMatcher(None, words(old), words(new), autojunk=False).ratio()


def _likenesses(removed: list[str], added: list[str]) -> list[tuple[float, str, str]]:
    couples = ((was, now) for was in removed for now in added)
    ratios = ((1.0 if differs_in_quantity(was, now) else likeness(was, now), was, now) for was, now in couples)
    return [each for each in ratios if each[0] >= _ALIKE]


@lru_cache(maxsize=1 << 10)
def _joined(text: str) -> frozenset[str]:
    """Return the sentences of a text as they are compared, also those that lines break into several."""
    parts = [plain(part) for part in sentences(text)]
    ends = ((start, end) for start in range(len(parts)) for end in range(start + 1, start + 1 + _MOST_LINES))
    return frozenset(" ".join(parts[start:end]) for start, end in ends)


def _is_said(sentence: str, other: tuple[frozenset[str], ...], own: tuple[frozenset[str], ...]) -> bool:
    """Tell whether the other text has the sentence, or the text around it has and the one around this one has not."""
    return not sentence or sentence in other[0] or (sentence in other[1] and sentence not in own[1])
