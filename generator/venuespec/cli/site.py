"""Define the command that writes the source of the web site."""

import shutil
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..runtime.errors import readable
from ..site.history import changes_of
from ..site.tree import site_source
from ..spec.problem import SpecError
from ..textfiles import write_atomically
from .inputs import HERE, Root, fail, fail_with, folders_of, load

_OURS = "hooks.py"


def site(
    output: Annotated[Path, typer.Argument(help="The folder for the source: Markdown pages and mkdocs.yml.")],
    venues: Annotated[list[str] | None, typer.Option("--venue", help="Only this venue. Repeat it.")] = None,
    guides: Annotated[Path | None, typer.Option("--guides", help="A folder of Markdown pages to put first.")] = None,
    root: Root = HERE,
) -> None:
    """Write the source of a web site: a page for each endpoint and each row class, error codes, what ends when.

    MkDocs makes the site of it. The history of endpoints is that of spec/ in git, where the folder is in a repository.
    """
    if output.exists() and any(output.iterdir()) and not (output / _OURS).is_file():
        fail(f"{output} has other files; give an empty folder, or one that this command wrote")
    if guides is not None and not guides.is_dir():
        fail(f"--guides: {guides} is not a folder")
    folders = folders_of(root, venues, archive=False)
    loaded = [load(folder) for folder in folders]
    histories = {folder.name: changes_of(folder) for folder in folders}
    try:
        found = site_source(loaded, guides, date.today().isoformat(), histories)
        shutil.rmtree(output / "docs", ignore_errors=True)
        for place, text in found.items():
            write_atomically(output / place, text)
    except SpecError as error:
        fail_with(error.problems)
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{output} cannot be written: {error}")
    settings = output / "mkdocs.yml"
    done = f"{len(found)} files in {output}; next: mkdocs build --config-file {settings}"
    print(readable(done, 4000))
