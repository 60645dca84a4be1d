"""Complete arguments in a shell: the names of venues, endpoints and parameters."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from ..spec.packaged import packaged_folder, packaged_names


def venue_names(incomplete: str) -> list[str]:
    """Return the venues whose name begins so: those of ``spec/`` here, and those installed with the tool."""
    here = {file.parent.name for file in Path("spec").glob("*/venue.yaml")}
    return sorted(name for name in {*here, *packaged_names()} if name.startswith(incomplete))


def endpoint_names(context: typer.Context, incomplete: str) -> list[str]:
    """Return the endpoints of the venue on the command line whose ``group.name`` begins so."""
    return sorted(name for name in _names(str(context.params.get("venue") or "")) if name.startswith(incomplete))


def parameter_names(context: typer.Context, incomplete: str) -> list[str]:
    """Return ``name=`` for each parameter of the endpoint on the command line that begins so."""
    venue, endpoint = (str(context.params.get(name) or "") for name in ("venue", "endpoint"))
    group, _, name = endpoint.partition(".")
    if not (venue.isidentifier() and group.isidentifier() and name.isidentifier()):
        return []
    try:
        index: Any = import_module(f"venues.{venue}.index")
        places = {(place[0], place[1]): place[2] for place in index.REQUESTS.values()}
        cls = getattr(import_module(f"venues.{venue}.{group}.{name}"), places[group, name])
    except (ImportError, KeyError):
        return []
    given = set(context.params.get("values") or ())
    names = [f"{attribute}=" for attribute, _ in cls.params]
    return [name for name in names if name.startswith(incomplete) and not any(each.startswith(name) for each in given)]


def _names(venue: str) -> Iterator[str]:
    """Yield the endpoints of a venue by the names of their files, which takes no time."""
    here = Path("spec") / venue
    folder = here if venue and (here / "venue.yaml").is_file() else packaged_folder(venue)
    for file in folder.glob("*/*.yaml") if folder else ():
        yield f"{file.parent.name}.{file.stem}"
