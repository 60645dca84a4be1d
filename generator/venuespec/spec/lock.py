"""The lock of a venue's spec: digests of page text, reviews and the day of the crawl, kept apart from what people read.

    spec/VENUE/lock.yaml

venuespec writes it; nobody edits it. An endpoint is found in it by method and path, wherever its file is moved.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from .model import Reviewed
from .yaml import scalar

NAME = "lock.yaml"
_HEADING = (
    "# Written by venuespec import and venuespec review --confirm: what the pages said, as digests. Not for editing.\n"
)


@frozen(kw_only=True)
class EndpointLock:
    """Facts about one endpoint's page that stand apart from its file.

    ``as_of`` is the day of its page where that is not the venue's, ``prose`` the digest of the text between its
    tables, ``remarks`` that of the text below them, ``text`` the digest of each row's description by path
    (request.instId), ``raw`` that of the files of its pages as they are, ``reviewed`` the texts that a person
    confirmed the rules against, ``kept`` the facts of ``docs:`` that many pages stopped stating at once, each with the
    day when the page last had it.
    """

    as_of: str | None = None
    raw: str = ""
    prose: str | None = None
    remarks: str = ""
    text: Mapping[str, str] = {}
    reviewed: Reviewed | None = None
    kept: Mapping[str, str] = {}


@frozen(kw_only=True)
class Lock:
    """The lock of one venue; ``endpoints`` by method and path.

    ``codes`` are digests of the texts of the error codes that pages list, ``gone_codes`` the days since when they no
    longer list a code, ``unread`` the digest of what is not understood of a page, by its place in the folder.
    """

    as_of: str | None = None
    endpoints: Mapping[str, EndpointLock] = {}
    codes: Mapping[str, str] = {}
    gone_codes: Mapping[str, str] = {}
    unread: Mapping[str, str] = {}

    def of(self, key: str) -> EndpointLock:
        """Return what is known of an endpoint, with the day of its page."""
        entry = self.endpoints.get(key, EndpointLock())
        return evolve(entry, as_of=entry.as_of or self.as_of)

    def confirmed(self, key: str, reviewed: Reviewed) -> "Lock":
        """Return the lock with a person's review of an endpoint."""
        entry = evolve(self.endpoints.get(key, EndpointLock()), reviewed=reviewed)
        return evolve(self, endpoints={**self.endpoints, key: entry})

    def crawled(self, pages: Mapping[str, EndpointLock], *, partial: bool = False) -> "Lock":
        """Return the lock after a crawl; reviews and endpoints outside the crawl stay.

        ``pages`` holds every crawled endpoint with the day of its page; a ``partial`` crawl leaves the venue's day.
        """
        as_of = max((page.as_of for page in pages.values() if page.as_of), default=self.as_of)
        if partial and self.as_of:
            as_of = self.as_of
        entries: dict[str, EndpointLock] = {}
        for key, known in self.endpoints.items():
            entries[key] = evolve(known, as_of=known.as_of or self.as_of)
        for key, page in pages.items():
            reviewed = self.endpoints[key].reviewed if key in self.endpoints else None
            entries[key] = evolve(page, reviewed=reviewed)
        return evolve(
            self,
            as_of=as_of,
            endpoints={
                key: evolve(entry, as_of=None if entry.as_of == as_of else entry.as_of)
                for key, entry in entries.items()
            },
        )

    def to_yaml(self) -> str:
        """Write the lock: equal facts give equal bytes, one line for each fact that changes by itself."""
        return "".join([_HEADING, *_lines(self)])


def _lines(lock: Lock) -> Iterator[str]:
    if lock.as_of:
        yield f"as_of: {lock.as_of}\n"
    entries = [(key, entry) for key, entry in sorted(lock.endpoints.items()) if entry != EndpointLock()]
    yield "endpoints:\n" if entries else "endpoints: {}\n"
    for key, entry in entries:
        yield f"  {scalar(key)}:\n"
        if entry.as_of:
            yield f"    as_of: {entry.as_of}\n"
        if entry.raw:
            yield f"    raw: {scalar(entry.raw)}\n"
        if entry.prose:
            yield f"    prose: {scalar(entry.prose)}\n"
        if entry.remarks:
            yield f"    remarks: {scalar(entry.remarks)}\n"
        if entry.text:
            yield "    text:\n"
            yield from _pairs(entry.text.items(), 6)
        if entry.kept:
            yield f"    kept: {{{', '.join(f'{scalar(name)}: {day}' for name, day in sorted(entry.kept.items()))}}}\n"
        if entry.reviewed:
            yield from _reviewed(entry.reviewed)
    if lock.codes:
        yield "codes:\n"
        yield from _pairs(lock.codes.items(), 2)
    if lock.gone_codes:
        yield "gone_codes:\n"
        yield from (f"  {scalar(code)}: {day}\n" for code, day in lock.gone_codes.items())
    if lock.unread:
        yield "unread:\n"
        yield from _pairs(sorted(lock.unread.items()), 2)


def _reviewed(reviewed: Reviewed) -> Iterator[str]:
    yield "    reviewed:\n"
    if reviewed.page is not None:
        yield f"      page: {scalar(reviewed.page)}\n"
    if reviewed.rows:
        yield "      rows:\n"
        yield from _pairs(reviewed.rows.items(), 8)
    if reviewed.rules:
        yield "      rules:\n"
        for rule, held in sorted(reviewed.rules.items()):
            rows = ", ".join(f"{scalar(name)}: {scalar(digest)}" for name, digest in held.rows.items())
            yield f"        {scalar(rule)}: {{page: {scalar(held.page)}{f', rows: {{{rows}}}' if rows else ''}}}\n"


def _pairs(items: Iterable[tuple[str, str]], margin: int) -> Iterator[str]:
    for name, digest in items:
        yield f"{' ' * margin}{scalar(name)}: {scalar(digest)}\n"
