"""Load what can be compared as a ``VenueSpec``: spec folders, in git revisions too, crawled pages, OpenAPI documents.

Pages are read as import reads them, in memory, with the names, vocabulary and rules of a spec folder. Parts of its
``sdk:`` sections that refer to something missing on those pages are left out.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from ..cache import has
from ..openapi.parse import MOST_CHARACTERS, DocumentError
from ..openapi.read import OpenApiDocument, against, both, read_openapi
from ..pages.error_codes import code_digest, texts_by_code
from ..processes import in_processes
from ..runtime.venue import ErrorCode
from ..spec.kept import is_kept, keep_data, kept_data, name_of, read_kept
from ..spec.load import load_endpoints, load_settings, read_names, read_texts, spec_folder
from ..spec.model import EndpointSpec, VenueSpec
from ..spec.names import PublicNames
from ..spec.problem import SpecError
from ..spec.sources import DISK, Source, SpecTexts
from ..spec.texts import PageTexts
from ..textfiles import digest
from .missing import Codes, unread_codes, unread_endpoints
from .page_places import on_page, worded
from .revisions import InputError, git, of_git

# The readers of pages are imported where pages are read: their vocabularies take longer to load than a spec.
if TYPE_CHECKING:
    from ..pages.missing import Rest
    from ..pages.snapshot import Placed, Snapshot

_MANY = 0.2
# Bytes: a state that is read in less time than a process needs to hand it back is read in one.
_WORTH_A_PROCESS = 600_000


@frozen
class State:
    """A venue, and the pages that it was read from.

    ``files`` are all pages, ``homes`` the pages of every endpoint, ``codes`` the pages that list error codes,
    ``addresses`` those that give hosts; ``rest`` is what the pages hold beside the endpoints that were read.
    """

    venue: VenueSpec
    files: frozenset[str] = frozenset()
    homes: Mapping[str, frozenset[str]] = field(factory=dict[str, frozenset[str]])
    codes: Codes = field(factory=dict[str, Mapping[str, tuple[str, ...]]])
    addresses: Mapping[str, frozenset[str]] = field(factory=dict[str, frozenset[str]])
    rest: "Rest | None" = None

    @property
    def one_page(self) -> bool:
        return len(self.files) == 1 and self.venue.partial


@frozen(eq=False)
class Reader:
    """The settings for reading pages, and the venue's spec files by endpoint.

    ``spec`` is the name of the spec's entry in the cache, None where it has none. ``last`` has the endpoints of the
    state that was read last: one whose page says the same is not made again.
    """

    settings: VenueSpec
    known: Mapping[str, Path]
    spec: str | None = None
    last: "dict[Path, tuple[Placed, EndpointSpec]]" = field(factory=dict[Path, "tuple[Placed, EndpointSpec]"])


def load_states(old: str, new: str, root: Path, docs: str | None = None) -> tuple[VenueSpec, VenueSpec]:
    """Load the two states that the arguments of a comparison name.

    An argument is a spec folder, the name of a venue below ``root/spec``, ``REV:FOLDER`` of git, or, with ``docs``,
    pages of that venue: a folder or one page. One page documents only its own endpoints, unless both sides are one
    page. A JSON or YAML file, also in a git revision, is an OpenAPI document. Raises ``InputError`` and ``SpecError``.
    """
    reader = reader_of(root, docs) if docs is not None else None
    before, after = (_document(name, root) for name in (old, new))
    try:
        if before is not None and after is not None:
            return both(before, after)
        if before is not None:
            state = load_state(new, root, reader)
            document, known = against(before, state.venue)
            return _with_document(State(document), evolve(state, venue=known), before, reader)
        if after is not None:
            state = load_state(old, root, reader)
            document, known = against(after, state.venue)
            return _with_document(evolve(state, venue=known), State(document), after, reader)
    except DocumentError as error:
        named = f"{old} or {new}" if before is not None and after is not None else new if before is None else old
        raise InputError(f"{named} {error}") from None
    sizes = [_work_of(name, root, reader) for name in (old, new)]
    snapshots: dict[str, Snapshot] = {}
    if reader is not None and all(sizes) and _is_of_pages(old) and _is_of_pages(new):
        snapshots = dict(zip((old, new), _snapshots([Path(old), Path(new)], reader.settings), strict=True))

    def load(name: str) -> State:
        known = snapshots.get(name)
        return load_state(name, root, reader) if known is None else _state_of(known, Path(name), reader)

    older, newer = in_processes(load, (old, new), sizes, least=_WORTH_A_PROCESS)
    return beside(older, newer, reader)


def _with_document(
    old: State, new: State, document: OpenApiDocument, reader: Reader | None
) -> tuple[VenueSpec, VenueSpec]:
    """Adapt a document and another state to each other; one of ours stands for the spec that it was made of."""
    return beside(old, new, reader) if document.is_ours else (old.venue, new.venue)


def _work_of(name: str, root: Path, reader: Reader | None) -> int:
    """Return about how many bytes there are to read for a state: none for one that the cache has."""
    path = Path(name)
    if reader is None or not path.exists() or (path / "venue.yaml").is_file():
        path = spec_folder(root, name)
        known = not path.exists() or is_kept(path, documented=reader is not None)
    else:
        entry = _name_of_pages(path, reader)
        known = entry is not None and has(entry)
    return 0 if known else sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def _document(name: str, root: Path) -> OpenApiDocument | None:
    """Read the OpenAPI document that an argument names; None for another kind of state."""
    path = Path(name)
    if path.suffix not in (".json", ".yaml", ".yml") or path.is_dir():
        return None
    if path.exists():
        if path.stat().st_size > 4 * MOST_CHARACTERS:
            raise InputError(f"{name} has {path.stat().st_size} bytes, which is too much for an OpenAPI document")
        data: bytes | None = path.read_bytes()
    else:
        data = None if name.startswith("-") or ":" not in name else git(root, "show", name)
    if data is None:
        raise InputError(f"there is no file {name}")
    try:
        return read_openapi(data.decode("utf-8-sig"), path.stem)
    except UnicodeDecodeError:
        raise InputError(f"{name} is not UTF-8") from None
    except DocumentError as error:
        raise InputError(f"{name} {error}") from None


def reader_of(root: Path, docs: str) -> Reader:
    """Return the reader for a venue's pages; raises ``SpecError``."""
    folder = spec_folder(root, docs)
    spec = name_of(folder)
    return Reader(load_settings(folder), _known(folder, spec), spec)


