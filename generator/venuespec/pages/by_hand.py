"""Tell endpoints whose ``docs:`` a person wrote from those that an import wrote, and leave them to that person.

Until ``generate`` has run for the first time, a file may be a skeleton that waits for its page. Afterwards an SDK rests
on its facts, and a page may say less than the person knew.
"""

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve

from ..spec.load import read_names
from ..spec.lock import EndpointLock, Lock
from .known import KnownEndpoint
from .snapshot import EVIDENCE, Placed, Snapshot

# Parts of ``docs:`` that somebody had to copy or to write.
_TABLES = frozenset({"request", "variants", "response", "examples"})


def written_by_hand(known: Mapping[str, KnownEndpoint], lock: Lock, folder: Path) -> frozenset[str]:
    """Return the endpoints, by method and path, that are in the SDK and that no import wrote.

    An import leaves the digests of a page in the lock, and one of its own reasons below ``auth_evidence``. Raises
    ``SpecError`` for names that cannot be read.
    """
    ours = {key for key, each in known.items() if _is_ours(each, lock.endpoints.get(key, EndpointLock()))}
    if not ours:
        return frozenset()
    named = read_names(folder).endpoints
    return frozenset(key for key in ours if f"{known[key].docs.get('method')} {known[key].docs.get('path')}" in named)


def _is_ours(endpoint: KnownEndpoint, entry: EndpointLock) -> bool:
    docs = endpoint.docs
    read = entry.raw or entry.prose or entry.remarks or entry.text or entry.as_of or entry.kept
    return not read and not _TABLES.isdisjoint(docs) and docs.get("auth_evidence") not in EVIDENCE


def without(snapshot: Snapshot, keys: frozenset[str]) -> tuple[Snapshot, tuple[Placed, ...]]:
    """Return a snapshot without endpoints, and these."""
    left = tuple(page for page in snapshot.placed if page.draft.key in keys)
    if not left:
        return snapshot, ()
    questions = tuple(each for each in snapshot.disagreements if each.endpoint not in keys)
    placed = tuple(page for page in snapshot.placed if page.draft.key not in keys)
    return evolve(snapshot, placed=placed, disagreements=questions), left
