"""Commands that begin something new."""

from functools import partial
from typing import Annotated

import typer

from ..runtime.errors import readable
from ..spec.alphabets import ALPHABETS, Name
from ..spec.file_schema import levels_below
from ..spec.load import load_venue
from ..spec.skeleton import is_path, proposal, skeleton, venue_skeleton
from ..textfiles import WriteError, write_all, write_atomically
from .inputs import HERE, Root, VenueName, fail, loaded_from, venue_folder

new = typer.Typer(no_args_is_help=True, help="Begin a new file of the spec.")


@new.callback()
def _new() -> None:
    """Begin a new file of the spec."""


@new.command()
def venue(
    name: Annotated[str, typer.Argument(help="The name: lower case, digits and underscores.")],
    pages: Annotated[str, typer.Option(help="The reader of its pages: a name, or package.module:NAME.")] = "flat_text",
    root: Root = HERE,
) -> None:
    """Write the files of a venue, to be filled in; it never overwrites one."""
    folder = root / "spec" / name
    if fault := ALPHABETS[Name].fault(name):
        fail(fault)
    if folder.exists():
        fail(f"{folder} is there already; choose another name")
    files = venue_skeleton(name, pages)
    try:
        write_all(root, {f"spec/{name}/{file}": text for file, text in files.items()})
    except WriteError as error:
        fail(str(error))
    for file in files:
        print(f"written: {readable(str(folder / file), 2000)}")
    print(
        f"fill in venue.yaml, then: venuespec import {name} FOLDER-OF-PAGES, or venuespec new endpoint {name} GET /path"
    )


@new.command()
def endpoint(
    venue: VenueName,
    method: Annotated[str, typer.Argument(help="GET, POST, PUT or DELETE.")],
    path: Annotated[str, typer.Argument(help="The path, such as /api/v5/account/set-leverage.")],
    group: Annotated[str, typer.Option(help="The group; proposed from the path by default.")] = "",
    name: Annotated[str, typer.Option(help="The name; proposed from the path by default.")] = "",
    root: Root = HERE,
) -> None:
    """Write the file of an endpoint, to be filled in; it never overwrites one."""
    folder = venue_folder(root, venue)
    # As documented: gaps in another new file do not stop this one.
    loaded = loaded_from(partial(load_venue, documented=True), folder)
    method = method.upper()
    if method not in ("GET", "POST", "PUT", "DELETE"):
        swapped = "; the method comes before the path" if method.startswith("/") else ""
        fail(f"the method must be GET, POST, PUT or DELETE, got {method}{swapped}")
    if not is_path(path):
        fail(f"the path must begin with / and hold letters, digits and -_.{{}}, got {path!r}")
    known = loaded.endpoint(method, path)
    if known is not None:
        fail(f"{method} {path} is in {known.place.file} already")
    proposed = proposal(loaded, method, path)
    group, name = group or proposed.group, name or proposed.name
    for word in (group, name):
        if fault := ALPHABETS[Name].fault(word):
            fail(fault)
    file = folder / group / f"{name}.yaml"
    if file.exists():
        fail(f"{file} is there already; choose another --name")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, skeleton(method, path, levels_below(folder) + 1, loaded.envelope))
    print(f"written: {readable(str(file), 2000)}")
    print(f"the method will be client.{group}.{name}; to call it otherwise, move the file to GROUP/NAME.yaml")
    print(f"fill it in, then: venuespec lint {venue}")
