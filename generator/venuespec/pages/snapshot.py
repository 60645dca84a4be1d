"""Read a folder of pages: one draft for each endpoint, with its place in the SDK."""

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from attrs import define, evolve, field, frozen

from ..cache import digest_of_tool, is_on
from ..naming import snake
from ..runtime.json_types import is_array, is_object
from ..spec.kept import keep_data, kept_data
from ..spec.place import Place
from ..spec.problem import Problem, SpecError
from ..textfiles import digest
from .bases import page_bases
from .contents import FolderPages, PageContent, contents_of, digest_of_folder, pages_of
from .copies import Copy, chosen, files_behind, tells
from .crosscheck import Disagreement, disagreements
from .damage import repeated_pages
from .draft import Diagnostic, Draft
from .manifest import day_of
from .parts.access import stated_access
from .parts.shown_rows import with_shown_rows
from .parts.undeclared import KnownPaths, UndeclaredEndpoint
from .proposed_names import distinction, endpoint_name, folders_of, group_names, group_of_path
from .readers import is_built_in

_PUBLIC_TITLE = re.compile(r"\(public\)", re.IGNORECASE)
_LONGEST_NAME = 120
DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|$))(?:[\w.~:$@-]|\{[\w.$-]+\})+)+/?", re.ASCII)
# A host in code or bold type and without a path: '`https://api.acme.example`'.
_ADDRESS = re.compile(r"(?:`|\*\*|<code>)(https://[\w.-]+(?::\d+)?)/?(?=`|\*\*|</code>)")
# The types of a parameter that is a file, by which a form of several parts is told.
_FILE = re.compile(r"(?:multi-?part[ _-]?)?file|binary file", re.IGNORECASE)


# Why calls are taken as signed or not.
_STATED = "stated by the page"
_CALLED = "called public"
_BY_USER = "limit counted on user id"
_SHOWN = "headers of the example"
_BY_ADDRESS = "limit counted on address"
_PERMITTED = "a permission is documented"
_SILENT = "nothing said"
EVIDENCE = frozenset({_STATED, _CALLED, _BY_USER, _SHOWN, _BY_ADDRESS, _PERMITTED, _SILENT})
"""What an import writes below ``auth_evidence``."""


@frozen(kw_only=True)
class Placed:
    """A draft with its group and name in the SDK, and whether its calls are signed.

    ``served`` is the day that the page itself gives, which can be older than the day of the snapshot; ``homes`` are the
    files that document the endpoint, relative to the snapshot's folder; ``evidence`` is the reason for ``access``;
    ``raw`` is the digest of the files that the draft was read from, as they are.
    """

    draft: Draft
    served: str | None = None
    homes: frozenset[str] = frozenset()
    raw: str = ""
    group: str
    name: str
    access: str
    evidence: str
    shape: str


@frozen(kw_only=True)
class Snapshot:
    """All endpoints of a folder of pages, sorted by method and path, and diagnostics for unread parts.

    ``stale`` are endpoints that only outdated pages document; for ``unlisted`` ones of them an up-to-date page of their
    section shows that the site no longer has them. ``damaged`` are pages without content, such as saved error pages,
    and links that are not followed; ``notices`` are contradictions of copies that are settled, ``refused`` endpoints
    that cannot be taken over, ``nameless`` places whose method and path are not understood, which are among the
    ``diagnostics`` too. ``day`` is the day of the crawl, ``files`` are all pages, relative to the folder;
    ``titles`` are the headings of what is refused or nameless, in lower case, ``crawls`` the days of the crawls in a
    folder that holds several, ``codes`` the error codes of each page that lists some, ``addresses`` the hosts of each
    page that gives some. ``entry`` names the snapshot in the cache, by all that it follows from.
    """

    placed: tuple[Placed, ...]
    diagnostics: tuple[Diagnostic, ...]
    disagreements: tuple[Disagreement, ...]
    stale: tuple[str, ...]
    unlisted: frozenset[str] = frozenset()
    damaged: tuple[Diagnostic, ...] = ()
    notices: tuple[Diagnostic, ...] = ()
    refused: tuple[Diagnostic, ...] = ()
    nameless: tuple[Diagnostic, ...] = ()
    titles: Mapping[str, Diagnostic] = field(factory=dict[str, Diagnostic])
    crawls: tuple[str, ...] = ()
    day: str | None = None
    files: frozenset[str]
    codes: Mapping[str, Mapping[str, tuple[str, ...]]]
    addresses: Mapping[str, frozenset[str]]
    entry: str | None = None


def with_sources(snapshot: Snapshot, docs: str) -> Snapshot:
    """Return a snapshot in which endpoints whose pages do not say their address have that of the documentation."""
    placed = (
        page if page.draft.source else evolve(page, draft=evolve(page.draft, source=docs)) for page in snapshot.placed
    )
    return evolve(snapshot, placed=tuple(placed))


