"""Choose what to believe where several pages document one endpoint: its own page, section pages, one page a product.

The result does not depend on the order in which files are read.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import takewhile
from operator import attrgetter
from pathlib import Path

from attrs import evolve, fields, frozen

from .draft import Diagnostic, Draft, DraftRow, DraftTable
from .languages import ENGLISH, language_of_page
from .parts.union import common_and_variants, union

_NOT_FACTS = frozenset({"source", "as_of", "section", "title", "witness", "translated", "diagnostics", "file", "line"})
# The part of a page's letters that are of another script: labels quote names of a venue's home language now and then.
_OTHER_SCRIPT = 0.3
_FACTS = tuple(each.name for each in fields(Draft) if each.name not in _NOT_FACTS)
_facts = attrgetter(*_FACTS)


@frozen(kw_only=True)
class Copy:
    """A draft from one page; ``own`` if the page, or a link of it, is about this endpoint alone."""

    draft: Draft
    own: bool


@frozen(kw_only=True)
class Chosen:
    """The draft that counts, and what to say about the other copies."""

    draft: Draft
    own: bool
    notices: tuple[Diagnostic, ...] = ()


def chosen(copies: Sequence[Copy]) -> Chosen:
    """Choose between the copies of one endpoint.

    The newest copies count, and those in English. One that ends before the others is left out; pages with titles of
    their own are tables of one endpoint; what else differs is a diagnostic of the draft.
    """
    newest = max((copy.draft.as_of or "" for copy in copies), default="")
    fresh = [copy for copy in copies if (copy.draft.as_of or "") == newest]
    fresh = [copy for copy in fresh if not in_another_script(copy.draft)] or fresh
    if len(fresh) > 1:
        fresh = [copy for copy in fresh if language_of_page(copy.draft) in ("", ENGLISH)] or fresh
    whole, notices = _without_cut(fresh) if _differences([copy.draft for copy in fresh]) else (fresh, [])
    drafts = [_of_one_title(group) for group in _by_title(whole)]
    best = max((copy for copy in copies), key=_rank)
    first = max(
        (copy for copy in whole if tells(copy.draft) or not any(tells(one.draft) for one in whole)), key=_rank
    ).draft
    merged = drafts[0] if len(drafts) == 1 or not _differences(drafts) else _merged(drafts)
    draft = evolve(merged, source=best.draft.source, section=best.draft.section, title=first.title)
    if len(drafts) > 1 and merged is not drafts[0]:
        places = ", ".join(f"{each.title!r} ({each.file.name}:{each.line})" for each in drafts)
        notices.append(
            _diagnostic(draft, "pages-merged", f"{draft.key} has several pages, now tables of one: {places}")
        )
    return Chosen(draft=draft, own=best.own, notices=tuple(notices))


def files_behind(copies: Sequence[Copy]) -> frozenset[Path]:
    """Return the files that an endpoint is read from: its own pages where the others say the same, else all."""
    differing = _differences([copy.draft for copy in copies])
    drafts = [copy.draft for copy in copies if differing or copy.own] or [copy.draft for copy in copies]
    others = [draft.witness for draft in drafts if draft.witness is not None and draft.witness.translated]
    return frozenset(each.file for each in (*drafts, *others))


def in_another_script(draft: Draft) -> bool:
    """Tell whether an endpoint's title and labels are in a language with letters of its own."""
    rows = (*draft.request, *draft.response, *(row for table in draft.variants for row in table.rows))
    return foreign_letters(" ".join([draft.title, *(row.label for row in rows)]))


def foreign_letters(text: str) -> bool:
    """Tell whether a large part of a text's letters are not Latin ones."""
    if text.isascii():
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return sum(not letter.isascii() for letter in letters) > len(letters) * _OTHER_SCRIPT


def _by_title(copies: Sequence[Copy]) -> list[list[Copy]]:
    """Group copies by title; pages of several sections are tables of their own, whatever their titles are.

    A page that names an endpoint without a table or an example of it documents nothing.
    """
    telling = [copy for copy in copies if tells(copy.draft)] or list(copies)
    sections = {copy.draft.section for copy in telling if copy.own}
    apart = len(sections) > 1 and all(copy.own for copy in telling)
    groups: dict[tuple[str, str], list[Copy]] = {}
    for copy in telling:
        groups.setdefault((copy.draft.title, copy.draft.section if apart else ""), []).append(copy)
    return [group for _, group in sorted(groups.items())]


def tells(draft: Draft) -> bool:
    """Tell whether a page documents an endpoint, and does not only name it."""
    return bool(draft.request or draft.variants or draft.response or draft.examples)


def _rank(copy: Copy) -> tuple[bool, int, str, str]:
    return copy.own, len(copy.draft.source), copy.draft.source, copy.draft.file.as_posix()


def _differences(drafts: Iterable[Draft]) -> list[str]:
    first, *others = drafts
    return [name for name in _FACTS if any(getattr(other, name) != getattr(first, name) for other in others)]


def _agree(draft: Draft, other: Draft) -> bool:
    return draft is other or _facts(draft) == _facts(other)


