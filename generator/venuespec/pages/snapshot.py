"""A folder of pages as one draft for each endpoint, with its place in the SDK."""

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


def _saved_page(file: Path) -> list[Draft]:
    """A page saved as HTML; the library that this needs comes with an extra of its own, under its own licence."""
    try:
        from .formats.okx_html import read_page
    except ModuleNotFoundError:
        message = "a page saved as HTML is read with html2text: pip install 'venuespec[html]'"
        raise SpecError([Problem(check="reader-missing", place=Place(file, 1), message=message)]) from None
    return read_page(file)


READERS: Mapping[str, Callable[[Path], list[Draft]]] = {
    "okx_markdown": okx_markdown.read_page,
    "bybit_markdown": bybit_mdx.read_page,
    "okx_html": _saved_page,
    "flat_text": flat_text.read_page,
}
# The same pages, saved by a browser.
_HTML_READERS: Mapping[str, Callable[[Path], list[Draft]]] = {"okx_markdown": _saved_page}
_SECTION_END = re.compile(r"-(?:rest-api|websocket|get|post|ws)(?:-|$)")
_SAID = (
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
    """A draft with the group and name that its page suggests, and how it is known whether calls are signed.

    ``served`` is the day that the page itself gives, which can be older than that of its snapshot; ``homes`` are the
    files that document the endpoint, relative to the snapshot's folder.
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
    """All endpoints of a folder of pages, sorted by method and path, and all that could not be read.

    ``stale`` are endpoints that only pages speak of which the site has forgotten; ``files`` are all pages, relative to
    the folder; ``codes`` are the error codes of each page that lists some.
    """

    placed: tuple[Placed, ...]
    diagnostics: tuple[Diagnostic, ...]
    disagreements: tuple[Disagreement, ...]
    stale: tuple[str, ...]
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

    An endpoint is taken from its own page where it has one, else from the nearest section page. A page that links to
    each of its endpoints is as good as a page for each. ``groups`` gives the group of a section where the section's own
    name would not read well; ``sections`` are those that count, all where there are none.
    """
    files = sorted(each for each in folder.rglob("*") if each.suffix in _SUFFIXES) if folder.is_dir() else [folder]
    for file in files:
        page_text(file, folder if folder.is_dir() else None)
    found: dict[str, list[tuple[bool, Draft]]] = {}
    homes: dict[str, set[str]] = {}
    codes: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for done, file in enumerate(files, 1):
        if listed := codes_of_page(file):
            codes[_relative(file, folder)] = listed
        drafts = _reader(reader, file)(file)
        linked = Counter(draft.source for draft in drafts)
        for draft in drafts:
            if sections and draft.section not in sections:
                continue
            homes.setdefault(draft.key, set()).add(_relative(file, folder))
            found.setdefault(draft.key, []).append((linked[draft.source] == 1, draft))
        if progress is not None:
            progress(done, len(files))
    stale = _stale(found)
    day = folder.name if _DATE.fullmatch(folder.name) else None
    placed: list[Placed] = []
    for key, copies in sorted(found.items()):
        if key not in stale:
            own, draft = max(copies, key=lambda each: (each[0], len(each[1].source)))
            place = _place(evolve(draft, as_of=day or draft.as_of), own, data_key, groups)
            placed.append(evolve(place, served=draft.as_of, homes=frozenset(homes[key])))
    return Snapshot(
        placed=tuple(_named(placed)),
        diagnostics=tuple(diagnostic for each in placed for diagnostic in each.draft.diagnostics),
        disagreements=tuple(said for each in placed for said in disagreements(each.draft, data_key)),
        stale=stale,
        files=frozenset(_relative(each, folder) for each in files),
        codes=codes,
    )


def _reader(name: str, file: Path) -> Callable[[Path], list[Draft]]:
    """The reader for a page: whoever saved pages as HTML names the same reader as for crawled ones."""
    by_form = _HTML_READERS if file.suffix in _HTML else READERS
    return by_form.get(name, READERS[name])


def _relative(file: Path, folder: Path) -> str:
    return file.name if file == folder else file.relative_to(folder).as_posix()


def _stale(found: Mapping[str, list[tuple[bool, Draft]]]) -> tuple[str, ...]:
    """What has a page of its own that is older than the rest, while its section's page does not have it any more."""
    dates = sorted(draft.as_of for copies in found.values() for _, draft in copies if draft.as_of)
    if not dates:
        return ()
    usual = dates[len(dates) // 2]
    return tuple(
        key
        for key, copies in sorted(found.items())
        if all(own and draft.as_of is not None and draft.as_of < usual for own, draft in copies)
    )


def _place(draft: Draft, own: bool, data_key: str, groups: Mapping[str, str]) -> Placed:
    section = _SECTION_END.split(draft.source.partition("#")[2])[0] or draft.section
    slug = re.sub(r"[^a-z0-9]+", "-", draft.title.lower()).strip("-")
    access, evidence = _access(draft)
    return Placed(
        draft=evolve(
            draft,
            section=section.replace("-", " "),
            # What has no page of its own is linked to inside its section's page.
            source=draft.source if own else f"{draft.source}-{slug}",
        ),
        group=groups.get(section) or snake(section or "api"),
        name=_name(draft),
        access=access,
        evidence=evidence,
        shape=_shape(draft, data_key),
    )


def _name(draft: Draft) -> str:
    """A verb phrase: 'Positions' that are got is get_positions. Raises ``SpecError`` for what is no heading."""
    words = snake(re.sub(r"\([^)]*\)|'s\b", "", draft.title))
    if len(words) > _LONGEST_NAME:
        message = f"the heading has {len(draft.title)} characters, which make no name: {draft.title[:60]!r}"
        raise SpecError([Problem(check="heading-long", place=Place(draft.file, draft.line or 1), message=message)])
    return f"get_{words}" if draft.method == "GET" and not words.startswith(("get_", "set_")) else words


def _named(placed: list[Placed]) -> list[Placed]:
    """No two of a group with one name: the last part of the path tells them apart."""
    taken: dict[tuple[str, str], int] = {}
    for each in placed:
        taken[each.group, each.name] = taken.get((each.group, each.name), 0) + 1
    return [
        evolve(each, name=f"{each.name}_{snake(each.draft.path.rsplit('/', 1)[-1])}")
        if taken[each.group, each.name] > 1
        else each
        for each in placed
    ]


def _access(draft: Draft) -> tuple[str, str]:
    """Whether calls are signed, and how that is known: the page's own words first, then what its limit counts."""
    for access, words in _SAID:
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
    """The payload's shape, as the first answer with a payload shows it."""
    for example in draft.examples:
        data = example.response.get(data_key) if is_object(example.response) else None
        if is_object(data):
            return "object"
        if is_array(data) and data:
            if is_array(data[0]):
                return "string_lists" if len(draft.response) == 1 and len(data[0]) > 1 else "arrays"
            return "objects" if is_object(data[0]) else "strings" if not draft.response else "array"
    return "objects"
