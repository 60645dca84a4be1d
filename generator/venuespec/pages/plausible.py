"""Judge whether a set of pages may be believed before a spec takes over anything of it.

A crawl that failed looks like a venue that removed its endpoints. What is refused here is one error that says what to
do; what a person knows better is allowed by a flag that says what it allows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from attrs import evolve, frozen

from ..runtime.errors import readable
from ..runtime.json_types import is_array, is_object
from ..spec.lock import Lock
from ..spec.place import Place
from ..spec.problem import Problem
from .copies import foreign_letters, in_another_script
from .cut_pages import cut_at, cut_inside, lost_unread
from .damage import common_folder
from .draft import Diagnostic, Draft
from .known import KnownEndpoint
from .languages import ENGLISH, language_of_page, speaks
from .missing import Sought, rest_of, unread_page
from .readers import readers_that_find
from .snapshot import Placed, Snapshot
from .standing import declared_in

# Venues remove endpoints a few at a time: of one venue's hundreds, one month's crawl missed three. More than one in
# fifty at once is, more often than not, a crawl that failed, and a person should say that it is not.
_GONE_AT_ONCE = 50
_MOST = 0.5
_FEW_PAGES = 20
_PERMISSION = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ _-][A-Za-z0-9]+){0,3}")
_LONGEST_PERMISSION = 40


@frozen(kw_only=True)
class Allowed:
    """What a person allows: pages of a part of the site, an older crawl, the number of endpoints that may vanish.

    ``by_hand`` lets pages replace what was written by hand.
    """

    partial: bool = False
    older: bool = False
    gone: int | None = None
    by_hand: bool = False


NOTHING = Allowed()


@frozen(kw_only=True)
class CrawledSet:
    """What an import would take over: the pages, the spec before, and the endpoints of it that no page has.

    ``left`` are the pages of endpoints that were written by hand and stay so, which are not in the snapshot.
    ``thinned`` are rows that leave many tables at once, the first of each endpoint.
    """

    pages: Path
    docs: str
    snapshot: Snapshot
    known: Mapping[str, KnownEndpoint]
    lock: Lock
    vanished: tuple[str, ...]
    left: tuple[Placed, ...] = ()
    doubts: tuple[Diagnostic, ...] = ()
    thinned: tuple[str, ...] = ()

    @property
    def living(self) -> frozenset[str]:
        """The endpoints that were on the pages before."""
        return frozenset(key for key, endpoint in self.known.items() if not endpoint.gone)


def refusal(crawled: CrawledSet, allowed: Allowed) -> Problem | None:
    """Return why the pages are not believed, the gravest reason; None where they may be."""
    whole = evolve(crawled.snapshot, placed=(*crawled.snapshot.placed, *crawled.left))
    return next(
        (
            Problem(check=check, place=Place(crawled.pages, 0), message=f"{message}; nothing was written")
            for check, message in _reasons(evolve(crawled, snapshot=whole), allowed)
        ),
        None,
    )


def _reasons(crawled: CrawledSet, allowed: Allowed) -> Iterator[tuple[str, str]]:
    snapshot = crawled.snapshot
    if not snapshot.placed and not crawled.doubts:
        yield "pages-none", _nothing(crawled)
    yield from _foreign(crawled, allowed)
    doubts = crawled.doubts
    if doubts and len(doubts) >= len(snapshot.placed):
        yield (
            "pages-unread",
            f"{len(doubts)} of its {len(doubts) + len(snapshot.placed)} endpoints are in doubt, as {doubts[0]}",
        )
    if snapshot.crawls:
        some = ", ".join(snapshot.crawls[:5])
        yield "pages-mixed", f"it holds pages of several crawls ({some}); give the folder of one of them"
    if message := _misplaced(crawled):
        yield "pages-level", message
    if not allowed.older and (message := _older(crawled)):
        yield "pages-older", message
    if crawled.thinned and not allowed.older and (allowed.gone is None or len(crawled.thinned) > allowed.gone):
        count = len(crawled.thinned)
        yield (
            "pages-rows",
            f"{count} endpoints lose rows of their tables at once, {crawled.thinned[0]} first; fetch the pages again; "
            f"if the venue took the rows out, use --gone {count}",
        )
    if not allowed.partial:
        yield from _gone(crawled, allowed)
        if crawled.vanished and snapshot.day is None:
            message = (
                f"{crawled.vanished[0]} is missing, and nothing says of which day these pages are; give it with --date"
            )
            yield "pages-undated", message


def _nothing(crawled: CrawledSet) -> str:
    files = len(crawled.snapshot.files)
    if not files:
        suffixes = Counter(file.suffix or file.name for file in crawled.pages.rglob("*") if not file.is_dir())
        listed = ", ".join(f"{number} {readable(suffix, 20)}" for suffix, number in suffixes.most_common(3))
        return f"there are no pages in it (.md, .mdx, .txt, .html){f', only {listed}' if listed else ''}"
    damaged = len([each for each in crawled.snapshot.damaged if each.code == "page-error"])
    if damaged == files:
        which = "its only page is" if files == 1 else f"each of its {files} pages is"
        return f"{which} empty or a saved error; fetch {'it' if files == 1 else 'them'} again"
    root = crawled.pages if crawled.pages.is_dir() else crawled.pages.parent
    others = readers_that_find([root / name for name in sorted(crawled.snapshot.files)[:_FEW_PAGES]])
    best = max(others, key=others.__getitem__, default=None)
    hint = f"; the reader {best} finds {others[best]} in the first of them: pages: {best} in venue.yaml" if best else ""
    which = "its only page documents no" if files == 1 else f"none of its {files} pages documents an"
    return f"{which} endpoint as the pages of {crawled.docs or 'this venue'} do{hint}"


def _foreign(crawled: CrawledSet, allowed: Allowed) -> Iterator[tuple[str, str]]:
    placed = crawled.snapshot.placed
    home = _site(crawled.docs)
    hosts = Counter(filter(None, (_site(page.draft.source) for page in placed)))
    if home and hosts:
        host, count = hosts.most_common(1)[0]
        if host != home and count > hosts.total() * _MOST:
            message = f"its pages are of {host}, and the docs of this venue are at {home}; see docs: in venue.yaml"
            yield "pages-foreign", message
    keys = {page.draft.key for page in placed}
    if not crawled.living or keys & crawled.known.keys() or not placed:
        return
    prefix = _prefix(key.partition(" ")[2] for key in crawled.known)
    if _allows(allowed, crawled):  # to another version of the same interface
        prefix = "/".join([*prefix.split("/")[:2], ""]) if prefix != "/" else prefix
    strange = [page for page in placed if not page.draft.path.startswith(prefix)]
    if len(strange) > len(placed) * _MOST or not (allowed.partial or _allows(allowed, crawled)):
        message = (
            f"none of the {len(crawled.living)} endpoints of the spec is on its pages, which document "
            f"{len(placed)} others, {placed[0].draft.key} first; is it the folder of another venue?"
        )
        yield "pages-foreign", message


def _misplaced(crawled: CrawledSet) -> str | None:
    """Return what says that the folder is above that of the pages: the sections of most endpoints begin with it."""
    folder = common_folder(crawled.snapshot.files) if crawled.pages.is_dir() else ""
    if not folder:
        return None
    pairs = [
        (page.draft.section, known.section)
        for page in crawled.snapshot.placed
        if (known := crawled.known.get(page.draft.key)) is not None
    ]
    longer = sum(now != before and now.endswith(f" {before}") for now, before in pairs)
    return f"all its pages are in {folder}; give that folder" if longer > len(pairs) * _MOST else None


def _older(crawled: CrawledSet) -> str | None:
    """Return what says that the pages are older than the spec: the days that most of them give, or the crawl's."""
    pairs = [
        (page.served, before)
        for page in crawled.snapshot.placed
        if page.served and (before := crawled.lock.of(page.draft.key).as_of) and page.draft.key in crawled.known
    ]
    older = sum(served < before for served, before in pairs)
    day, before = crawled.snapshot.day, crawled.lock.as_of
    if pairs and older > len(pairs) * _MOST:
        days = sorted(served for served, _ in pairs)
        day = days[len(days) // 2]
    elif not (day and before and day < before and not pairs):
        return None
    return f"its pages are of {day}, and the spec is of {before}; to go back to them on purpose, use --older"


def _gone(crawled: CrawledSet, allowed: Allowed) -> Iterator[tuple[str, str]]:
    vanished, living = crawled.vanished, len(crawled.living)
    if not vanished or _allows(allowed, crawled):
        return
    some = ", ".join(vanished[:3]) + (", ..." if len(vanished) > 3 else "")
    errors = [each for each in crawled.snapshot.damaged if each.code == "page-error"]
    links = [each for each in crawled.snapshot.damaged if each.code == "page-link"]
    on_purpose = f"if the venue removed them, use --gone {len(vanished)}"
    if allowed.gone is not None:
        yield (
            "pages-gone",
            f"{len(vanished)} endpoints of the spec are missing ({some}), and --gone allows {allowed.gone}",
        )
    elif errors:
        yield (
            "pages-damaged",
            f"{len(vanished)} endpoints of the spec are missing ({some}), and {len(errors)} pages are empty or saved "
            f"errors, {errors[0].file} first; fetch these again, or, {on_purpose}",
        )
    elif links:
        yield (
            "pages-linked",
            f"{len(vanished)} endpoints of the spec are missing ({some}), and {links[0].file} is a link to a folder, "
            f"which is not followed; put the folder itself there, or, {on_purpose}",
        )
    elif len(vanished) > living * _MOST:
        yield (
            "pages-partial",
            f"{len(vanished)} of the {living} endpoints of the spec are missing ({some}); if these pages are a part of "
            f"the site, use --partial; {on_purpose}",
        )
    elif len(vanished) > max(1, living // _GONE_AT_ONCE):
        yield (
            "pages-gone",
            f"{len(vanished)} of the {living} endpoints of the spec are missing ({some}), more than venues remove at "
            f"once; if these pages are a part of the site, use --partial; {on_purpose}",
        )
    elif cut := _cut_page(crawled.snapshot):
        yield (
            "pages-cut",
            f"{len(vanished)} endpoints of the spec are missing ({some}), and {cut} ends too early; fetch it again, "
            f"or, {on_purpose}",
        )
    elif section := _missing_section(crawled):
        yield (
            "pages-gone",
            f"every endpoint of the section {section} is missing ({some}); if its pages were not fetched, use "
            f"--partial; {on_purpose}",
        )


def _cut_page(snapshot: Snapshot) -> Path | None:
    """Return a page that ends within an endpoint, behind which others may have stood."""
    said = (*snapshot.notices, *snapshot.diagnostics)
    return next((each.file for each in said if each.code == "page-cut"), None)


def _missing_section(crawled: CrawledSet) -> str | None:
    """Return a section of several endpoints of which no page is there, as if it had not been fetched."""
    sections: dict[str, list[str]] = {}
    for key in sorted(crawled.living):
        sections.setdefault(crawled.known[key].section, []).append(key)
    vanished = frozenset(crawled.vanished)
    return next((name for name, keys in sections.items() if len(keys) > 1 and vanished.issuperset(keys)), None)


def _allows(allowed: Allowed, crawled: CrawledSet) -> bool:
    return allowed.gone is not None and len(crawled.vanished) <= allowed.gone


def _site(address: str) -> str:
    """Return the part of an address's host that all hosts of a site share: 'acme.example'."""
    return ".".join((urlsplit(address).hostname or "").split(".")[-2:])


def _prefix(paths: Iterable[str]) -> str:
    """Return the folders that all paths begin with: '/api/v5/'."""
    first, *others = (path.split("/")[:-1] for path in paths)
    common = first
    for other in others:
        common = [mine for mine, theirs in zip(common, other, strict=False) if mine == theirs]
    return "/".join([*common[:3], ""])


# --- one endpoint


def doubt(
    page: Placed, known: KnownEndpoint | None, others: Mapping[str, KnownEndpoint], snapshot: Snapshot, docs: str
) -> Diagnostic | None:
    """Return why an endpoint is not taken over from its page although the others are; None where it may be."""
    draft = page.draft
    site, home = _site(draft.source), _site(docs)
    if known is None and others and site and home and site != home:
        message = f"{draft.key} is documented at {site}, and not at {home}; it is not taken over"
        return _diagnostic(draft, "page-foreign", message)
    if _in_another_language(draft, known, others):
        return _diagnostic(
            draft,
            "page-language",
            f"{draft.key} is in another language than the spec; its facts stay as they are",
        )
    if known is None:
        return None
    if row := cut_at(draft, known, snapshot) or cut_inside(draft, known):
        return _diagnostic(
            draft,
            "page-cut",
            f"the page ends within {draft.key}, before {row}; its facts stay as they are",
        )
    if lost := lost_unread(draft, known):
        row, unread = lost
        message = (
            f"{draft.key} no longer has {row}, and what stands here is not understood; its facts stay as they are; "
            f"if the row left, say so in sdk.decided: {{{unread.code}: ...}}"
        )
        return Diagnostic(file=unread.file, line=unread.line, code="page-unread", message=message)
    return None


def unread_pages(missing: Mapping[str, KnownEndpoint], snapshot: Snapshot, pages: Path) -> dict[str, Diagnostic]:
    """Return the endpoints that no page has, but that a page may document that is not understood."""
    stays = f"its facts stay as they are; if the venue removed it, use --gone {len(missing)}"
    sought = {
        key: Sought(*(str(known.docs.get(name, "")) for name in ("title", "source", "path")))
        for key, known in missing.items()
        if not known.gone and key not in snapshot.unlisted
    }
    rest = rest_of(snapshot, pages)
    found = {
        key: unread_page(key, each, rest, stays)
        or (None if rest.failed(each) else _declared(key, snapshot, pages, stays))
        for key, each in sought.items()
    }
    return {key: diagnostic for key, diagnostic in found.items() if diagnostic is not None}


def _declared(key: str, snapshot: Snapshot, pages: Path, advice: str) -> Diagnostic | None:
    """Return where a page declares an endpoint that was read from none."""
    place = declared_in(key, (pages / page for page in sorted(snapshot.files)) if pages.is_dir() else [pages])
    if place is None:
        return None
    message = f"{key} is read from no page, but its method and path stand here; {advice}"
    return Diagnostic(file=place[0], line=place[1], code="page-unread", message=message)


def _diagnostic(draft: Draft, code: str, message: str) -> Diagnostic:
    return Diagnostic(file=draft.file, line=draft.line or 1, code=code, message=message)


def _in_another_language(draft: Draft, known: KnownEndpoint | None, others: Mapping[str, KnownEndpoint]) -> bool:
    if known is None and not others:
        return False
    before = [known] if known else list(others.values())
    if in_another_script(draft):
        return not foreign_letters(" ".join(str(each.docs.get("title", "")) for each in before))
    language = language_of_page(draft)
    return language not in ("", ENGLISH) and not speaks(language, _labels_of(before))


def _labels_of(endpoints: Iterable[KnownEndpoint]) -> Iterator[str]:
    """Yield the titles and labels of a spec."""
    for each in endpoints:
        yield str(each.docs.get("title", ""))
        for side in ("request", "response"):
            rows = each.docs.get(side)
            yield from (str(row.get("label", "")) for row in (rows if is_array(rows) else ()) if is_object(row))


# --- permissions


def with_known_permissions(snapshot: Snapshot, words: tuple[str, ...]) -> Snapshot:
    """Report permissions that the venue's vocabulary does not have, or that look like none, in place of taking them."""

    def fits(word: str) -> bool:
        return word in words if words else len(word) <= _LONGEST_PERMISSION and bool(_PERMISSION.fullmatch(word))

    def read(placed: Placed) -> Placed:
        draft = placed.draft
        unknown = [word for word in draft.permissions if not fits(word)]
        if not unknown:
            return placed
        there = f"; permissions: in venue.yaml has {', '.join(words)}" if words else ""
        found = tuple(
            Diagnostic(
                file=draft.file,
                line=draft.line or 1,
                code="permission-unread",
                message=f"{word[:100]!r} is not a known permission{there}",
            )
            for word in unknown
        )
        permissions = tuple(word for word in draft.permissions if word not in unknown)
        return evolve(placed, draft=evolve(draft, permissions=permissions, diagnostics=(*draft.diagnostics, *found)))

    return evolve(snapshot, placed=tuple(map(read, snapshot.placed)))
