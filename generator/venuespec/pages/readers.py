"""Find the reader of a venue's pages: by name among those that come along, by path, or among installed packages.

A venue that lives outside this repository names its reader as ``package.module:NAME``, or its package offers one under
the entry point group ``venuespec.readers``.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from attrs import evolve, frozen

from ..spec.place import Place
from ..spec.problem import Problem, SpecError
from .draft import Draft
from .parts.codes import codes_of_text
from .parts.folder import PageFolder
from .parts.page import seen_text
from .parts.tool_html import tool_lines

GROUP = "venuespec.readers"
_FORMATS = f"{__package__}.formats"
_HTML = (".html", ".htm")
# A page of a tool has a few endpoints; a whole site in one file is of another kind.
_LARGEST_OF_A_TOOL = 1_500_000
_MOST_OF_A_TOOL = 12


@frozen(kw_only=True)
class Page:
    """A page of a folder, as text; ``folder`` is None for a single page."""

    file: Path
    text: str
    folder: PageFolder | None = None

    @property
    def is_html(self) -> bool:
        """Whether the page was fetched or saved as HTML."""
        return self.file.suffix in _HTML


def _codes(page: Page) -> Mapping[str, tuple[str, ...]]:
    return codes_of_text(page.text, page.file)


@frozen
class PageReader:
    """A reader of pages: what a page documents as drafts, and the error codes that it lists, with their texts.

    ``has_one_each`` says that the site has a page for each endpoint, which answers with the codes on its page.
    ``of_text`` reads the text of a page alone, as which a page is given that was saved as HTML from another tool.
    """

    drafts: Callable[[Page], Iterable[Draft]]
    codes: Callable[[Page], Mapping[str, tuple[str, ...]]] = _codes
    has_one_each: bool = False
    of_text: Callable[[Page], Iterable[Draft]] | None = None


@lru_cache(maxsize=32)
def reader_of(name: str) -> PageReader:
    """Return the reader of a name or a path. Raises ``SpecError`` for one that there is not."""
    found: object = None
    try:
        if ":" in name:
            module, _, attribute = name.partition(":")
            found = getattr(_imported(module), attribute, None)
        elif is_built_in(name):
            found = _built_in(name)
        else:
            found = next((entry.load() for entry in entry_points(group=GROUP, name=name)), None)
    except ImportError as error:
        raise _unknown(name, f"its module cannot be imported: {error}") from None
    if not isinstance(found, PageReader):
        raise _unknown(name, "no reader has this name")
    return found


def readers_that_find(files: Iterable[Path]) -> Mapping[str, int]:
    """Return how many endpoints each reader that comes along finds in pages; those that find none are left out."""
    found: dict[str, int] = {}
    for name in sorted(_known()):
        for file in files:
            with suppress(Exception):  # a reader of other pages
                page = Page(file=file, text=file.read_text(encoding="utf-8"))
                endpoints = {draft.key for draft in reader_of(name).drafts(page) if draft.path}
                found[name] = found.get(name, 0) + len(endpoints)
    return {name: number for name, number in found.items() if number}


def is_built_in(name: str) -> bool:
    """Tell whether a reader comes along with the tool."""
    return name.isidentifier() and find_spec(f"{_FORMATS}.{name}") is not None


def _built_in(name: str) -> object:
    """Return a reader that comes along; pages saved as HTML have a reader of their own where the site has both."""
    found = getattr(import_module(f"{_FORMATS}.{name}"), "READER", None)
    if not isinstance(found, PageReader):
        return found
    saved = f"{_FORMATS}.{name.rpartition('_')[0]}_html"
    is_own = saved == f"{_FORMATS}.{name}" or find_spec(saved) is None
    html: PageReader = found if is_own else import_module(saved).READER

    def drafts(page: Page) -> Iterable[Draft]:
        return found.drafts(page) if not page.is_html else _of_html(html, found.of_text, page)

    return evolve(found, drafts=drafts)


def _of_html(html: PageReader, of_text: Callable[[Page], Iterable[Draft]] | None, page: Page) -> Iterable[Draft]:
    """Read a page that was saved as HTML: as the site has it, or as documentation tools do where that says more."""
    own = list(html.drafts(page))
    if of_text is None or len(page.text) > _LARGEST_OF_A_TOOL or len(own) > _MOST_OF_A_TOOL:
        return own
    lines = tool_lines(page.text)
    numbers = [number for number, _ in lines]
    text = seen_text("\n".join(line for _, line in lines))
    other = [draft.renumbered(numbers) for draft in of_text(evolve(page, text=text))]
    return other if _stated(other) > _stated(own) else own


def _stated(drafts: Sequence[Draft]) -> tuple[int, int]:
    """Return how many rows and endpoints drafts have; what is without a method and path counts least."""
    rows = [len(draft.request) + len(draft.variants) + len(draft.response) for draft in drafts if draft.path]
    return sum(rows) + len(rows), len(drafts)


def _imported(module: str) -> object:
    """Import a module of a venue's own package, which may stand in the folder where the command runs."""
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)
    return import_module(module)


def _unknown(name: str, why: str) -> SpecError:
    known = ", ".join(sorted(_known()))
    message = f"pages: {name}: {why}; write one of {known}, or package.module:READER"
    return SpecError([Problem(check="reader", place=Place(Path("venue.yaml"), 1), message=message)])


def _known() -> Iterable[str]:
    folder = Path(__file__).parent / "formats"
    yield from (file.stem for file in folder.glob("*.py") if "\nREADER = " in file.read_text())
    yield from (entry.name for entry in entry_points(group=GROUP))
