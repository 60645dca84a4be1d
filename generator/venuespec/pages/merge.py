"""Plan an import: rewrite ``docs:`` from pages, keep ``sdk:``, mark vanished endpoints; write all of it, or nothing.

Every byte from ``sdk:`` on stays. A file is found by its method and path, wherever a person has put it. Planning
changes nothing, so that a check foretells exactly what an import does.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from pathlib import Path

from attrs import evolve, field, frozen

from ..naming import snake
from ..runtime.json_types import is_object
from ..spec.file_schema import levels_below, lock_text, with_schema_line
from ..spec.load import read_lock
from ..spec.lock import NAME, EndpointLock, Lock
from ..spec.model import VenueSpec
from ..spec.problem import Problem, SpecError
from ..spec.sources import DISK, Overlay
from ..spec.texts import NAME as TEXTS_NAME
from ..spec.yaml import Document
from ..textfiles import WriteError, recover, write_all
from .answers import Answers, needless, unasked, without_answered
from .by_hand import without, written_by_hand
from .crosscheck import Disagreement
from .draft import Diagnostic
from .error_codes import CODES_NAME, CodeChanges, import_codes
from .kept import ChangedSection, Keeping, KeptFact, keep
from .kept_rows import fading, known_pairs, shifting, thinned, with_kept_row_facts
from .known import KnownEndpoint
from .moved import at_new_paths
from .notes import Notes, notes_of, unread_of_pages
from .plausible import (
    NOTHING,
    Allowed,
    CrawledSet,
    doubt,
    refusal,
    unread_pages,
    with_known_permissions,
)
from .rebased import rebased
from .snapshot import Placed, Snapshot, read_snapshot, with_sources
from .texts import texts_file
from .write_docs import page_lock
from .written import WrittenPage, docs_of, text_of, written_pages

_SDK = re.compile(r"^(?=sdk:)", re.MULTILINE)
_DOCS = re.compile(r"^docs:\n.*?(?=^sdk:|\Z)", re.MULTILINE | re.DOTALL)
_GONE = re.compile(r"^  gone_since: .*\n", re.MULTILINE)


@frozen(kw_only=True)
class ImportPlan:
    """The changes of an import before anything is written; files are named relative to the spec folder.

    ``texts`` are the files that change, the lock among them. ``unread`` and ``undecided`` leave out questions that
    ``sdk.decided`` answers; ``settled`` are answers to questions that the pages no longer raise, as file and subject.
    ``waiting`` are endpoints that stay as they are because their pages are in doubt, ``kept`` facts that stay although
    pages no longer state them, ``by_hand`` files that stay because no import wrote them, ``groups`` new
    groups of the SDK, ``notices`` what a person may want to know.
    ``before`` reads the spec as it is, ``after`` as it is going to be; ``snapshot`` is what the pages say.
    """

    spec: Path
    settings: VenueSpec = field(repr=False)
    texts: Mapping[str, str]
    before: Overlay = field(repr=False)
    after: Overlay = field(repr=False)
    snapshot: Snapshot = field(repr=False)
    endpoints: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    unread: tuple[Diagnostic, ...]
    undecided: tuple[Disagreement, ...]
    settled: tuple[tuple[str, str], ...]
    notes: Notes
    waiting: tuple[Diagnostic, ...] = ()
    kept: tuple[KeptFact, ...] = ()
    by_hand: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    notices: tuple[Diagnostic, ...] = ()
    relocked: bool = False
    codes: CodeChanges = field(factory=CodeChanges)

    @property
    def clean(self) -> bool:
        """Whether nothing changes but the day of the crawl."""
        return not (self.new or self.changed or self.gone or self.relocked)

    @property
    def settings_after(self) -> VenueSpec | None:
        """The venue's settings after the import; None where one of their files changes, such as its error codes."""
        return None if any("/" not in name and name not in (NAME, TEXTS_NAME) for name in self.texts) else self.settings

    def write(self) -> None:
        """Write all files of the plan, or none; raises ``WriteError``, also where a person edited one meanwhile."""
        for name, text in self.texts.items():
            file = self.spec / name
            if "/" in name and _sdk_of(text_of(file)) != _sdk_of(text):
                message = f"{file} was changed while the pages were read; nothing was written; run this again"
                raise WriteError(message)
        if self.texts:
            write_all(self.spec, self.texts)


