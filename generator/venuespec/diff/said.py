"""Find what the texts of a state say: read of its pages, or kept in its spec."""

from collections.abc import Iterator

from ..pages.said import said_of_page, said_of_row
from ..spec.model import Deprecation, EndpointSpec, Field, VenueSpec, walk
from ..spec.texts import Sentence, small, text_key
from .remarks import Description
from .sentences import Said
from .stated import stated_facts

_LABEL, _POSITION = small("sidebar_label"), small("sidebar_position")
_LONGEST_HEAD = 6
_LENGTH_OF_POSITION = 2


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
        known=frozenset({page.path, other.path, *_of_end(page), *_of_end(other)}),
    )


def _of_row(row: Field, venue: VenueSpec) -> Said | None:
    if not row.prose:
        # The row says no more than its label and its values.
        return said_of_row(row.label, ())
    return said_of_row(row.text, row.values) if row.text else venue.texts.of(row.text_key)


def _of_prose(page: EndpointSpec, venue: VenueSpec) -> Said | None:
    if page.text or not page.prose:
        return _behind_head(said_of_page(page.text))
    said = venue.texts.of(text_key(page.prose, (), of="page"))
    return None if said is None else _behind_head(said)


def _behind_head(said: Said) -> Said:
    """Return what a page says behind the lines of its head, which are of the menu: 'sidebar_position: 3'."""
    heads = [at for at, each in enumerate(said[:_LONGEST_HEAD], 1) if _is_of_head(each, said[0])]
    return said[max(heads, default=0) :]


def _is_of_head(sentence: Sentence, title: Sentence) -> bool:
    """Tell whether a sentence is the place of a page in the menu, or the label of it there, which repeats its title."""
    is_label = _LABEL in sentence.words and sentence.words - {_LABEL} <= title.words
    return is_label or (_POSITION in sentence.words and sentence.length == _LENGTH_OF_POSITION)


def _of_end(page: EndpointSpec) -> Iterator[str]:
    """Yield the names and days that an endpoint's deprecation has, which is a fact of its own."""
    if isinstance(page.deprecated, Deprecation):
        for name in page.deprecated.use:
            yield from (name, *name.split())
        for day in filter(None, (page.deprecated.until, page.deprecated.since)):
            yield from (part.lstrip("0") for part in day.split("-"))


def _of_remarks(page: EndpointSpec, venue: VenueSpec) -> Said:
    if page.remarks or not page.remarks_digest:
        return said_of_page(page.remarks)
    return venue.texts.of(text_key(page.remarks_digest, (), of="page")) or ()
