"""Find the endpoints of a spec whose pages have another path now: another version, or another place.

Such an endpoint keeps its file, and with it its name in the SDK and everything that people wrote below ``sdk:``. Only
what can be nothing else counts as moved: the old path is on no page, the new one in no file, and both have one title
and much the same tables.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from ..runtime.json_types import is_array, is_object
from ..spec.lock import Lock
from .draft import Draft, DraftRow
from .known import KnownEndpoint
from .page_digests import with_page_digests
from .snapshot import Placed

_VERSION = re.compile(r"/v\d+(?=/|$)")
_ALIKE = 0.6
_LEAST_ROWS = 4


def moved(drafts: Iterable[Draft], known: Mapping[str, KnownEndpoint]) -> dict[str, str]:
    """Return the older method and path of each endpoint that moved, by its new one."""
    drafts = list(drafts)
    there = {draft.key for draft in drafts}
    left = {key: each for key, each in known.items() if key not in there and not each.gone}
    if not left:
        return {}
    new = [draft for draft in drafts if draft.key not in known and draft.path]
    pairs = [(draft.key, key) for draft in new for key, each in left.items() if _is_moved(key, each.docs, draft)]
    ends = [[pair[side] for pair in pairs] for side in (0, 1)]
    return {key: was for key, was in pairs if ends[0].count(key) == ends[1].count(was) == 1}


def at_new_paths(
    pages: Iterable[Placed], known: Mapping[str, KnownEndpoint], lock: Lock
) -> tuple[Mapping[str, KnownEndpoint], Lock]:
    """Return the endpoints of a spec and its lock, with those that moved under their new method and path.

    The digests of pages that say the same are as they are written now.
    """
    drafts = [placed.draft for placed in pages]
    places = moved(drafts, known)
    entries = {key: entry for key, entry in lock.endpoints.items() if key not in places.values()}
    entries |= {key: lock.endpoints[was] for key, was in places.items() if was in lock.endpoints}
    there = {key: each for key, each in known.items() if key not in places.values()}
    there |= {key: known[was] for key, was in places.items()}
    return there, with_page_digests(evolve(lock, endpoints=entries), drafts)


def _is_moved(key: str, docs: Mapping[str, object], draft: Draft) -> bool:
    method, _, path = key.partition(" ")
    if method != draft.method or str(docs.get("title")).casefold() != draft.title.casefold():
        return False
    names, others = set(_names(docs.get("request"))), set(_of_rows(draft.request))
    if _VERSION.sub("", path) == _VERSION.sub("", draft.path):
        return len(names & others) >= _ALIKE * len(names | others)
    answer, other_answer = set(_names(docs.get("response"))), set(_of_rows(draft.response))
    is_same = names == others and answer == other_answer and len(names) + len(answer) >= _LEAST_ROWS
    return is_same and path.rpartition("/")[2] == draft.path.rpartition("/")[2]


def _names(rows: object) -> Iterator[str]:
    for row in rows if is_array(rows) else ():
        if is_object(row):
            yield str(row.get("name"))


def _of_rows(rows: Iterable[DraftRow]) -> Iterator[str]:
    yield from (row.name for row in rows)
