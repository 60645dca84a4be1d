"""Compare an endpoint outside of its tables and rules."""

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import evolve

from ..runtime.endpoint import RateLimit
from ..runtime.envelopes import key_of
from ..runtime.json_types import is_object
from ..runtime.limits.conditions import Cost
from ..sdk.older import former_places
from ..spec.model import EndpointSpec
from . import choices, judgements, life
from .finding import Finding
from .judgements import Judgement
from .new_parameters import titles
from .pairs import EndpointPair
from .remarks import remarks
from .said import page_description
from .sentences import as_written
from .stated import longest_span

# Permissions of a key, from least to most.
_RANKS = ("public", "read", "trade", "withdraw")
# Facts that a spec keeps although many pages stopped stating them at once.
_KEPT = ("permissions", "rate_limits", "error_codes")
# Evidence of access that a page states outright.
_STATED = ("", "stated by the page", "called public")


def moved(pair: EndpointPair) -> Iterator[Finding]:
    """Compare path and method of an endpoint that moved."""
    if pair.old.path != pair.new.path:
        yield pair.finding(judgements.PATH_CHANGED, "path", pair.old.path, pair.new.path)
    if pair.old.method != pair.new.method:
        yield pair.finding(judgements.METHOD_CHANGED, "method", pair.old.method, pair.new.method)


def left_the_pages(pair: EndpointPair) -> bool:
    """Tell whether the newer state has the endpoint only because its pages were not crawled again."""
    return pair.old.gone_since is None and pair.new.gone_since is not None


def status(pair: EndpointPair) -> Iterator[Finding]:
    """Compare whether the endpoint is there, whether it is deprecated, and what it is called."""
    old, new = pair.old, pair.new
    if left_the_pages(pair):
        yield pair.finding(judgements.ENDPOINT_GONE, "", None, new.gone_since)
        return
    if old.gone_since is not None and new.gone_since is None:
        yield pair.finding(judgements.ENDPOINT_BACK, "", old.gone_since, None)
    yield from _life(pair)
    if old.title != new.title:
        yield pair.finding(judgements.TITLE_CHANGED, "title", old.title, new.title)
    if old.id != new.id:
        is_kept = old.id in former_places(new, pair.after.names.endpoints.get(new.key))
        judgement = judgements.SDK_NAME_KEPT if is_kept else judgements.SDK_NAME_CHANGED
        yield pair.finding(judgement, "name", old.id, new.id)


def _life(pair: EndpointPair) -> Iterator[Finding]:
    was, now = life.end_of_endpoint(pair.old), life.end_of_endpoint(pair.new)
    judgement = life.life_changed(life.ENDPOINT, was, now)
    if judgement is not None:
        end = life.particulars(now) if now is not None else ""
        until = [each.until if each is not None and each.until else "no day" for each in (was, now)]
        words = {"thing": pair.new.title, "end": end, "until": until[1], "earlier": until[0]}
        yield pair.finding(judgement, "", life.in_words(was), life.in_words(now), **words)


def facts(pair: EndpointPair) -> Iterator[Finding]:
    """Compare shapes, permissions, rate limits, error codes and variants."""
    pair = _as_stated(pair)
    yield from _shapes(pair)
    if not _is_kept(pair, "permissions"):
        yield from _permissions(pair)
    yield from _access(pair)
    if not _is_kept(pair, "rate_limits"):
        yield from _rate_limits(pair)
    yield from _error_codes(pair)
    yield from _variants(pair)


def _as_stated(pair: EndpointPair) -> EndpointPair:
    """Leave out what the newer spec keeps although its pages no longer state it, where the older state still did."""
    lost = [fact for fact in _KEPT if fact in pair.new.kept - pair.old.kept and getattr(pair.old, fact)]
    if not lost:
        return pair
    without: dict[str, Any] = dict.fromkeys(lost, ())
    return evolve(pair, new=evolve(pair.new, **without, kept=pair.new.kept - set(lost)))


def _is_kept(pair: EndpointPair, fact: str) -> bool:
    """Tell whether a fact differs only because a spec keeps it which many pages stopped stating."""
    old, new = pair.old, pair.new
    return (fact in old.kept and not getattr(new, fact)) or (fact in new.kept and not getattr(old, fact))


def _shapes(pair: EndpointPair) -> Iterator[Finding]:
    """Compare the shapes of body and payload, which only examples show."""
    old, new = pair.old, pair.new
    if _body(old) != _body(new):
        is_shown = all(state.batch or _shows_body(state) for state in (old, new))
        judgement = judgements.BODY_SHAPE_CHANGED if is_shown else judgements.BODY_SHAPE_UNCERTAIN
        yield pair.finding(judgement, "request", _body(old), _body(new))
    if old.shape != new.shape:
        data_key = key_of(pair.after.envelope)
        is_shown = all(state.shape != "objects" or _shows_payload(state, data_key) for state in (old, new))
        judgement = judgements.RESPONSE_SHAPE_CHANGED if is_shown else judgements.RESPONSE_SHAPE_UNCERTAIN
        yield pair.finding(judgement, "response", old.shape, new.shape)


