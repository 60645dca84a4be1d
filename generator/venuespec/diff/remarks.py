"""Find what two descriptions of one subject say otherwise: one judge for rows and for the prose of endpoints.

Where the texts are at hand their sentences are paired and read; where only specs are, the facts that import made of
such texts are compared. The vocabularies are those of import, so that both find the same.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import field, frozen

from ..pages.parts.conditions import applies_to, excludes, required_when
from ..pages.parts.lifecycle import alias, deprecation
from ..pages.parts.statements import AT_MOST, at_most, figures_of
from ..spec.model import EndpointSpec, Field
from .phrases import EFFECT, PARTY, RESTRICTION
from .prose import differs_in_quantity, names_in, names_lost_and_gained
from .sentences import Compared, as_written, compared, plain, sentences, words
from .stated import applicability_of, figure_changed, mentions_changed

Topic = Literal["tightened", "loosened", "narrowed", "widened", "required", "figure", "effect", "names", "wording"]
_ON_ROWS = 2  # of the forms of AT_MOST


@frozen
class Remark:
    """One difference between two descriptions: their sentences, None where one of them has none."""

    topic: Topic
    old: str | None
    new: str | None
    names: str = ""


@frozen
class Description:
    """The description of a subject in one state.

    ``text`` is None where only a spec is at hand; ``around`` is the text beside it, from and to which sentences move;
    ``known`` are names that other facts have; ``values`` have lines of their own in the text, which are not compared.
    """

    stated: Field | EndpointSpec
    page: EndpointSpec
    text: str | None
    digest: str
    around: str = ""
    known: frozenset[str] = field(factory=frozenset[str])

    @property
    def of_row(self) -> bool:
        """Whether the subject is a row of a table."""
        return isinstance(self.stated, Field)

    @property
    def beside(self) -> str:
        """The text whose names a row does not gain or lose; what stands below the tables may be of anything."""
        return self.page.text if self.of_row else self.around


def remarks(old: Description, new: Description, *, span: bool) -> Iterator[Remark]:
    """Yield the differences of two descriptions; with ``span`` their longest spans of time are reported already."""
    if old.text is None or new.text is None:
        yield from _of_facts(old, new, span=span)
        return
    difference = compared(old.text, new.text, before=old.around, after=new.around)
    life = [each for each in _all(difference) if _speaks_of_its_end(each)]
    spans = [each for each in _all(difference) if span and at_most((each,), of_row=old.of_row)]
    rest = difference.without([*life, *spans])
    found: list[Remark] = []
    used: list[str] = []
    for was, now in _couples(rest):
        remark = _judged(was, now, old)
        if remark is not None:
            found.append(remark)
            used += [each for each in (was, now) if each is not None]
    rest = rest.without(used)
    names = _names(rest, old, new)
    if names:
        found.append(Remark("names", rest.old, rest.new, names))
    elif rest.old or rest.new:
        found.append(Remark("wording", rest.old, rest.new))
    elif not found and not life and not spans:
        letters = as_written(old.text, new.text)
        if letters.old or letters.new:
            found.append(Remark("wording", letters.old, letters.new))
    yield from found


def _all(difference: Compared) -> Iterator[str]:
    yield from (sentence for pair in difference.pairs for sentence in pair)
    yield from (*difference.removed, *difference.added)


def _speaks_of_its_end(sentence: str) -> bool:
    return deprecation((sentence,)) is not None or alias((sentence,)) is not None


def _couples(difference: Compared) -> Iterator[tuple[str | None, str | None]]:
    """Yield pairs of sentences, and those of one text alone; a restriction that is alone on each side is a pair."""
    removed, added = list(difference.removed), list(difference.added)
    restricting = [[each for each in side if _restriction(each)] for side in (removed, added)]
    yield from difference.pairs
    if len(restricting[0]) == len(restricting[1]) == 1:
        [was], [now] = restricting
        removed.remove(was)
        added.remove(now)
        yield was, now
    yield from ((was, None) for was in removed)
    yield from ((None, now) for now in added)


# --- one sentence, or a pair of them


def _judged(was: str | None, now: str | None, old: Description) -> Remark | None:
    """Judge what a pair of sentences, or one that the other text lacks, says otherwise; None for other wording."""
    restricted = _restriction(was), _restriction(now)
    if any(restricted):
        direction = _direction(*restricted)
        if direction is not None:
            return Remark(direction, was if restricted[0] else None, now if restricted[1] else None)
    if old.of_row and (required := _required(was, now)):
        return required
    if was is not None and now is not None:
        most = _most(was, of_row=old.of_row), _most(now, of_row=old.of_row)
        if most[0] and most[1] and most[0][1] == most[1][1] and most[0] != most[1]:
            return Remark("tightened" if most[1][0] < most[0][0] else "loosened", was, now)
        if differs_in_quantity(was, now) or figure_changed(figures_of((was,)), figures_of((now,))):
            return Remark("figure", was, now)
    effects = [{plain(each) for each in EFFECT.regex.findall(text or "")} for text in (was, now)]
    return Remark("effect", was, now) if effects[0] != effects[1] else None


def _required(was: str | None, now: str | None) -> Remark | None:
    names = [set(required_when((text,))) if text else set[str]() for text in (was, now)]
    return Remark("required", was if names[0] else None, now if names[1] else None) if names[0] != names[1] else None


def _restriction(sentence: str | None) -> tuple[str, frozenset[str]] | None:
    """Return whether a sentence says what something is only for, or not for, and the parties that it names."""
    if sentence is None:
        return None
    if parties := applies_to((sentence,)):
        return "only", frozenset(parties)
    if parties := excludes((sentence,)):
        return "not", frozenset(parties)
    match = RESTRICTION.regex.search(sentence)
    if match is None:
        return None
    is_exclusion = " not " in f" {match[0]} ".lower() or "no longer" in match[0].lower()
    # What follows 'is not supported' may as well be what is supported.
    named = PARTY.regex.findall(match[0] if is_exclusion else sentence)
    return "not" if is_exclusion else "only", frozenset(code or capitals for code, capitals in named)


def _direction(
    old: tuple[str, frozenset[str]] | None, new: tuple[str, frozenset[str]] | None
) -> Literal["narrowed", "widened"] | None:
    """Return what became of a restriction; None for one that names the same parties."""
    if old is None or new is None:
        return "narrowed" if old is None else "widened"
    (kind, was), (other, now) = old, new
    if kind == other and was == now:
        return None
    widens = kind == other and (was < now if kind == "only" else now < was)
    return "widened" if widens else "narrowed"


def _most(sentence: str, *, of_row: bool) -> tuple[float, str] | None:
    """Return the only figure with its unit that a sentence allows at most."""
    found = {
        figure
        for form, _, _ in (AT_MOST[:_ON_ROWS] if of_row else AT_MOST)
        for match in form.finditer(sentence)
        for figure in figures_of((f"{match['most']} {match['of']}",))
    }
    number, _, unit = found.pop().partition(" ") if len(found) == 1 else ("", "", "")
    return (float(number), unit) if unit else None


# --- names


def _names(rest: Compared, old: Description, new: Description) -> str:
    """Say which names the remaining sentences gain and lose; empty for none."""
    known = old.known | new.known
    gained = names_in(rest.new or "") - names_in(f"{old.text}\n{old.beside}", examples=True) - known
    lost = names_in(rest.old or "") - names_in(f"{new.text}\n{new.beside}", examples=True) - known
    return names_lost_and_gained(gained, lost)


# --- where only facts are at hand


def _of_facts(old: Description, new: Description, *, span: bool) -> Iterator[Remark]:
    found: list[Remark] = [
        Remark(each.direction, each.old, each.new) for each in applicability_of(old.stated, new.stated)
    ]
    if isinstance(old.stated, Field) and isinstance(new.stated, Field):
        was, now = old.stated.required_when, new.stated.required_when
        if set(was) != set(now):
            found.append(Remark("required", ", ".join(was) or None, ", ".join(now) or None))
        labels = old.stated.label, new.stated.label
        if differs_in_quantity(*labels):
            found.append(Remark("figure", *labels))
            span = True
    figures = None if span else figure_changed(old.stated.mentions, new.stated.mentions)
    if figures is not None:
        found.append(Remark("figure", *figures))
    if not found and not span:
        names = mentions_changed(old.stated, new.stated, old.page, new.page, old.known | new.known)
        found.append(Remark("names" if names else "wording", *_facts_or_digests(old, new), names))
    yield from found


def _facts_or_digests(old: Description, new: Description) -> tuple[str | None, str | None]:
    """Return what stands for two texts that are not at hand: the names in them, else their digests."""
    was, now = (", ".join(each.stated.mentions) for each in (old, new))
    if was != now:
        return was or None, now or None
    return f"text {old.digest}" if old.digest else None, f"text {new.digest}" if new.digest else None


# --- values


@frozen
class ValueRemark:
    """Another meaning of a value that both states list; ``weight`` says how much of it is other."""

    value: str
    old: str | None
    new: str | None
    weight: Literal["other", "further", "more", "wording"]


_LITTLE = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "is",
        "are",
        "be",
        "and",
        "or",
        "in",
        "for",
        "with",
        "as",
        "by",
        "on",
        "it",
        "its",
        "this",
        "that",
        "only",
        "was",
        "were",
    ]
)
_MOSTLY = 0.75


def value_remarks(
    old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]], values: tuple[str, ...]
) -> Iterator[ValueRemark]:
    """Compare what two descriptions say that values mean, for the values that both list."""
    for value in values:
        before = [text for each in old.get(value, ()) if (text := _without_end(each))]
        after = [text for each in new.get(value, ()) if (text := _without_end(each))]
        removed = [text for text in before if plain(text) not in map(plain, after)]
        added = [text for text in after if plain(text) not in map(plain, before)]
        if not before or not after:
            continue
        for was, now in zip(removed, added, strict=False):
            yield ValueRemark(value, was, now, _weight(was, now))
        for now in added[len(removed) :]:
            yield ValueRemark(value, None, now, "further")
        for was in removed[len(added) :]:
            yield ValueRemark(value, was, None, "wording")


def _without_end(meaning: str) -> str:
    """Leave out what a meaning says of the end of its value."""
    text = meaning.partition("(")[0] if _speaks_of_its_end(meaning) else meaning
    return " ".join(each for each in sentences(text) if not _speaks_of_its_end(each))


def _weight(was: str, now: str) -> Literal["other", "more", "wording"]:
    before, after = ({*words(text)} - _LITTLE for text in (was, now))
    named = names_in(was) != names_in(now) or differs_in_quantity(was, now)
    if before <= after or after <= before:
        is_explained = re.match(r"\s+[-\u2013\u2014]", now[len(was) :]) if now.startswith(was) else None
        return "more" if named and not is_explained else "wording"
    shared = len(before & after) / max(len(before), len(after))
    return "wording" if shared >= _MOSTLY and not named else "other"
