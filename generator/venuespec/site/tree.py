"""Write the source of the site: Markdown pages of guides and venues, with the configuration of MkDocs.

Text of a spec is untrusted: ``markup`` makes it text that shows itself.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import get_args

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..diff.calendar import calendar
from ..processes import in_processes
from ..runtime.errors import api_error_class
from ..runtime.venue import ErrorCode, ErrorKind
from ..sdk.generate import planned
from ..sdk.planned import Module, Sdk
from ..sdk.sentences import spaced
from ..spec.model import VenueSpec, walk
from .calls import client_of
from .elsewhere import elsewhere_of
from .endpoint import RowPage, endpoint_page, row_pages
from .history import VenueNews
from .markup import address, as_html, as_markdown, shown

_EXCEPTIONS = {kind: api_error_class(kind).__name__ for kind in get_args(ErrorKind)}
_OUTCOMES = {
    "not_executed": "not executed",
    "unknown": "executed or not: ask with reconcile",
    "executed": "executed",
    "per_item": "told item by item",
}
_LINK = re.compile(r"\[([^\]\n]+)\]\(((?![a-z]+:|#)[^)\s#]+)(#[^)\s]*)?\)")
_IN_TITLES = str.maketrans({"&": "&amp;", "<": "‹", ">": "›", '"': "'"})
_NUMBERED = re.compile(r"-?\d{3,}")


@frozen(kw_only=True)
class GroupIndex:
    """A group of endpoints as the site lists it."""

    name: str
    title: str
    modules: tuple[Module, ...]


@frozen(kw_only=True)
class GuideSection:
    """A folder of guides, with the title and the place of each."""

    title: str
    pages: tuple[tuple[str, str], ...]


def site_source(
    venues: Sequence[VenueSpec], guides: Path | None, today: str, histories: Mapping[str, VenueNews]
) -> dict[str, str]:
    """Return the files of the site's source, by path: the pages below ``docs/`` and ``mkdocs.yml``.

    ``guides`` is the folder of the handwritten Markdown pages, if there is one: those in it and in its folders.
    ``today`` is a day by ISO 8601; ``histories`` has the changes of each venue, by its name.
    """
    sdks = planned(venues)
    texts = (
        {}
        if guides is None
        else {
            file.relative_to(guides).as_posix(): file.read_text(encoding="utf-8")
            for file in sorted((*guides.glob("*.md"), *guides.glob("*/*.md")))
        }
    )
    found = {"docs/index.md": _fill("index.md.jinja", venues=venues, counts=[_count(sdk) for sdk in sdks])}
    found |= {f"docs/guides/{place}": _LINK.sub(_inside(place, texts), text) for place, text in texts.items()}
    pages = in_processes(
        lambda sdk: _venue(sdk, today, histories.get(sdk.venue.name, {})),
        sdks,
        [_count(sdk) for sdk in sdks],
        least=200,
    )
    for of_venue in pages:
        found |= of_venue
    assets = files("venuespec.site") / "assets"
    for name in ("site.css", "iframe-worker.js"):
        found[f"docs/assets/{name}"] = (assets / name).read_text(encoding="utf-8")
    found["hooks.py"] = (assets / "hooks.py.txt").read_text(encoding="utf-8")
    listed = [(sdk.venue, _groups(sdk)) for sdk in sdks]
    found["mkdocs.yml"] = _fill("mkdocs.yml.jinja", guides=_sections_of_guides(texts), sdks=listed)
    return found


def _count(sdk: Sdk) -> int:
    return sum(len(group.modules) for group in sdk.groups)


def _groups(sdk: Sdk) -> list[GroupIndex]:
    return [
        GroupIndex(name=group.name, title=_title(group.name), modules=group.modules)
        for group in sdk.groups
        if group.modules
    ]


def _title(group: str) -> str:
    words = spaced(group)
    return words[:1].upper() + words[1:]


def _inside(place: str, texts: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    """Return a function that keeps a link of a guide to another guide; of any other link its words are left."""

    def kept(link: re.Match[str]) -> str:
        target = normpath(PurePosixPath(place).parent / link[2])
        return link[0] if target in texts else link[1]

    return kept


def _sections_of_guides(texts: Mapping[str, str]) -> list[GuideSection]:
    """Divide the guides by folders; the one to start with stands first."""
    sections: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place, text in texts.items():
        title = next((line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")), place)
        folder = PurePosixPath(place).parent.name
        sections[f"Guides: {_title(folder)}" if folder else "Guides"].append((title, f"guides/{place}"))
    first = "guides/quick-start.md"
    return [
        GuideSection(title=title, pages=tuple(sorted(pages, key=lambda page: (page[1] != first, page[0]))))
        for title, pages in sections.items()
    ]


def _venue(sdk: Sdk, today: str, changes: VenueNews) -> dict[str, str]:
    venue = sdk.venue
    groups = _groups(sdk)
    modules = [module for group in groups for module in group.modules]
    client = client_of(venue)
    rows = list(row_pages(modules))
    places = _row_places(rows)
    elsewhere = elsewhere_of(venue)
    found = {
        f"docs/{venue.name}/index.md": _fill(
            "venue.md.jinja",
            venue=venue,
            groups=groups,
            count=len(modules),
            day=max((each.as_of for each in venue.endpoints if each.as_of), default="an unknown day"),
        ),
        f"docs/{venue.name}/errors.md": _fill("errors.md.jinja", venue=venue, sections=_sections(venue.errors)),
        f"docs/{venue.name}/ending.md": _fill(
            "ending.md.jinja",
            venue=venue,
            today=today,
            deadlines=calendar(venue, today, with_past=True).deadlines,
            links={module.endpoint.id: _link(module.endpoint.id) for module in modules},
            keys={module.endpoint.key: _link(module.endpoint.id) for module in modules},
            undated=list(_undated(venue)),
        ),
        f"docs/{venue.name}/rows.md": _fill("rows.md.jinja", venue=venue, rows=rows, places=places),
    }
    for group in groups:
        below = f"docs/{venue.name}/{group.name}"
        found[f"{below}/index.md"] = _fill("group.md.jinja", venue=venue, group=group, client=client)
        for module in group.modules:
            key = module.endpoint.key
            page = endpoint_page(module, venue, elsewhere.get(key, {}), changes.get(key, ()))
            row = module.row
            home = None if row is None else (module.imported.get(row.name, module.endpoint.id), row.name)
            found[f"{below}/{module.endpoint.name}.md"] = _fill(
                "endpoint.md.jinja",
                venue=venue,
                page=page,
                group=group.title,
                client=client,
                row_link=f"../{places[home]}" if home in places else "",
            )
    for each in rows:
        place = places[each.home.endpoint.id, each.row.name].removesuffix(".html")
        found[f"docs/{venue.name}/{place}.md"] = _fill("row.md.jinja", venue=venue, page=each)
    return found


def _row_places(rows: Sequence[RowPage]) -> dict[tuple[str, str], str]:
    """Return the address of each row class below its venue: by its name, or with its endpoint where two share it."""
    homes: dict[str, list[str]] = defaultdict(list)
    for page in rows:
        homes[page.row.name.lower()].append(page.home.endpoint.id)
    return {
        (page.home.endpoint.id, page.row.name): f"row-classes/{page.row.name}.html"
        if len(homes[page.row.name.lower()]) == 1
        else f"row-classes/{page.home.endpoint.id}.{page.row.name}.html"
        for page in rows
    }


def _sections(codes: Mapping[str, ErrorCode]) -> list[tuple[str, list[tuple[str, ErrorCode]]]]:
    """Divide the codes by hundreds, so that a search for one leads near it."""
    sections: dict[str, list[tuple[str, ErrorCode]]] = {}
    for code in sorted(codes, key=lambda text: (not _NUMBERED.fullmatch(text), len(text), text)):
        title = f"{code[:-2]}00 to {code[:-2]}99" if _NUMBERED.fullmatch(code) else "Other codes"
        sections.setdefault(title, []).append((code, codes[code]))
    return list(sections.items())


def _undated(venue: VenueSpec) -> Iterator[tuple[str, str]]:
    """Yield what the documentation calls deprecated without a date, with the endpoint's id."""
    for endpoint in venue.endpoints:
        if endpoint.gone_since:
            yield f"endpoint, not on the pages since {endpoint.gone_since}", endpoint.id
        elif endpoint.deprecated is True:
            yield "endpoint", endpoint.id
        yield from ((f"parameter {path}", endpoint.id) for path, row in walk(endpoint.request) if _ends(row))
        yield from ((f"field {path}", endpoint.id) for path, row in walk(endpoint.response) if _ends(row))