def read_snapshot(
    folder: Path,
    reader: str,
    data_key: str,
    groups: Mapping[str, str],
    progress: Callable[[int, int], None] | None = None,
    sections: tuple[str, ...] = (),
    day: str | None = None,
) -> Snapshot:
    """Read every page below a folder; raises ``SpecError`` with every page that cannot be read.

    An endpoint is taken from its own page if it has one, otherwise from the nearest section page. A page with a link to
    each of its endpoints counts as a page for each. ``groups`` gives the group of a section whose own name would not
    read well in code; ``sections`` are the sections to read, all of them if it is empty; ``day`` is the day of the
    crawl, where the folder's name does not say it. A snapshot that was read before is taken from the cache.
    """
    entry = _entry_of(folder, reader, f"{data_key!r} {sorted(groups.items())} {sections} {day!r}")
    kept = kept_data(entry, Snapshot) if entry is not None else None
    if kept is not None:
        return kept
    pages = pages_of(folder)
    [contents] = contents_of([pages], reader, sections, progress)
    snapshot = evolve(_snapshot(pages, contents, data_key, groups, sections, day), entry=entry)
    if entry is not None:
        keep_data(entry, snapshot)
    return snapshot


def _entry_of(folder: Path, reader: str, options: str) -> str | None:
    """Return the name of a snapshot's entry in the cache; None where it can follow from more than the tool and files.

    So it is for a reader that does not come along, and for a folder with links.
    """
    files = digest_of_folder(folder) if is_on() and is_built_in(reader) else None
    if files is None:
        return None
    parser = version("lxml")
    stated = f"{digest_of_tool()} {parser} {reader} {folder} {folder.resolve()} {options}"
    return f"{digest([os.fsencode(stated), files.encode()])}.snapshot"


def read_snapshots(
    folders: Sequence[Path], reader: str, data_key: str, groups: Mapping[str, str], sections: tuple[str, ...] = ()
) -> list[Snapshot]:
    """Read several crawls of one site like ``read_snapshot``; what they have in common is read once."""
    crawls = [pages_of(folder) for folder in folders]
    read = contents_of(crawls, reader, sections)
    return [
        _snapshot(pages, contents, data_key, groups, sections) for pages, contents in zip(crawls, read, strict=True)
    ]


def _snapshot(
    pages: FolderPages,
    contents: Mapping[Path, PageContent],
    data_key: str,
    groups: Mapping[str, str],
    sections: tuple[str, ...],
    day: str | None = None,
) -> Snapshot:
    """Put a snapshot together from what its pages hold."""
    folder, found = pages.folder, _found(pages, contents, sections)
    found.copies = {key: _with_witnesses(copies) for key, copies in found.copies.items()}
    stale, unlisted = _stale(found.copies)
    named = DAY.fullmatch(folder.name)
    day = day or (named[0] if named else day_of(folder))
    bases = page_bases(pages.raw)
    placed: list[Placed] = []
    notices: list[Diagnostic] = [*found.left_out]
    for key, copies in sorted(found.copies.items()):
        if key not in stale:
            choice = chosen(copies)
            notices += choice.notices
            place = _placed(evolve(choice.draft, as_of=day or choice.draft.as_of), choice.own, data_key)
            raw = bases.of(files_behind(copies))
            placed.append(evolve(place, served=choice.draft.as_of, homes=frozenset(found.homes[key]), raw=raw))
    places = {
        key: frozenset(pages.name(copy.draft.file) for copy in copies if tells(copy.draft)) or found.homes[key]
        for key, copies in found.copies.items()
    }
    placed = _named(placed, places, groups)
    return Snapshot(
        placed=tuple(_with_unique_names(placed)),
        diagnostics=(*found.nameless, *(diagnostic for page in placed for diagnostic in page.draft.diagnostics)),
        nameless=tuple(found.nameless),
        disagreements=tuple(question for page in placed for question in disagreements(page.draft, data_key)),
        stale=stale,
        unlisted=unlisted,
        damaged=(*pages.damaged, *_repeated(pages, contents)),
        notices=tuple(notices),
        refused=tuple(found.refused),
        titles=found.titles,
        crawls=_crawls(pages, found.copies),
        day=day or _usual_day(found.copies),
        files=frozenset(pages.name(file) for file in pages.files),
        codes=found.codes,
        addresses=found.addresses,
    )


def _repeated(pages: FolderPages, contents: Mapping[Path, PageContent]) -> Iterator[Diagnostic]:
    """Yield pages without content of their own, except those that are known to be damaged."""
    known = {each.file for each in pages.damaged if each.code == "page-error"}
    telling = {file for file, content in contents.items() if content.drafts or content.codes}
    return repeated_pages(pages.files, telling | known)


