"""Keep facts that leave many pages at once, or that silence alone would weaken.

Where a fifth of all pages no longer state a fact that they had, the layout of the docs changed and not the venue. The
fact stays in ``docs:``, and the lock says on which day the pages last had it. A page that states it again takes over.
"""

import re
from collections.abc import Iterator, Mapping

from attrs import frozen

from ..spec.at_once import is_many
from ..spec.lock import Lock

# Facts that a page states apart from its tables or as a whole, so that another layout can lose them all; each with
# what it looks like in a spec file.
KEPT_FACTS: Mapping[str, str] = {
    "permissions": "permissions: [trade]",
    "rate_limits": "rate_limits: [{limit: 20, per: 2s, counts: request}]",
    "deprecated": "deprecated: {since: 2026-12-31}",
    "costs": "costs: {weight: 5}",
    "body": "body: array",
    "request": "request: [{name: instId, type: String, required: true}]",
    "variants": "variants: [{title: Spot, request: [...]}]",
    "data": "data: object",
    "response": "response: [{name: ordId, type: String}]",
    "examples": "examples: [{request: '{}'}]",
    "error_codes": "error_codes: [{code: '51000', label: Parameter error}]",
}
# So many pages at once, whatever their part.
_AT_ONCE = 10
# A table of so many rows that leaves even one page is lost, and not removed by the venue.
_TABLES = ("request", "variants", "response")
LEAST_ROWS = 3
_ROW = re.compile(r"^  - ", re.MULTILINE)
_AUTH = "auth"
# What a page says when it says that a call needs no key; everything else is read between its lines.
_STATED = frozenset({"stated by the page", "called public"})
_SIDES = (" request: ", " response: ")
_SILENT = "nothing said"
# A heading that all pages share, such as 'Endpoint', titles none.
_EMPTY = frozenset({"", "''"})
# The part of a limit that a page states in a line of its own.
_LIMIT_KEY = re.compile(r", key: \[[^\]]*\]")
_BLOCK = re.compile(r"^  ([a-z_]+):", re.MULTILINE)


@frozen(kw_only=True)
class ChangedSection:
    """The ``docs:`` section of an endpoint before and after an import, and the marks of its lock entry before it."""

    before: str
    after: str
    marks: Mapping[str, str]


@frozen(kw_only=True)
class KeptFact:
    """A fact that stays although the page no longer states it; ``since`` is the day when it last did."""

    endpoint: str
    fact: str
    since: str
    first: bool

    def __str__(self) -> str:
        reason = (
            "which the page no longer says" if self.fact in (_AUTH, *_TABLES) else "which many pages no longer state"
        )
        return f"{self.endpoint}: {self.fact}, {reason}; last documented {self.since}"


@frozen(kw_only=True)
class Keeping:
    """The sections with what stays in them, the marks of each endpoint, and the list for a person.

    ``lost`` are the facts that leave single pages and do not stay.
    """

    sections: Mapping[str, str]
    marks: Mapping[str, Mapping[str, str]]
    facts: tuple[KeptFact, ...]
    lost: Mapping[str, tuple[str, ...]]


def keep(sections: Mapping[str, ChangedSection], lock: Lock, day: str) -> Keeping:
    """Put facts back into sections that lost them at once; ``day`` stands for an unknown day of the old pages."""
    blocks = {key: (_blocks(section.before), _blocks(section.after)) for key, section in sections.items()}
    losing = {fact: set(_losing(fact, blocks, sections)) for fact in KEPT_FACTS}
    texts: dict[str, str] = {}
    marks: dict[str, dict[str, str]] = {}
    facts: list[KeptFact] = []
    lost: dict[str, tuple[str, ...]] = {}
    for key, section in sections.items():
        before, after = blocks[key]
        kept = [fact for fact in KEPT_FACTS if key in losing[fact] and not _replaced(fact, before, after)]
        after = _with(after, before, kept)
        weaker = _weaker(before, after)
        if weaker or (kept and _value(after, "auth_evidence") not in _STATED):
            # The evidence is what is kept, or the page says less of it than before.
            after = {**after, **{name: before[name] for name in ("auth", "auth_evidence") if name in before}}
        if weaker:
            kept.append(_AUTH)
        since = lock.of(key).as_of or day
        marks[key] = {fact: section.marks.get(fact, since) for fact in kept}
        facts += [
            KeptFact(endpoint=key, fact=fact, since=date, first=fact not in section.marks)
            for fact, date in marks[key].items()
        ]
        untitled = "title" in before and _value(after, "title") in _EMPTY
        if untitled:
            after = {**after, "title": before["title"]}
        texts[key] = "".join(after.values()) if kept or untitled else section.after
        if gone := tuple(fact for fact in KEPT_FACTS if _leaves(fact, before, after)):
            lost[key] = gone
    return Keeping(sections=texts, marks=marks, facts=tuple(facts), lost=lost)


