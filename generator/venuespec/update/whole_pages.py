"""Compare the pages of an endpoint on two days as a whole, and give their words to the specs of both days."""

from operator import attrgetter

from attrs import evolve

from ..diff.page_places import worded
from ..pages.draft import Draft
from ..pages.snapshot import Snapshot
from ..spec.model import EndpointSpec, VenueSpec
from .review import REREAD

_said = attrgetter(
    *("title", "permissions", "rate_limits", "request", "variants", "response", "examples", "error_codes"),
    *("prose", "remarks", "signed", "access", "shape", "costs"),
)


def worded_days(
    before: VenueSpec, after: VenueSpec, old: Snapshot | None, new: Snapshot
) -> tuple[VenueSpec, VenueSpec]:
    """Return a venue before and after, with the words of its pages if those of both days are at hand."""
    return (before, after) if old is None else (_with_words(before, old), _with_words(after, new))


def _with_words(venue: VenueSpec, pages: Snapshot) -> VenueSpec:
    drafts = {placed.draft.key: placed.draft for placed in pages.placed}
    known = (worded(each, drafts[each.key]) if each.key in drafts else each for each in venue.endpoints)
    return evolve(venue, endpoints=tuple(known))


def says_the_same(old: Draft, new: Draft) -> bool:
    """Tell whether the page of an endpoint is the same on both days, so that its facts are only read more closely."""
    known = evolve(old, permissions=()) if not new.permissions else old  # they stay, as they left many pages at once
    return old.key == new.key and _said(known) == _said(new)


def place_was(old: EndpointSpec, new: EndpointSpec) -> str:
    """Return the place of an endpoint's page where it has another one now; '' where it has not."""
    if old.source != new.source:
        return old.source
    return f"the section {old.section}" if old.section != new.section else ""


def remark_on(state: str, was: EndpointSpec | None, now: EndpointSpec, old: Draft | None, page: Draft | None) -> str:
    """Say what a page has become as a whole, where that is not seen from its parts."""
    place = place_was(was, now) if was is not None and state in ("moved", "changed") else ""
    if state == "moved":
        return f"The page says what it said on the day before, at another place; it was {place}."
    if state == "changed" and old is not None and page is not None:
        if place:
            return f"The page has another place; it was {place}."
        if says_the_same(evolve(old, examples=page.examples), page):
            return "Only the examples of the page are others."
    return REREAD if state == "reread" else ""
