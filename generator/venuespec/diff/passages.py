"""Compare two texts of a page sentence by sentence, and the sentences that differ word by word."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from attrs import frozen

_SENTENCE = re.compile(r"(?<=[.;!?；。！？])(?<!e\.g\.)(?<!i\.e\.)\s+|\n+|<br\s*/?>")
_ITEM = re.compile(r"[0-9]{1,2}\.")
# A line that goes on in the next one: where it is wrapped says nothing. Nor does the mark of an item of a list.
_WRAPPED = re.compile(r"(?<=[\w,’')*`])[ \t]*\n[ \t]*(?=[a-z])")
_MARK = re.compile(r"^[ \t]*[-*+•][ \t]+", re.MULTILINE)
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_LONGEST = 4_000
_MOST_SENTENCES = 3_000
# Sentences less alike than this are another sentence, not the same one in other words.
_ALIKE = 0.4
_MOST_AHEAD = 12
_MOST_IN_BRACKETS = 4
_FEW_WORDS_BETWEEN = 2


@frozen
class Piece:
    """A part of a sentence that is the same on both sides, or not."""

    text: str
    changed: bool


@frozen(kw_only=True)
class Passage:
    """A sentence before and after; one side is empty where the sentence is new or gone."""

    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()

    @property
    def old_text(self) -> str:
        """The older sentence; empty where there was none."""
        return "".join(piece.text for piece in self.old)

    @property
    def new_text(self) -> str:
        """The newer sentence; empty where there is none."""
        return "".join(piece.text for piece in self.new)


def passage(old: str, new: str) -> tuple[Passage, ...]:
    """Return two wordings of one statement as a passage, word by word; either of them may be empty."""
    was, now = (" ".join(text.split())[:_LONGEST] for text in (old, new))
    if was and now:
        return (_by_words(was, now),)
    sides = [(Piece(text, True),) if text else () for text in (was, now)]
    return (Passage(old=sides[0], new=sides[1]),) if was or now else ()


def compared(old: str, new: str) -> tuple[Passage, ...]:
    """Return the sentences that differ between two texts, in the order of the newer one.

    Neighbours that are new, or gone, are one passage.
    """
    before, after = _sentences(old), _sentences(new)
    if before == after:
        return ()
    found: list[Passage] = []
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            for passage in _paired(before[first:last], after[start:end]):
                last_one = found.pop() if found and _one_sided(found[-1], passage) else None
                found.append(_both(last_one, passage) if last_one else passage)
    return tuple(found)


def _one_sided(one: Passage, other: Passage) -> bool:
    return (not one.old and not other.old) or (not one.new and not other.new)


def _both(one: Passage, other: Passage) -> Passage:
    sides = [
        " ".join(piece.text for piece in (*first, *second))
        for first, second in ((one.old, other.old), (one.new, other.new))
    ]
    old, new = ((Piece(text, True),) if text else () for text in sides)
    return Passage(old=old, new=new)


def _sentences(text: str) -> list[str]:
    text = _WRAPPED.sub(" ", _MARK.sub("", text))
    parts = [part for part in (" ".join(each.split()) for each in _SENTENCE.split(text) if each) if part]
    # '8. Positions are moved': the items of a list get other numbers where one is added before them.
    parts = [part for part in parts[:-1] if not _ITEM.fullmatch(part)] + parts[-1:]
    found: list[str] = []
    start = 0
    while start < len(parts) and len(found) < _MOST_SENTENCES:
        end = _end(parts, start)
        found.append(" ".join(parts[start:end])[:_LONGEST])
        start = end
    return found


def _end(parts: list[str], start: int) -> int:
    """Return where the sentence ends: with the part, or with the one that closes its brackets."""
    depth = 0
    for at, part in enumerate(parts[start : start + _MOST_IN_BRACKETS], start):
        depth += part.count("(") - part.count(")")
        if depth <= 0:
            return at + 1
    return start + 1


def _paired(old: list[str], new: list[str]) -> Iterator[Passage]:
    """Pair the sentences of two blocks that are alike; the others stand on one side only."""
    left = list(old)
    for number, sentence in enumerate(new, 1):
        scores = [(_alike(known, sentence), -place) for place, known in enumerate(left)]
        score, place = max(scores, default=(0.0, 0))
        # An older sentence waits for the newer one that it is more like.
        rest = new[number : number + _MOST_AHEAD] if score >= _ALIKE else ()
        if score < _ALIKE or any(_alike(left[-place], later) > score for later in rest):
            yield Passage(new=(Piece(sentence, True),))
            continue
        for skipped in left[:-place]:
            yield Passage(old=(Piece(skipped, True),))
        yield _by_words(left[-place], sentence)
        left = left[-place + 1 :]
    for skipped in left:
        yield Passage(old=(Piece(skipped, True),))


def _alike(one: str, other: str) -> float:
    words, others = _WORD.findall(one.lower()), _WORD.findall(other.lower())
    words, others = ([word for word in each if word.strip()] for each in (words, others))
    matcher = SequenceMatcher(None, words, others)
    # A label that gets a sentence behind it is the same label.
    ratio = matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0
    return max(ratio, _ALIKE) if len(words) > 1 and others[: len(words)] == words else ratio


def _by_words(old: str, new: str) -> Passage:
    before, after = _WORD.findall(old), _WORD.findall(new)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        changed = tag != "equal"
        left.append(("".join(before[first:last]), changed))
        right.append(("".join(after[start:end]), changed))
    return Passage(old=tuple(_joined(left)), new=tuple(_joined(right)))


def _joined(pieces: Iterable[tuple[str, bool]]) -> Iterator[Piece]:
    """Join neighbours of one sort; a space or a word's end between two changes is a part of the change."""
    merged: list[tuple[str, bool]] = []
    for text, changed in pieces:
        if not text:
            continue
        if merged and merged[-1][1] == changed:
            merged[-1] = (merged[-1][0] + text, changed)
        elif changed and len(merged) > 1 and not merged[-1][1] and len(merged[-1][0].strip()) < _FEW_WORDS_BETWEEN:
            between, _ = merged.pop()
            merged[-1] = (merged[-1][0] + between + text, True)
        else:
            merged.append((text, changed))
    return (Piece(text, changed) for text, changed in merged)
