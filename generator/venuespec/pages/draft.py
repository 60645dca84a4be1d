"""What a reader gets out of a page: the facts of an endpoint, and what could not be read."""

from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from attrs import define, evolve, field, frozen

from ..spec.model import Required


@frozen(kw_only=True)
class Diagnostic:
    """Something on a page that a person must look at. ``code`` is stable."""

    file: Path
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} [{self.code}]"


@frozen(kw_only=True)
class DraftRow:
    """A table row. ``text`` is the whole description cell, which is read and never kept.

    ``open`` says that ``values`` may not be all.
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
    """A documented request or response. ``repaired`` says what was mended in it, ``broken`` why it is left out."""

    title: str = ""
    request: Any = None
    response: Any = None
    repaired: str | None = None
    broken: str | None = None


@frozen(kw_only=True)
class Draft:
    """The facts of one endpoint, from one place on one page.

    ``prose`` is the text between its tables, which is read and never kept, and ``remarks`` that on rows around the
    payload, of which no table is kept: where a page has no end of the table, all that follows it. ``witness`` is what
    the page says of the same endpoint in its other language; ``signed`` is whether its example is, None
    where none shows.
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
    remarks: str = field(default="", repr=False)
    witness: "Draft | None" = field(default=None, repr=False)
    diagnostics: tuple[Diagnostic, ...] = ()
    file: Path = field(default=Path("-"), eq=False)
    line: int = field(default=0, eq=False)

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"


@define(kw_only=True)
class Reading:
    """What a reader of pages has found of one endpoint so far, and what it could not read."""

    file: Path = Path("-")
    request: list[tuple[str, tuple[DraftRow, ...]]] = field(factory=list[tuple[str, tuple[DraftRow, ...]]])
    response: tuple[DraftRow, ...] = ()
    examples: list[DraftExample] = field(factory=list[DraftExample])
    diagnostics: list[Diagnostic] = field(factory=list[Diagnostic])
    prose: list[str] = field(factory=list[str])

    def _once(self, table: tuple[DraftRow, ...]) -> tuple[DraftRow, ...]:
        """The table without rows that repeat an earlier one; each repetition is reported."""
        seen: dict[str, DraftRow] = {}
        for row in table:
            if row.name in seen:
                self._complain(row.line, "row-repeated", f"{row.name} has a row already; the first one counts")
            else:
                seen[row.name] = evolve(row, fields=self._once(row.fields))
        return tuple(seen.values())

    def _broken(self, line: int, what: str, error: ValueError) -> None:
        self._complain(line, "example-unread", f"the {what} {error}")
        self.examples.append(DraftExample(broken=f"The {what} {error}."))

    def _complain(self, line: int, code: str, message: str) -> None:
        self.diagnostics.append(Diagnostic(file=self.file, line=line, code=code, message=message))
