"""Find what the texts of a state say: read of its pages, or kept in its spec."""

from ..pages.said import said_of_page, said_of_row
from ..spec.model import EndpointSpec, Field, VenueSpec, walk
from ..spec.texts import text_key
from .remarks import Description
from .sentences import Said
from .stated import stated_facts


def row_description(row: Field, page: EndpointSpec, venue: VenueSpec) -> Description:
    """Return the description of a row: its sentences, and apart from them what it says that its values mean."""
    said = _of_row(row, venue)
    beside = _of_prose(page, venue) or ()
    return Description(
        stated=row,
        page=page,
        said=None if said is None else tuple(each for each in said if not each.value),
        values=tuple(each for each in said or () if each.value),
        text=row.text or None,
        digest=row.prose or row.label,
        around=(*beside, *_of_remarks(page, venue)),
        beside=beside,
        known=frozenset(stated_facts(row)),
    )


def page_description(page: EndpointSpec, other: EndpointSpec, venue: VenueSpec) -> Description:
    """Return the description of an endpoint outside of its tables."""
    rows = (each for _, row in walk((*page.request, *page.response)) for each in _of_row(row, venue) or ())
    around = (*_of_remarks(page, venue), *rows)
    return Description(
        stated=page,
        page=page,
        said=_of_prose(page, venue),
        text=page.text or None,
        digest=page.prose or "",
        around=around,
        beside=around,
        known=frozenset({page.path, other.path}),
    )


def _of_row(row: Field, venue: VenueSpec) -> Said | None:
    if not row.prose:
        # The row says no more than its label and its values.
        return said_of_row(row.label, ())
    return said_of_row(row.text, row.values) if row.text else venue.texts.of(row.text_key)


def _of_prose(page: EndpointSpec, venue: VenueSpec) -> Said | None:
    if page.text or not page.prose:
        return said_of_page(page.text)
    return venue.texts.of(text_key(page.prose, (), of="page"))


def _of_remarks(page: EndpointSpec, venue: VenueSpec) -> Said:
    if page.remarks or not page.remarks_digest:
        return said_of_page(page.remarks)
    return venue.texts.of(text_key(page.remarks_digest, (), of="page")) or ()
