"""Keep rules confirmed whose pages are the files that they were, where a reader gets more or less out of them now."""

from collections.abc import Mapping

from attrs import evolve

from ..checks.due import due, with_confirmed
from ..spec.load import read_venue
from ..spec.lock import NAME, Lock
from ..spec.model import EndpointSpec, Reviewed, VenueSpec
from ..spec.sources import Overlay
from .known import KnownEndpoint


def rebased(lock: Lock, older: Lock, settings: VenueSpec, known: Mapping[str, KnownEndpoint], changed: Overlay) -> Lock:
    """Return the lock after an import with the reviews of unchanged pages based on what is read of them now.

    ``older`` and ``known`` are the lock and the endpoints before the import, ``changed`` the spec after it. What
    awaited its review before the import still does.
    """
    reread = {key for key, each in known.items() if _is_reread(key, lock, older) and each.file in changed.texts}
    reread |= {key for key in known if _is_reread(key, lock, older) and _says_else(key, lock, older)}
    if not reread:
        return lock
    folder = settings.folder
    states = (
        Overlay({folder / NAME: older.to_yaml()}, changed.known),
        evolve(changed, texts={**changed.texts, folder / NAME: lock.to_yaml()}),
    )
    before, after = (_endpoints(settings, state) for state in states)
    entries = {
        key: evolve(lock.endpoints[key], reviewed=_confirmed(after[key], before[key]))
        for key in sorted(reread & before.keys() & after.keys())
    }
    return evolve(lock, endpoints={**lock.endpoints, **entries})


def _is_reread(key: str, lock: Lock, older: Lock) -> bool:
    """Tell whether an endpoint has reviews, and its pages are the files that they were."""
    was, now = older.endpoints.get(key), lock.endpoints.get(key)
    return was is not None and now is not None and was.reviewed is not None and now.raw == was.raw != ""


def _says_else(key: str, lock: Lock, older: Lock) -> bool:
    was, now = older.endpoints[key], lock.endpoints[key]
    return (was.prose, was.remarks, was.text) != (now.prose, now.remarks, now.text)


def _endpoints(settings: VenueSpec, source: Overlay) -> dict[str, EndpointSpec]:
    venue, _ = read_venue(settings.folder, source, settings)
    return {each.key: each for each in venue.endpoints} if venue is not None else {}


def _confirmed(now: EndpointSpec, before: EndpointSpec) -> Reviewed | None:
    """Return the review of an endpoint with those rules confirmed that were so before."""
    known = {each.id for each in before.rules} - {each.rule.id for each in due(before)}
    waiting = {each.id for each in now.rules} - known
    if all(each.rule.id in waiting for each in due(now)):
        return now.reviewed
    return with_confirmed(now, {rule.id for rule in now.rules if rule.id not in waiting})
