"""Show the words of pages: those that changed below a rule, and the rules that pages seem to state."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..checks.due import Due
from ..diff.passages import Piece
from ..pages.draft import Draft
from ..pages.rule_drafts import draft_rules
from ..pages.snapshot import DAY, read_snapshot
from ..runtime.errors import readable
from ..spec.model import EndpointSpec, VenueSpec
from ..spec.problem import SpecError
from ..update.text_changes import text_changes
from .completion import endpoint_names
from .inputs import HERE, Root, VenueName, endpoints_of, fail, fail_with, load, venue_folder

_Drafts = Mapping[str, Draft]
_Words = Callable[[EndpointSpec, Sequence[Due]], Iterator[str]]


def words_between(venue: VenueSpec, old: Path, new: Path, otherwise: _Words) -> _Words:
    """Read two folders of pages; return what shows the words that changed, or what else there is to show."""
    before, after = pages_of(venue, old), pages_of(venue, new)

    def words(endpoint: EndpointSpec, waiting: Sequence[Due]) -> Iterator[str]:
        pages = before.get(endpoint.key), after.get(endpoint.key)
        if pages[0] is None or pages[1] is None:
            yield from otherwise(endpoint, waiting)
        else:
            yield from _changed(waiting, pages[0], pages[1])

    return words


def _changed(waiting: Sequence[Due], old: Draft, new: Draft) -> Iterator[str]:
    """Yield the words that changed in what the rules rest on."""
    wanted = {f"request.{name}" for rule in waiting for name in rule.rows}
    wanted |= {""} if any(rule.page for rule in waiting) else set[str]()
    for text in text_changes(old, new):
        if wanted & {text.where, text.was or text.where} or not any(rule.rows or rule.page for rule in waiting):
            yield f"on the page, {text.title}:"
            for passage in text.passages:
                yield from (f"  - {_marked(passage.old)}",) if passage.old else ()
                yield from (f"  + {_marked(passage.new)}",) if passage.new else ()


def _marked(pieces: Sequence[Piece]) -> str:
    """Mark what changed in a sentence; one that changed as a whole needs no mark."""
    whole = len(pieces) == 1
    return readable("".join(f"[{piece.text}]" if piece.changed and not whole else piece.text for piece in pieces), 4000)


def propose(
    venue: VenueName,
    endpoint: Annotated[
        str, typer.Argument(help="group.name, name, or path; all of them by default.", autocompletion=endpoint_names)
    ] = "",
    pages: Annotated[
        Path | None, typer.Option("--pages", help="Folder of pages; the latest of pages/VENUE by default.")
    ] = None,
    root: Root = HERE,
) -> None:
    """Print rules that the pages seem to state and the spec does not have, as YAML for sdk: rules:."""
    loaded = load(venue_folder(root, venue))
    found = pages or _latest_pages(root, loaded.name)
    if found is None:
        fail(f"give the folder of the pages of {loaded.name} with --pages")
    drafts = pages_of(loaded, found)
    chosen = endpoints_of(loaded, endpoint) if endpoint else loaded.endpoints
    count = 0
    for known in chosen:
        page = drafts.get(known.key)
        proposed = draft_rules(known, loaded, page) if page is not None and known.gone_since is None else ()
        count += len(proposed)
        for rule in proposed:
            print(f"# {known.id}: {readable(rule.english, 1000)}")
            print(f"# {rule.row or 'text around the tables'}: {readable(rule.sentence, 1000)}")
            print(rule.text)
    print(f"# {count} rules for {len(chosen)} endpoints; read the page before you take one over")


def _latest_pages(root: Path, venue: str) -> Path | None:
    """Return the latest dated folder below ``pages/VENUE``, where ``venuespec fetch`` puts them."""
    dated = [folder for folder in (root / "pages" / venue).glob("*") if DAY.fullmatch(folder.name) and folder.is_dir()]
    return max(dated, default=None, key=lambda folder: folder.name)


def pages_of(venue: VenueSpec, folder: Path) -> _Drafts:
    """Read a folder of pages by method and path, or end the command."""
    if not folder.exists():
        fail(f"{folder} is neither a page nor a folder of pages")
    try:
        snapshot = read_snapshot(folder, venue.pages, venue.envelope.data or "", venue.groups, sections=venue.sections)
    except SpecError as error:
        fail_with(error.problems)
    if not snapshot.placed:
        fail(f"{folder}: no page of it documents an endpoint of {venue.name}; give the folder of its pages")
    return {placed.draft.key: placed.draft for placed in snapshot.placed}
