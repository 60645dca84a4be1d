"""Define the command that writes a small SDK into another project."""

from pathlib import Path
from typing import Annotated

import typer

from ..python_text import UnsafeTextError
from ..runtime.errors import readable
from ..sdk.emit import EmitError
from ..sdk.layout import StyleError
from ..spec.problem import SpecError
from ..textfiles import WriteError
from .completion import endpoint_names
from .inputs import HERE, Root, VenueName, fail, fail_with, load, one_endpoint, readable_folder


def vendor(
    venue: VenueName,
    endpoints: Annotated[
        list[str], typer.Argument(help="group.name, name, or path of each endpoint.", autocompletion=endpoint_names)
    ],
    package: Annotated[str, typer.Option("--package", help="Dotted name of the package, such as mybot.acme.")],
    into: Annotated[Path, typer.Option("--into", help="The folder that the package's name begins in.")] = HERE,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that were edited by hand.")] = False,
    root: Root = HERE,
) -> None:
    """Write an SDK of a few endpoints as a package of your own, with all that their calls need.

    It needs the dependencies of an SDK (attrs, cattrs, certifi, orjson, pycurl), and nothing of venuespec.
    """
    from ..sdk.vendor import is_package_name, needed, vendored, write_package

    if not is_package_name(package):
        fail(f"--package must be a dotted name that Python can import, such as mybot.acme, got {package!r}")
    loaded = load(readable_folder(root, venue))
    chosen = [one_endpoint(loaded, text) for text in endpoints]
    kept = needed(loaded, chosen)
    folder = into.joinpath(*package.split("."))
    try:
        changes = write_package(folder, vendored(loaded, kept), force=force)
    except SpecError as error:
        fail_with(error.problems)
    except (EmitError, StyleError, UnsafeTextError, WriteError) as error:
        fail(str(error))
    added = [endpoint.id for endpoint in kept if endpoint not in chosen]
    print(f"{package}: {', '.join(endpoint.id for endpoint in chosen)}")
    if added:
        print(f"with what their calls need: {', '.join(added)}")
    counts = f"{len(changes.written)} written, {len(changes.deleted)} deleted, {changes.unchanged} unchanged"
    print(f"{counts} in {readable(str(folder), 2000)}")
    print(f"use it: from {package} import Client")
