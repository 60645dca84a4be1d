"""Bring a venue's documentation from where it lives to a dated folder, whole or not at all.

Everything is written to a folder beside it, which gets the day as its name in the last step.
"""

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urldefrag, urlsplit

from attrs import define, evolve, field, frozen
from lxml import etree

from ..runtime.errors import readable
from ..spec.settings import PageSource
from ..textfiles import UnreadableError, read_text
from . import repository
from .bodies import is_document
from .manifest import NAME, FetchedPage, Manifest, read_manifest
from .parts.error_pages import is_error_page, shown_text
from .web import ARCHIVE, BYTES, HTML, TEXT, XML, FetchError, Validators, Web, WebPage, host_of, quoted

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LARGEST = 256 * 1024 * 1024
_MOST_PAGES = 5000
_MOST_SITEMAPS = 50
_LONGEST_PART = 80
_DEEPEST = 20
_SEVERAL = 3
_TEXTS = (".md", ".mdx", ".txt")
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
# Paths of pages that ask who somebody is: '/login', '/account/sign-in'.
_DOOR = re.compile(r"/(?:log[-_]?in|sign[-_]?in|captcha)(?:[/.]|$)", re.IGNORECASE)

OnPage = Callable[[int, int], None]


@frozen(kw_only=True)
class FetchReport:
    """A fetched folder, and its pages by what became of them since the ``previous`` folder."""

    folder: Path
    pages: int
    previous: Path | None
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def fetch(
    source: PageSource,
    venue: str,
    into: Path,
    *,
    replace: bool = False,
    progress: OnPage = lambda done, total: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    web: Callable[..., Web] = Web,
    transport: str = "https",
) -> FetchReport:
    """Bring the pages of a source to ``into/YYYY-MM-DD``. Raises ``FetchError``; nothing is left behind then.

    Pages that the server calls unchanged are copied from the latest folder beside it. ``web`` and ``transport`` are
    for tests.
    """
    moment = now()
    day = moment.astimezone(UTC).date().isoformat()
    target = into / day
    if target.exists() and not replace:
        raise FetchError(f"{target} is there already; remove it, or take --replace")
    previous = _previous(into, day)
    earlier = read_manifest(previous) if previous is not None else None
    tool = version("venuespec")
    with _staged(into, target) as stage:
        folder = _Folder(
            stage=stage,
            moment=moment.astimezone(UTC).replace(microsecond=0).isoformat(),
            previous=previous,
            earlier={page.address: page for page in earlier.pages} if earlier is not None else {},
        )
        commit = ""
        if source.git is not None:
            commit = _from_repository(source, source.git, folder, transport)
        if source.pages or source.sitemap is not None:
            _from_web(source, folder, progress, web, tool)
        manifest = Manifest(venue=venue, day=day, tool=f"venuespec {tool}", commit=commit, pages=tuple(folder.pages))
        (stage / NAME).write_text(manifest.text(), encoding="utf-8")
    return _report(target, previous, earlier, manifest)


def _report(target: Path, previous: Path | None, earlier: Manifest | None, manifest: Manifest) -> FetchReport:
    before = {page.file: page.sha256 for page in earlier.pages} if earlier is not None else {}
    after = {page.file: page.sha256 for page in manifest.pages}
    return FetchReport(
        folder=target,
        pages=len(after),
        previous=previous if earlier is not None else None,
        new=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(file for file in after.keys() & before.keys() if after[file] != before[file])),
        gone=tuple(sorted(before.keys() - after.keys())),
    )


def _previous(into: Path, day: str) -> Path | None:
    """Return the latest folder up to a day, if one is there."""
    if not into.is_dir():
        return None
    dated = [folder for folder in into.iterdir() if _DAY.fullmatch(folder.name) and folder.is_dir()]
    return max((folder for folder in dated if folder.name <= day), default=None, key=lambda folder: folder.name)