@frozen
class _KnownFiles:
    """The spec files of a folder by endpoint, as the cache keeps them."""

    by_endpoint: Mapping[str, Path]


def _known(folder: Path, spec: str | None) -> Mapping[str, Path]:
    from ..pages.merge import known_files

    kept = kept_data(f"{spec}.files", _KnownFiles) if spec is not None else None
    if kept is None:
        kept = _KnownFiles(known_files(folder))
        if spec is not None:
            keep_data(f"{spec}.files", kept)
    return kept.by_endpoint


def load_state(name: str, root: Path, reader: Reader | None) -> State:
    """Load one state by itself; ``beside`` adapts it to the state that it is compared with.

    Raises ``InputError`` and ``SpecError``.
    """
    path = Path(name)
    if reader is None:
        return State(_spec(name, root, pages=None))
    if not _is_of_pages(name):
        return State(_spec(name, root, pages=reader.settings.name))
    entry = _name_of_pages(path, reader)
    state = kept_data(entry, State) if entry is not None else None
    return _state_of(_snapshot(path, reader.settings), path, reader) if state is None else state


def _is_of_pages(name: str) -> bool:
    """Tell whether an argument names a page or a folder of pages; another one names a spec."""
    path = Path(name)
    return path.exists() and not (path / "venue.yaml").is_file()


