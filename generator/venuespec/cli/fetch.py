"""Define the command that brings a venue's documentation from its own site or repository."""

from pathlib import Path
from typing import Annotated

import typer

from ..pages.fetch import FetchReport
from ..pages.fetch import fetch as bring
from ..pages.web import FetchError
from ..runtime.errors import readable
from ..spec.model import VenueSpec
from .inputs import HERE, Root, VenueName, fail, settings_of, venue_folder
from .progress import shown_progress


def fetch(
    venue: VenueName,
    into: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Where the dated folder goes; pages/VENUE by default.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the folder of today if it is there.")] = False,
    root: Root = HERE,
) -> None:
    """Bring a venue's documentation to DIR/YYYY-MM-DD, whole or not at all."""
    fetched = bring_pages(settings_of(venue_folder(root, venue)), into, root, replace=replace)
    for change, files in (("new", fetched.new), ("changed", fetched.changed), ("gone", fetched.gone)):
        for file in files if fetched.previous is not None else ():
            print(f"{change}: {readable(file, 400)}")
    since = f"; {len(fetched.changed)} changed since {fetched.previous.name}" if fetched.previous is not None else ""
    print(f"fetched: {readable(str(fetched.folder), 2000)}, {fetched.pages} pages{since}")


def bring_pages(settings: VenueSpec, into: Path | None, root: Path, *, replace: bool) -> FetchReport:
    """Bring a venue's documentation to a dated folder, below ``pages/VENUE`` by default, or end the command."""
    if settings.fetch is None:
        fail(
            f"{settings.folder / 'venue.yaml'} does not say where the pages are; give fetch: with pages, sitemap or git"
        )
    with shown_progress("fetching pages") as progress:
        try:
            return bring(
                settings.fetch,
                settings.name,
                into or root / "pages" / settings.name,
                replace=replace,
                progress=progress,
            )
        except FetchError as error:
            fail(str(error))
