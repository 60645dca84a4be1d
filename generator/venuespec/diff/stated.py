"""Compare what two descriptions state as names, figures and days; pages and specs have these facts alike."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import filterfalse
from typing import Literal

from attrs import astuple, frozen

from ..spec.model import EndpointSpec, Field

_MOST_NAMES = 6
# A number of so many digits is an identifier, which only examples have.
_EXAMPLE = re.compile(r"\d{9,}")
_FIGURE = re.compile(r"([0-9]+(?:\.[0-9]+)?) (.+)")
_SECONDS = {
    "ms": "0.001",
    "s": "1",
    "min": "60",
    "h": "3600",
    "days": "86400",
    "weeks": "604800",
    "months": "2592000",
    "years": "31536000",
}


@frozen
class Applicability:
    """A statement of where something can be used, in both states; None where a state makes none."""

    direction: Literal["narrowed", "widened"]
    old: str | None
    new: str | None


def longest_span(old: Field | EndpointSpec, new: Field | EndpointSpec) -> tuple[str, str, bool] | None:
    """Return the only span of time that both allow at most, and whether the new one is shorter; None for the same.

    Descriptions with several spans, or without one, are not compared.
    """
    if len(old.at_most) != 1 or len(new.at_most) != 1 or old.at_most == new.at_most:
        return None
    [was], [now] = old.at_most, new.at_most
    lengths = [_seconds(span) for span in (was, now)]
    if lengths[0] is None or lengths[1] is None or lengths[0] == lengths[1]:
        return None
    return was, now, lengths[1] < lengths[0]


def applicability_of(old: Field | EndpointSpec, new: Field | EndpointSpec) -> Iterator[Applicability]:
    """Compare the parties that restrictions name, where the texts are not at hand."""
    was, now = set(old.applies_to), set(new.applies_to)
    if was != now:
        widened = not now or (was and was < now)
        before, after = _restriction(old.applies_to), _restriction(new.applies_to)
        yield Applicability("widened" if widened else "narrowed", before, after)
    for party in sorted(set(new.excludes) - set(old.excludes)):
        yield Applicability("narrowed", None, f"not applicable to {party}")
    for party in sorted(set(old.excludes) - set(new.excludes)):
        yield Applicability("widened", f"not applicable to {party}", None)


def mentions_changed(
    old: Field | EndpointSpec,
    new: Field | EndpointSpec,
    before: EndpointSpec,
    after: EndpointSpec,
    stated: frozenset[str],
) -> str:
    """Say which names a subject has gained and lost, where its texts are not at hand; empty for none."""
    beside = [set(page.mentions) if isinstance(old, Field) else set[str]() for page in (before, after)]
    if any(meaning for row in (old, new) if isinstance(row, Field) for meaning in row.meanings.values()):
        # The names may stand in what the text says of its values, which is compared on its own.
        return ""
    gained = set(new.mentions) - set(old.mentions) - beside[0] - stated
    lost = set(old.mentions) - set(new.mentions) - beside[1] - stated
    return names_lost_and_gained(*(filterfalse(_EXAMPLE.fullmatch, names) for names in (gained, lost)))


def names_lost_and_gained(gained: Iterable[str], lost: Iterable[str]) -> str:
    """Say which names a text has gained and lost; empty for none."""
    came, went = sorted(gained), sorted(lost)
    parts = [f"now names {', '.join(came[:_MOST_NAMES])}"] if came else []
    parts += [f"no longer names {', '.join(went[:_MOST_NAMES])}"] if went else []
    return " and ".join(parts)


def same_span(old: str, new: str) -> bool:
    """Tell whether two spans of time in other words are the same: 7 days, 1 weeks."""
    lengths = _seconds(old), _seconds(new)
    return old != new and lengths[0] is not None and lengths[0] == lengths[1]


def figure_changed(old: Iterable[str], new: Iterable[str]) -> tuple[str, str] | None:
    """Return the only figure of each side that the other does not have, if both are spans of time or of one unit."""
    before, after = list(old), list(new)
    removed = [each for each in before if each not in after and _FIGURE.fullmatch(each)]
    added = [each for each in after if each not in before and _FIGURE.fullmatch(each)]
    if len(removed) != 1 or len(added) != 1:
        return None
    if removed[0].partition(" ")[0] in (each.partition(" ")[0] for each in after):
        # The old figure is still there, beside another one.
        return None
    units = [each.partition(" ")[2] for each in (*removed, *added)]
    alike = units[0] == units[1] or all(unit in _SECONDS for unit in units)
    return (removed[0], added[0]) if alike else None


def stated_facts(row: Field) -> Iterator[str]:
    """Yield the names and figures of a row that are facts of their own."""
    yield row.name
    yield from (*row.values, *row.required_when, *row.at_most)
    for party in (*row.applies_to, *row.excludes):
        yield from (party, *re.split("[= ]", party))
    limits = (str(limit) for limit in astuple(row.limits) if limit is not None)
    yield from (*limits, *([row.default] if row.default is not None else []))
    if row.alias is not None:
        yield from filter(None, (row.alias.was, row.alias.of))
    for end in (row.deprecation, *row.deprecated_values.values()):
        yield from end.use if end is not None else ()
    ends = [end for end in (row.deprecation, *row.deprecated_values.values()) if end is not None]
    days = [*(end.until for end in ends), *(end.since for end in ends), row.alias.until if row.alias else None]
    yield from (part.lstrip("0") for day in days if day for part in day.split("-"))


def _restriction(parties: tuple[str, ...]) -> str | None:
    return f"only applicable to {', '.join(parties)}" if parties else None


def _seconds(span: str) -> Decimal | None:
    match = _FIGURE.fullmatch(span)
    return Decimal(match[1]) * Decimal(_SECONDS[match[2]]) if match and match[2] in _SECONDS else None
