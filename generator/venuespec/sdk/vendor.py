"""Write a small SDK of a few endpoints into a package of another project, with the runtime and nothing else."""

import keyword
from collections.abc import Iterable
from pathlib import Path

from attrs import evolve

from ..spec.load import read_names
from ..spec.model import EndpointSpec, VenueSpec
from ..spec.shared_rows import owner_of_row
from .emit import Changes, emit
from .generate import planned
from .layout import finished
from .planned import Module
from .render import render, render_package, runtime_files

MANIFEST = "manifest.json"
"""The list of the package's files, by which a later run knows what it may replace and delete."""


def needed(venue: VenueSpec, chosen: Iterable[EndpointSpec]) -> tuple[EndpointSpec, ...]:
    """Return the chosen endpoints and those that the SDK itself calls for them.

    These tell the venue's clock and the context, and what became of a write; and those whose rows theirs are.
    """
    names = read_names(venue.folder)
    by_id = {endpoint.id: endpoint for endpoint in venue.endpoints}
    told = [part.endpoint for part in (venue.clock, venue.learn) if part is not None]
    wanted = [*(endpoint.id for endpoint in chosen), *told]
    kept: dict[str, EndpointSpec] = {}
    while wanted:
        endpoint = by_id.get(wanted.pop())
        if endpoint is not None and endpoint.id not in kept:
            kept[endpoint.id] = endpoint
            wanted += [ask.endpoint for ask in endpoint.reconcile.ask] if endpoint.reconcile else []
            owner = owner_of_row(endpoint, venue, names)
            wanted += [owner.id] if owner is not None else []
    return tuple(kept[name] for name in sorted(kept))


def module_of(venue: VenueSpec, endpoint: EndpointSpec) -> Module:
    """Return the planned module of one endpoint: the names that the SDK has for it."""
    (sdk,) = planned([evolve(venue, endpoints=needed(venue, [endpoint]))])
    return next(module for group in sdk.groups for module in group.modules if module.endpoint.id == endpoint.id)


def is_package_name(text: str) -> bool:
    """Tell whether a text is a dotted name that Python can import."""
    return all(part.isidentifier() and not keyword.iskeyword(part) for part in text.split("."))


def vendored(venue: VenueSpec, endpoints: tuple[EndpointSpec, ...]) -> dict[str, str]:
    """Return the files of a package with these endpoints of a venue: {path below the package: text}."""
    (sdk,) = planned([evolve(venue, endpoints=endpoints)])
    rough = {str(path): str(text) for path, text in render(sdk).items()}
    rough["__init__.py"] = render_package(venue.name)
    # Nobody compiles there: its rows are read by Python.
    runtime = {name: text for name, text in runtime_files().items() if not name.endswith(".c")}
    return {**finished(rough), **runtime, "py.typed": ""}


def write_package(folder: Path, files: dict[str, str], *, force: bool = False) -> Changes:
    """Write the package, all files or none. Raises ``EmitError`` for files that were edited or are somebody else's."""
    return emit(folder, files, ("",), force=force, delete=len(files) + 100_000, manifest=MANIFEST)