def _ends(row: object) -> bool:
    return bool(getattr(row, "deprecated", False)) and getattr(row, "deprecation", None) is None


# --- templates


def _as_yaml(text: object) -> Markup:
    """Return a title as JSON, which is YAML; the theme writes titles into HTML as they are."""
    return Markup(json.dumps(shown(text).translate(_IN_TITLES)))


def _indented(text: str) -> Markup:
    """Return a text as the content of a fence inside of a tab."""
    return Markup("\n".join(f"    {line}" if line else "" for line in _fenced(text).splitlines()))


def _fenced(text: str) -> Markup:
    """Return a text as the content of a fence that it cannot close."""
    return Markup(text.replace("```", "`\u200b`\u200b`"))


def _link(id: str) -> str:
    """Return the address of an endpoint below its venue."""
    return f"{id.replace('.', '/')}.html"


_TEMPLATES = Environment(
    loader=PackageLoader("venuespec.site"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=True,
)
_TEMPLATES.filters |= {
    "md": as_markdown,
    "html": as_html,
    "yaml": _as_yaml,
    "indented": _indented,
    "fenced": _fenced,
    "address": address,
    "link": _link,
}


def _fill(name: str, **values: object) -> str:
    return _TEMPLATES.get_template(name).render(exceptions=_EXCEPTIONS, outcomes=_OUTCOMES, **values)
