"""What can be compared, as a ``Venue``: a spec folder, one of a git revision, and pages as they were crawled.

Pages are read as import reads them, in memory, with the names, vocabulary and rules of a spec folder. What its ``sdk:``
sections say of something that is not on those pages is left out.
"""

import subprocess
from collections.abc import Iterable, Mapping
from os.path import normpath
from pathlib import Path

from attrs import evolve, field, frozen

from ..pages.draft import Draft, DraftRow
from ..pages.merge import known_files, spec_texts
from ..pages.snapshot import Snapshot, read_snapshot
from ..runtime.json_types import is_object
from ..runtime.venue import ErrorCode
from ..spec.load import load_endpoints, load_settings, load_venue
from ..spec.model import Endpoint, Field, Venue
from ..spec.sources import Texts

Codes = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Of every page that lists error codes the codes, each with what is said of it."""


class InputError(ValueError):
    """Something that cannot be compared. The message says what, and what to give instead."""


@frozen
class State:
    """A venue, and the pages that it was read from where it was: all of them, those of each endpoint, and those that
    list error codes.
    """

    venue: Venue
    files: frozenset[str] = frozenset()
    homes: Mapping[str, frozenset[str]] = field(factory=dict[str, frozenset[str]])
    codes: Codes = field(factory=dict[str, Mapping[str, tuple[str, ...]]])

    @property
    def one_page(self) -> bool:
        return len(self.files) == 1 and self.venue.partial


@frozen(eq=False)
class Reader:
    """How pages are read: with the settings of a venue's spec folder, and the files that it has for endpoints."""

    settings: Venue
    known: Mapping[str, Path]


def load_states(old: str, new: str, root: Path, docs: str | None = None) -> tuple[Venue, Venue]:
    """The two states that the arguments of a comparison name.

    Each is a spec folder, the name of a venue below ``root/spec``, ``REV:FOLDER`` of git, or, where ``docs`` names the
    venue whose pages they are, a folder of pages or one page. One page speaks of its own endpoints only, unless both
    sides are one page. Raises ``InputError`` and ``SpecError``.
    """
    reader = reader_of(root, docs) if docs is not None else None
    return beside(load_state(old, root, reader), load_state(new, root, reader), reader)


def reader_of(root: Path, docs: str) -> Reader:
    """The reader for a venue's pages. Raises ``SpecError``."""
    folder = spec_folder(root, docs)
    return Reader(load_settings(folder), known_files(folder))


def load_state(name: str, root: Path, reader: Reader | None) -> State:
    """One state, as it is by itself; what it is beside another is for ``beside`` to say.

    Raises ``InputError`` and ``SpecError``.
    """
    path = Path(name)
    if reader is None:
        return State(_spec(name, root, pages=None))
    if not path.exists() or (path / "venue.yaml").is_file():
        return State(_spec(name, root, pages=reader.settings.name))
    snapshot = _snapshot(path, reader.settings)
    texts = spec_texts(snapshot.placed, reader.settings.folder, reader.known)
    venue = load_endpoints(evolve(reader.settings, partial=path.is_file()), Texts(texts), documented=True)
    drafts = {each.draft.key: each.draft for each in snapshot.placed}
    venue = evolve(venue, endpoints=tuple(_worded(each, drafts[each.key]) for each in venue.endpoints))
    return State(venue, snapshot.files, {each.draft.key: each.homes for each in snapshot.placed}, snapshot.codes)


def beside(old: State, new: State, reader: Reader | None) -> tuple[Venue, Venue]:
    """Two states as they are compared: under the same names, and with what only was not crawled again."""
    if reader is None:
        return old.venue, new.venue
    before, after = _with_codes(old, _named_alike(old, new, reader))
    if before.one_page and after.one_page:
        return evolve(before.venue, partial=False), evolve(after.venue, partial=False)
    return before.venue, _with_missing(before, after)


def _named_alike(old: State, new: State, reader: Reader) -> State:
    """The newer state; a name that only a page's heading gave is no fact, and what had one keeps it."""
    named = {each.key: each for each in old.venue.endpoints if each.key not in reader.known}
    if not new.files or not named:
        return new
    kept = (
        evolve(each, group=named[each.key].group, name=named[each.key].name) if each.key in named else each
        for each in new.venue.endpoints
    )
    return evolve(new, venue=evolve(new.venue, endpoints=tuple(kept)))


def _with_codes(old: State, new: State) -> tuple[State, State]:
    """Both states with the error codes that their pages list, where both list some; a spec has its own, made by hand.

    A list that was not crawled again is taken to be as it was.
    """
    if not old.codes or not new.codes or old.venue.partial != new.venue.partial:
        return old, new
    unread = {file: codes for file, codes in old.codes.items() if file not in new.files}
    before, after = _codes(old.codes), _codes({**unread, **new.codes})
    return evolve(old, venue=evolve(old.venue, errors=before)), evolve(new, venue=evolve(new.venue, errors=after))


def _codes(pages: Codes) -> dict[str, ErrorCode]:
    """The codes of all pages; section pages repeat what stands on others, and a code may have several texts."""
    meanings: dict[str, set[str]] = {}
    for codes in pages.values():
        for code, texts in codes.items():
            meanings.setdefault(code, set()).update(filter(None, texts))
    return {code: ErrorCode(meaning=" / ".join(sorted(texts))) for code, texts in meanings.items()}


