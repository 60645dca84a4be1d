"""Define the options that say whom a change must concern, and apply them."""

from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve, frozen

from ..diff.policy import Judged
from ..diff.report import LocatedChange, Selection
from ..diff.revisions import InputError
from ..diff.selection import Wanted, selector
from ..diff.used_by import Caller, CodeUse
from ..spec.model import VenueSpec
from .inputs import fail

Endpoints = Annotated[
    list[str] | None,
    typer.Option(
        "--endpoint",
        help="Only changes of this endpoint: METHOD PATH, PATH or GROUP.METHOD, * for any text. Repeat it.",
    ),
]
Groups = Annotated[list[str] | None, typer.Option("--group", help="Only changes of this group of the SDK. Repeat it.")]
ParamPatterns = Annotated[
    list[str] | None,
    typer.Option(
        "--param", help="Only changes of this parameter or field, by its name on the wire or in Python. Repeat it."
    ),
]
Code = Annotated[
    list[Path] | None,
    typer.Option("--used-by", help="Only changes that can touch the Python code in this file or folder. Repeat it."),
]


def wanted(
    endpoints: list[str] | None, groups: list[str] | None, params: list[str] | None, code: list[Path] | None
) -> Wanted | None:
    """Return the selection that the options ask for; None without any."""
    asked = Wanted(endpoints=endpoints or (), groups=groups or (), params=params or (), code=code or ())
    return asked if asked.asked else None


@frozen(kw_only=True)
class SelectedChanges:
    """The changes that are wanted, after the policy, with the callers of each; without a ``selection`` all are."""

    judged: Judged
    callers: tuple[tuple[Caller, ...], ...]
    selection: Selection | None = None


def choose(asked: Wanted | None, old: VenueSpec, new: VenueSpec, judged: Judged) -> SelectedChanges:
    """Leave out the changes that do not concern what is asked for; a pattern without a match ends the command.

    The policy has seen all changes before, so that an entry about another team's changes is not called unused.
    """
    if asked is None:
        return SelectedChanges(judged=judged, callers=((),) * len(judged.changes))
    ignored = [change for change, _ in judged.ignored]
    try:
        select = selector(asked, old, new, (*judged.changes, *ignored))
    except InputError as error:
        fail(str(error))
    found = [(change, select.callers(change)) for change in judged.changes]
    kept = [(change, callers) for change, callers in found if callers is not None]
    return SelectedChanges(
        judged=evolve(
            judged,
            changes=tuple(change for change, _ in kept),
            ignored=tuple(pair for pair in judged.ignored if select.callers(pair[0]) is not None),
            notices=(*judged.notices, *(select.use.notices if select.use else ())),
        ),
        callers=tuple(callers for _, callers in kept),
        selection=Selection(
            asked=select.asked,
            left_out=tuple(change for change, callers in found if callers is None),
            used=_used(select.use) if select.use else "",
        ),
    )


def with_callers(
    entries: tuple[LocatedChange, ...], callers: tuple[tuple[Caller, ...], ...]
) -> tuple[LocatedChange, ...]:
    """Add to each change the lines of code that it can touch."""
    return tuple(evolve(entry, callers=calls) for entry, calls in zip(entries, callers, strict=True))


def _used(use: CodeUse) -> str:
    places = f"{_count(len(use.sites.calls), 'use')} of {_count(len(use.endpoints), 'endpoint')}"
    return f"{places} in {_count(use.read, 'file')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
