"""The SDK's changelog: what changed in the specs since the last release, and the next version.

People own the file. One block between two comment lines, which name the last release, is rewritten by every run until
the next release; every byte outside of the block stays.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath

from attrs import frozen

from .change import LEVELS, Bump
from .compare import diff
from .inputs import load_states
from .names import UpgradeNote, upgrade_notes
from .report.located import LocatedChange, located
from .report.markdown import code, linked, plain, sentence
from .report.summary import bump, greatest, reaches
from .report.verdicts import BUMPS
from .revisions import InputError, git

_VERSION = re.compile(r"v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_REASONS = 3
_MOST_METHODS = 12
_BEGIN = "<!-- changes since "


@frozen(order=True)
class Version:
    """A version by semver.org, without pre-release or build parts."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def after(self, asked: Bump) -> "Version":
        """Return the next version; below 1.0.0 every bump counts one place less, so a minor one may break."""
        place = BUMPS.index(asked) + (self.major == 0)
        if asked == "none":
            return self
        if place == 0:
            return Version(self.major + 1, 0, 0)
        return Version(self.major, self.minor + 1, 0) if place == 1 else Version(self.major, self.minor, self.patch + 1)


@frozen(kw_only=True)
class VenueChanges:
    """The changes of a venue's spec; ``is_new`` and ``is_gone`` are about the venue as a whole.

    ``notes`` tell how to upgrade a program.
    """

    title: str
    entries: tuple[LocatedChange, ...] = ()
    notes: tuple[UpgradeNote, ...] = ()
    is_new: bool = False
    is_gone: bool = False

    @property
    def bump(self) -> Bump:
        if self.is_gone:
            return "major"
        return "minor" if self.is_new else bump(entry.change for entry in self.entries)


@frozen(kw_only=True)
class Release:
    """A proposed release: the release before it, what changed since, the version and its reasons."""

    since: Version
    venues: tuple[VenueChanges, ...]

    @property
    def bump(self) -> Bump:
        return greatest(venue.bump for venue in self.venues)

    @property
    def version(self) -> Version:
        return self.since.after(self.bump)

    def reasons(self) -> Iterator[str]:
        """Yield the changes that ask for the greatest bump, one line for each."""
        for venue in self.venues:
            if venue.is_new or venue.is_gone:
                if venue.bump == self.bump:
                    yield f"{venue.title} is {'new' if venue.is_new else 'gone'}"
                continue
            same: dict[str, list[LocatedChange]] = {}
            for entry in sorted(venue.entries, key=lambda entry: LEVELS.index(entry.change.level)):
                if entry.change.bump == self.bump:
                    same.setdefault(entry.change.message.rstrip("."), []).append(entry)
            for message, entries in same.items():
                more = f" and {len(entries) - 1} more" if len(entries) > 1 else ""
                yield f"{entries[0].sdk or venue.title}{more}: {message}"

    @property
    def reason(self) -> str:
        """The reason for the version: 'breaking changes: ...'."""
        reasons = list(self.reasons())
        more = f", and {len(reasons) - _REASONS} more" if len(reasons) > _REASONS else ""
        below = " below 1.0.0" if self.since.major == 0 else ""
        kind = {"major": "breaking changes", "minor": "additions", "patch": "corrections", "none": "nothing"}[self.bump]
        return f"{kind}{below}: {'; '.join(reasons[:_REASONS])}{more}"


def propose(root: Path, since: str | None, venues: Sequence[str]) -> Release:
    """Propose the release that the specs below ``root/spec`` ask for.

    ``since`` is a tag, REV or REV:FOLDER; the last tag by default. Raises ``InputError`` for what git does not have,
    and ``SpecError``.
    """
    revision, _, folder = (since or _last_tag(root)).partition(":")
    if revision.startswith("-") or git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        raise InputError(f"git knows no revision {revision} here; name a tag with --since")
    spec = folder and PurePosixPath(folder).parent.as_posix()
    below = spec or f"{(git(root, 'rev-parse', '--show-prefix') or b'').decode().strip()}spec"
    before = _venues_of(root, revision, below)
    now = {file.parent.name for file in (root / "spec").glob("*/venue.yaml")}
    names = [PurePosixPath(folder).name] if folder else venues or sorted(before | now)
    unknown = [name for name in names if name not in before | now]
    if unknown:
        raise InputError(f"there is no spec of {', '.join(unknown)} in {root / 'spec'} or in {revision}")
    compared = (_venue(root, revision, f"{below}/{name}", name in before, name in now) for name in names)
    changed = tuple(venue for venue in compared if venue.entries or venue.notes or venue.is_new or venue.is_gone)
    return Release(since=_version(root, revision), venues=changed)


def _last_tag(root: Path) -> str:
    tag = git(root, "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*")
    if tag is None:
        raise InputError("there is no release yet: git has no tag like v1.2.3; give a revision with --since")
    return tag.decode().strip()


def _venues_of(root: Path, revision: str, below: str) -> set[str]:
    listed = git(root, "ls-tree", "-r", "--name-only", "--full-tree", "-z", revision, f"{below}/") or b""
    files = (
        PurePosixPath(file).relative_to(below).parts for file in listed.decode(errors="replace").split("\0") if file
    )
    return {parts[0] for parts in files if len(parts) == 2 and parts[1] == "venue.yaml"}


def _version(root: Path, revision: str) -> Version:
    """Return the version that a revision was released as, by its name or its pyproject.toml."""
    match = _VERSION.fullmatch(revision)
    if match is None:
        text = git(root, "show", f"{revision}:./pyproject.toml") or b""
        try:
            match = _VERSION.fullmatch(str(tomllib.loads(text.decode()).get("project", {}).get("version")))
        except ValueError:
            match = None
    if match is None:
        raise InputError(
            f"{revision} has no known version: it is not a tag like v1.2.3, and its pyproject.toml states none"
        )
    return Version(*map(int, match.groups()))


