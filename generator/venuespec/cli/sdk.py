"""Define commands on the SDK: generate it, list its names, check requests with it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..checks.counterexample import UnbreakableError
from ..checks.lint import lint, without_stale
from ..processes import in_processes
from ..python_text import UnsafeTextError
from ..runtime.errors import readable
from ..sdk.emit import EmitError, emit, is_fresh, stamp
from ..sdk.generate import files_of, inputs, owned, planned, stale_names
from ..sdk.layout import StyleError
from ..sdk.surface import surface
from ..spec.file_schema import names_text
from ..spec.kept import read_kept
from ..spec.load import read_names
from ..spec.model import VenueSpec
from ..spec.names import FILE as NAMES
from ..spec.problem import Problem, SpecError
from ..textfiles import WriteError, recover, write_all, write_atomically
from .completion import venue_names
from .inputs import HERE, Root, VenueName, fail, fail_with, folders_of, load, loaded_from, venue_folder
from .progress import MoveBar, shown_progress

# Bytes of spec files: fewer are loaded in one process.
_WORTH_A_PROCESS = 600_000


def generate(
    venues: Annotated[
        list[str] | None, typer.Argument(help="Venue names; all of spec/ by default.", autocompletion=venue_names)
    ] = None,
    root: Root = HERE,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 when files are stale.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that were edited by hand.")] = False,
    delete: Annotated[
        int, typer.Option("--delete", min=0, help="Allow up to N files to be deleted, also more than a fifth.")
    ] = 0,
) -> None:
    """Generate the SDK and its tests from the spec."""
    folders = folders_of(root, venues, archive=False)
    recover(root)
    read = inputs(folders)
    try:
        fresh = None if venues or check or force else is_fresh(root, read)
        if fresh is not None:
            print(f"0 written, 0 deleted, {fresh} unchanged")
            return
        with shown_progress("reading specs") as progress:
            loaded, orphaned = _generated_from(folders, progress)
        with shown_progress("writing the SDK") as progress:
            sdks = planned(loaded)
            files, stale = files_of(sdks, progress), stale_names(sdks)
        prefixes = owned(loaded) if venues else ("generated/venues/", "tests/generated/")
        changes = emit(root, files, prefixes, check=check, force=force, delete=delete)
        if not check:
            write_all(root, {str(file.resolve()): text for file, text in stale.items()})
        if not venues and not check and not orphaned:
            stamp(root, inputs(folders) if stale else read)
    except SpecError as error:
        fail_with(error.problems)
    except (EmitError, StyleError, UnbreakableError, UnsafeTextError, WriteError) as error:
        fail(str(error))
    for problem in orphaned:
        print(f"warning: {readable(str(problem), 2000)}", file=sys.stderr)
    verb = "would be " if check else ""
    for path in (*map(str, stale), *changes.written):
        print(f"{verb}written: {path}")
    for path in changes.deleted:
        print(f"{verb}deleted: {path}")
    written = len(changes.written) + len(stale)
    print(f"{written} {verb}written, {len(changes.deleted)} {verb}deleted, {changes.unchanged} unchanged")
    raise typer.Exit(1 if check and (stale or not changes.none) else 0)


def names(
    venue: VenueName,
    root: Root = HERE,
    drop: Annotated[str | None, typer.Option("--drop", help="Give this name up; run generate afterwards.")] = None,
) -> None:
    """List the public names of an SDK, or give one up: it breaks the programs that use it."""
    folder = venue_folder(root, venue)
    if drop is None:
        for name, member in loaded_from(lambda path: surface(*planned([load(path)])), folder).items():
            print(f"{name}: {readable(member.says, 4000)}")
        return
    known = loaded_from(read_names, folder)
    left = known.without(drop)
    if left == known:
        fail(f"{folder / NAMES} has no {drop!r}; list the names with: venuespec names {venue}")
    write_atomically(folder / NAMES, names_text(folder, left))
    print(f"dropped: {drop}; run: venuespec generate {venue}")


def _generated_from(folders: Sequence[Path], progress: MoveBar) -> tuple[list[VenueSpec], list[Problem]]:
    """Load specs that have no errors, and return what is stale in them.

    Errors end the command, with exit code 2 for files that cannot be read.
    """
    loaded: list[VenueSpec] = []
    unreadable: list[Problem] = []
    found: list[Problem] = []
    sizes = [sum(file.stat().st_size for file in folder.rglob("*.yaml")) for folder in folders]
    for venue, problems, doubts in in_processes(_judged, folders, sizes, least=_WORTH_A_PROCESS, progress=progress):
        unreadable += problems
        found += doubts
        if venue is not None:
            loaded.append(venue)
    errors = dict.fromkeys((*unreadable, *without_stale(found)))
    stale = [problem for problem in found if problem.stale]
    for problem in errors:
        print(f"error: {readable(str(problem), 2000)}", file=sys.stderr)
    if errors:
        raise typer.Exit(2 if unreadable else 1)
    return loaded, stale


def _judged(folder: Path) -> tuple[VenueSpec | None, tuple[Problem, ...], tuple[Problem, ...]]:
    """Load a spec as far as possible; return it, the problems of its files, and those of what they say."""
    venue, problems = read_kept(folder)
    return venue, problems, lint(venue) if venue is not None else ()