def _body(endpoint: EndpointSpec) -> str:
    """Return the shape of what a request sends; a GET that became another method sends the same parameters."""
    if endpoint.batch:
        return "an array"
    return "a query" if endpoint.in_query and endpoint.method != "GET" else "an object"


def _shows_body(endpoint: EndpointSpec) -> bool:
    return any(example.request is not None for example in endpoint.examples)


def _shows_payload(endpoint: EndpointSpec, data_key: str) -> bool:
    responses = [example.response for example in endpoint.examples if is_object(example.response)]
    return any(response.get(data_key, response) for response in responses)


def _variants(pair: EndpointPair) -> Iterator[Finding]:
    """Compare the tables of request parameters for some calls only, such as for one type of order."""
    before, after = titles(pair.old), titles(pair.new)
    if not before or not after:
        return
    for title in sorted(after - before):
        yield pair.finding(judgements.VARIANT_ADDED, "request.variants", None, title)
    for title in sorted(before - after):
        yield pair.finding(judgements.VARIANT_REMOVED, "request.variants", title, None)


# --- permissions


def _permissions(pair: EndpointPair) -> Iterator[Finding]:
    was, now = sorted(pair.old.permissions), sorted(pair.new.permissions)
    if was == now:
        return
    judgement = judgements.PERMISSION_LOWERED if was and now and _is_less(was, now) else judgements.PERMISSION_RAISED
    if not was:
        judgement = judgements.PERMISSION_DOCUMENTED
    elif not now:
        judgement = judgements.PERMISSION_UNDOCUMENTED
    yield pair.finding(judgement, "permissions", was, now)


def _is_less(was: list[str], now: list[str]) -> bool:
    """Tell whether fewer permissions suffice now, so every key that could call before still can."""
    if all(permission in _RANKS for permission in (*was, *now)):
        return max(map(_RANKS.index, now)) < max(map(_RANKS.index, was))
    return set(now) < set(was)


# What a call of each access needs: nothing, the key, a signature.
_NEEDED = {"keyed": 1, "signed": 2}


def _access(pair: EndpointPair) -> Iterator[Finding]:
    old, new = pair.old, pair.new
    if old.access == new.access:
        return
    inferred = [state.access_evidence for state in (old, new) if state.access_evidence not in _STATED]
    if inferred and ((old.permissions and not new.permissions) or "auth" in old.kept | new.kept):
        # Only the permission said that calls are signed, or a spec keeps what a page said of it.
        return
    rises = _NEEDED.get(new.access, 0) > _NEEDED.get(old.access, 0)
    judgement = judgements.ACCESS_SIGNED if rises else judgements.ACCESS_OPENED
    if inferred:
        judgement = judgements.ACCESS_INFERRED
    yield pair.finding(judgement, "access", old.access, new.access, evidence=inferred[-1] if inferred else "")


# --- rate limits


def _rate_limits(pair: EndpointPair) -> Iterator[Finding]:
    """Pair limits by what they count and for whom; one that is alone on each side is the same limit."""
    before, after = list(pair.old.rate_limits), list(pair.new.rate_limits)
    limits: list[tuple[RateLimit, RateLimit]] = []
    for limit in list(before):
        same = next((other for other in after if _budget(other) == _budget(limit)), None)
        if same is not None:
            before.remove(limit)
            after.remove(same)
            limits.append((limit, same))
    if len(before) == len(after) == 1:
        limits.append((before.pop(), after.pop()))
    yield from _costs(pair)
    for was, now in limits:
        yield from _rate_limit(pair, was, now)
    for limit in before:
        yield pair.finding(
            judgements.RATE_LIMIT_UNDOCUMENTED, "rate_limits", _rate(limit), None, limit="a rate limit is"
        )
    for limit in after:
        yield pair.finding(judgements.RATE_LIMIT_DOCUMENTED, "rate_limits", None, _rate(limit), limit="a rate limit is")


def _costs(pair: EndpointPair) -> Iterator[Finding]:
    """Compare what a call takes of the venue's budgets: more is a tighter limit."""
    before, after = pair.old.costs, pair.new.costs
    for budget in sorted({*before, *after}):
        was, now = before.get(budget), after.get(budget)
        if was == now:
            continue
        judgement = judgements.RATE_LIMIT_DOCUMENTED if was is None else judgements.RATE_LIMIT_UNDOCUMENTED
        if was is not None and now is not None:
            is_tighter = max(cost.units for cost in now) > max(cost.units for cost in was)
            judgement = judgements.RATE_LIMIT_TIGHTENED if is_tighter else judgements.RATE_LIMIT_LOOSENED
        limit = "what a call takes is" if was is None or now is None else "a call takes"
        yield pair.finding(judgement, "rate_limits", _taken(budget, was), _taken(budget, now), limit=limit)