def _state_of(snapshot: "Snapshot", path: Path, reader: Reader | None) -> State:
    """Return the state that pages document, and keep it."""
    from ..pages.missing import rest_of

    assert reader is not None
    venue = _of_pages(snapshot, evolve(reader.settings, partial=path.is_file(), crawled=True), reader)
    homes = {page.draft.key: page.homes for page in snapshot.placed}
    state = State(venue, snapshot.files, homes, snapshot.codes, snapshot.addresses, rest_of(snapshot, path))
    entry = _name_of_pages(path, reader)
    if entry is not None:
        keep_data(entry, state)
    return state


def _name_of_pages(path: Path, reader: Reader) -> str | None:
    """Return the name of the entry that the cache has for pages: it says all that they are read from and with."""
    if reader.spec is None:
        return None
    files = sorted(file for file in (path.rglob("*") if path.is_dir() else (path,)) if file.is_file())
    pages = (part for file in files for part in (os.fsencode(file), file.read_bytes()))
    return f"{digest([os.fsencode(f'{reader.spec} {path} {path.resolve()}'), *pages])}.pages"


def _of_pages(snapshot: "Snapshot", settings: VenueSpec, reader: Reader) -> VenueSpec:
    """Return the venue that pages document, as import would write it."""
    from ..pages.merge import spec_texts

    texts = spec_texts(snapshot.placed, settings.folder, reader.known)
    placed = dict(zip(texts, snapshot.placed, strict=False))
    same = (file for file, page in placed.items() if _says_the_same(page, reader.last.get(file)))
    kept = {file: reader.last[file][1] for file in same}
    changed = SpecTexts({file: text for file, text in texts.items() if file not in kept})
    venue = load_endpoints(settings, changed, documented=True)
    drafts = {page.draft.key: page.draft for page in snapshot.placed}
    said = [worded(endpoint, drafts[endpoint.key]) for endpoint in venue.endpoints]
    dated = [evolve(endpoint, as_of=drafts[endpoint.key].as_of) for endpoint in kept.values()]
    endpoints = [on_page(endpoint, drafts[endpoint.key]) for endpoint in (*said, *dated)]
    by_key = {endpoint.key: endpoint for endpoint in endpoints}
    reader.last.clear()
    reader.last.update({file: (page, by_key[page.draft.key]) for file, page in placed.items()})
    return evolve(venue, endpoints=tuple(sorted(endpoints, key=lambda endpoint: (endpoint.group, endpoint.name))))


def _says_the_same(page: "Placed", last: "tuple[Placed, EndpointSpec] | None") -> bool:
    """Tell whether a page says what it said in the state that was read before, whenever it was crawled."""
    if last is None:
        return False
    before = last[0]
    alike = evolve(page, draft=evolve(page.draft, as_of=before.draft.as_of), served=before.served)
    return alike == before


def beside(old: State, new: State, reader: Reader | None) -> tuple[VenueSpec, VenueSpec]:
    """Adapt two states to each other: the same names, and endpoints that were not crawled again."""
    if reader is None:
        return old.venue, _without_removed(old, new)
    before, after = _with_codes(old, _named_alike(old, evolve(new, venue=_without_removed(old, new)), reader))
    before, after = _with_addresses(before, _with_unread(before, after))
    if before.one_page and after.one_page:
        return evolve(before.venue, partial=False), evolve(after.venue, partial=False)
    return before.venue, _with_missing(before, after)


def _without_removed(old: State, new: State) -> VenueSpec:
    """Return a newer spec without endpoints that left the docs since the older state, which counts as their removal.

    An import that marks them had read all pages; a comparison of pages marks those that were not crawled again.
    """
    if new.files:
        return new.venue
    there = {endpoint.key for endpoint in old.venue.endpoints if endpoint.gone_since is None}
    kept = (each for each in new.venue.endpoints if each.gone_since is None or each.key not in there)
    return evolve(new.venue, endpoints=tuple(kept))


def _named_alike(old: State, new: State, reader: Reader) -> State:
    """Keep an endpoint's older name where only page headings name it, because a heading is not a fact."""
    named = {endpoint.key: endpoint for endpoint in old.venue.endpoints if endpoint.key not in reader.known}
    if not new.files or not named:
        return new
    kept = (
        evolve(endpoint, group=named[endpoint.key].group, name=named[endpoint.key].name)
        if endpoint.key in named
        else endpoint
        for endpoint in new.venue.endpoints
    )
    return evolve(new, venue=evolve(new.venue, endpoints=tuple(kept)))


