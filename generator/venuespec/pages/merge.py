"""Pages into spec files: ``docs:`` is rewritten, every byte from ``sdk:`` on stays, what vanished is marked and kept.

A file is found by its method and path, wherever a person has put it. Everything is computed before the first file is
written.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path

from attrs import frozen

from ..naming import snake
from ..spec.file_schema import levels_below, lock_text, with_schema_line
from ..spec.load import read_lock
from ..spec.lock import NAME, Lock
from ..spec.sources import DISK
from ..spec.yaml import read
from ..textfiles import write_atomically
from .crosscheck import Disagreement
from .draft import Diagnostic
from .snapshot import Placed, Snapshot, read_snapshot
from .write_docs import docs_section, page_lock

_Names = dict[str, frozenset[str]]

_SDK = re.compile(r"^(?=sdk:)", re.MULTILINE)
_GONE = re.compile(r"^  gone_since: .*\n", re.MULTILINE)
_TITLED = re.compile(r"  - title: (.+)\n(    request: .+\n)")


@frozen(kw_only=True)
class ImportReport:
    """What an import changes: paths of files relative to the spec folder.

    ``unread`` and ``undecided`` leave out what ``sdk.decided`` answers; ``settled`` are answers that nothing asks for
    any more, as file and subject.
    """

    endpoints: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    unread: tuple[Diagnostic, ...]
    undecided: tuple[Disagreement, ...]
    settled: tuple[tuple[str, str], ...]

    @property
    def clean(self) -> bool:
        return not self.new and not self.changed and not self.gone


def import_pages(
    spec: Path,
    pages: Path,
    *,
    reader: str,
    data_key: str,
    groups: Mapping[str, str],
    sections: tuple[str, ...] = (),
    check: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Bring a venue's spec folder up to a folder of pages; with ``check`` only say what would change.

    Raises ``SpecError`` for a spec file that cannot be read; nothing is written then.
    """
    snapshot = read_snapshot(pages, reader, data_key, groups, progress, sections)
    known, decided, overruled = _known(spec)
    texts = spec_texts(snapshot.placed, spec, known)
    lock = texts.pop(spec / NAME)
    reworded = {known[key] for key in _reworded(snapshot, read_lock(spec, DISK)) if key in known}
    new = [each for each in texts if each not in known.values()]
    gone = [each for each in _gone(snapshot, known) if each not in texts]
    for file in gone:
        texts[file] = _marked(file.read_text(encoding="utf-8"), pages.name)
    stale = [file for file, text in texts.items() if not file.is_file() or file.read_text(encoding="utf-8") != text]
    if not check:
        for file in stale:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, texts[file])
        write_atomically(spec / NAME, lock)
    names = {file: file.relative_to(spec).as_posix() for file in texts}
    return ImportReport(
        endpoints=len(snapshot.placed),
        new=tuple(sorted(names[each] for each in new)),
        changed=tuple(sorted(names[each] for each in {*stale, *reworded} - {*new, *gone})),
        gone=tuple(sorted(names[each] for each in gone if each in stale)),
        unread=tuple(
            each
            for placed in snapshot.placed
            for each in placed.draft.diagnostics
            if each.code not in decided.get(placed.draft.key, ())
        ),
        undecided=tuple(each for each in snapshot.disagreements if each.subject not in decided.get(each.endpoint, ())),
        settled=tuple(
            (names[known[key]], subject)
            for key, subject in _settled(snapshot, decided, overruled)
            if known[key] in names
        ),
    )