def _of_one_title(copies: Sequence[Copy]) -> Draft:
    """Return the draft of the endpoint's own page, or that which most pages agree on; report a contradiction."""
    votes = {id(copy): sum(_agree(copy.draft, other.draft) for other in copies) for copy in copies}
    best = max(copies, key=lambda copy: (copy.own, votes[id(copy)], *_rank(copy)))
    others = [copy for copy in copies if not _agree(best.draft, copy.draft)]
    if not others:
        return best.draft
    draft = best.draft
    found = tuple(
        _diagnostic(
            draft,
            "copies-differ",
            f"{other.draft.file}:{other.draft.line} has other facts of {draft.key} "
            f"({', '.join(_differences((draft, other.draft)))}); those here count",
        )
        for other in sorted(others, key=lambda copy: copy.draft.file.as_posix())
    )
    return evolve(draft, diagnostics=(*draft.diagnostics, *found))


def _diagnostic(draft: Draft, code: str, message: str) -> Diagnostic:
    return Diagnostic(file=draft.file, line=draft.line, code=code, message=message)


# --- copies that end too early


def _without_cut(copies: Sequence[Copy]) -> tuple[list[Copy], list[Diagnostic]]:
    """Leave out copies that are the beginning of another one: their page was cut."""
    whole: list[Copy] = []
    notices: list[Diagnostic] = []
    for copy in copies:
        longer = next((other for other in copies if _begins(copy.draft, other.draft)), None)
        if longer is None:
            whole.append(copy)
        else:
            place = f"{longer.draft.file}:{longer.draft.line}"
            message = f"this page ends within {copy.draft.key}; the complete copy counts ({place})"
            notices.append(_diagnostic(copy.draft, "page-cut", message))
    return whole, notices


def _begins(short: Draft, long: Draft) -> bool:
    """Tell whether a draft has the first part of another one's facts, and less of them."""
    ours, theirs = names_in_order(short), names_in_order(long)
    if short.title != long.title or len(ours) > len(theirs) or len(short.examples) > len(long.examples):
        return False
    less = len(ours) < len(theirs) or len(short.examples) < len(long.examples) or _cell_cut(short, long)
    heads = (short.permissions, short.rate_limits) == (long.permissions, long.rate_limits)
    return less and heads and _is_tail_missing(ours, theirs) and long.prose.startswith(short.prose)


def _cell_cut(short: Draft, long: Draft) -> bool:
    """Tell whether the only difference is that the last cell ends earlier."""
    ours, theirs = _flat_rows(short), _flat_rows(long)
    if not ours or len(ours) != len(theirs) or [row.text for row in ours[:-1]] != [row.text for row in theirs[:-1]]:
        return False
    return len(ours[-1].text) < len(theirs[-1].text) and theirs[-1].text.startswith(ours[-1].text)


def names_in_order(draft: Draft) -> tuple[str, ...]:
    """Return the dotted names of all rows in the order of the page's tables."""
    sides = (
        ("request", draft.request),
        *((f"variants.{index}", each.rows) for index, each in enumerate(draft.variants)),
    )
    tables = (*sides, ("response", draft.response))
    return tuple(f"{side}.{name}" for side, rows in tables for name in _names(rows))


def _names(rows: Iterable[DraftRow], parent: str = "") -> Iterable[str]:
    for row in rows:
        yield f"{parent}{row.name}"
        yield from _names(row.fields, f"{parent}{row.name}.")


def _is_tail_missing(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    return tuple(theirs[: len(ours)]) == tuple(ours)


def _flat_rows(draft: Draft) -> list[DraftRow]:
    def flat(rows: Iterable[DraftRow]) -> Iterable[DraftRow]:
        for row in rows:
            yield row
            yield from flat(row.fields)

    return [*flat(draft.request), *(row for table in draft.variants for row in flat(table.rows)), *flat(draft.response)]


# --- several pages of one endpoint


def _titles(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Return a title for each page: its own, with what sets its section apart where several have the same."""
    if len({each.title for each in drafts}) == len(drafts):
        return tuple(each.title for each in drafts)
    words = [each.section.split() for each in drafts]
    shared = sum(1 for _ in takewhile(lambda several: len(set(several)) == 1, zip(*words, strict=False)))
    return tuple(f"{each.title}: {' '.join(own[shared:])}" for each, own in zip(drafts, words, strict=True))


def _merged(drafts: Sequence[Draft]) -> Draft:
    """Make one draft of pages with different titles: rows that all have are common, others are one page's table."""
    first = drafts[0]
    titles = _titles(drafts)
    common, tables = common_and_variants(
        [DraftTable(title=title, rows=each.request) for title, each in zip(titles, drafts, strict=True)]
    )
    # A page that says nothing of a fact does not contradict the others.
    stated = {
        name: {getattr(each, name) for each in drafts} - {(), None} for name in ("permissions", "rate_limits", "signed")
    }
    differing = [name for name, facts in stated.items() if len(facts) > 1]
    places = ", ".join(f"{each.file}:{each.line}" for each in drafts)
    found = [
        _diagnostic(first, "copies-differ", f"the pages of {first.key} differ in {name}: {places}")
        for name in differing
    ]
    return evolve(
        first,
        permissions=tuple(sorted({name for each in drafts for name in each.permissions})),
        signed=None if not stated["signed"] else any(stated["signed"]),
        rate_limits=tuple(dict.fromkeys(limit for each in drafts for limit in each.rate_limits)),
        request=common,
        variants=(*tables, *(table for each in drafts for table in each.variants)),
        response=reduce(union, (each.response for each in drafts)),
        examples=tuple(example for each in drafts for example in each.examples),
        error_codes=tuple(dict.fromkeys(code for each in drafts for code in each.error_codes)),
        prose="\n".join(dict.fromkeys(each.prose for each in drafts if each.prose)),
        diagnostics=tuple(dict.fromkeys((*found, *(one for each in drafts for one in each.diagnostics)))),
    )