def _with_codes(old: State, new: State) -> tuple[State, State]:
    """Use the error codes that the pages list, if both states have such pages; a spec has its own, with digests.

    A list that was not crawled again is taken as unchanged. A spec has labels of the texts, so that only the digests
    are compared between a spec and pages.
    """
    if old.venue.partial != new.venue.partial:
        return old, new
    if not old.files and new.codes:
        return _with_codes_of_spec(old, new)
    if old.codes and not new.files:
        of_spec, of_pages = _with_codes_of_spec(new, old)
        return of_pages, of_spec
    lost = unread_codes(old.codes, new.codes, new.rest.pages, new.files) if new.rest is not None else {}
    if not old.codes or not (new.codes or lost):
        without = [evolve(state, venue=evolve(state.venue, code_texts={})) for state in (old, new)]
        return without[0], without[1]
    unread = {file: codes for file, codes in old.codes.items() if file not in new.files or file in lost}
    told = (*new.venue.unread, *(("*", problem) for problem in lost.values()))
    new = evolve(new, venue=evolve(new.venue, unread=told))
    return _listing(old, old.codes), _listing(new, {**unread, **new.codes})


def _with_unread(old: State, new: State) -> State:
    """Say where endpoints stand on newer pages that none of these is read to document."""
    keys = {endpoint.key for endpoint in new.venue.endpoints}
    there = [endpoint for endpoint in old.venue.endpoints if endpoint.gone_since is None]
    missing = {endpoint.key: endpoint for endpoint in there if endpoint.key not in keys}
    if new.rest is None or not missing or old.one_page != new.one_page:
        return new
    before = (old.rest, old.files) if old.rest is not None else None
    unread = unread_endpoints(missing, old.homes, before, (new.rest, new.files))
    return evolve(new, venue=evolve(new.venue, unread=(*new.venue.unread, *unread.items())))


def _with_addresses(old: State, new: State) -> tuple[State, State]:
    """Use the hosts that pages give, if both states have such pages; those of a spec are written by people.

    The hosts of a page that was not crawled again are taken as unchanged.
    """
    if not old.addresses or not new.addresses or old.one_page or new.one_page:
        return old, new
    unread = {file: hosts for file, hosts in old.addresses.items() if file not in new.files}
    pages = old.addresses, {**unread, **new.addresses}
    was, now = (frozenset[str]().union(*hosts.values()) for hosts in pages)
    return evolve(old, venue=evolve(old.venue, addresses=was)), evolve(new, venue=evolve(new.venue, addresses=now))


def _with_codes_of_spec(spec: State, pages: State) -> tuple[State, State]:
    """Return both with the error codes that pages list, in a spec those that its pages listed; with its labels."""
    if not spec.venue.code_texts:
        return spec, pages
    known = spec.venue.errors
    before = {code: error for code, error in known.items() if code in spec.venue.code_texts}
    listing = _listing(pages, pages.codes)
    after = {code: known.get(code, error) for code, error in listing.venue.errors.items()}
    return (
        evolve(spec, venue=evolve(spec.venue, errors=before)),
        evolve(listing, venue=evolve(listing.venue, errors=after)),
    )


def _listing(state: State, pages: Codes) -> State:
    """Return a state with the codes of all pages; section pages repeat others, and a code may have several texts."""
    meanings = texts_by_code(pages)
    errors = {code: ErrorCode(meaning=" / ".join(sorted(texts))) for code, texts in meanings.items()}
    digests = {code: code_digest(texts) for code, texts in meanings.items()}
    return evolve(state, venue=evolve(state.venue, errors=errors, code_texts=digests))


def _snapshot(path: Path, settings: VenueSpec) -> "Snapshot":
    from ..pages.snapshot import read_snapshot

    payload = settings.envelope.data or ""
    snapshot = read_snapshot(path, settings.pages, payload, settings.groups, sections=settings.sections)
    return _dated(snapshot, path, settings)