def spec_texts(endpoints: Iterable[Placed], spec: Path, known: Mapping[str, Path]) -> dict[Path, str]:
    """Endpoints of a snapshot as texts of spec files: in the ``known`` file with its ``sdk:``, else in a new one; the
    last text is the lock's.

    A new file that has the name of a known one belongs to an endpoint that moved, unless both are in the snapshot.
    """
    endpoints = list(endpoints)
    taken = {known[each.draft.key] for each in endpoints if each.draft.key in known}
    texts: dict[Path, str] = {}
    levels = levels_below(spec) + 1
    for placed in endpoints:
        file = known.get(placed.draft.key)
        if file is None:
            file = spec / placed.group / f"{placed.name}.yaml"
            if file in taken:
                file = file.with_stem(f"{placed.name}_{snake(placed.draft.path.rpartition('/')[2])}")
            taken.add(file)
        old = file.read_text(encoding="utf-8") if file.is_file() else ""
        texts[file] = with_schema_line(_docs(placed, old) + "\n" + _sdk_of(old), old, levels, "endpoint.json")
    pages = {placed.draft.key: page_lock(placed.draft) for placed in endpoints}
    texts[spec / NAME] = lock_text(spec, read_lock(spec, DISK).crawled(pages))
    return texts


def known_files(spec: Path) -> dict[str, Path]:
    """The endpoint files of a spec folder by method and path. Raises ``SpecError``."""
    return _known(spec)[0]


def _reworded(snapshot: Snapshot, lock: Lock) -> Iterator[str]:
    """Yield the endpoints, by method and path, whose pages say something in other words than the lock knows."""
    for placed in snapshot.placed:
        before, now = lock.of(placed.draft.key), page_lock(placed.draft)
        if (before.prose, before.text) != (now.prose, now.text):
            yield placed.draft.key


def _settled(snapshot: Snapshot, decided: _Names, overruled: _Names) -> Iterator[tuple[str, str]]:
    """Decisions about what the pages do not say any more, but for the reasons of what ``sdk.fields`` overrules."""
    asked = {(each.endpoint, each.subject) for each in snapshot.disagreements}
    asked |= {(placed.draft.key, each.code) for placed in snapshot.placed for each in placed.draft.diagnostics}
    for key, subjects in sorted(decided.items()):
        for subject in sorted(subjects):
            if (key, subject) not in asked and subject.rpartition(".")[0] not in overruled[key]:
                yield key, subject


def _known(spec: Path) -> tuple[dict[str, Path], _Names, _Names]:
    """The endpoint files of a spec folder, what ``sdk.decided`` answers, and the fields that ``sdk`` overrules.

    By method and path.
    """
    files: dict[str, Path] = {}
    decided: _Names = {}
    overruled: _Names = {}
    for file in DISK.endpoint_files(spec):
        data = read(file).data
        docs = data.get("docs", {})
        key = f"{docs.get('method')} {docs.get('path')}"
        files[key] = file
        sdk = data.get("sdk", {})
        decided[key] = frozenset(sdk.get("decided", ()))
        overruled[key] = frozenset(sdk.get("fields", ()))
    return files, decided, overruled


def _gone(snapshot: Snapshot, known: dict[str, Path]) -> list[Path]:
    keys = {placed.draft.key for placed in snapshot.placed}
    return [file for key, file in sorted(known.items()) if key not in keys]


def _docs(placed: Placed, old: str) -> str:
    """The new section. A title that a person shortened stays with its request."""
    text = docs_section(placed.draft, placed.access, placed.evidence, placed.shape)
    before = _TITLED.findall(old)
    position = count()

    def kept(match: re.Match[str]) -> str:
        number = next(position)
        same = number < len(before) and before[number][1] == match[2]
        return f"  - title: {before[number][0]}\n{match[2]}" if same else match[0]

    return _TITLED.sub(kept, text)


def _sdk_of(text: str) -> str:
    """Everything from ``sdk:`` on, as it is."""
    parts = _SDK.split(text, maxsplit=1)
    return parts[1] if len(parts) == 2 else "sdk:\n  summary: ''\n"


def _marked(text: str, day: str) -> str:
    """The text of a vanished endpoint's file, saying since when; it says so once."""
    return text if _GONE.search(text) else text.replace("\n  title:", f"\n  gone_since: {day}\n  title:", 1)