@contextlib.contextmanager
def _staged(into: Path, target: Path) -> Generator[Path]:
    """Give a new folder that becomes ``target`` at the end; without an end it vanishes, and what was there stays."""
    made = [folder for folder in (into, *into.parents) if not folder.exists()]
    try:
        into.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".fetch-", dir=into))
    except OSError as error:
        raise FetchError(f"{into}: cannot be written: {error.strerror or error}") from None
    done = False
    try:
        yield stage
        os.chmod(stage, 0o755)
        if target.exists():
            os.replace(target, stage.with_name(f"{stage.name}-old"))
        os.replace(stage, target)
        done = True
    except OSError as error:
        raise FetchError(f"{into}: cannot be written: {error.strerror or error}; nothing was fetched") from None
    finally:
        old = stage.with_name(f"{stage.name}-old")
        if not done and old.exists() and not target.exists():
            os.replace(old, target)
        shutil.rmtree(stage, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
        if not done:
            for folder in made:
                with contextlib.suppress(OSError):
                    folder.rmdir()


@define(kw_only=True)
class _Folder:
    """The folder that is being filled; ``earlier`` are the pages of the previous one by address."""

    stage: Path
    moment: str
    previous: Path | None
    earlier: Mapping[str, FetchedPage]
    pages: list[FetchedPage] = field(factory=list[FetchedPage])
    _total: int = field(default=0, init=False)
    _names: set[str] = field(factory=set[str], init=False)

    def known(self, address: str) -> tuple[FetchedPage, bytes] | None:
        """Return a page of the previous folder with its bytes, if they are still those of its manifest."""
        page = self.earlier.get(address)
        if page is None or self.previous is None:
            return None
        try:
            content = read_text(self.previous / page.file, self.previous).encode()
        except UnreadableError:
            return None
        return (page, content) if hashlib.sha256(content).hexdigest() == page.sha256 else None

    def add(self, name: str, content: bytes, page: FetchedPage) -> None:
        """Write a page to a file with this name, or one like it if that is taken."""
        self._total += len(content)
        if self._total > _LARGEST:
            raise FetchError(f"the pages are larger than {_LARGEST // 1024 // 1024} MB together; nothing was fetched")
        name = self._free(name, page.address)
        file = self.stage / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        self.pages.append(evolve(page, file=name, bytes=len(content), sha256=digest))

    def _free(self, name: str, address: str) -> str:
        """Return a name that no page has, in any case, and that is not a folder of another page."""
        if name.lower() in self._names or any(folder.lower() in self._names for folder in _folders(name)):
            stem, _, suffix = name.replace("/", "-").rpartition(".")
            name = f"{stem}-{hashlib.sha256(address.encode()).hexdigest()[:12]}.{suffix}"
        self._names |= {name.lower(), *(f"{folder.lower()}" for folder in _folders(name) if "." in folder)}
        return name


def _folders(name: str) -> list[str]:
    parts = name.split("/")[:-1]
    return ["/".join(parts[: index + 1]) for index in range(len(parts))]


def _from_repository(source: PageSource, git: str, folder: _Folder, transport: str) -> str:
    """Add the pages of a repository; return its commit."""
    checkout = repository.pages_of(git, source.under, source.branch, also=source.also, transport=transport)
    for page in checkout.pages:
        folder.add(
            page.path,
            page.content,
            FetchedPage(
                file="",
                address=f"{git}#{page.origin}",
                fetched=folder.moment,
                bytes=0,
                sha256="",
                last_modified=checkout.committed,
            ),
        )
    return checkout.commit


def _from_web(source: PageSource, folder: _Folder, progress: OnPage, web: Callable[..., Web], tool: str) -> None:
    """Add the listed pages, or those of the sitemap."""
    first = [*source.pages, *([source.sitemap] if source.sitemap is not None else [])]
    client = web(hosts=frozenset(map(host_of, first)), delay=source.delay, version=tool)
    addresses = list(dict.fromkeys([*map(quoted, source.pages), *_listed(source, client)]))
    if not addresses:
        raise FetchError(f"{source.sitemap}: lists no page below {source.under or '/'}; correct fetch: in venue.yaml")
    if len(addresses) > _MOST_PAGES:
        raise FetchError(f"{source.sitemap}: lists {len(addresses)} pages, more than {_MOST_PAGES}; give fetch.under")
    for number, address in enumerate(addresses):
        progress(number, len(addresses))
        _add_page(address, folder, client)
    _check_served(folder.pages)
    progress(len(addresses), len(addresses))


def _add_page(address: str, folder: _Folder, client: Web) -> None:
    known = folder.known(address)
    validators = Validators(etag=known[0].etag, last_modified=known[0].last_modified) if known else Validators()
    kinds = HTML | TEXT | BYTES if _is_text(address) else HTML | TEXT
    answer = client.page(address, kinds, validators)
    if answer.text is None and known is not None:
        page, content = known
        folder.add(page.file, content, page)
        return
    html = _is_html(address, answer)
    # Readers see the same line ends whatever the server has.
    content = (answer.text or "").replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    page = FetchedPage(
        file="",
        address=address,
        served_from="" if answer.address == address else answer.address,
        fetched=folder.moment,
        bytes=0,
        sha256="",
        etag=answer.validators.etag,
        last_modified=answer.validators.last_modified,
    )
    folder.add(file_name(address, html=html), content, page)


def _is_text(address: str) -> bool:
    return PurePosixPath(urlsplit(address).path).suffix.lower() in _TEXTS


def _is_html(address: str, answer: WebPage) -> bool:
    """Tell whether an answer is a page in HTML. Raises ``FetchError`` for a page without documentation.

    Servers answer with a start page, a login or a notice where they should say that something is missing.
    """
    text = answer.text or ""
    html = answer.kind in HTML or is_document(text)
    if html and _is_text(address):
        raise FetchError(f"{address}: came as a page in HTML, in place of the text; nothing was fetched")
    if html and not shown_text(text):
        raise FetchError(f"{address}: says nothing without the scripts of a browser; nothing was fetched")
    if is_error_page(text, html=html):
        title = _TITLE.search(text)
        says = f": {readable(title[1].strip(), 80)!r}" if title else ""
        raise FetchError(
            f"{address}: is not a page of documentation, but a notice of the server{says}; nothing was fetched; "
            "try again later"
        )
    if _DOOR.search(urlsplit(answer.address).path) and not _DOOR.search(urlsplit(address).path):
        raise FetchError(f"{address}: leads to {answer.address}, which asks for a login; nothing was fetched")
    return html


def _check_served(pages: Iterable[FetchedPage]) -> None:
    """Raise ``FetchError`` where most addresses lead to one page, or say the same.

    A site that sends all of them to its start does so, and one that answers each with the frame of an application.
    """
    pages = list(pages)
    served = Counter(page.served_from for page in pages if page.served_from)
    for address, count in served.most_common(1):
        if count >= _SEVERAL and count * 2 > len(pages):
            first = next(page.address for page in pages if page.served_from == address)
            raise FetchError(
                f"{first}: leads to {address}, as {count} of the {len(pages)} addresses do; nothing was fetched"
            )
    bodies = Counter(page.sha256 for page in pages)
    for body, count in bodies.most_common(1):
        if count >= _SEVERAL and count * 2 > len(pages):
            first = next(page.address for page in pages if page.sha256 == body)
            raise FetchError(
                f"{first}: says the same as {count - 1} others of the {len(pages)} pages; nothing was fetched"
            )


def _listed(source: PageSource, client: Web) -> Iterator[str]:
    """Yield the addresses of a sitemap, and of those that it lists, whose path begins with ``under``."""
    waiting = [source.sitemap] if source.sitemap is not None else []
    done: set[str] = set()
    while waiting and len(done) < _MOST_SITEMAPS:
        address = waiting.pop(0)
        if address in done:
            continue
        done.add(address)
        index, places = _places(address, client.page(address, XML | TEXT | ARCHIVE | BYTES).text or "")
        if index:
            waiting += places
        else:
            yield from (place for place in places if _is_below(place, source.under))
    if waiting:
        raise FetchError(f"{source.sitemap}: lists more than {_MOST_SITEMAPS} sitemaps")


def _is_below(address: str, under: str) -> bool:
    path = urlsplit(address).path
    return not under or path == under.rstrip("/") or path.startswith(under.rstrip("/") + "/")


def _places(address: str, text: str) -> tuple[bool, list[str]]:
    """Return whether a sitemap lists other sitemaps, and the addresses that it lists."""
    if "<" not in text:  # a sitemap may be a plain list, an address a line
        return False, [_whole(place, address) for place in text.split()]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        # It is text by now, whatever encoding it says it is in.
        root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise FetchError(f"{address}: is not a sitemap: {error.msg}") from None
    # A page's pictures have places of their own inside its entry.
    nodes = [node for entry in (root, *root.iter("{*}url", "{*}sitemap")) for node in entry.iterchildren("{*}loc")]
    places = [_whole((node.text or "").strip(), address) for node in nodes]
    return etree.QName(root).localname == "sitemapindex", places


def _whole(place: str, sitemap: str) -> str:
    """Return an address of a sitemap without its anchor. Raises ``FetchError`` for one without a host."""
    try:
        parts = urlsplit(place)
    except ValueError:
        parts = urlsplit("")
    if not (parts.scheme and parts.netloc) or "\n" in place:
        raise FetchError(f"{sitemap}: lists {place[:200]!r}, which is not a complete address; nothing was fetched")
    return quoted(urldefrag(place).url)


def file_name(address: str, *, html: bool) -> str:
    """Return the path of an address's file: its own path in letters, digits and dashes, which leads nowhere else.

    A path that ends with a slash is a page of its own and no folder.
    """
    parts = urlsplit(address)
    path = [part for part in parts.path.split("/") if part] or ["index"]
    if parts.query:
        path[-1] += f"-{parts.query}"
    if len(path) > _DEEPEST:
        path = [*path[: _DEEPEST - 1], "/".join(path[_DEEPEST - 1 :])]
    safe = [_safe(unquote(part, errors="replace")) for part in path]
    stem, dot, suffix = safe[-1].rpartition(".")
    suffixes = (".html", ".htm") if html else (".md", ".mdx", ".txt")
    if not dot or not stem or f".{suffix.lower()}" not in suffixes:
        safe[-1] += ".html" if html else ".txt"
    return "/".join(safe)


def _safe(part: str) -> str:
    text = re.sub(r"[^A-Za-z0-9._-]+", "-", part).strip(".-") or "page"
    if len(text) <= _LONGEST_PART:
        return text
    return f"{text[: _LONGEST_PART - 30]}-{hashlib.sha256(part.encode('utf-8', 'replace')).hexdigest()[:12]}"