def _venue(root: Path, revision: str, folder: str, was: bool, is_there: bool) -> VenueChanges:
    name = PurePosixPath(folder).name
    here = str(root / "spec" / name)
    old, new = (f"{revision}:{folder}" if was else here), (here if is_there else f"{revision}:{folder}")
    before, after = load_states(old, new, root)
    if was and is_there:
        entries = located(diff(before, after), before, after, None)
        return VenueChanges(title=after.title, entries=entries, notes=upgrade_notes(before, after))
    return VenueChanges(title=after.title, is_new=is_there, is_gone=was)


# --- the file


def section(release: Release, heading: str) -> str:
    """Render a release as Markdown: breaking changes, then warnings, then news; wording is left out."""
    if not release.venues:
        return f"No spec has changed since {release.since}."
    lines = [f"## {heading}", "", f"{sentence(release.reason[:1].upper() + release.reason[1:])}"]
    for venue in release.venues:
        lines += ["", f"### {plain(venue.title)}"]
        if venue.is_new or venue.is_gone:
            lines += ["", f"The venue is {'new' if venue.is_new else 'gone'}."]
        for title, entries in _parts(venue.entries):
            lines += ["", f"#### {title}", "", *_items(entries)]
        if venue.notes:
            lines += ["", "#### Upgrading", "", *map(_note, venue.notes)]
    return "\n".join(lines)


def _parts(entries: Sequence[LocatedChange]) -> Iterator[tuple[str, list[LocatedChange]]]:
    breaking = [entry for entry in entries if entry.change.bump == "major"]
    rest = [entry for entry in entries if entry.change.bump != "major" and reaches(entry.change.level, "INFO")]
    for title, chosen in (
        ("Breaking", breaking),
        ("Worth knowing", [entry for entry in rest if reaches(entry.change.level, "WARN")]),
        ("News", [entry for entry in rest if not reaches(entry.change.level, "WARN")]),
    ):
        if chosen:
            yield title, chosen


def _items(entries: Sequence[LocatedChange]) -> Iterator[str]:
    """Yield one line for a change of several endpoints, and for an endpoint one, or a list below it.

    The same change is told once, with the methods that it is about.
    """
    same: dict[str, list[LocatedChange]] = {}
    for entry in entries:
        same.setdefault(entry.change.message, []).append(entry)
    shared = {message: of for message, of in same.items() if len({entry.change.endpoint for entry in of}) > 1}
    for message, of in shared.items():
        methods = list(dict.fromkeys(code(entry.sdk) if entry.sdk else "the venue" for entry in of))
        more = f" and {len(methods) - _MOST_METHODS} more" if len(methods) > _MOST_METHODS else ""
        yield f"- {sentence(message)[:-1]} ({', '.join(methods[:_MOST_METHODS])}{more})."
    rest = [entry for entry in entries if entry.change.message not in shared]
    for _, group in groupby(rest, key=lambda entry: entry.change.endpoint):
        entries_of_endpoint = tuple(group)
        [first, *others] = entries_of_endpoint
        where = code(first.sdk) if first.sdk else "The venue"
        page = f" ({linked('docs', first.docs)})" if first.docs and first.sdk else ""
        if not others:
            yield f"- {where}{page}: {sentence(first.change.message)}"
            continue
        yield f"- {where}{page}:"
        yield from (f"  - {sentence(entry.change.message)}" for entry in entries_of_endpoint)


def _note(note: UpgradeNote) -> str:
    where = f"{code(note.method)}: " if note.method else ""
    if not note.works:
        return f"- {where}{code(note.name)} no longer works; use {code(note.now)}."
    works = f"until {plain(note.until)}" if note.until else "with a warning"
    return f"- {where}{code(note.name)} is now {code(note.now)}; the old name works {works}."


def updated(text: str, release: Release, heading: str) -> str:
    """Rewrite the block of a release in a changelog, or insert it before the first section.

    Every other byte stays. Raises ``InputError`` where the block's comment lines do not belong together.
    """
    begin = f"{_BEGIN}{release.since}, by venuespec changelog; written again by its next run -->"
    end = f"<!-- end of changes since {release.since} -->"
    newline = "\r\n" if "\r\n" in text else "\n"
    block = newline.join([begin, *section(release, heading).split("\n"), end])
    lines = text.splitlines(keepends=True)
    begins, ends = (
        [number for number, line in enumerate(lines) if line.strip() == comment] for comment in (begin, end)
    )
    if begins or ends:
        if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0]:
            where = ", ".join(str(number + 1) for number in sorted((*begins, *ends)))
            raise InputError(
                f"the comment lines around the changes since {release.since} do not pair up: lines {where}"
            )
        ending = lines[ends[0]][len(lines[ends[0]].rstrip("\r\n")) :]
        return "".join(lines[: begins[0]]) + block + ending + "".join(lines[ends[0] + 1 :])
    if not release.venues:
        return text
    first = _first_section(lines)
    before, after = "".join(lines[:first]), "".join(lines[first:])
    if not text.strip():
        before, after = f"{text}# Changelog{newline}{newline}", ""
    elif not after and not before.endswith(newline * 2):
        before += newline if before.endswith(newline) else newline * 2
    return before + block + newline + (newline + after if after else "")


def _first_section(lines: Sequence[str]) -> int:
    """Return the number of the first line, outside of code, with a level-2 heading or an older block."""
    fence = ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if match and fence in ("", match[1]):
            fence = "" if fence else match[1]
        elif not fence and line.startswith(("## ", _BEGIN)):
            return number
    return len(lines)
