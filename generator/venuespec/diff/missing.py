"""Tell endpoints that left the pages from those that stand on them in a form that is not understood."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from ..spec.at_once import FEW
from ..spec.model import EndpointSpec
from ..spec.place import Place
from ..spec.problem import Problem

if TYPE_CHECKING:
    from ..pages.missing import Rest

Codes = Mapping[str, Mapping[str, tuple[str, ...]]]
"""{page: {error code: its texts}}, for every page that lists error codes."""
_ADVICE = "it does not count as removed"


def unread_endpoints(
    missing: Mapping[str, EndpointSpec],
    homes: Mapping[str, frozenset[str]],
    before: "tuple[Rest, frozenset[str]] | None",
    after: "tuple[Rest, frozenset[str]]",
) -> dict[str, Problem]:
    """Return where endpoints stand that no page is read to document.

    ``before`` and ``after`` have the pages of both states, and ``homes`` those that each endpoint stood on. A page that
    only referred to an endpoint before, and still does, does not document it; and one that says so tells its end.
    """
    from ..pages.missing import Sought, mentions, says_it_ended, unread_page

    rest, files = after
    missing = {key: endpoint for key, endpoint in missing.items() if key not in rest.unlisted}
    paths = {endpoint.path for endpoint in missing.values()}
    now = mentions(paths, rest.pages, files)
    was: dict[str, dict[str, int]] = {}
    if before is not None:
        was = mentions((path for path in paths if now[path]), before[0].pages, before[1])
        # A page that no endpoint was of before has another's name by chance.
        rest = evolve(rest, unread=tuple(page for page in rest.unread if page not in before[0].unread))
    found: dict[str, Problem] = {}
    for key, endpoint in missing.items():
        sought = Sought(endpoint.title, endpoint.source, endpoint.path)
        referring = was.get(endpoint.path, {}).keys() - homes.get(key, frozenset())
        places = {page: line for page, line in now[endpoint.path].items() if page not in referring}
        in_file = {page: rest.pages / page if rest.pages.is_dir() else rest.pages for page in places}
        if any(says_it_ended(in_file[page], line) for page, line in places.items()):
            continue
        if diagnostic := unread_page(key, sought, rest, _ADVICE):
            place, message = Place(diagnostic.file, diagnostic.line), diagnostic.message
        elif places:
            page = min(places, key=lambda page: (page not in homes.get(key, ()), page))
            place = Place(in_file[page], places[page])
            message = f"{key} is on no page that is understood, but its path stands here; {_ADVICE}"
        else:
            continue
        if says_it_ended(place.file, place.line):
            continue
        found[key] = Problem(check="page-unread", place=place, message=message, severity="warning")
    return found


def unread_codes(old: Codes, new: Codes, pages: Path, files: frozenset[str]) -> dict[str, Problem]:
    """Return pages that listed error codes, are there again and list none, where no other page lists them now."""
    listed = frozenset[str]().union(*(codes.keys() for codes in new.values()))
    found: dict[str, Problem] = {}
    for page, codes in old.items():
        lost = codes.keys() - listed
        if page in files and page not in new and len(lost) >= FEW:
            message = f"{len(lost)} error codes that this page listed are not read from it; they do not count as gone"
            place = Place(pages / page if pages.is_dir() else pages, 1)
            found[page] = Problem(check="codes-unread", place=place, message=message, severity="warning")
    return found
