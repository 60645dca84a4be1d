"""Compare the life of a thing in two states: deprecated, replaced, working until a day, removed as announced or early.

A thing is an endpoint, a row, a value or an alias.
"""

from attrs import frozen

from ..spec.model import Alias, Deprecation, EndpointSpec, Field, VenueSpec
from . import judgements
from .judgements import Judgement


@frozen
class Thing:
    """The judgements of one kind of thing."""

    deprecated: Judgement
    undeprecated: Judgement


ENDPOINT = Thing(judgements.ENDPOINT_DEPRECATED, judgements.ENDPOINT_UNDEPRECATED)
ROW = Thing(judgements.ROW_DEPRECATED, judgements.ROW_UNDEPRECATED)
VALUE = Thing(judgements.VALUE_DEPRECATED, judgements.VALUE_UNDEPRECATED)


def end_of_endpoint(endpoint: EndpointSpec) -> Deprecation | None:
    """Return what a page says of the end of its endpoint; None for one that is not deprecated."""
    if isinstance(endpoint.deprecated, Deprecation):
        return endpoint.deprecated
    return Deprecation() if endpoint.deprecated else None


def end_of_row(row: Field) -> Deprecation | None:
    """Return what a page says of the end of a row; None for one that is not deprecated."""
    return (row.deprecation or Deprecation()) if row.deprecated else None


def end_of_alias(alias: Alias | None) -> Deprecation | None:
    """Return until when an older name works; None for none."""
    return Deprecation(until=alias.until) if alias is not None and alias.was else None


def life_changed(thing: Thing, old: Deprecation | None, new: Deprecation | None) -> Judgement | None:
    """Judge what became of the end of a thing; None where both states say the same."""
    if old == new:
        return None
    if old is None or new is None:
        return thing.undeprecated if new is None else thing.deprecated
    if old.until != new.until:
        return judgements.SUNSET_SET if old.until is None else judgements.SUNSET_CHANGED
    return judgements.REPLACEMENT_CHANGED if old.use != new.use else None


def removal(end: Deprecation | None, day: str | None, plain: Judgement, announced: Judgement) -> Judgement:
    """Judge the removal of a thing by what the older state said of its end, on the day of the newer one."""
    if end is None:
        return plain
    return judgements.REMOVED_EARLY if end.until and day and day < end.until else announced


def day_of(venue: VenueSpec) -> str | None:
    """Return the day of a state: the latest of its pages."""
    return max((endpoint.as_of for endpoint in venue.endpoints if endpoint.as_of), default=None)


def in_words(end: Deprecation | None) -> str | None:
    """Return what a page says of an end: 'deprecated, use rpi, works until 2026-10-31'."""
    return None if end is None else f"deprecated{particulars(end)}"


def particulars(end: Deprecation) -> str:
    """Return what follows 'deprecated': ', use rpi, works until 2026-10-31'."""
    use = f", use {' or '.join(end.use)}" if end.use else ""
    since = f", from {end.since}" if end.since else ""
    return f"{use}{since}{f', works until {end.until}' if end.until else ''}"