def _taken(budget: str, costs: tuple[Cost, ...] | None) -> str | None:
    return None if costs is None else f"{' or '.join(str(cost.units) for cost in costs)} of the budget {budget}"


def _budget(limit: RateLimit) -> tuple[Any, ...]:
    return (limit.scope, limit.counts, limit.key)


def _rate_limit(pair: EndpointPair, old: RateLimit, new: RateLimit) -> Iterator[Finding]:
    if (old.limit, old.window) != (new.limit, new.window):
        rates = old.limit / old.window, new.limit / new.window
        # 30 in one second are as many as 60 in two, and refuse who sends 60 at once.
        is_tighter = rates[1] < rates[0] or (rates[1] == rates[0] and new.limit < old.limit)
        judgement = judgements.RATE_LIMIT_TIGHTENED if is_tighter else judgements.RATE_LIMIT_LOOSENED
        yield pair.finding(judgement, "rate_limits", _rate(old), _rate(new), limit="the rate limit is")
    if _budget(old) != _budget(new):
        yield pair.finding(_budget_changed(old, new), "rate_limits", _counted_on(old), _counted_on(new))


def _budget_changed(old: RateLimit, new: RateLimit) -> Judgement:
    if old.counts == new.counts and not old.key:
        return judgements.RATE_LIMIT_KEY_DOCUMENTED
    if old.counts == new.counts and set(new.key) > set(old.key):
        return judgements.RATE_LIMIT_SPLIT
    return judgements.RATE_LIMIT_SCOPE_CHANGED


def _rate(limit: RateLimit) -> str:
    return f"{limit.limit} per {Decimal(str(limit.window)).normalize():f} s"


def _counted_on(limit: RateLimit) -> str:
    text = f"{limit.counts}s by {' and '.join(limit.key) or 'nothing stated'}"
    return f"{text} ({limit.scope})" if limit.scope else text


# --- error codes, text and examples


def _error_codes(pair: EndpointPair) -> Iterator[Finding]:
    old, new = pair.old.error_codes, pair.new.error_codes
    for code in sorted(set(new) - set(old)):
        yield pair.finding(judgements.ENDPOINT_CODE_ADDED, f"error_codes.{code}", None, code)
    if len(old) > 1 and not new:
        judgement = judgements.ENDPOINT_CODES_UNDOCUMENTED
        yield pair.finding(judgement, "error_codes", list(old), [], count=len(old))
        return
    for code in sorted(set(old) - set(new)):
        yield pair.finding(judgements.ENDPOINT_CODE_REMOVED, f"error_codes.{code}", code, None)


def texts(pair: EndpointPair) -> Iterator[Finding]:
    """Compare the text of the page outside of its tables, and its examples."""
    yield from _prose(pair)
    yield from _beside(pair)
    was = [(example.request, example.response) for example in pair.old.examples]
    now = [(example.request, example.response) for example in pair.new.examples]
    if was != now:
        yield pair.finding(judgements.EXAMPLES_CHANGED, "examples", _examples(was), _examples(now))


def _prose(pair: EndpointPair) -> Iterator[Finding]:
    old, new = pair.old, pair.new
    # A page that was never imported has no digest.
    if old.text.split() == new.text.split() if old.prose is None and new.prose is None else old.prose == new.prose:
        return
    span = longest_span(old, new)
    if span is not None:
        shorter = span[2]
        judgement = judgements.TEXT_LIMIT_TIGHTENED if shorter else judgements.TEXT_LIMIT_LOOSENED
        yield pair.finding(judgement, "notes", f"at most {span[0]}", f"at most {span[1]}", what="the endpoint")
    was, now = page_description(old, new, pair.before), page_description(new, old, pair.after)
    for remark in remarks(was, now, span=span is not None):
        refuses = remark.refuses and new.write
        judgement = choices.page_remark(remark.topic, remark.old, remark.new, of_row=remark.of_row, refuses=refuses)
        found = pair.finding(judgement, "notes", remark.old, remark.new, what="the endpoint", names=remark.names)
        yield evolve(found, signs=remark.signs)


def _beside(pair: EndpointPair) -> Iterator[Finding]:
    """Compare our own notes, and what the page says below its tables."""
    old, new = pair.old, pair.new
    notes = ["\n".join(note.text for note in state.notes) for state in (old, new)]
    texts = [[notes[0], old.remarks], [notes[1], new.remarks]]
    if not (old.remarks and new.remarks):
        texts = [[notes[0]], [notes[1]]]
    was, now = as_written(*("\n".join(filter(None, parts)) for parts in texts))
    if was or now:
        yield pair.finding(judgements.PAGE_REWORDED, "notes", was, now)


def _examples(shown: list[tuple[Any, Any]]) -> str:
    """Return what stands for all examples of a state: their number and a digest."""
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()[:8]
    return f"{len(shown)} ({digest})"
