"""A team's decisions about changes: other levels, and changes to ignore until a date.

    levels:
    - {kind: enum_added, endpoint: 'GET /api/v5/market/*', level: INFO}
    ignore:
    - kind: response_field_removed
      endpoint: GET /api/v5/account/balance
      pointer: response.details.*
      reason: The page was wrong, the field was never sent.
      expires: 2026-12-31

An entry matches a change by kind and place, never by wording. ``*`` stands for any text in ``endpoint`` and
``pointer``; a key that an entry leaves out matches everything. Of several levels the last match counts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from attrs import evolve, frozen

from ..spec.place import Place
from ..spec.problem import Problem, SpecError
from ..spec.structure import structure
from ..spec.yaml import Document, read
from .change import FORMER_KINDS, KINDS, Change, ChangeLevel


@frozen(kw_only=True)
class LevelFile:
    level: ChangeLevel
    kind: str | None = None
    endpoint: str | None = None
    pointer: str | None = None


@frozen(kw_only=True)
class IgnoreFile:
    reason: str
    expires: str
    kind: str | None = None
    endpoint: str | None = None
    pointer: str | None = None


@frozen(kw_only=True)
class PolicyFile:
    """A policy file as it is written."""

    levels: tuple[LevelFile, ...] = ()
    ignore: tuple[IgnoreFile, ...] = ()


@frozen(kw_only=True)
class Match:
    """The changes to which an entry applies."""

    kind: str | None
    endpoint: re.Pattern[str]
    pointer: re.Pattern[str]
    place: Place

    def fits(self, change: Change) -> bool:
        return bool(
            self.kind in (None, change.kind)
            and self.endpoint.fullmatch(change.endpoint)
            and self.pointer.fullmatch(change.pointer)
        )


@frozen(kw_only=True)
class Override:
    match: Match
    level: ChangeLevel


@frozen(kw_only=True)
class Ignore:
    """Changes that do not count; ``expires`` is the last day on which the entry holds."""

    match: Match
    reason: str
    expires: date


@frozen(kw_only=True)
class Policy:
    overrides: tuple[Override, ...] = ()
    ignores: tuple[Ignore, ...] = ()


@frozen(kw_only=True)
class Judged:
    """The changes that count, the ignored ones with their entries, and problems of the policy."""

    changes: tuple[Change, ...]
    ignored: tuple[tuple[Change, Ignore], ...] = ()
    notices: tuple[Problem, ...] = ()


def load_policy(file: Path) -> Policy:
    """Load a policy file; raises ``SpecError`` with all of its problems."""
    document = read(file)
    mirror = structure(document, PolicyFile)
    problems: list[Problem] = []
    overrides = [
        Override(match=_match(entry, document, ("levels", index), problems), level=entry.level)
        for index, entry in enumerate(mirror.levels)
    ]
    ignores = [
        Ignore(
            match=_match(entry, document, ("ignore", index), problems),
            reason=entry.reason,
            expires=_day(entry.expires, document, ("ignore", index, "expires"), problems),
        )
        for index, entry in enumerate(mirror.ignore)
    ]
    for index, entry in enumerate(mirror.ignore):
        if not entry.reason.strip():
            place = document.place(("ignore", index, "reason"))
            problems.append(_problem(place, "is empty; say why this does not count"))
    if problems:
        raise SpecError(problems)
    return Policy(overrides=tuple(overrides), ignores=tuple(ignores))


def _match(
    entry: LevelFile | IgnoreFile, document: Document, path: tuple[str | int, ...], problems: list[Problem]
) -> Match:
    place = document.place(path)
    if entry.kind is entry.endpoint is entry.pointer is None:
        problems.append(_problem(place, "names no kind, endpoint or pointer, and so would match everything"))
    if entry.kind is not None and entry.kind not in KINDS and entry.kind not in FORMER_KINDS:
        problems.append(
            _problem(
                document.place((*path, "kind")),
                f"{entry.kind!r} is not a kind of change; known kinds: {', '.join(sorted(KINDS))}",
            )
        )
    kind = FORMER_KINDS.get(entry.kind, entry.kind) if entry.kind is not None else None
    return Match(kind=kind, endpoint=glob(entry.endpoint), pointer=glob(entry.pointer), place=place)


def glob(pattern: str | None) -> re.Pattern[str]:
    """Compile a pattern in which only ``*`` is special: paths may hold characters that a shell expands."""
    parts = (pattern or "*").split("*") if pattern != "" else [""]
    return re.compile(".*".join(map(re.escape, parts)), re.DOTALL)


def _day(text: str, document: Document, path: Sequence[str | int], problems: list[Problem]) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(_problem(document.place(path), f"{text!r} is not a date; write it like 2026-12-31"))
        return date.max


def _problem(place: Place, message: str) -> Problem:
    return Problem(check="policy", place=place, message=message)


def judge(changes: Iterable[Change], policy: Policy, today: date) -> Judged:
    """Apply a policy on a day; an expired entry ignores nothing and becomes a notice."""
    all_changes = tuple(changes)
    judged: list[Change] = []
    ignored: list[tuple[Change, Ignore]] = []
    for change in all_changes:
        levels: list[ChangeLevel] = [override.level for override in policy.overrides if override.match.fits(change)]
        counted = _at_level(change, levels[-1]) if levels else change
        valid = [ignore for ignore in policy.ignores if ignore.expires >= today and ignore.match.fits(change)]
        if valid:
            ignored.append((counted, valid[0]))
        else:
            judged.append(counted)
    return Judged(changes=tuple(judged), ignored=tuple(ignored), notices=tuple(_notices(all_changes, policy, today)))


def _at_level(change: Change, level: ChangeLevel) -> Change:
    """Return a change with another level; what a team takes for news or wording breaks nobody there."""
    breaks = level in ("ERR", "WARN")
    return evolve(
        change,
        level=level,
        wire_breaking=change.wire_breaking and breaks,
        sdk_breaking=change.sdk_breaking and breaks,
    )


def _notices(changes: Sequence[Change], policy: Policy, today: date) -> Iterator[Problem]:
    unused = "matches no change; remove it or correct it"
    for override in policy.overrides:
        if not any(map(override.match.fits, changes)):
            yield _notice("policy-unused", override.match, unused)
    for ignore in policy.ignores:
        matched = sum(map(ignore.match.fits, changes))
        if ignore.expires < today:
            again = "1 change counts again" if matched == 1 else f"{matched} changes count again"
            again = again if matched else "matches no change; take it out"
            yield _notice("policy-expired", ignore.match, f"expired after {ignore.expires}, {again} ({ignore.reason})")
        elif not matched:
            yield _notice("policy-unused", ignore.match, unused)


def _notice(check: str, match: Match, message: str) -> Problem:
    return Problem(check=check, place=match.place, message=message, severity="warning")