@define(kw_only=True)
class _Drafts:
    """What the pages of a folder hold: copies of each endpoint and their files, codes, hosts, odd or unread paths."""

    copies: dict[str, list[Copy]] = field(factory=dict[str, list[Copy]])
    homes: dict[str, set[str]] = field(factory=dict[str, set[str]])
    codes: dict[str, Mapping[str, tuple[str, ...]]] = field(factory=dict[str, Mapping[str, tuple[str, ...]]])
    addresses: dict[str, frozenset[str]] = field(factory=dict[str, frozenset[str]])
    refused: list[Diagnostic] = field(factory=list[Diagnostic])
    nameless: list[Diagnostic] = field(factory=list[Diagnostic])
    left_out: list[Diagnostic] = field(factory=list[Diagnostic])
    titles: dict[str, Diagnostic] = field(factory=dict[str, Diagnostic])


def _found(pages: FolderPages, contents: Mapping[Path, PageContent], sections: tuple[str, ...]) -> _Drafts:
    """Return what the pages of a folder hold together."""
    found = _Drafts()
    for file, content in contents.items():
        name = pages.name(file)
        if hosts := frozenset(_ADDRESS.findall(pages.files[file])):
            found.addresses[name] = hosts
        if content.codes:
            found.codes[name] = content.codes
        _sort_in(content.drafts, name, sections, found)
    documented = KnownPaths(draft.path for content in contents.values() for draft in content.drafts if draft.path)
    for file, content in contents.items():
        found.nameless += (_undeclared(file, one) for one in content.undeclared if one.path not in documented)
    return found


def _undeclared(file: Path, endpoint: UndeclaredEndpoint) -> Diagnostic:
    message = f"{endpoint.method} {endpoint.path} looks like an endpoint, and nothing of it is understood"
    return Diagnostic(file=file, line=endpoint.line, code="endpoint-unread", message=message)


def _sort_in(drafts: Sequence[Draft], page: str, sections: tuple[str, ...], found: _Drafts) -> None:
    """Add the drafts of a page to those found, or the reason why one is left out."""
    linked = Counter(draft.source for draft in drafts)
    for draft in drafts:
        if sections and draft.section not in sections:
            continue
        if not draft.path:
            found.nameless += draft.diagnostics
            found.titles |= {draft.title.lower(): draft.diagnostics[0]} if draft.diagnostics else {}
        elif any(_FILE.fullmatch(row.type) for row in draft.request):
            message = f"{draft.key} uploads a file, which the SDK does not do; it is left out"
            found.left_out.append(Diagnostic(file=draft.file, line=draft.line or 1, code="upload", message=message))
        elif not _PATH.fullmatch(draft.path):
            message = f"the path has parts that no endpoint has, got {draft.path[:100]!r}; it is not taken over"
            odd = Diagnostic(file=draft.file, line=draft.line or 1, code="path-odd", message=message)
            found.refused.append(odd)
            found.titles[draft.title.lower()] = odd
        else:
            found.homes.setdefault(draft.key, set()).add(page)
            found.copies.setdefault(draft.key, []).append(Copy(draft=draft, own=linked[draft.source] == 1))


def _crawls(pages: FolderPages, copies_by_key: Mapping[str, list[Copy]]) -> tuple[str, ...]:
    """Return the days of the crawls in a folder that holds several.

    They are folders named by days, or most endpoints have pages of their own of several days.
    """
    days = {name.partition("/")[0] for name in map(pages.name, pages.files) if "/" in name}
    named = sorted(day for day in days if DAY.fullmatch(day))
    if len(named) > 1:
        return tuple(named)
    served = [
        {copy.draft.as_of for copy in copies if copy.own and copy.draft.as_of} for copies in copies_by_key.values()
    ]
    if sum(len(several) > 1 for several in served) * 2 <= len(served):
        return ()
    return tuple(sorted({day for several in served for day in several if day}))


def _with_witnesses(copies: list[Copy]) -> list[Copy]:
    """Make the copies from pages in another language the witnesses of the others."""
    translated = [copy.draft for copy in copies if copy.draft.translated]
    originals = [copy for copy in copies if not copy.draft.translated]
    if not translated or not originals:
        return copies
    return [evolve(copy, draft=evolve(copy.draft, witness=copy.draft.witness or translated[0])) for copy in originals]