def _losing(
    fact: str, blocks: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]], sections: Mapping[str, ChangedSection]
) -> Iterator[str]:
    """Yield the endpoints that keep a fact: those that kept it before, and all if a fifth of them lose it now."""
    had = [key for key, (before, _) in blocks.items() if fact in before]
    lost = [key for key in had if _lost(fact, *blocks[key])]
    marked = {key for key in had if fact in sections[key].marks}
    fresh = [key for key in lost if key not in marked]
    yield from (key for key in lost if key in marked)
    stated = len(had) - len(marked)
    if len(fresh) >= _AT_ONCE or is_many(len(fresh), stated):
        yield from fresh
    elif fact in _TABLES:
        yield from (key for key in fresh if _leaves(fact, *blocks[key]) and _rows_of(fact, blocks[key][0]))


def _leaves(fact: str, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Tell whether a fact left the page without a replacement."""
    others = ("request", "variants") if fact in ("request", "variants") else (fact,)
    if fact == "examples" and fact in before and fact in after:
        return any(side in before[fact] and side not in after[fact] for side in _SIDES)
    return fact in before and not any(other in after for other in others)


def _rows_of(fact: str, before: Mapping[str, str]) -> bool:
    """Tell whether a table has so many rows that a venue does not remove all of them."""
    return fact == "variants" or len(_ROW.findall(before[fact])) >= LEAST_ROWS


def _lost(fact: str, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Tell whether a fact, or the key of a limit, is no longer there."""
    if fact not in after:
        return True
    return fact == "rate_limits" and "key: " in before[fact] and "key: " not in after[fact]


def _replaced(fact: str, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Tell whether the page states another figure, which counts although its key is lost."""
    return fact in after and _LIMIT_KEY.sub("", before[fact]) != after[fact]


def _blocks(section: str) -> dict[str, str]:
    """Return the keys of a ``docs:`` section with their lines; '' is the line with its own key."""
    starts = [*_BLOCK.finditer(section)]
    if not starts:
        return {"": section}
    ends = [*(match.start() for match in starts[1:]), len(section)]
    blocks = {match[1]: section[match.start() : end] for match, end in zip(starts, ends, strict=True)}
    return {"": section[: starts[0].start()], **blocks}


def _with(after: Mapping[str, str], before: Mapping[str, str], kept: list[str]) -> dict[str, str]:
    """Put blocks back behind those that they stood behind before."""
    names = list(after)
    order = list(before)
    for fact in order:
        if fact in kept and fact not in names:
            earlier = [name for name in order[: order.index(fact)] if name in names]
            names.insert(names.index(earlier[-1]) + 1, fact)
    return {name: before[name] if name in kept else after.get(name, "") for name in names}


def _weaker(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Tell whether silence makes a signed call public, or takes away what the page once said."""
    old, new = _value(before, "auth"), _value(after, "auth")
    evidence = _value(after, "auth_evidence")
    if not old or (old, _value(before, "auth_evidence")) == (new, evidence):
        return False
    if evidence == _SILENT:
        return _value(before, "auth_evidence") != _SILENT
    return old != "public" and new != old and new != "signed" and evidence not in _STATED


def _value(blocks: Mapping[str, str], name: str) -> str:
    return blocks.get(name, "").partition(":")[2].strip()
