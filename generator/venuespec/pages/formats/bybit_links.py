"""Find the pages that Bybit's pages link to, and the address of a page on the site."""

import re
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from ..parts.folder import PageFolder

_SITE = "https://bybit-exchange.github.io/docs/"
_PRODUCT = "v5"
# Folders of the site beside the one of the product; their addresses do not begin with 'v5'.
_BESIDE = frozenset({"p2p", "changelog", "tax", "v3"})
_SUFFIXES = (".mdx", ".md")
# Pages that stand at the top of the tree, by which a page's tree is found where nobody says what it is.
_LANDMARKS = ("enum.mdx", "rate-limit.mdx", "rate-limit/rate-limit.mdx")
_DEEPEST = 8
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+?)\s*(?:\{#(?P<id>[\w-]+)\})?\s*#*")


@frozen
class PageLink:
    """A link of a page; ``page`` is None where it leads to no page of the folder, ``site`` whether it should."""

    page: Path | None
    anchor: str
    site: bool


@lru_cache(maxsize=8)
def folder_of(page: Path) -> PageFolder:
    """Return the tree that a page stands in, for a page that is read by itself."""
    above = page.parents[:_DEEPEST]
    marked = [folder for folder in above if any((folder / landmark).is_file() for landmark in _LANDMARKS)]
    named = [folder.parent for folder in above if folder.name == _PRODUCT or folder.name in _BESIDE]
    return _tree([page.parent, *marked, *named][-1])


@lru_cache(maxsize=8)
def _tree(root: Path) -> PageFolder:
    return PageFolder(root)


def site_path(page: Path, folder: PageFolder) -> str:
    """Return a page's place on the site below 'docs/': 'v5/order/create-order', 'p2p/guide'."""
    name = page.relative_to(folder.root).with_suffix("").as_posix()
    first = name.partition("/")[0]
    return name if first == _PRODUCT or first in _BESIDE else f"{_PRODUCT}/{name}"


def address(page: Path, folder: PageFolder) -> str:
    """Return a page's address on the site."""
    return _SITE + site_path(page, folder).replace(" ", "%20")


def section(page: Path, folder: PageFolder) -> str:
    """Return the section of a page, in words: 'asset transfer'; the product's own folder is none."""
    parts = site_path(page, folder).split("/")[:-1]
    return " ".join(parts[1:] if parts[:1] == [_PRODUCT] else parts).replace("-", " ")


def follow(target: str, page: Path, folder: PageFolder) -> PageLink:
    """Return where a link of a page leads: '../enum#category', '/docs/v5/enum#category', a full address."""
    path, _, anchor = target.strip().partition("#")
    path = path.partition("?")[0]
    if re.match(r"[a-z][a-z0-9+.-]*:", path, re.IGNORECASE):
        if not path.startswith(_SITE):
            return PageLink(None, anchor, site=False)
        path = path.removeprefix(_SITE.removesuffix("docs/").removesuffix("/"))
    if not path:
        return PageLink(page, anchor.lower(), site=True)
    below = re.sub(rf"^(?:\.{{1,2}}/)*/*(?:docs/)?(?:{_PRODUCT}/)?", "", path)
    starts = [folder.root / below, folder.root / _PRODUCT / below]
    if not path.startswith("/"):
        starts.insert(0, page.parent / path)
    found = (known for start in starts for known in _spellings(start) if folder.holds(known))
    return PageLink(next(found, None), anchor.lower(), site=True)


def _spellings(path: Path) -> tuple[Path, ...]:
    """Return the files that can stand for an address: 'position' is also 'position/position.mdx'."""
    if path.suffix in _SUFFIXES:
        return (path,)
    names = [path.with_name(path.name + suffix) for suffix in _SUFFIXES if path.name not in ("", "..")]
    return (*names, *(path / f"{name}{suffix}" for name in ("index", path.name) for suffix in _SUFFIXES))


def anchors(line: str) -> tuple[int, frozenset[str]]:
    """Return the level of a heading and the anchors that lead to it; level 0 for any other line."""
    match = _HEADING.fullmatch(line.strip())
    if match is None:
        return 0, frozenset()
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]|<[^>]*>", r"\1", match["text"]).strip().lower()
    slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
    return line.strip().index(" "), frozenset(filter(None, (slug, (match["id"] or "").lower())))
