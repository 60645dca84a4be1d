"""What a reader gets out of a page: the facts of an endpoint, and what could not be read."""

from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from attrs import field, frozen

Required = Literal["yes", "no", "conditional"]


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
    """A table row. ``text`` is the whole description cell, which is read and never kept."""

    name: str
    type: str
    required: Required = "no"
    label: str = ""
    values: tuple[str, ...] = ()
    max_items: int | None = None
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
    """A documented request or response. ``repaired`` says what was mended in its JSON."""

    title: str = ""
    request: Any = None
    response: Any = None
    repaired: str | None = None


@frozen(kw_only=True)
class Draft:
    """The facts of one endpoint, from one place on one page."""

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
    diagnostics: tuple[Diagnostic, ...] = ()
    file: Path = field(default=Path("-"), eq=False)
    line: int = field(default=0, eq=False)

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"
