"""Write the pages of a snapshot: the ``docs:`` section of each endpoint, and what the texts of its page state."""

import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from attrs import frozen

from ..processes import in_processes
from ..spec.kept import keep_data, kept_data, name_of
from ..spec.model import VenueSpec
from ..spec.sources import DISK
from ..textfiles import digest
from .contents import AHEAD
from .known import KnownEndpoint
from .snapshot import Placed, Snapshot
from .texts import StatedTexts, stated_by
from .write_docs import docs_section

_TITLED = re.compile(r"  - title: (.+)\n(    request: .+\n)")
_WORTH_A_PROCESS = 500


@frozen(kw_only=True)
class WrittenPage:
    """The new ``docs:`` section of an endpoint, and what the texts of its page state."""

    docs: str
    stated: StatedTexts


@frozen
class _WrittenPages:
    """What the pages of a snapshot are written as, by method and path."""

    by_key: Mapping[str, WrittenPage]


def written_pages(
    snapshot: Snapshot, known: Mapping[str, KnownEndpoint], settings: VenueSpec
) -> Mapping[str, WrittenPage]:
    """Render the section of each page and read its sentences, by method and path.

    Where the pages and the spec that they are written for are those of a run before, the cache has the result.
    """
    spec = name_of(settings.folder, DISK) if snapshot.entry else None
    stated = f"{snapshot.entry} {spec} {settings.docs!r} {settings.permissions}"
    entry = f"{digest([stated.encode()])}.written" if spec else None
    kept = kept_data(entry, _WrittenPages) if entry is not None else None
    if kept is not None:
        return kept.by_key
    written = _written(snapshot, known)
    if entry is not None:
        keep_data(entry, _WrittenPages(written))
    return written


def _written(snapshot: Snapshot, known: Mapping[str, KnownEndpoint]) -> dict[str, WrittenPage]:
    def written(placed: Placed) -> WrittenPage:
        endpoint = known.get(placed.draft.key)
        docs = docs_of(placed, text_of(endpoint.file) if endpoint else "")
        return WrittenPage(docs=docs, stated=stated_by(placed.draft))

    sizes = [len(placed.draft.request) + len(placed.draft.response) for placed in snapshot.placed]
    pages = in_processes(written, snapshot.placed, sizes, least=_WORTH_A_PROCESS, ahead=AHEAD)
    return {placed.draft.key: page for placed, page in zip(snapshot.placed, pages, strict=True)}


def docs_of(placed: Placed, old: str) -> str:
    """Render the new section; a variant keeps a title that a person shortened if its request is the same."""
    text = docs_section(placed.draft, placed.access, placed.evidence, placed.shape)
    before, position = _TITLED.findall(old), count()

    def with_kept_title(match: re.Match[str]) -> str:
        number = next(position)
        same = number < len(before) and before[number][1] == match[2]
        return f"  - title: {before[number][0]}\n{match[2]}" if same else match[0]

    return _TITLED.sub(with_kept_title, text)


def text_of(file: Path) -> str:
    """Return the text of a spec file; '' for one that is not there."""
    return file.read_text(encoding="utf-8") if file.is_file() else ""
