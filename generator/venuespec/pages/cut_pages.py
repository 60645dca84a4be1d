"""Tell whether a page lacks rows that the spec has because it was cut, or because it is not understood any more."""

from collections import Counter
from collections.abc import Iterator

from ..runtime.json_types import is_array, is_object
from .copies import names_in_order
from .draft import Diagnostic, Draft
from .kept import LEAST_ROWS
from .known import KnownEndpoint
from .snapshot import Snapshot

_MOST = 0.5
# What a reader says where rows of a table may stand that it does not give.
_UNREAD_ROWS = frozenset({"row-unread", "table-unread", "no-parameters"})


def cut_at(draft: Draft, known: KnownEndpoint, snapshot: Snapshot) -> str | None:
    """Return the first row that a page lacks if it ends inside its tables; None for a page that goes on.

    A page was cut if its tables are the beginning of what they were and nothing of what follows them is there: the page
    in its other language, or the examples.
    """
    before, now = _rows_before(known), names_in_order(draft)
    if len(now) >= len(before) or tuple(before[: len(now)]) != now:
        return None
    if any(page.draft.file == draft.file and page.draft.line > draft.line for page in snapshot.placed):
        return None
    bilingual = sum(page.draft.witness is not None for page in snapshot.placed) > len(snapshot.placed) * _MOST
    lost_examples = _shown(draft) < _shown_before(known)
    follows_lost = draft.witness is None if bilingual else lost_examples
    return before[len(now)] if follows_lost else None


def cut_inside(draft: Draft, known: KnownEndpoint) -> str | None:
    """Return what a page lacks whose reader says that it ends within a row or an example."""
    if all(each.code != "page-cut" for each in draft.diagnostics):
        return None
    before, now = _rows_before(known), frozenset(names_in_order(draft))
    lost = next((row for row in before if row not in now), None)
    return lost or ("its examples" if _shown(draft) < _shown_before(known) else None)


def _shown(draft: Draft) -> int:
    """Return how many examples a page shows whole."""
    return sum(example.broken is None for example in draft.examples)


def _shown_before(known: KnownEndpoint) -> int:
    examples = known.docs.get("examples")
    return sum(is_object(each) and "broken" not in each for each in (examples if is_array(examples) else ()))


def _rows_before(known: KnownEndpoint) -> list[str]:
    def names(rows: object, parent: str) -> Iterator[str]:
        for row in rows if is_array(rows) else ():
            if is_object(row):
                yield f"{parent}{row.get('name')}"
                yield from names(row.get("fields"), f"{parent}{row.get('name')}.")

    found = list(names(known.docs.get("request"), "request."))
    variants = known.docs.get("variants")
    for index, variant in enumerate(variants if is_array(variants) else ()):
        found += names(variant.get("request") if is_object(variant) else None, f"variants.{index}.")
    return [*found, *names(known.docs.get("response"), "response.")]


def lost_unread(draft: Draft, known: KnownEndpoint) -> tuple[str, Diagnostic] | None:
    """Return a row that the page lacks, and what on it is not understood since then; None where nothing is lost so.

    A large table that is gone as a whole is kept, and ``sdk.decided`` says what left indeed.
    """
    said, decided = known.docs.get("unread"), known.sdk.get("decided")
    settled = {*(said if is_array(said) else ()), *(decided if is_object(decided) else ())}
    unread = next((each for each in draft.diagnostics if each.code in _UNREAD_ROWS - settled), None)
    if unread is None:
        return None
    before, now = _rows_before(known), frozenset(names_in_order(draft))
    sizes = Counter(row.partition(".")[0] for row in before)
    tables = {name.partition(".")[0] for name in now} | {side for side, size in sizes.items() if size < LEAST_ROWS}
    lost = next((row for row in before if row not in now and row.partition(".")[0] in tables), None)
    return None if lost is None else (lost, unread)