def _usual_day(copies_by_key: Mapping[str, list[Copy]]) -> str | None:
    """Return the day that most pages give themselves: the middle one of all days."""
    dates = sorted(copy.draft.as_of for copies in copies_by_key.values() for copy in copies if copy.draft.as_of)
    return dates[len(dates) // 2] if dates else None


def _stale(copies_by_key: Mapping[str, list[Copy]]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return endpoints that only outdated pages have, and those that an up-to-date page of their section lacks."""
    usual = _usual_day(copies_by_key)
    if usual is None:
        return (), frozenset()

    def outdated(copy: Copy) -> bool:
        return copy.draft.as_of is not None and copy.draft.as_of < usual

    stale = tuple(
        key for key, copies in sorted(copies_by_key.items()) if all(copy.own and outdated(copy) for copy in copies)
    )
    listed = {
        copy.draft.section
        for copies in copies_by_key.values()
        for copy in copies
        if not copy.own and not outdated(copy) and copy.draft.section
    }
    return stale, frozenset(key for key in stale if copies_by_key[key][0].draft.section in listed)


def _placed(draft: Draft, own: bool, data_key: str) -> Placed:
    draft = with_shown_rows(draft, data_key)
    slug = re.sub(r"[^a-z0-9]+", "-", draft.title.lower()).strip("-")
    access, evidence = _access(draft)
    return Placed(
        draft=evolve(
            draft,
            section=draft.section.replace("-", " "),
            # The docs of an endpoint without a page of its own are an anchor in its section's page.
            source=draft.source if own or not draft.source else f"{draft.source}-{slug}",
        ),
        group="",
        name="",
        access=access,
        evidence=evidence,
        shape=_shape(draft, data_key),
    )


def _named(placed: Sequence[Placed], places: Mapping[str, Collection[str]], groups: Mapping[str, str]) -> list[Placed]:
    """Propose groups and names; ``groups`` are the group names that people gave to sections."""
    folders = {
        page.draft.key: folders_of(page.draft.section, places[page.draft.key], page.draft.source) for page in placed
    }
    proposed = group_names({parts for parts in folders.values() if parts})
    given_names = {section.replace("-", " "): group for section, group in groups.items()}
    named: list[Placed] = []
    for page in placed:
        parts = folders[page.draft.key]
        given = given_names.get(page.draft.section.replace("-", " "))
        given = given or given_names.get(" ".join(parts).replace("-", " "))
        group = given or (proposed[parts] if parts else group_of_path(page.draft.path))
        named.append(evolve(page, group=group, name=_name(page.draft, group)))
    return named


def _name(draft: Draft, group: str) -> str:
    """Return the name of a method; raises ``SpecError`` for an overlong heading."""
    name = endpoint_name(draft.title, draft.method, group)
    if len(name) > _LONGEST_NAME:
        message = f"the heading is too long for a name, got {len(draft.title)} characters: {draft.title[:60]!r}"
        raise SpecError([Problem(check="heading-long", place=Place(draft.file, draft.line or 1), message=message)])
    return name


def _with_unique_names(placed: Sequence[Placed]) -> list[Placed]:
    """Make names unique within a group: by the words in brackets of the title, or by the last part of the path."""
    distinctions: tuple[Callable[[Draft], str], ...] = (
        lambda draft: distinction(draft.title),
        lambda draft: snake(draft.path.rsplit("/", 1)[-1]),
    )
    for words in distinctions:
        taken = Counter((page.group, page.name) for page in placed)
        placed = [
            evolve(page, name=f"{page.name}_{more}")
            if taken[page.group, page.name] > 1 and (more := words(page.draft))
            else page
            for page in placed
        ]
    return list(placed)


def _access(draft: Draft) -> tuple[str, str]:
    """Return whether calls are signed, and the evidence: the page's words, or the key of its limit."""
    if draft.access is not None:
        return draft.access, _STATED
    stated = stated_access(draft.prose)
    if stated is not None:
        return stated, _STATED
    if _PUBLIC_TITLE.search(draft.title) or "public" in draft.permissions:
        return "public", _CALLED
    keys = {part for limit in draft.rate_limits for part in limit.key}
    if keys & {"user_id", "master_user_id"}:
        return "signed", _BY_USER
    if draft.signed is not None:
        return "signed" if draft.signed else "public", _SHOWN
    if "ip" in keys and not draft.permissions:
        return "public", _BY_ADDRESS
    if draft.permissions:
        return "signed", _PERMITTED
    return "signed", _SILENT


def _shape(draft: Draft, data_key: str) -> str:
    """Return the payload's shape in the first example response that has a payload."""
    if draft.shape is not None:
        return draft.shape
    for example in draft.examples:
        answer = example.response
        data = (answer.get(data_key) if is_object(answer) else None) if data_key else answer
        if is_object(data):
            return "object"
        if is_array(data) and data:
            if is_array(data[0]):
                return "string_lists" if len(draft.response) == 1 and len(data[0]) > 1 else "arrays"
            return "objects" if is_object(data[0]) else "strings" if not draft.response else "array"
    return "objects"
