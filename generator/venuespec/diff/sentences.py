"""Compare the sentences of two texts by their digests: those that only one of them has, paired by likeness.

The digests are the same with the texts at hand and without them, and so is the comparison.
"""

from collections.abc import Iterable

from attrs import frozen

from ..pages.said import sentences
from ..spec.texts import FRAME, MOST_FRAMES, Sentence, joined

_ALIKE = 0.5
_MOST_LINES = 4

Said = tuple[Sentence, ...]


@frozen
class Compared:
    """The sentences that two texts do not share: pairs of alike ones, and those of one text only."""

    pairs: tuple[tuple[Sentence, Sentence], ...] = ()
    removed: Said = ()
    added: Said = ()

    def without(self, used: Iterable[Sentence]) -> "Compared":
        """Leave sentences out, with the one that an omitted sentence is paired with."""
        gone = set(used)
        return Compared(
            tuple(pair for pair in self.pairs if not gone & set(pair)),
            tuple(sentence for sentence in self.removed if sentence not in gone),
            tuple(sentence for sentence in self.added if sentence not in gone),
        )

    @property
    def old(self) -> Said:
        """All sentences of the older text that the newer one lacks."""
        return (*(was for was, _ in self.pairs), *self.removed)

    @property
    def new(self) -> Said:
        """All sentences of the newer text that the older one lacks."""
        return (*(now for _, now in self.pairs), *self.added)

    @property
    def all(self) -> Said:
        """All sentences that only one of the texts has."""
        return (*self.old, *self.new)


def compared(old: Said, new: Said, *, before: frozenset[int], after: frozenset[int]) -> Compared:
    """Compare two texts; a sentence that moved to or from the text around it, ``before`` or ``after``, is no change."""
    whole = (signs(old), before), (signs(new), after)
    removed = [each for each in old if not _is_said(each.sign, whole[1], whole[0])]
    added = [each for each in new if not _is_said(each.sign, whole[0], whole[1])]
    pairs: list[tuple[Sentence, Sentence]] = []
    for _, was, now in sorted(_likenesses(removed, added), key=lambda each: -each[0]):
        if was in removed and now in added:
            removed.remove(was)
            added.remove(now)
            pairs.append((was, now))
    pairs.sort(key=lambda pair: old.index(pair[0]))
    return Compared(tuple(pairs), tuple(removed), tuple(added))


def as_written(old: str, new: str) -> tuple[str | None, str | None]:
    """Return what differs between two texts letter by letter, spaces aside."""
    was, now = sentences(old), sentences(new)
    removed, added = [each for each in was if each not in now], [each for each in now if each not in was]
    return " ".join(removed) or None, " ".join(added) or None


def signs(text: Said) -> frozenset[int]:
    """Return the digests of the sentences of a text, also of those that lines break into several."""
    ends = ((start, end) for start in range(len(text)) for end in range(start + 1, start + 1 + _MOST_LINES))
    return frozenset(joined(text[start], text[start + 1 : end]) for start, end in ends)


def differs_in_quantity(old: Sentence, new: Sentence) -> bool:
    """Tell whether two sentences have the same nouns and verbs, and other numbers, units or qualifiers."""
    if old.frame == new.frame != 0:
        return old.numbers == new.numbers and old.quantities != new.quantities
    # The longer sentence may continue after the words of the shorter one.
    short, long = sorted((old, new), key=lambda each: len(each.frames))
    count = len(short.frames) // FRAME + 1
    if not short.frames or count > MOST_FRAMES or not long.frames.startswith(short.frames) or not short.frame:
        return False
    return _before(short, count) != _before(long, count) and len(short.frames) < len(long.frames)


def _before(sentence: Sentence, count: int) -> list[str]:
    """Return the quantities before the last of so many other words."""
    return [each for each in sentence.quantities if int(each.partition(" ")[0]) < count]


def likeness(old: Sentence, new: Sentence) -> float:
    """Return how many words two sentences share, from 0 to 1."""
    most = len(old.words) + len(new.words)
    return 2 * len(old.words & new.words) / most if most else 0.0


def _likenesses(removed: list[Sentence], added: list[Sentence]) -> list[tuple[float, Sentence, Sentence]]:
    couples = ((was, now) for was in removed for now in added)
    ratios = ((1.0 if differs_in_quantity(was, now) else likeness(was, now), was, now) for was, now in couples)
    return [each for each in ratios if each[0] >= _ALIKE]


def _is_said(sign: int, other: tuple[frozenset[int], ...], own: tuple[frozenset[int], ...]) -> bool:
    """Tell whether the other text has the sentence, or the text around it has and the one around this one has not."""
    return not sign or sign in other[0] or (sign in other[1] and sign not in own[1])
