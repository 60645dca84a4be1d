"""Read a folder of pages: one draft for each endpoint, with its place in the SDK."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import evolve, frozen

from ..naming import snake
from ..runtime.json_types import is_array, is_object
from ..spec.place import Place
from ..spec.problem import Problem, SpecError
from .crosscheck import Disagreement, disagreements
from .draft import Diagnostic, Draft
from .formats import bybit_mdx, flat_text, okx_markdown
from .parts.codes import codes_of_page
from .parts.page import page_text


def _read_saved_page(file: Path) -> list[Draft]:
    """Read a page saved as HTML; the library for it is an extra with a licence of its own."""
    try:
        from .formats.okx_html import read_page
    except ModuleNotFoundError:
        message = "a page saved as HTML is read with html2text: pip install 'venuespec[html]'"
        raise SpecError([Problem(check="reader-missing", place=Place(file, 1), message=message)]) from None
    return read_page(file)


READERS: Mapping[str, Callable[[Path], list[Draft]]] = {
    "okx_markdown": okx_markdown.read_page,
    "bybit_markdown": bybit_mdx.read_page,
    "okx_html": _read_saved_page,
    "flat_text": flat_text.read_page,
}
# The same pages, saved by a browser.
_HTML_READERS: Mapping[str, Callable[[Path], list[Draft]]] = {"okx_markdown": _read_saved_page}
_STATED_ACCESS = (
    ("optional", re.compile(r"authentication is optional", re.IGNORECASE)),
    ("signed", re.compile(r"authentication is required", re.IGNORECASE)),
    ("public", re.compile(r"authentication is not required|public endpoints? (?:don't|do not) need", re.IGNORECASE)),
    ("public", re.compile(r"^(?:it is a )?public endpoint\b", re.IGNORECASE | re.MULTILINE)),
)
_PUBLIC_TITLE = re.compile(r"\(public\)", re.IGNORECASE)
_HTML = (".html", ".htm")
_SUFFIXES = (".md", ".mdx", ".txt", *_HTML)
_LONGEST_NAME = 120
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@frozen(kw_only=True)
class Placed:
    """A draft with its group and name in the SDK, and whether its calls are signed.

    ``served`` is the day that the page itself gives, which can be older than the day of the snapshot; ``homes`` are the
    files that document the endpoint, relative to the snapshot's folder; ``evidence`` is the reason for ``access``.
    """

    draft: Draft
    served: str | None = None
    homes: frozenset[str] = frozenset()
    group: str
    name: str
    access: str
    evidence: str
    shape: str


@frozen(kw_only=True)
class Snapshot:
    """All endpoints of a folder of pages, sorted by method and path, and diagnostics for unread parts.

    ``stale`` are endpoints that only outdated pages document, which the site no longer lists; ``nameless`` are the
    diagnostics of blocks whose method and path are not understood, which are also among the ``diagnostics``; ``files``
    are all pages, relative to the folder; ``codes`` are the error codes of each page that lists some.
    """

    placed: tuple[Placed, ...]
    diagnostics: tuple[Diagnostic, ...]
    disagreements: tuple[Disagreement, ...]
    stale: tuple[str, ...]
    nameless: tuple[Diagnostic, ...] = ()
    files: frozenset[str]
    codes: Mapping[str, Mapping[str, tuple[str, ...]]]


def read_snapshot(
    folder: Path,
    reader: str,
    data_key: str,
    groups: Mapping[str, str],
    progress: Callable[[int, int], None] | None = None,
    sections: tuple[str, ...] = (),
) -> Snapshot:
    """Read every page below a folder.

    An endpoint is taken from its own page if it has one, otherwise from the nearest section page. A page with a link to
    each of its endpoints counts as a page for each. ``groups`` gives the group of a section whose own name would not
    read well in code; ``sections`` are the sections to read, all of them if it is empty.
    """
    files = sorted(file for file in folder.rglob("*") if file.suffix in _SUFFIXES) if folder.is_dir() else [folder]
    for file in files:
        page_text(file, folder if folder.is_dir() else None)
    copies_by_key: dict[str, list[tuple[bool, Draft]]] = {}
    homes: dict[str, set[str]] = {}
    codes: dict[str, Mapping[str, tuple[str, ...]]] = {}
    nameless: list[Diagnostic] = []
    for number, file in enumerate(files, 1):
        if listed := codes_of_page(file):
            codes[_relative(file, folder)] = listed
        drafts = _reader(reader, file)(file)
        linked = Counter(draft.source for draft in drafts)
        for draft in drafts:
            if sections and draft.section not in sections:
                continue
            if not draft.path:
                nameless += draft.diagnostics
                continue
            homes.setdefault(draft.key, set()).add(_relative(file, folder))
            copies_by_key.setdefault(draft.key, []).append((linked[draft.source] == 1, draft))
        if progress is not None:
            progress(number, len(files))
    stale = _stale(copies_by_key)
    day = folder.name if _DATE.fullmatch(folder.name) else None
    placed: list[Placed] = []
    for key, copies in sorted(copies_by_key.items()):
        if key not in stale:
            own, draft = max(copies, key=lambda copy: (copy[0], len(copy[1].source)))
            place = _placed(evolve(draft, as_of=day or draft.as_of), own, data_key, groups)
            placed.append(evolve(place, served=draft.as_of, homes=frozenset(homes[key])))
    return Snapshot(
        placed=tuple(_with_unique_names(placed)),
        diagnostics=(*nameless, *(diagnostic for page in placed for diagnostic in page.draft.diagnostics)),
        nameless=tuple(nameless),
        disagreements=tuple(question for page in placed for question in disagreements(page.draft, data_key)),
        stale=stale,
        files=frozenset(_relative(file, folder) for file in files),
        codes=codes,
    )


def _reader(name: str, file: Path) -> Callable[[Path], list[Draft]]:
    """Return the reader for a page; a page saved as HTML has the reader name of the crawled ones."""
    by_form = _HTML_READERS if file.suffix in _HTML else READERS
    return by_form.get(name, READERS[name])


def _relative(file: Path, folder: Path) -> str:
    return file.name if file == folder else file.relative_to(folder).as_posix()


def _stale(copies_by_key: Mapping[str, list[tuple[bool, Draft]]]) -> tuple[str, ...]:
    """Return endpoints whose own page is outdated and whose section page no longer has them."""
    dates = sorted(draft.as_of for copies in copies_by_key.values() for _, draft in copies if draft.as_of)
    if not dates:
        return ()
    usual = dates[len(dates) // 2]
    return tuple(
        key
        for key, copies in sorted(copies_by_key.items())
        if all(own and draft.as_of is not None and draft.as_of < usual for own, draft in copies)
    )


def _placed(draft: Draft, own: bool, data_key: str, groups: Mapping[str, str]) -> Placed:
    slug = re.sub(r"[^a-z0-9]+", "-", draft.title.lower()).strip("-")
    access, evidence = _access(draft)
    return Placed(
        draft=evolve(
            draft,
            section=draft.section.replace("-", " "),
            # The docs of an endpoint without a page of its own are an anchor in its section's page.
            source=draft.source if own else f"{draft.source}-{slug}",
        ),
        group=groups.get(draft.section) or snake(draft.section or "api"),
        name=_name(draft),
        access=access,
        evidence=evidence,
        shape=_shape(draft, data_key),
    )


def _name(draft: Draft) -> str:
    """Return a verb phrase: get_positions for 'Positions'; raises ``SpecError`` for an overlong heading."""
    words = snake(re.sub(r"\([^)]*\)|'s\b", "", draft.title))
    if len(words) > _LONGEST_NAME:
        message = f"the heading is too long for a name, got {len(draft.title)} characters: {draft.title[:60]!r}"
        raise SpecError([Problem(check="heading-long", place=Place(draft.file, draft.line or 1), message=message)])
    return f"get_{words}" if draft.method == "GET" and not words.startswith(("get_", "set_")) else words


def _with_unique_names(placed: list[Placed]) -> list[Placed]:
    """Make names unique within a group, by adding the last part of the path."""
    taken: dict[tuple[str, str], int] = {}
    for page in placed:
        taken[page.group, page.name] = taken.get((page.group, page.name), 0) + 1
    return [
        evolve(page, name=f"{page.name}_{snake(page.draft.path.rsplit('/', 1)[-1])}")
        if taken[page.group, page.name] > 1
        else page
        for page in placed
    ]


def _access(draft: Draft) -> tuple[str, str]:
    """Return whether calls are signed, and the evidence: the page's words, or the key of its limit."""
    for access, words in _STATED_ACCESS:
        if words.search(draft.prose):
            return access, "stated by the page"
    if _PUBLIC_TITLE.search(draft.title) or "public" in draft.permissions:
        return "public", "called public"
    keys = {part for limit in draft.rate_limits for part in limit.key}
    if keys & {"user_id", "master_user_id"}:
        return "signed", "limit counted on user id"
    if draft.signed is not None:
        return "signed" if draft.signed else "public", "headers of the example"
    if "ip" in keys and not draft.permissions:
        return "public", "limit counted on address"
    if draft.permissions:
        return "signed", "a permission is documented"
    return "signed", "nothing said"


def _shape(draft: Draft, data_key: str) -> str:
    """Return the payload's shape in the first example response that has a payload."""
    for example in draft.examples:
        data = example.response.get(data_key) if is_object(example.response) else None
        if is_object(data):
            return "object"
        if is_array(data) and data:
            if is_array(data[0]):
                return "string_lists" if len(draft.response) == 1 and len(data[0]) > 1 else "arrays"
            return "objects" if is_object(data[0]) else "strings" if not draft.response else "array"
    return "objects"
