"""Take back what a comparison of pages says of places that are not understood, and tell once what leaves at once.

A page in another form looks like one whose content was removed. The readers report what they do not understand; what
is lost there is one finding about the page. The same holds of what is found now where the older page was not
understood.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ..spec.at_once import FEW, is_many
from ..spec.model import EndpointSpec, VenueSpec
from ..spec.problem import Problem
from . import judgements
from .change import ChangeKind
from .finding import Finding, finding
from .pairs import EndpointPair

# Kinds of changes that report a removal, whatever their evidence.
_LOSSES = frozenset[ChangeKind](
    {
        "request_param_removed",
        "request_param_moved",
        "response_field_removed",
        "response_field_moved",
        "removed_as_announced",
        "removed_early",
        "undeprecated",
        "enum_removed",
        "variant_removed",
        "variants_changed",
        "error_code_removed",
        "body_shape_changed",
        "response_shape_changed",
    }
)
_GAINS = frozenset[ChangeKind](
    {
        "request_param_added",
        "request_param_moved",
        "response_field_added",
        "response_field_moved",
        "deprecated",
        "enum_added",
        "variant_added",
        "variants_changed",
        "error_code_added",
        "body_shape_changed",
        "response_shape_changed",
    }
)
# What only an example shows.
_SHOWN = frozenset[ChangeKind]({"body_shape_changed", "response_shape_changed", "example_changed"})
# Diagnostics of one fact, with the first part of the pointers to it; others are of a place, which can hold anything.
_OF_ONE_FACT = {
    "limit-unread": ("rate_limits", "notes"),
    "weight-unread": ("rate_limits", "notes"),
    "permission-unread": ("permissions", "access"),
    "access-unread": ("permissions", "access"),
}
# Diagnostics of a cell whose row was read, with what cannot be told of that row.
_OF_A_CELL: dict[str, tuple[ChangeKind, ...]] = {
    "required-unread": ("requiredness_changed",),
    "type-unread": ("type_changed", "type_label_changed"),
    "cell-unread": ("enum_removed", "enum_added", "default_changed", "constraint_tightened", "constraint_loosened"),
}


def understood(differences: Sequence[Finding], pairs: Iterable[EndpointPair]) -> list[Finding]:
    """Return the findings without those that a part which is not understood can explain, and one for each such part."""
    doubtful = {pair.key: pair for pair in pairs if pair.new.doubts or pair.old.doubts}
    if not doubtful:
        return list(differences)
    parts = {key: (_fresh(pair.new, pair.old), _fresh(pair.old, pair.new)) for key, pair in doubtful.items()}
    counts: Counter[tuple[str, bool]] = Counter()
    kept: list[Finding] = []
    for difference in differences:
        now, before = parts.get(difference.endpoint, ((), ()))
        if any(_explains(each, difference, doubtful[difference.endpoint].new, lost=True) for each in now):
            counts[difference.endpoint, True] += 1
        elif any(_explains(each, difference, doubtful[difference.endpoint].old, lost=False) for each in before):
            counts[difference.endpoint, False] += 1
        else:
            kept.append(difference)
    for key, pair in doubtful.items():
        kept += _told(pair, *parts[key], counts[key, True], counts[key, False])
    return kept


def _fresh(state: EndpointSpec, other: EndpointSpec) -> tuple[Problem, ...]:
    """Return what is not understood in one state only: what both have unread explains no difference between them."""
    known = Counter((each.check, each.message) for each in other.doubts)
    fresh: list[Problem] = []
    for each in state.doubts:
        if known[each.check, each.message]:
            known[each.check, each.message] -= 1
        else:
            fresh.append(each)
    return tuple(fresh)


def _explains(unread: Problem, difference: Finding, state: EndpointSpec, *, lost: bool) -> bool:
    """Tell whether a difference can come of a part of one state of an endpoint that is not understood."""
    kind, evidence = difference.judgement.kind, difference.judgement.evidence
    if unread.check in _OF_A_CELL:
        row = difference.pointer.split(".")
        names = {name for name in row[1:] if name in unread.message.replace("'", " ").replace(".", " ").split()}
        return bool(names) and kind in _OF_A_CELL[unread.check]
    # The rows of an answer without a table are those of its example.
    of_the_answer = difference.pointer.startswith("response") and not state.response
    if unread.check == "example-unread" and kind not in _SHOWN and not of_the_answer:
        return False
    one_sided = evidence == ("no_longer_documented" if lost else "newly_documented")
    if unread.check in _OF_ONE_FACT:
        is_there = difference.pointer.partition(".")[0] in _OF_ONE_FACT[unread.check]
        return is_there and (one_sided or difference.judgement is judgements.ACCESS_INFERRED)
    return one_sided or kind in (_LOSSES if lost else _GAINS)


def _told(
    pair: EndpointPair, now: Sequence[Problem], before: Sequence[Problem], lost: int, gained: int
) -> Iterator[Finding]:
    """Yield one finding for each state with parts that are not understood, where they matter."""
    if now and lost:
        yield _of_parts(pair, judgements.NOT_UNDERSTOOD, now, lost)
    if before and gained:
        yield _of_parts(pair, judgements.EARLIER_NOT_UNDERSTOOD, before, gained)


def _of_parts(pair: EndpointPair, judgement: judgements.Judgement, parts: Sequence[Problem], count: int) -> Finding:
    where = f"{parts[0]}" if len(parts) == 1 else f"{parts[0]}, and {len(parts) - 1} more"
    checks = ", ".join(sorted({each.check for each in parts}))
    sides = (None, checks) if judgement is judgements.NOT_UNDERSTOOD else (checks, None)
    counted = "1 difference" if count == 1 else f"{count} differences"
    return pair.finding(judgement, "", *sides, where=where, count=counted, verb="is" if count == 1 else "are")


def not_read(new: VenueSpec) -> Iterator[Finding]:
    """Yield what a newer state of pages lacks as a whole, although something of it is there."""
    for name, problem in new.unread:
        if name == "*":
            yield finding(judgements.CODES_NOT_UNDERSTOOD, "*", "errors", None, problem.check, where=problem)


# --- what leaves at once


def left_at_once(differences: Sequence[Finding], old: VenueSpec, new: VenueSpec) -> list[Finding]:
    """Return the findings with one in place of those about a fifth or more of the same things that leave the pages."""
    if not new.crawled:
        return list(differences)
    kept = list(differences)
    for things, had, leaving in (
        ("endpoints", len(old.endpoints), judgements.ENDPOINT_REMOVED),
        ("error codes", len(old.errors), judgements.ERROR_CODE_REMOVED),
    ):
        kept = _once(kept, things, had, [each for each in kept if each.judgement is leaving])
    answers = [each for each in kept if each.judgement.kind in ("response_field_removed", "response_shape_changed")]
    grave = [each for each in answers if each.judgement.level in ("ERR", "WARN")]
    return _once(kept, "answers", sum(bool(endpoint.response) for endpoint in old.endpoints), grave)


def _once(differences: list[Finding], things: str, had: int, leaving: Sequence[Finding]) -> list[Finding]:
    """Put one finding in place of several, if they are about so many of the things that were there."""
    by_endpoint = things == "answers"
    left = {each.endpoint if by_endpoint else f"{each.old}" for each in leaving}
    if len(left) < FEW or not is_many(len(left), had):
        return differences
    taken = {id(each) for each in leaving}
    listed = sorted(f"{each.endpoint} {each.pointer}" for each in leaving) if by_endpoint else sorted(left)
    some = ", ".join(sorted(left)[:FEW]) + (", ..." if len(left) > FEW else "")
    words = {"count": len(left), "had": had, "things": things, "some": some}
    pointer = things.replace(" ", "_")
    told = finding(judgements.LEFT_AT_ONCE, "*", pointer, listed, None, **words)
    return [*(each for each in differences if id(each) not in taken), told]
