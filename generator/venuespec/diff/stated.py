"""Compare what two descriptions state as names, figures and days; pages and specs have these facts alike."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..spec.model import Deprecation, EndpointSpec, Field
from .prose import Applicability

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
_MOST_NAMES = 6


def longest_span(old: Field, new: Field) -> tuple[str, str, bool] | None:
    """Return the only span of time that each row allows at most, and whether the new one is shorter; None for the same.

    Rows with several spans, or without one, are not compared.
    """
    if len(old.at_most) != 1 or len(new.at_most) != 1 or old.at_most == new.at_most:
        return None
    [was], [now] = old.at_most, new.at_most
    lengths = [_seconds(span) for span in (was, now)]
    if lengths[0] is None or lengths[1] is None or lengths[0] == lengths[1]:
        return None
    return was, now, lengths[1] < lengths[0]


def ended_values(old: Field, new: Field) -> Iterator[tuple[str, Deprecation | None]]:
    """Yield the values of both rows that only one of them calls deprecated; None for one that is not so any more."""
    for value in sorted(old.deprecated_values.keys() ^ new.deprecated_values.keys()):
        if value in old.values and value in new.values:
            yield value, new.deprecated_values.get(value)


def in_words(end: Deprecation) -> str:
    """Return what a page says of an end, to follow 'is deprecated': ', use rpi, until 2026-10-31'."""
    use = f", use {' or '.join(end.use)}" if end.use else ""
    return f"{use}{f', it works until {end.until}' if end.until else ''}"


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


def mentions_changed(old: Field, new: Field, before: EndpointSpec, after: EndpointSpec) -> str:
    """Say which names a row has gained and lost, where its texts are not at hand; empty for none."""
    stated = {*_facts(old), *_facts(new)}
    gained = [name for name in new.mentions if name not in {*old.mentions, *before.mentions, *stated}]
    lost = [name for name in old.mentions if name not in {*new.mentions, *after.mentions, *stated}]
    parts = [f"now names {', '.join(gained[:_MOST_NAMES])}"] if gained else []
    parts += [f"no longer names {', '.join(lost[:_MOST_NAMES])}"] if lost else []
    return " and ".join(parts)


def figure_changed(old: Iterable[str], new: Iterable[str]) -> tuple[str, str] | None:
    """Return the only figure of each side that the other does not have, if both are spans of time or of one unit."""
    before, after = list(old), list(new)
    removed = [each for each in before if each not in after and _FIGURE.fullmatch(each)]
    added = [each for each in after if each not in before and _FIGURE.fullmatch(each)]
    if len(removed) != 1 or len(added) != 1:
        return None
    units = [each.partition(" ")[2] for each in (*removed, *added)]
    alike = units[0] == units[1] or all(unit in _SECONDS for unit in units)
    return (removed[0], added[0]) if alike else None


def _facts(row: Field) -> Iterator[str]:
    yield from (*row.values, *row.required_when, *row.at_most)
    for party in (*row.applies_to, *row.excludes):
        yield from (party, *re.split("[= ]", party))
    if row.default is not None:
        yield row.default


def _restriction(parties: tuple[str, ...]) -> str | None:
    return f"only applicable to {', '.join(parties)}" if parties else None


def _seconds(span: str) -> Decimal | None:
    match = _FIGURE.fullmatch(span)
    return Decimal(match[1]) * Decimal(_SECONDS[match[2]]) if match and match[2] in _SECONDS else None
