"""Record in a venue's lock that a person held rules against the page as it is now."""

from collections.abc import Iterable

from ..spec.file_schema import lock_text
from ..spec.load import read_lock
from ..spec.lock import NAME
from ..spec.model import EndpointSpec, VenueSpec
from ..spec.sources import DISK
from ..textfiles import write_atomically
from .due import current


def confirm(venue: VenueSpec, endpoints: Iterable[EndpointSpec]) -> None:
    """Record that the rules of these endpoints are right as they are. Raises ``SpecError`` for a damaged lock."""
    lock = read_lock(venue.folder, DISK)
    for endpoint in endpoints:
        lock = lock.confirmed(endpoint.key, current(endpoint))
    write_atomically(venue.folder / NAME, lock_text(venue.folder, lock))