@frozen(kw_only=True)
class _Before:
    """A spec folder as it is before an import; ``known`` are its endpoints by method and path."""

    folder: Path
    documents: Mapping[Path, Document]
    known: Mapping[str, KnownEndpoint]
    lock: Lock

    @property
    def files(self) -> dict[str, Path]:
        return {key: endpoint.file for key, endpoint in self.known.items()}


def plan_import(
    settings: VenueSpec,
    pages: Path,
    *,
    allowed: Allowed = NOTHING,
    date: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ImportPlan:
    """Plan to bring a venue's spec folder up to date with its pages.

    ``date`` is the day of the crawl, where the folder's name does not say it. Raises ``SpecError`` for pages that are
    not believed, and for pages and spec files that cannot be read.
    """
    recover(settings.folder)
    before = _read_spec(settings.folder)
    snapshot = read_snapshot(
        pages, settings.pages, settings.envelope.data or "", settings.groups, progress, settings.sections, date
    )
    snapshot = with_sources(with_known_permissions(snapshot, settings.permissions), settings.docs)
    known, lock = at_new_paths(snapshot.placed, before.known, before.lock)
    before = evolve(before, known=known, lock=lock)
    by_hand = frozenset[str]() if allowed.by_hand else written_by_hand(known, lock, settings.folder)
    snapshot, left = without(snapshot, by_hand)
    snapshot, waiting = _believed(without_answered(snapshot, Answers(known)), known, settings.docs)
    snapshot = _with_kept_rows(snapshot, known)
    written = written_pages(snapshot, before.known, settings)
    keeping = _kept(snapshot, before, written)
    texts = _texts(snapshot.placed, before.folder, before.files, keeping, by_hand)
    missing = {} if allowed.partial else _missing(snapshot, before, texts, {*waiting, *by_hand})
    waiting |= (doubted := _doubted(missing, before, snapshot, pages, allowed))
    missing = {key: text for key, text in missing.items() if key not in doubted}
    crawled = CrawledSet(
        pages=pages,
        docs=settings.docs,
        snapshot=snapshot,
        known=known,
        lock=before.lock,
        vanished=tuple(key for key in missing if not known[key].gone),
        left=left,
        doubts=tuple(waiting.values()),
        thinned=thinned(known_pairs(snapshot.placed, before.known)),
    )
    texts |= {before.known[key].file: text for key, text in missing.items()}
    changed = {file: text for file, text in texts.items() if not file.is_file() or text_of(file) != text}
    lock = before.lock.crawled(_entries(snapshot.placed, keeping), partial=allowed.partial)
    code_text = text_of(before.folder / CODES_NAME)
    codes = import_codes(code_text, snapshot.codes, before.lock, snapshot.day, partial=allowed.partial)
    unread = _unread_digests(snapshot, before, pages, allowed)
    lock = evolve(lock, codes=codes.digests, gone_codes=codes.vanished, unread=unread)
    lock = rebased(lock, before.lock, settings, known, Overlay(changed, before.documents))
    if codes.new and codes.text != code_text:
        changed[before.folder / CODES_NAME] = codes.text
    sentences = texts_file(before.folder, {key: page.stated for key, page in written.items()}, known, lock)
    same = not changed and not sentences and not _is_relocked(lock, before.lock)
    if (problem := refusal(crawled, evolve(allowed, older=allowed.older or same))) is not None:
        raise SpecError([problem])
    if (lock != before.lock or sentences) and not (same and _is_before(lock, before.lock)):
        locked = _lock_file(before.folder, lock).items()
        changed |= {file: text for file, text in locked if text != text_of(file)} | sentences
    return _plan(settings, before, crawled, keeping, changed, lock, codes)


def _plan(
    settings: VenueSpec,
    before: _Before,
    crawled: CrawledSet,
    keeping: Keeping,
    changed: Mapping[Path, str],
    lock: Lock,
    codes: CodeChanges,
) -> ImportPlan:
    """Put the report of a plan together."""
    snapshot, known = crawled.snapshot, before.known
    answers = Answers(known)
    names = {file: file.relative_to(before.folder).as_posix() for file in {*changed, *before.files.values()}}
    endpoint_files = [file for file in changed if file.parent != before.folder]
    new = {file for file in endpoint_files if file not in before.documents}
    gone = {known[key].file for key in crawled.vanished}
    reworded = {known[key].file for key in _differing(lock, before.lock, marks=False) if key in known}
    old_groups = {file.parent.name for file in before.documents}
    return ImportPlan(
        spec=before.folder,
        settings=settings,
        texts={names[file]: text for file, text in changed.items()},
        before=Overlay({}, before.documents),
        snapshot=snapshot,
        after=Overlay(changed, {file: known for file, known in before.documents.items() if file not in changed}),
        endpoints=len(snapshot.placed),
        new=tuple(sorted(names[file] for file in new)),
        changed=tuple(sorted(names[file] for file in {*endpoint_files, *reworded} - {*new, *gone})),
        gone=tuple(sorted(names[file] for file in gone if file in changed)),
        unread=_unread(snapshot, answers),
        undecided=tuple(question for question in snapshot.disagreements if not answers.settles(question)),
        settled=tuple((names[known[key].file], subject) for key, subject in unasked(snapshot, answers)),
        notes=notes_of(snapshot.placed, before.lock),
        waiting=crawled.doubts,
        kept=keeping.facts,
        by_hand=tuple(sorted(names[known[page.draft.key].file] for page in crawled.left)),
        groups=tuple(sorted({file.parent.name for file in new} - old_groups)) if old_groups else (),
        notices=(
            *snapshot.damaged,
            *snapshot.notices,
            *needless(snapshot, answers, before.documents),
            *_fading(crawled),
            *_leaving(crawled, keeping),
        ),
        relocked=_is_relocked(lock, before.lock),
        codes=codes,
    )


# --- before


def _read_spec(folder: Path) -> _Before:
    """Read the endpoint files of a spec folder and its lock; raises ``SpecError`` with all that cannot be read."""
    documents: dict[Path, Document] = {}
    problems: list[Problem] = []
    for file in DISK.endpoint_files(folder):
        try:
            documents[file] = DISK.read(file)
        except SpecError as error:
            problems += error.problems
    if problems:
        raise SpecError(problems)
    known = {_key_of(document): _known(document) for document in documents.values()}
    return _Before(folder=folder, documents=documents, known=known, lock=read_lock(folder, DISK))


def _known(document: Document) -> KnownEndpoint:
    return KnownEndpoint(file=document.file, docs=_section_of(document, "docs"), sdk=_section_of(document, "sdk"))


def _key_of(document: Document) -> str:
    docs = _section_of(document, "docs")
    return f"{docs.get('method')} {docs.get('path')}"


def _section_of(document: Document, name: str) -> Mapping[str, object]:
    section = document.data.get(name) if is_object(document.data) else None
    return section if is_object(section) else {}


def known_files(spec: Path) -> dict[str, Path]:
    """Return the endpoint files of a spec folder by method and path; raises ``SpecError``."""
    return _read_spec(spec).files


# --- what is taken over


def _believed(
    snapshot: Snapshot, known: Mapping[str, KnownEndpoint], docs: str
) -> tuple[Snapshot, dict[str, Diagnostic]]:
    """Take out endpoints whose pages are in doubt; return the reason of each."""
    doubts = {
        placed.draft.key: reason
        for placed in snapshot.placed
        if (reason := doubt(placed, known.get(placed.draft.key), known, snapshot, docs)) is not None
    }
    for key in snapshot.stale:
        if key in known and not known[key].gone and key not in snapshot.unlisted:
            message = (
                f"the page of {key} is older than the others and was not fetched again; its facts stay as they are"
            )
            doubts[key] = Diagnostic(file=known[key].file, line=1, code="page-stale", message=message)
    believed = tuple(placed for placed in snapshot.placed if placed.draft.key not in doubts)
    questions = tuple(each for each in snapshot.disagreements if each.endpoint not in doubts)
    return evolve(snapshot, placed=believed, disagreements=questions), doubts


def _with_kept_rows(snapshot: Snapshot, known: Mapping[str, KnownEndpoint]) -> Snapshot:
    docs = {key: endpoint.docs for key, endpoint in known.items()}
    return evolve(snapshot, placed=with_kept_row_facts(snapshot.placed, docs))


def _kept(snapshot: Snapshot, before: _Before, written: Mapping[str, WrittenPage]) -> Keeping:
    """Return all sections, with the facts that stay in them although the pages no longer state them."""
    sections: dict[str, ChangedSection] = {}
    for placed in snapshot.placed:
        key = placed.draft.key
        old = text_of(before.known[key].file) if key in before.known else ""
        match = _DOCS.search(old)
        entry = before.lock.endpoints.get(key, EndpointLock())
        sections[key] = ChangedSection(
            before=match[0].rstrip() + "\n" if match else "", after=written[key].docs, marks=entry.kept
        )
    return keep(sections, before.lock, snapshot.day or "unknown")


def _entries(endpoints: Iterable[Placed], keeping: Keeping | None = None) -> dict[str, EndpointLock]:
    """Return the lock entries of a snapshot's endpoints."""
    entries = {placed.draft.key: evolve(page_lock(placed.draft), raw=placed.raw) for placed in endpoints}
    return {key: evolve(entry, kept=keeping.marks[key]) if keeping else entry for key, entry in entries.items()}


def spec_texts(endpoints: Iterable[Placed], spec: Path, known: Mapping[str, Path]) -> dict[Path, str]:
    """Return the spec files of a snapshot's endpoints as {path: text}; the last one is the lock."""
    endpoints = list(endpoints)
    return _texts(endpoints, spec, known) | _lock_file(spec, read_lock(spec, DISK).crawled(_entries(endpoints)))


def _lock_file(spec: Path, lock: Lock) -> dict[Path, str]:
    """Return the lock's file with its text."""
    return {spec / NAME: lock_text(spec, lock)}


def _texts(
    endpoints: Iterable[Placed],
    spec: Path,
    known: Mapping[str, Path],
    keeping: Keeping | None = None,
    standing: Iterable[str] = (),
) -> dict[Path, str]:
    """Return the texts of endpoint files; those of ``standing`` endpoints are taken.

    An endpoint's text goes to its ``known`` file and keeps that file's ``sdk:``, or goes to a new file. A new file with
    the name of a known one belongs to an endpoint that moved, unless both are in the snapshot.
    """
    endpoints = list(endpoints)
    taken = {known[key] for key in (*standing, *(placed.draft.key for placed in endpoints)) if key in known}
    texts: dict[Path, str] = {}
    levels = levels_below(spec) + 1
    for placed in endpoints:
        key = placed.draft.key
        file = known.get(key)
        if file is None:
            file = spec / placed.group / f"{placed.name}.yaml"
            if file in taken:
                file = file.with_stem(f"{placed.name}_{snake(placed.draft.path.rpartition('/')[2])}")
            taken.add(file)
        old = text_of(file)
        docs = keeping.sections[key] if keeping and key in known else docs_of(placed, old)
        texts[file] = with_schema_line(docs + "\n" + _sdk_of(old), old, levels, "endpoint.json")
    return texts


def _missing(snapshot: Snapshot, before: _Before, texts: Mapping[Path, str], waiting: Set[str]) -> dict[str, str]:
    """Return the text of each endpoint that no page has any more, by method and path, marked with the day.

    Raises ``SpecError`` if nothing says of which day the pages are.
    """
    keys = {placed.draft.key for placed in snapshot.placed} | waiting
    unread = ((key, endpoint) for key, endpoint in sorted(before.known.items()) if key not in keys)
    missing = {key: endpoint for key, endpoint in unread if endpoint.file not in texts}
    day = snapshot.day or ""
    return {key: _with_gone_since(text_of(endpoint.file), day) for key, endpoint in missing.items()}


def _is_before(lock: Lock, other: Lock) -> bool:
    return lock.as_of is not None and other.as_of is not None and lock.as_of < other.as_of


def _doubted(
    missing: Iterable[str], before: _Before, snapshot: Snapshot, pages: Path, allowed: Allowed
) -> dict[str, Diagnostic]:
    """Return those of the missing endpoints that a page may document, unless a person says that they left."""
    living = {key: known for key in missing if not (known := before.known[key]).gone}
    told = allowed.gone is not None and allowed.gone >= len(living)
    return {} if told else unread_pages(living, snapshot, pages)


def _unread(snapshot: Snapshot, answers: Answers) -> tuple[Diagnostic, ...]:
    """Return what is not understood of the pages, and that no ``sdk.decided`` answers."""
    of_endpoints = (
        diagnostic
        for placed in snapshot.placed
        for diagnostic in placed.draft.diagnostics
        if not diagnostic.is_note and not answers.answer(diagnostic, placed.draft)
    )
    return (*snapshot.nameless, *of_endpoints, *snapshot.refused)


def _unread_digests(snapshot: Snapshot, before: _Before, pages: Path, allowed: Allowed) -> dict[str, str]:
    """Return the digest of what is not understood of each page; pages outside of a partial crawl keep theirs."""
    unread = unread_of_pages(_unread(snapshot, Answers(before.known)), pages)
    elsewhere = {name: each for name, each in before.lock.unread.items() if name not in snapshot.files}
    return {**elsewhere, **unread} if allowed.partial else unread


def _is_relocked(lock: Lock, other: Lock) -> bool:
    return bool(_differing(lock, other, marks=True)) or (lock.codes, lock.unread) != (other.codes, other.unread)


def _differing(lock: Lock, other: Lock, *, marks: bool) -> set[str]:
    """Return the endpoints whose entries differ in what a reader reads; ``marks`` of kept facts count or not."""

    def entry(of: Lock, key: str) -> EndpointLock:
        found = evolve(of.endpoints.get(key, EndpointLock()), as_of=None, raw="")
        return found if marks else evolve(found, kept={})

    return {key for key in {*lock.endpoints, *other.endpoints} if entry(lock, key) != entry(other, key)}


# --- what a person is told


def _fading(crawled: CrawledSet) -> Iterator[Diagnostic]:
    """Yield what many tables at once no longer say."""
    pairs = known_pairs(crawled.snapshot.placed, crawled.known)
    for message in (*fading(pairs), *shifting(pairs)):
        yield Diagnostic(file=crawled.pages, line=1, code="facts-fading", message=message)


def _leaving(crawled: CrawledSet, keeping: Keeping) -> Iterator[Diagnostic]:
    """Yield what single pages no longer say."""
    for placed in crawled.snapshot.placed:
        for fact in keeping.lost.get(placed.draft.key, ()):
            message = f"{placed.draft.key} no longer has its {fact}; was its page cut?"
            yield Diagnostic(file=placed.draft.file, line=placed.draft.line or 1, code="facts-gone", message=message)


# --- texts


def _sdk_of(text: str) -> str:
    """Return everything from ``sdk:`` on, unchanged."""
    parts = _SDK.split(text, maxsplit=1)
    return parts[1] if len(parts) == 2 else "sdk:\n  summary: ''\n"


def _with_gone_since(text: str, day: str) -> str:
    """Mark a vanished endpoint's file with the day since when it is gone, unless it is marked already."""
    return text if _GONE.search(text) else text.replace("\n  title:", f"\n  gone_since: {day}\n  title:", 1)
