"""Record in a venue's lock that a person held rules against the page as it is now."""

from collections.abc import Container, Mapping

from ..spec.file_schema import lock_text
from ..spec.load import read_lock
from ..spec.lock import NAME
from ..spec.model import VenueSpec
from ..spec.sources import DISK
from ..textfiles import write_atomically
from .due import with_confirmed


def confirm(venue: VenueSpec, rules: Mapping[str, Container[str]]) -> None:
    """Record that rules are right as they are: ids by their endpoint's id. Raises ``SpecError`` for a damaged lock."""
    lock = read_lock(venue.folder, DISK)
    for endpoint in venue.endpoints:
        if endpoint.id in rules:
            lock = lock.confirmed(endpoint.key, with_confirmed(endpoint, rules[endpoint.id]))
    write_atomically(venue.folder / NAME, lock_text(venue.folder, lock))
