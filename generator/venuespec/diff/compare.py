"""Compare two states of a venue: one list of judged changes."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..spec.model import EndpointSpec, VenueSpec
from ..spec.place import Place
from ..spec.problem import Problem
from . import judgements
from .change import LEVELS, Change, ChangeKind
from .doubts import left_at_once, not_read, understood
from .endpoints import facts, left_the_pages, moved, status, texts
from .finding import Finding, finding
from .life import day_of, end_of_endpoint, removal
from .names import names_changed
from .new_parameters import known
from .pairing import moved_endpoints
from .pairs import EndpointPair, TablePair
from .relocate import relocated
from .rows import rows_changed
from .rules import rules_changed
from .venue import venue_changed

_MANY = 0.2
_LEAST_MANY = 10


def diff(old: VenueSpec, new: VenueSpec) -> tuple[Change, ...]:
    """Return every change from one state to the other, the gravest first within an endpoint."""
    return tuple(sorted((difference.change() for difference in findings(old, new)), key=_order))


def findings(old: VenueSpec, new: VenueSpec) -> list[Finding]:
    """Return every difference between two states, in no particular order."""
    states = known(old, new)
    before = {endpoint.key: endpoint for endpoint in old.endpoints}
    after = {endpoint.key: endpoint for endpoint in new.endpoints}
    common = before.keys() & after.keys()
    removed = [endpoint for key, endpoint in before.items() if key not in common and endpoint.gone_since is None]
    added = [endpoint for key, endpoint in after.items() if key not in common and endpoint.gone_since is None]
    # An endpoint whose old page was not crawled again may be on another page now.
    left = [before[key] for key in common if before[key].gone_since is None and after[key].gone_since]
    matches = moved_endpoints([*removed, *left], added)
    moves = [EndpointPair(was, now, old, new, states) for was, now in matches]
    moved_keys = {key for was, now in matches for key in (was.key, now.key)}
    kept = [EndpointPair(before[key], after[key], old, new, states) for key in common - moved_keys]
    differences = list(venue_changed(old, new))
    for pair in moves:
        differences += [*moved(pair), *_endpoint_changed(pair)]
    # An endpoint that a partial state lacks may exist all the same.
    if not new.partial:
        gone = (endpoint for endpoint in removed if endpoint.key not in moved_keys)
        unread = dict(new.unread)
        differences += [_endpoint_removed(endpoint, day_of(new), unread.get(endpoint.key)) for endpoint in gone]
    if not old.partial:
        differences += [_endpoint_added(endpoint) for endpoint in added if endpoint.key not in moved_keys]
    differences += _unmoved(kept)
    differences += [*names_changed(old, new, differences), *not_read(new)]
    differences = left_at_once(understood(differences, [*moves, *kept]), old, new)
    return _with_notices(relocated(differences, old, new), len(kept))


def the_wrong_way_round(old: VenueSpec, new: VenueSpec, name: str) -> tuple[Problem, ...]:
    """Warn of a newer state, of this name, with older pages than the other one: the states are swapped, or a copy."""
    before = {endpoint.key: endpoint for endpoint in old.endpoints}
    older, dated = _older((before[each.key], each) for each in new.endpoints if each.key in before)
    if not older or len(older) * 2 < dated:
        return ()
    message = (
        f"NEW has pages of {day_of(new)} and OLD of {day_of(old)}: most of NEW is older, so what is reported as gone"
        " may be new; give the older state first"
    )
    return (Problem(check="new-older", place=Place(Path(name), 1), message=message, severity="warning"),)


def _order(change: Change) -> tuple[Any, ...]:
    return (
        change.endpoint != "*",
        change.endpoint,
        LEVELS.index(change.level),
        change.pointer,
        change.kind,
        repr(change.old),
        repr(change.new),
    )


# --- endpoints


def _endpoint_removed(endpoint: EndpointSpec, day: str | None, unread: Problem | None) -> Finding:
    if unread is not None:
        found = judgements.ENDPOINT_NOT_UNDERSTOOD
        return finding(found, endpoint.key, "", endpoint.key, unread.check, title=endpoint.title, where=unread)
    end = end_of_endpoint(endpoint)
    judgement = removal(end, day, judgements.ENDPOINT_REMOVED, judgements.ENDPOINT_REMOVED_AS_ANNOUNCED)
    until = end.until if end is not None else None
    words = {"title": endpoint.title, "thing": endpoint.title, "until": until}
    return finding(judgement, endpoint.key, "", endpoint.key, None, **words)


def _endpoint_added(endpoint: EndpointSpec) -> Finding:
    return finding(judgements.ENDPOINT_ADDED, endpoint.key, "", None, endpoint.key, title=endpoint.title)


def _endpoint_changed(pair: EndpointPair) -> Iterator[Finding]:
    yield from status(pair)
    if left_the_pages(pair):
        return
    yield from facts(pair)
    yield from rows_changed(TablePair(pair, "request"))
    yield from rows_changed(TablePair(pair, "response"))
    yield from rules_changed(pair)
    yield from texts(pair)


def _unmoved(pairs: list[EndpointPair]) -> Iterator[Finding]:
    """Compare endpoints that both states have under one path; an older page is one notice."""
    stale = _stale(pairs)
    for pair in pairs:
        differences = list(_endpoint_changed(pair))
        if pair.key not in stale:
            yield from differences
            continue
        count = sum(difference.judgement.level != "NONE" for difference in differences)
        if count:
            yield pair.finding(judgements.PAGE_OLDER, "as_of", pair.old.as_of, pair.new.as_of, count=count)


def _stale(pairs: list[EndpointPair]) -> set[str]:
    """Return endpoints with an older page than before in a state that is newer: a stale copy was served."""
    older, dated = _older((pair.old, pair.new) for pair in pairs)
    return older if len(older) * 2 < dated else set()


def _older(pairs: Iterable[tuple[EndpointSpec, EndpointSpec]]) -> tuple[set[str], int]:
    """Return endpoints with an older page than before, and the number of those with a day in both states."""
    dated = [(now.key, was.as_of, now.as_of) for was, now in pairs if was.as_of and now.as_of]
    return {key for key, was, now in dated if now < was}, len(dated)


# --- one notice for many endpoints


def _with_notices(differences: list[Finding], endpoints: int) -> list[Finding]:
    """Put one notice about the docs in place of a fact that a good part of all endpoints lose at once."""
    losing: dict[tuple[ChangeKind, str], set[str]] = {}
    for difference in differences:
        if _is_loss(difference):
            losing.setdefault(_fact(difference), set()).add(difference.endpoint)
    many = {
        fact: len(keys) for fact, keys in losing.items() if len(keys) >= _LEAST_MANY and len(keys) > _MANY * endpoints
    }
    kept = [difference for difference in differences if _fact(difference) not in many or not _is_loss(difference)]
    for (kind, attribute), count in many.items():
        judgement = judgements.ON_MANY_ENDPOINTS[kind]
        kept.append(finding(judgement, "*", attribute, count, None, attribute=attribute.replace("_", " ")))
    return kept


def _is_loss(difference: Finding) -> bool:
    return difference.judgement.evidence == "no_longer_documented" and difference.endpoint != "*"


def _fact(difference: Finding) -> tuple[ChangeKind, str]:
    """Return (kind, part) of a difference: 'permissions' or 'values', or 'endpoint' for a whole one."""
    return difference.judgement.kind, difference.pointer.rpartition(".")[2] or "endpoint"
