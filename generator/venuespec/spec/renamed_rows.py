"""Parts of ``sdk:`` that call a row by the older name which its page gives: they hold for the row.

A page that says "``b``; ``a`` is accepted until a day" renames a row for certain. What people wrote about ``a`` is not
changed: it is taken as said of ``b``, and a warning asks for the present name.
"""

from collections.abc import Iterable, Iterator

from attrs import evolve

from .files import DocsFile, RowFile
from .model import Field, Note, walk
from .problem import Problem
from .yaml import Document, problem_at


class RenamedRows:
    """The rows of a page with older names; ``problems`` has a warning for each use of one."""

    def __init__(self, document: Document, docs: DocsFile) -> None:
        tables = (docs.request, *(table.request for table in docs.variants))
        self._document = document
        self._names = {
            "request": frozenset(name for rows in tables for name in _names_of(rows)),
            "response": frozenset(_names_of(docs.response)),
        }
        self.problems: list[Problem] = []

    def former_keys(self, side: str, dotted: str, row: RowFile) -> tuple[str, ...]:
        """Return the keys that ``sdk.fields`` may have for a row by its older name."""
        former = row.alias.was if row.alias else None
        if former is None or former in self._names[side]:
            return ()
        older = f"{dotted.rpartition('.')[0]}.{former}".removeprefix(".")
        of_side = (f"{side}.{older}", f"{side}.{former}")
        return of_side if self._has(former) else (*of_side, older, former)

    def _has(self, name: str) -> bool:
        return any(name in names for names in self._names.values())

    def report(self, path: Iterable[str | int], message: str) -> None:
        """Record the use of an older name."""
        self.problems.append(problem_at(self._document, path, "renamed-row", message, "warning"))

    def notes(self, notes: Iterable[Note], rows: Iterable[Field]) -> tuple[Note, ...]:
        """Return notes with their places, in which every row has its present name."""
        present = {row.alias.was: name for name, row in _by_last_name(rows) if row.alias}
        found: list[Note] = []
        for index, note in enumerate(notes):
            path = ("sdk", "notes", index)
            older = [name for name in note.params if name in present and not self._has(name)]
            for name in older:
                self.report(path, renamed_message(name, present[name]))
            params = tuple(present[name] if name in older else name for name in note.params)
            found.append(evolve(note, params=params, place=self._document.place(path)))
        return tuple(found)


def renamed_message(older: str, now: str) -> str:
    """Ask for the present name of a row."""
    return f"the page calls {older} {now} now; write {now}"


def _by_last_name(rows: Iterable[Field]) -> Iterator[tuple[str, Field]]:
    yield from ((row.name, row) for _, row in walk(rows))


def _names_of(rows: Iterable[RowFile]) -> Iterator[str]:
    for row in rows:
        yield row.name
        yield from _names_of(row.fields)