def spec_folder(root: Path, name: str) -> Path:
    """A spec folder, by path or by the venue's name."""
    return Path(name) if (Path(name) / "venue.yaml").is_file() else root / "spec" / name


def _worded(endpoint: Endpoint, draft: Draft) -> Endpoint:
    """The endpoint with the texts about it and its rows, which no spec file keeps."""
    rows = (*(row for each in draft.variants for row in each.rows), *draft.request)
    request, response = _with_text(endpoint.request, rows), _with_text(endpoint.response, draft.response)
    return evolve(endpoint, text=draft.prose, remarks=draft.remarks, request=request, response=response)


def _with_text(fields: Iterable[Field], rows: Iterable[DraftRow]) -> tuple[Field, ...]:
    known = {row.name: row for row in rows}
    return tuple(
        evolve(each, text=known[each.name].text, fields=_with_text(each.fields, known[each.name].fields))
        for each in fields
    )


def _snapshot(path: Path, settings: Venue) -> Snapshot:
    snapshot = read_snapshot(path, settings.pages, settings.envelope.data, settings.groups, sections=settings.sections)
    if not snapshot.placed:
        message = f"no page in {path} documents an endpoint as the pages of {settings.title} do"
        raise InputError(f"{message}; is it the folder of another venue?")
    dated = [evolve(each, draft=evolve(each.draft, as_of=each.served or each.draft.as_of)) for each in snapshot.placed]
    return evolve(snapshot, placed=tuple(dated))


def _with_missing(old: State, new: State) -> Venue:
    """The newer state, with what it may lack only because its pages were not crawled again as gone, not as removed."""
    after = new.venue
    if not new.files or after.partial:
        return after
    keys = {each.key for each in after.endpoints}
    unread = [
        each
        for each in old.venue.endpoints
        if each.key not in keys and each.gone_since is None and not old.homes.get(each.key, frozenset()) & new.files
    ]
    day = max((each.as_of for each in after.endpoints if each.as_of), default="unknown")
    return evolve(after, endpoints=(*after.endpoints, *(evolve(each, gone_since=day) for each in unread)))


def _spec(name: str, root: Path, pages: str | None) -> Venue:
    """A spec folder; compared with pages, its facts are those of the pages it was read from."""
    documented = pages is not None
    if not Path(name).exists() and ":" in name:
        folder, texts = _of_git(name, root)
        return load_venue(folder, texts, documented=documented)
    folder = spec_folder(root, name)
    if not (folder / "venue.yaml").is_file() and Path(name).exists() and not documented:
        raise InputError(f"{name} is not a spec folder; to compare pages, say whose they are with --docs VENUE")
    if documented and not folder.exists():
        raise InputError(f"{name} is neither a page nor a folder of pages nor a spec")
    return load_venue(folder, documented=documented)


# --- git


def _of_git(name: str, root: Path) -> tuple[Path, Texts]:
    """The spec files of a folder in a revision, and of the folder that its venue.yaml may refer to."""
    revision, _, inside = name.partition(":")
    if revision.startswith("-") or not revision:
        raise InputError(f"{name} is no folder of a git revision; write it like HEAD~1:spec/okx_v5")
    base = Path(f"{revision}:")
    folder = base / normpath(inside or ".")
    texts = _tree(revision, inside, folder, root)
    settings = Texts(texts)
    if settings.has(folder / "venue.yaml"):
        like = settings.read(folder / "venue.yaml").data
        other = like.get("like") if is_object(like) else None
        if isinstance(other, str):
            target = normpath(f"{inside}/{other}")
            texts |= _tree(revision, target, base / target, root)
    return folder, Texts(texts)


def _tree(revision: str, inside: str, folder: Path, root: Path) -> dict[Path, str]:
    """Every YAML file of a folder in a revision, by path."""
    where = f"{revision}:{inside}"
    if git(root, "rev-parse", "--git-dir") is None:
        raise InputError(f"{where} cannot be read: {root.resolve()} is in no git repository, or git is not installed")
    if git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        raise InputError(f"{where} cannot be read: git knows no revision {revision}")
    found = git(root, "ls-tree", "-r", "-z", "--full-tree", where)
    if found is None:
        raise InputError(f"{where} cannot be read: there is no folder {inside} in {revision}, seen from the top")
    blobs: dict[Path, str] = {}
    for entry in found.decode(errors="replace").split("\0"):
        about, _, inner = entry.partition("\t")
        if inner.endswith(".yaml") and about.startswith("100"):
            blobs[folder / inner] = about.split()[2]
    contents = git(root, "cat-file", "--batch", stdin="\n".join(blobs.values()).encode()) or b""
    texts: dict[Path, str] = {}
    start = 0
    for path in blobs:
        # A line that ends with the size, the content, a line break.
        head = contents.index(b"\n", start)
        end = head + 1 + int(contents[start:head].split()[2])
        try:
            texts[path] = contents[head + 1 : end].decode()
        except UnicodeDecodeError:
            raise InputError(f"{path} is not UTF-8") from None
        start = end + 1
    return texts


def git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes | None:
    """What git answers; None where it fails or is not there."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], input=stdin, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
