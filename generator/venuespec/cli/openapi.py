"""Define the command that writes a venue's API for the tools of other people."""

from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve

from ..openapi.document import openapi as document_of
from ..openapi.text import as_text
from ..spec.load import read_texts
from ..textfiles import write_atomically
from .inputs import HERE, Root, VenueName, fail, load, loaded_from, venue_folder


def openapi(
    venue: VenueName,
    groups: Annotated[list[str] | None, typer.Option("--group", help="Only this group of the SDK. Repeat it.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file, as YAML if its name says so.")
    ] = None,
    root: Root = HERE,
) -> None:
    """Print a venue's endpoints as an OpenAPI 3.1 document, as JSON."""
    loaded = load(venue_folder(root, venue))
    known = sorted({endpoint.group for endpoint in loaded.endpoints if endpoint.gone_since is None})
    for group in groups or ():
        if group not in known:
            fail(f"--group: {loaded.name} has no {group}; there are: {', '.join(known)}")
    is_yaml = output is not None and output.suffix in (".yaml", ".yml")
    whole = evolve(loaded, texts=loaded_from(read_texts, loaded.folder))
    text = as_text(document_of(whole, groups or ()), is_yaml=is_yaml)
    if output is None:
        print(text, end="")
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, text)
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}")
