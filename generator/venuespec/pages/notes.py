"""Tell apart what a day's pages say newly, and no reader has read as a fact, from what they said before.

The lock has a digest of each row's text, so a sentence is new where its row's digest is: a day without changes has
nothing new to say, whatever its pages hold. Nor has a page whose file is the one that the lock knows, however read.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from ..spec.lock import EndpointLock, Lock
from .draft import Diagnostic, Draft, DraftRow
from .page_digests import text_digest
from .snapshot import Placed
from .write_docs import page_lock


@frozen
class Notes:
    """Sentences that no fact was read from: ``new`` where the lock does not know the row's text."""

    new: tuple[Diagnostic, ...] = ()
    old: tuple[Diagnostic, ...] = ()


def unread_of_pages(unread: Iterable[Diagnostic], pages: Path) -> dict[str, str]:
    """Return the digest of what is not understood of each page, by its place below the folder of pages.

    Lines do not count: they move with what stands above.
    """
    said: dict[str, list[str]] = {}
    for each in unread:
        place = each.file.relative_to(pages) if each.file.is_relative_to(pages) else Path(each.file.name)
        said.setdefault(place.as_posix(), []).append(f"{each.code} {each.message}")
    return {name: text_digest("\n".join(sorted(messages))) for name, messages in said.items()}


def notes_of(pages: Iterable[Placed], lock: Lock) -> Notes:
    """Return the notes of pages."""
    new: list[Diagnostic] = []
    old: list[Diagnostic] = []
    for page in pages:
        draft = page.draft
        found = [diagnostic for diagnostic in draft.diagnostics if diagnostic.is_note]
        same = bool(page.raw) and page.raw == lock.of(draft.key).raw
        lines = _changed_lines(draft, lock) if found and not same else frozenset[int]()
        for diagnostic in found:
            (new if diagnostic.line in lines else old).append(diagnostic)
    return Notes(tuple(new), tuple(old))


def _changed_lines(draft: Draft, lock: Lock) -> frozenset[int]:
    """Return the lines of those rows whose text is not the lock's, and that of the endpoint if its prose is not."""
    known = lock.endpoints.get(draft.key, EndpointLock())
    before = known.text
    page = page_lock(draft)
    now = page.text
    tables = [("request", draft.request), ("response", draft.response)]
    tables += [(f"variants.{number}", table.rows) for number, table in enumerate(draft.variants)]
    is_new = draft.key not in lock.endpoints or known.prose != page.prose
    return frozenset([draft.line] if is_new else ()) | frozenset(
        row.line
        for side, rows in tables
        for path, row in _paths(rows, side)
        if draft.key not in lock.endpoints or before.get(path) != now.get(path)
    )


def _paths(rows: Iterable[DraftRow], parent: str) -> Iterator[tuple[str, DraftRow]]:
    for row in rows:
        path = f"{parent}.{row.name}"
        yield path, row
        yield from _paths(row.fields, path)
