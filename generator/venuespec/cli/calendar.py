"""Define the command that lists the days on which something of a venue ends."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from ..diff.calendar import calendar as deadlines_of
from ..diff.inputs import load_state
from ..diff.report.calendar import CALENDARS
from ..diff.revisions import InputError
from ..runtime.errors import readable
from ..spec.problem import SpecError
from ..textfiles import write_atomically
from .completion import venue_names
from .inputs import HERE, Root, fail, fail_with, venue_folder
from .selection import Code


def calendar(
    venue: Annotated[
        str, typer.Argument(help="A venue's name, a spec folder, or REV:FOLDER of git.", autocompletion=venue_names)
    ],
    used_by: Code = None,
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(CALENDARS)}.")] = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file, in one step.")] = None,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day from which on days count as ahead.")
    ] = None,
    past: Annotated[bool, typer.Option("--past", help="Also list days before today.")] = False,
    root: Root = HERE,
) -> None:
    """List the days on which endpoints, parameters, values and older names stop to work, with what to use then.

    Exit codes: 0, also where no day is ahead; 2 for bad usage or input.
    """
    if form not in CALENDARS:
        fail(f"--format must be one of {', '.join(CALENDARS)}, got {form!r}")
    day = (today.date() if today is not None else date.today()).isoformat()
    try:
        if ":" not in venue and not Path(venue).exists():
            venue_folder(root, venue)
        found = deadlines_of(load_state(venue, root, None).venue, day, used_by or (), with_past=past)
    except SpecError as error:
        fail_with(error.problems)
    except InputError as error:
        fail(str(error))
    except FileNotFoundError as error:
        fail(f"--used-by: {error}")
    for notice in found.notices:
        print(f"warning: {readable(str(notice), 2000)}", file=sys.stderr)
    text = CALENDARS[form](found)
    text = text if text.endswith("\n") else f"{text}\n"
    if output is None:
        sys.stdout.buffer.write(text.encode())
        return
    try:
        write_atomically(output, text)
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}")
