"""Merge pages into spec files: rewrite ``docs:``, keep ``sdk:``, mark vanished endpoints.

Every byte from ``sdk:`` on stays. A file is found by its method and path, wherever a person has put it. All texts are
computed before the first file is written.
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
    """The changes of an import, as paths of files relative to the spec folder.

    ``unread`` and ``undecided`` leave out questions that ``sdk.decided`` answers; ``settled`` are answers to questions
    that the pages no longer raise, as file and subject.
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
    """Bring a venue's spec folder up to date with its pages; with ``check`` only report the changes.

    Raises ``SpecError`` for a spec file that cannot be read; nothing is written then.
    """
    snapshot = read_snapshot(pages, reader, data_key, groups, progress, sections)
    known, decided, overruled = _spec_decisions(spec)
    texts = spec_texts(snapshot.placed, spec, known)
    lock = texts.pop(spec / NAME)
    reworded = {known[key] for key in _reworded(snapshot, read_lock(spec, DISK)) if key in known}
    new = [file for file in texts if file not in known.values()]
    gone = [file for file in _vanished(snapshot, known) if file not in texts]
    for file in gone:
        texts[file] = _with_gone_since(file.read_text(encoding="utf-8"), pages.name)
    stale = [file for file, text in texts.items() if not file.is_file() or file.read_text(encoding="utf-8") != text]
    if not check:
        for file in stale:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, texts[file])
        write_atomically(spec / NAME, lock)
    names = {file: file.relative_to(spec).as_posix() for file in texts}
    return ImportReport(
        endpoints=len(snapshot.placed),
        new=tuple(sorted(names[file] for file in new)),
        changed=tuple(sorted(names[file] for file in {*stale, *reworded} - {*new, *gone})),
        gone=tuple(sorted(names[file] for file in gone if file in stale)),
        unread=(
            *snapshot.nameless,
            *(
                diagnostic
                for placed in snapshot.placed
                for diagnostic in placed.draft.diagnostics
                if diagnostic.code not in decided.get(placed.draft.key, ())
            ),
        ),
        undecided=tuple(
            question
            for question in snapshot.disagreements
            if question.subject not in decided.get(question.endpoint, ())
        ),
        settled=tuple(
            (names[known[key]], subject)
            for key, subject in _settled(snapshot, decided, overruled)
            if known[key] in names
        ),
    )


def spec_texts(endpoints: Iterable[Placed], spec: Path, known: Mapping[str, Path]) -> dict[Path, str]:
    """Return the spec files of a snapshot's endpoints as {path: text}; the last one is the lock.

    An endpoint's text goes to its ``known`` file and keeps that file's ``sdk:``, or goes to a new file. A new file with
    the name of a known one belongs to an endpoint that moved, unless both are in the snapshot.
    """
    endpoints = list(endpoints)
    taken = {known[placed.draft.key] for placed in endpoints if placed.draft.key in known}
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
    """Return the endpoint files of a spec folder by method and path; raises ``SpecError``."""
    return _spec_decisions(spec)[0]


def _reworded(snapshot: Snapshot, lock: Lock) -> Iterator[str]:
    """Yield the endpoints, by method and path, whose pages are worded differently than the lock records."""
    for placed in snapshot.placed:
        before, now = lock.of(placed.draft.key), page_lock(placed.draft)
        if (before.prose, before.text) != (now.prose, now.text):
            yield placed.draft.key


def _settled(snapshot: Snapshot, decided: _Names, overruled: _Names) -> Iterator[tuple[str, str]]:
    """Yield decisions that the pages no longer ask for, except those on overruled ``sdk.fields``."""
    open_questions = {(question.endpoint, question.subject) for question in snapshot.disagreements}
    open_questions |= {
        (placed.draft.key, diagnostic.code) for placed in snapshot.placed for diagnostic in placed.draft.diagnostics
    }
    for key, subjects in sorted(decided.items()):
        for subject in sorted(subjects):
            if (key, subject) not in open_questions and subject.rpartition(".")[0] not in overruled[key]:
                yield key, subject


def _spec_decisions(spec: Path) -> tuple[dict[str, Path], _Names, _Names]:
    """Return files, ``sdk.decided`` subjects and overruled ``sdk.fields``, each by method and path."""
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


def _vanished(snapshot: Snapshot, known: dict[str, Path]) -> list[Path]:
    keys = {placed.draft.key for placed in snapshot.placed}
    return [file for key, file in sorted(known.items()) if key not in keys]


def _docs(placed: Placed, old: str) -> str:
    """Render the new section; a variant keeps a title that a person shortened if its request is the same."""
    text = docs_section(placed.draft, placed.access, placed.evidence, placed.shape)
    before = _TITLED.findall(old)
    position = count()

    def with_kept_title(match: re.Match[str]) -> str:
        number = next(position)
        same = number < len(before) and before[number][1] == match[2]
        return f"  - title: {before[number][0]}\n{match[2]}" if same else match[0]

    return _TITLED.sub(with_kept_title, text)


def _sdk_of(text: str) -> str:
    """Return everything from ``sdk:`` on, unchanged."""
    parts = _SDK.split(text, maxsplit=1)
    return parts[1] if len(parts) == 2 else "sdk:\n  summary: ''\n"


def _with_gone_since(text: str, day: str) -> str:
    """Mark a vanished endpoint's file with the day since when it is gone, unless it is marked already."""
    return text if _GONE.search(text) else text.replace("\n  title:", f"\n  gone_since: {day}\n  title:", 1)