def _snapshots(paths: Sequence[Path], settings: VenueSpec) -> "list[Snapshot]":
    from ..pages.snapshot import read_snapshots

    payload = settings.envelope.data or ""
    snapshots = read_snapshots(paths, settings.pages, payload, settings.groups, settings.sections)
    return [_dated(snapshot, path, settings) for snapshot, path in zip(snapshots, paths, strict=True)]


def _dated(snapshot: "Snapshot", path: Path, settings: VenueSpec) -> "Snapshot":
    """Return a snapshot with the days that its pages give themselves; raises ``InputError`` for one of no endpoints."""
    if not snapshot.placed:
        message = f"no page in {path} documents an endpoint as the pages of {settings.title} do"
        raise InputError(f"{message}; is it the folder of another venue?")
    dated = [evolve(page, draft=evolve(page.draft, as_of=page.served or page.draft.as_of)) for page in snapshot.placed]
    return evolve(snapshot, placed=tuple(dated))


def _with_missing(old: State, new: State) -> VenueSpec:
    """Add endpoints whose pages were not crawled again to the newer state, as gone and not as removed.

    A spec does not know its pages: what a folder of pages lacks is removed, as an import would have it, unless it lacks
    a good part of all endpoints.
    """
    after = new.venue
    if not new.files or after.partial:
        return after
    keys = {*(endpoint.key for endpoint in after.endpoints), *(key for key, _ in after.unread)}
    unread = [
        endpoint
        for endpoint in old.venue.endpoints
        if endpoint.key not in keys
        and endpoint.gone_since is None
        and not old.homes.get(endpoint.key, frozenset()) & new.files
    ]
    if not old.files and len(unread) <= _MANY * len(old.venue.endpoints):
        return after
    day = max((endpoint.as_of for endpoint in after.endpoints if endpoint.as_of), default="unknown")
    return evolve(after, endpoints=(*after.endpoints, *(evolve(endpoint, gone_since=day) for endpoint in unread)))


def _spec(name: str, root: Path, pages: str | None) -> VenueSpec:
    """Load a spec folder; to compare it with ``pages``, only with facts of the pages it was read from."""
    documented = pages is not None
    if not Path(name).exists() and ":" in name:
        folder, texts = of_git(name, root)
        return _with_files(_loaded(folder, texts, documented), texts, documented)
    folder = spec_folder(root, name)
    if not (folder / "venue.yaml").is_file() and Path(name).exists() and not documented:
        raise InputError(f"{name} is not a spec folder; to compare pages, say whose they are with --docs VENUE")
    if documented and not folder.exists():
        raise InputError(f"{name} is not a page, a folder of pages or a spec folder")
    if not folder.exists():
        raise InputError(f"{name} is neither a spec folder nor a venue in {root / 'spec'}")
    return _with_files(_loaded(folder, DISK, documented), DISK, documented)


def _loaded(folder: Path, source: Source, documented: bool) -> VenueSpec:
    """Load a spec; rules on parameters that the endpoint does not have are left out, as lint is what tells of them."""
    venue, problems = read_kept(folder, source, documented=documented)
    if venue is None or (problems and (venue.partial or any(each.check != "rule-syntax" for each in problems))):
        raise SpecError(problems)
    return venue


@frozen
class _FilesBeside:
    """What stands beside the endpoints of a spec, as the cache keeps it."""

    names: PublicNames
    texts: PageTexts


def _with_files(venue: VenueSpec, source: Source, documented: bool) -> VenueSpec:
    """Add the public names of the SDK that is made of a spec, and what the texts of its pages state."""
    spec = name_of(venue.folder, source, documented=documented)
    beside = kept_data(f"{spec}.beside", _FilesBeside) if spec is not None else None
    if beside is None:
        beside = _FilesBeside(read_names(venue.folder, source), read_texts(venue.folder, source))
        if spec is not None:
            keep_data(f"{spec}.beside", beside)
    return evolve(venue, names=beside.names, texts=beside.texts)
