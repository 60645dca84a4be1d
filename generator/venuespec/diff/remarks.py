"""Find what two descriptions of one subject say otherwise: one judge for rows and for the prose of endpoints.

It reads the statements of their sentences, which pages and specs have alike, so that both get the same answer. Where an
older spec has none, the facts that import made of such texts are compared.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import field, frozen

from ..spec.model import EndpointSpec, Field
from ..spec.texts import Restriction, Sentence
from .sentences import Compared, Said, as_written, compared, differs_in_quantity, likeness, signs
from .stated import applicability_of, figure_changed, mentions_changed, names_lost_and_gained, same_span

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CLOSE = 0.6

Topic = Literal["tightened", "loosened", "narrowed", "widened", "required", "figure", "effect", "names", "wording"]


@frozen
class Remark:
    """One difference between two descriptions: what each says there, None where one of them says nothing.

    ``signs`` are digests of both sides, which are the same with the texts at hand and without them.
    """

    topic: Topic
    old: str | None
    new: str | None
    names: str = ""
    signs: tuple[str, str] = ("", "")
    of_row: bool = False
    refuses: bool = False


@frozen
class Description:
    """The description of a subject in one state.

    ``said`` is None where only an older spec is at hand, ``text`` where no page is; ``around`` is the text beside it,
    from and to which sentences move, and ``beside`` the text whose names a subject does not gain or lose. ``known`` are
    names that other facts have, ``values`` what it says that the row's values mean.
    """

    stated: Field | EndpointSpec
    page: EndpointSpec
    said: Said | None
    text: str | None = None
    digest: str = ""
    around: Said = ()
    beside: Said = ()
    values: Said = ()
    known: frozenset[str] = field(factory=frozenset[str])

    @property
    def of_row(self) -> bool:
        """Whether the subject is a row of a table."""
        return isinstance(self.stated, Field)


def remarks(old: Description, new: Description, *, span: bool) -> Iterator[Remark]:
    """Yield the differences of two descriptions; with ``span`` their longest spans of time are reported already."""
    if old.said is None or new.said is None:
        yield from _of_facts(old, new, span=span)
        return
    difference = compared(old.said, new.said, before=signs(old.around), after=signs(new.around))
    life = [each for each in difference.all if each.ends]
    spans = [each for each in difference.all if span and each.spans]
    rest = difference.without([*life, *spans])
    found: list[Remark] = []
    used: list[Sentence] = []
    for was, now in _couples(rest):
        remark = _judged(was, now, old, (old.known, new.known))
        if remark is not None:
            found.append(remark)
            used += [each for each in (was, now) if each is not None]
    rest = rest.without(used)
    names = _names(rest, old, new) or _values_explained(rest, old)
    if names:
        found.append(_remark("names", rest.old, rest.new, names))
    elif rest.old or rest.new:
        found.append(_remark("wording", rest.old, rest.new))
    elif not found and not life and not spans:
        yield from _letters(old, new)
    yield from found


def _letters(old: Description, new: Description) -> Iterator[Remark]:
    """Yield a difference in spelling that no sentence explains."""
    digests = old.digest, new.digest
    if {(each.value, each.sign) for each in old.values} != {(each.value, each.sign) for each in new.values}:
        return
    if old.text is not None and new.text is not None:
        was, now = as_written(old.text, new.text)
    else:
        was, now = (f"text {digest}" if digest else None for digest in digests)
    if was != now:
        yield Remark("wording", was, now, signs=digests)


def _couples(difference: Compared) -> Iterator[tuple[Sentence | None, Sentence | None]]:
    """Yield pairs of sentences, and those of one text alone; a restriction that is alone on each side is a pair."""
    removed, added = list(difference.removed), list(difference.added)
    restricting = [[each for each in side if each.restriction] for side in (removed, added)]
    yield from difference.pairs
    if len(restricting[0]) == len(restricting[1]) == 1:
        [was], [now] = restricting
        removed.remove(was)
        added.remove(now)
        yield was, now
    yield from ((was, None) for was in removed)
    yield from ((None, now) for now in added)


# --- one sentence, or a pair of them


def _judged(
    was: Sentence | None, now: Sentence | None, old: Description, known: tuple[frozenset[str], frozenset[str]]
) -> Remark | None:
    """Judge what a pair of sentences, or one that the other text lacks, says otherwise; None for other wording."""
    restricted = was.restriction if was else (), now.restriction if now else ()
    if any(restricted):
        direction = _direction(*restricted)
        if direction is not None:
            return _remark(direction, _one(was if restricted[0] else None), _one(now if restricted[1] else None))
    if old.of_row:
        needs = [set(each.required) if each else set[str]() for each in (was, now)]
        if needs[0] != needs[1]:
            return _remark("required", _one(was if needs[0] else None), _one(now if needs[1] else None))
    if was is not None and now is not None and not _is_of_facts(was, now, *known):
        most = _most(was), _most(now)
        if most[0] and most[1] and most[0][1] == most[1][1] and most[0] != most[1]:
            return _remark("tightened" if most[1][0] < most[0][0] else "loosened", (was,), (now,))
        if _same_spans(was, now):
            return _remark("wording", (was,), (now,))
        if differs_in_quantity(was, now) or figure_changed(was.figures, now.figures) or _other_units(was, now):
            return _remark("figure", (was,), (now,))
    effects = [set(each.effects) if each else set[str]() for each in (was, now)]
    return _remark("effect", _one(was), _one(now)) if effects[0] != effects[1] else None


def _is_of_facts(was: Sentence, now: Sentence, old: frozenset[str], new: frozenset[str]) -> bool:
    """Tell whether the only numbers that differ are a limit or a default, which are compared as facts of their own."""
    before, after = (set(_DIGITS.findall(" ".join((*each.names, *each.figures, *each.most)))) for each in (was, now))
    before |= {number for each in was.quantities for number in _DIGITS.findall(each.partition(" ")[2])}
    after |= {number for each in now.quantities for number in _DIGITS.findall(each.partition(" ")[2])}
    stated = before - after <= old and after - before <= new
    return stated and bool((before ^ after) & (old ^ new)) and not _other_units(was, now)


def _other_units(was: Sentence, now: Sentence) -> bool:
    """Tell whether two sentences that are alike have another unit or qualifier at one place: base, contracts."""
    words = [{each for each in side.quantities if not each.partition(" ")[2][:1].isdigit()} for side in (was, now)]
    places = [{each.partition(" ")[0] for each in here - there} for here, there in (words, words[::-1])]
    return bool(places[0] & places[1]) and likeness(was, now) >= _CLOSE


def _same_spans(was: Sentence, now: Sentence) -> bool:
    """Tell whether two sentences give one span of time each, and the same: 7 days, a week."""
    return len(was.figures) == len(now.figures) == 1 and same_span(was.figures[0], now.figures[0])


def _one(sentence: Sentence | None) -> Said:
    return () if sentence is None else (sentence,)


def _direction(old: Restriction, new: Restriction) -> Literal["narrowed", "widened"] | None:
    """Return what became of a restriction; None for one that names the same parties."""
    if not old or not new:
        return "narrowed" if not old else "widened"
    kind, was, other, now = _kind(old), set(old[1:]), _kind(new), set(new[1:])
    if kind == other and was == now:
        return None
    widens = kind == other and (was < now if kind == "only" else now < was)
    return "widened" if widens else "narrowed"


def _kind(restriction: Restriction) -> str:
    return "not" if restriction[0] == "refused" else restriction[0]


def _most(sentence: Sentence) -> tuple[float, str] | None:
    """Return the only figure with its unit that a sentence allows at most."""
    number, _, unit = sentence.most[0].partition(" ") if len(sentence.most) == 1 else ("", "", "")
    return (float(number), unit) if unit else None


# --- names


def _names(rest: Compared, old: Description, new: Description) -> str:
    """Say which names the remaining sentences gain and lose; empty for none."""
    known = old.known | new.known
    gained = _named(rest.new) - _every(old) - known
    lost = _named(rest.old) - _every(new) - known
    return names_lost_and_gained(gained, lost)


def _values_explained(rest: Compared, old: Description) -> str:
    """Say which values of the row a new sentence tells apart; empty for none."""
    values = set(old.stated.values) if isinstance(old.stated, Field) else set[str]()
    told = [values.intersection(each.names) for each in rest.added]
    compared_values = set[str]().union(*(each for each in told if len(each) > 1))
    return f"says more on {', '.join(sorted(compared_values))}" if compared_values else ""


def _named(said: Said) -> set[str]:
    return {name for each in said for name in each.names}


def _every(description: Description) -> set[str]:
    """Return all names in a description and in the text beside it, those of examples too."""
    every = (*(description.said or ()), *description.beside)
    return {name for each in every for name in (*each.names, *each.in_examples)}


# --- how it is shown


def _remark(topic: Topic, old: Said, new: Said, names: str = "") -> Remark:
    was, now = (" ".join(map(in_words, side)) or None for side in (old, new))
    refuses = any(each.restriction[:1] == ("refused",) for each in new)
    of_row = any(each.of_row for each in new)
    return Remark(topic, was, now, names, signs=(_sign(old), _sign(new)), of_row=of_row, refuses=refuses)


def _sign(said: Iterable[Sentence]) -> str:
    return " ".join(f"{each.sign:x}" for each in said)


def in_words(sentence: Sentence) -> str:
    """Return a sentence, or what it states where its page is not at hand."""
    if sentence.text is not None:
        return sentence.text
    kind, *parties = sentence.restriction or ("",)
    exclusion = "not applicable to" if parties else "not supported"
    words = {"only": "only applicable to", "not": exclusion, "refused": exclusion}.get(kind, "")
    listed = [f"{words} {', '.join(parties)}".strip()] if words else []
    listed += [f"required when {', '.join(sentence.required)}"] if sentence.required else []
    listed += [f"at most {', '.join(sentence.most)}"] if sentence.most else []
    effects = [each for each in sentence.effects if not (words and each.startswith("not "))]
    listed += [f"... {' ... '.join(effects)} ..."] if effects else []
    quantities = (each.partition(" ")[2] for each in sentence.quantities)
    named = dict.fromkeys((*sentence.names, *sentence.figures, *quantities))
    listed += [f"... {', '.join(named)} ..."] if named and not listed else []
    return f"[{'; '.join(listed) or 'other words'}]"


# --- where only facts are at hand


def _of_facts(old: Description, new: Description, *, span: bool) -> Iterator[Remark]:
    found: list[Remark] = [
        Remark(each.direction, each.old, each.new) for each in applicability_of(old.stated, new.stated)
    ]
    if isinstance(old.stated, Field) and isinstance(new.stated, Field):
        was, now = old.stated.required_when, new.stated.required_when
        if set(was) != set(now):
            found.append(Remark("required", ", ".join(was) or None, ", ".join(now) or None))
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
    old: Sentence | None
    new: Sentence | None
    weight: Literal["other", "further", "more", "wording"]


_MOSTLY = 0.75


def value_remarks(old: Said, new: Said, values: tuple[str, ...]) -> Iterator[ValueRemark]:
    """Compare what two descriptions say that values mean, for the values that both list."""
    for value in values:
        before, after = ([each for each in side if each.value == value and each.length] for side in (old, new))
        removed = [each for each in before if each.sign not in {other.sign for other in after}]
        added = [each for each in after if each.sign not in {other.sign for other in before}]
        if not before or not after:
            continue
        for was, now in zip(removed, added, strict=False):
            yield ValueRemark(value, was, now, _weight(was, now))
        for now in added[len(removed) :]:
            yield ValueRemark(value, None, now, "further")
        for was in removed[len(added) :]:
            yield ValueRemark(value, was, None, "wording")


def _weight(was: Sentence, now: Sentence) -> Literal["other", "more", "wording"]:
    before, after = was.words, now.words
    named = set(was.names) != set(now.names) or differs_in_quantity(was, now)
    if before <= after or after <= before:
        is_explained = now.beginning == was.sign
        return "more" if named and not is_explained else "wording"
    shared = len(before & after) / max(len(before), len(after))
    return "wording" if shared >= _MOSTLY and not named else "other"
