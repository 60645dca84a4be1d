"""Hold what a reader gets out of a page: the facts of an endpoint, and diagnostics for unread parts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from attrs import evolve, field, fields, frozen

from ..spec.model import Access, Required, Shape

DraftCosts = int | tuple[Mapping[str, Any], ...]
"""The units of a budget that a call takes: a number, or cases of ``{when: CONDITION, is: NUMBER}``."""

FACT_UNREAD = "fact-unread"
"""The code of a sentence with signs of a fact that no reader knows the form of."""


@frozen(kw_only=True)
class Diagnostic:
    """A part of a page that a person must look at; ``code`` is stable.

    A note is worth a look on the day when its sentence is new; the spec does not record it.
    """

    file: Path
    line: int
    code: str
    message: str

    @property
    def is_note(self) -> bool:
        return self.code == FACT_UNREAD

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} [{self.code}]"


@frozen(kw_only=True)
class DraftRow:
    """A table row.

    ``text`` is the whole description cell, which the spec does not keep; ``open`` means that ``values`` may be
    incomplete.
    """

    name: str
    type: str
    required: Required = "no"
    label: str = ""
    values: tuple[str, ...] = ()
    open: bool = False
    default: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_items: int | None = None
    pattern: str | None = None
    separator: str | None = None
    deprecated: bool = False
    fields: "tuple[DraftRow, ...]" = ()
    text: str = field(default="", repr=False)
    line: int = field(default=0, eq=False)

    def moved(self, lines: int) -> "DraftRow":
        """Return the same row so many lines further down the page."""
        return self.at(self.line + lines, tuple(row.moved(lines) for row in self.fields))

    def at(self, line: int, fields: "tuple[DraftRow, ...]") -> "DraftRow":
        """Return the same row at a line of the page, with these rows below it."""
        return DraftRow(**dict(zip(_OF_A_ROW, _values_of(self), strict=True)), line=line, fields=fields)


# Every row of every page is put at its line, which ``evolve`` would take five times as long for.
_OF_A_ROW = tuple(each.name for each in fields(DraftRow) if each.name not in ("line", "fields"))
_values_of = attrgetter(*_OF_A_ROW)


@frozen(kw_only=True)
class DraftLimit:
    """A rate limit as a page states it; ``window`` in seconds."""

    limit: int
    window: Decimal
    counts: Literal["request", "order"] = "request"
    key: tuple[str, ...] = ()
    scope: str | None = None


@frozen(kw_only=True)
class DraftTable:
    """One of several request tables of an endpoint, under its title."""

    title: str
    rows: tuple[DraftRow, ...]


@frozen(kw_only=True)
class DraftExample:
    """A documented request or response; ``repaired`` names its repairs, ``broken`` why it is left out.

    ``in_query`` marks a request whose parameters travel in the query although it is not a GET.
    """

    title: str = ""
    request: Any = None
    response: Any = None
    repaired: str | None = None
    broken: str | None = None
    in_query: bool = False


@frozen(kw_only=True)
class Draft:
    """The facts of one endpoint, from one place on one page.

    One without a ``path`` stands for a block whose method and path are not understood; it has diagnostics only.

    ``prose`` is the text between the tables, and ``remarks`` the text of rows around the payload, which are in no table
    of the draft; where a page does not mark the end of a table, ``remarks`` holds everything below it. The spec keeps
    neither. ``witness`` is the same endpoint in the page's other language, which ``translated`` marks where it is a
    file of its own; ``signed`` tells whether the example request is signed, None without such an example. A page that
    says itself how calls are authorized has ``access``, and one that shows what its answers are like ``shape``;
    ``costs`` has the units that it says a call takes of the venue's budgets, as the spec writes them. ``comments`` are
    what the samples of responses say of their fields; with them the samples are rows of what no table lists.
    """

    method: str
    path: str
    title: str
    source: str = ""
    as_of: str | None = None
    section: str = ""
    permissions: tuple[str, ...] = ()
    rate_limits: tuple[DraftLimit, ...] = ()
    request: tuple[DraftRow, ...] = ()
    variants: tuple[DraftTable, ...] = ()
    response: tuple[DraftRow, ...] = ()
    examples: tuple[DraftExample, ...] = ()
    error_codes: tuple[tuple[str, str], ...] = ()
    prose: str = field(default="", repr=False)
    signed: bool | None = None
    access: Access | None = None
    shape: Shape | None = None
    comments: Mapping[str, str] | None = None
    costs: Mapping[str, DraftCosts] = field(factory=dict[str, DraftCosts])
    remarks: str = field(default="", repr=False)
    witness: "Draft | None" = field(default=None, repr=False)
    translated: bool = field(default=False, eq=False)
    diagnostics: tuple[Diagnostic, ...] = ()
    file: Path = field(default=Path("-"), eq=False)
    line: int = field(default=0, eq=False)

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"

    def renumbered(self, numbers: Sequence[int]) -> "Draft":
        """Return the same facts at the lines that the numbers give for those of the draft, which count from one."""

        def line_of(line: int) -> int:
            return numbers[min(line, len(numbers)) - 1] if line > 0 and numbers else line

        def at(row: DraftRow) -> DraftRow:
            return row.at(line_of(row.line), tuple(map(at, row.fields)))

        return evolve(
            self,
            line=line_of(self.line),
            request=tuple(map(at, self.request)),
            variants=tuple(evolve(table, rows=tuple(map(at, table.rows))) for table in self.variants),
            response=tuple(map(at, self.response)),
            diagnostics=tuple(evolve(each, line=line_of(each.line)) for each in self.diagnostics),
        )

    def moved(self, lines: int) -> "Draft":
        """Return the same facts so many lines further down the page."""
        if not lines:
            return self
        return evolve(
            self,
            line=self.line + lines,
            request=tuple(row.moved(lines) for row in self.request),
            variants=tuple(
                evolve(table, rows=tuple(row.moved(lines) for row in table.rows)) for table in self.variants
            ),
            response=tuple(row.moved(lines) for row in self.response),
            diagnostics=tuple(evolve(diagnostic, line=diagnostic.line + lines) for diagnostic in self.diagnostics),
        )
