"""Find out the outcome of a write by asking the venue for its client id.

An answer that no such order exists proves nothing at once: a call that timed out may still be on its way. It counts
only when the call can no longer arrive, or has had time to.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from .clock import seconds, timestamp
from .core import Core
from .endpoint import Ask, Endpoint, Reconcile
from .errors import APIError, ConfigurationError, VenueError, readable
from .exchange import exchange, learn_clock
from .json_types import is_array, is_object
from .records import evolve, frozen
from .request import BatchRequest, Item, Request
from .steps import Sleep, Steps

SETTLE = 5.0
"""Seconds within which an unanswered call may still arrive. Venues document no bound; this is a choice."""
SEEN = 1.0
"""Seconds after which an accepted order can be found by its id."""
_ROUNDS = 3


@frozen(kw_only=True, slots=False)
class Verdict:
    """The outcome of one write, or of one item of a batch.

    ``row`` is the venue's record, typed as a row of the endpoint that was asked. ``reason`` is the evidence for the
    outcome or, where it is still ``unknown``, the obstacle.
    """

    outcome: Literal["executed", "not_executed", "unknown"]
    reason: str
    item: Item
    client_id: str | None
    row: Any = None

    def __init__(
        self,
        *,
        outcome: Literal["executed", "not_executed", "unknown"],
        reason: str,
        item: Item,
        client_id: str | None,
        row: Any = None,
    ) -> None:
        self.__dict__.update(outcome=outcome, reason=reason, item=item, client_id=client_id, row=row)


def reconcile(
    core: Core, failed: VenueError | Request[Any], settle: float, timeout: float | None
) -> Steps[tuple[Verdict, ...]]:
    """Ask for each item of a write until its outcome is known or the time is up."""
    settle = seconds("settle", settle, zero=True)
    timeout = None if timeout is None else seconds("timeout", timeout, zero=True)
    request: Request[Any] | None = failed.request if isinstance(failed, VenueError) else failed
    if request is not None and not isinstance(request, Request):
        message = f"reconcile takes the error of a write or its request, got a {type(failed).__name__}"
        raise ConfigurationError(message)
    if request is None or request.endpoint.reconcile is None:
        raise ConfigurationError("the venue documents no query by id for this call; read the state back instead")
    endpoint, clock = request.endpoint, core.clock
    items, shared = _items(request, request.endpoint.reconcile)
    verdicts = [_initial_verdict(endpoint, item) for item in items]
    if isinstance(failed, VenueError) and failed.outcome == "not_executed":
        return tuple(evolve(verdict, outcome="not_executed", reason=str(failed)) for verdict in verdicts)
    unresolved = [index for index, verdict in enumerate(verdicts) if verdict.client_id is not None]
    if not unresolved:
        raise ConfigurationError(
            f"{endpoint.name} was sent without {endpoint.dedup_key}, and nothing else tells it from other calls: "
            "read the state back instead",
            endpoint=endpoint,
        )
    began = failed.began if isinstance(failed, VenueError) else None
    longest = max(settle, _window(core, failed))
    deadline = clock.monotonic() + (longest + core.timeout if timeout is None else timeout)
    wait, proof = yield from _time_until_certain(core, request, settle, longest, deadline)
    certain = clock.monotonic() + wait
    while True:
        late = clock.monotonic() >= certain
        for index in unresolved.copy():
            left = min(core.timeout, max(deadline - clock.monotonic(), 1.0))
            verdict = yield from _ask_venue(core, endpoint, verdicts[index], shared, began, left)
            if verdict.outcome == "not_executed" and verdict.row is None and not late:
                reason = f"the venue has none yet; ask again in {max(certain - clock.monotonic(), 0.0):.1f} s"
                verdict = evolve(verdict, outcome="unknown", reason=reason)
            elif verdict.outcome == "not_executed" and verdict.row is None:
                verdict = evolve(verdict, reason=proof)
            verdicts[index] = verdict
            if verdict.outcome != "unknown":
                unresolved.remove(index)
        now = clock.monotonic()
        pause = max(settle / _ROUNDS, core.retry.base)
        if now < certain:
            pause = min(pause, certain - now)
        if not unresolved or now + pause > deadline:
            return tuple(verdicts)
        yield Sleep(pause)


def _items(request: Request[Any], how: Reconcile) -> tuple[tuple[Item, ...], Mapping[str, Any]]:
    """Return the items of a batch with their shared wire values, or the request as its only item."""
    if isinstance(request, BatchRequest):
        return request.items, {}
    if how.items is None:
        return (request,), {}
    attribute = next(name for name, row in request.params if row.wire == how.items)
    return getattr(request, attribute) or (), request.to_wire()


def _initial_verdict(endpoint: Endpoint, item: Item) -> Verdict:
    """Return the verdict on an item before the venue is asked."""
    client_id = item.to_wire().get(endpoint.dedup_key)
    reason = f"it was sent without {endpoint.dedup_key}" if client_id is None else "the venue was not asked"
    return Verdict(outcome="unknown", reason=reason, item=item, client_id=client_id)


def _window(core: Core, failed: VenueError | Request[Any]) -> float:
    """Return the seconds from now within which the venue may still take the call, by the window in its signature."""
    if isinstance(failed, VenueError) and failed.window is not None:
        return failed.window
    return (core.signer.window if core.signer is not None else None) or 0.0


def _time_until_certain(
    core: Core, request: Request[Any], settle: float, longest: float, deadline: float
) -> Steps[tuple[float, str]]:
    """Return the seconds until the call can no longer arrive, and the reason why it then cannot."""
    how = request.endpoint.reconcile
    expires = request.headers().get(how.expires) if how is not None and how.expires else None
    if expires is None or not expires.isdecimal() or how is None:
        return longest, f"the venue has none, {longest:g} s after it was first asked"
    slack = min(settle, SEEN)
    try:
        # The venue drops expired calls by its own clock.
        yield from learn_clock(core, min(core.timeout, max(deadline - core.clock.monotonic(), 1.0)))
    except VenueError:
        slack += core.venue.auth.tolerance
    left = (int(expires) - timestamp(core.clock.now, core.offset)) / 1000
    return max(left + slack, 0.0), f"the venue has none, and has dropped what came after {how.expires} {expires}"


def _ask_venue(
    core: Core, endpoint: Endpoint, verdict: Verdict, shared: Mapping[str, Any], began: float | None, timeout: float
) -> Steps[Verdict]:
    """Ask the venue once: executed with its row, not executed so far, or unknown if it does not answer."""
    how = endpoint.reconcile
    assert how is not None
    wire = {**shared, **verdict.item.to_wire()}
    for ask in how.ask:
        question = core.venue.requests(ask.method, ask.path).from_wire(
            {**ask.given, **{name: wire[source] for name, source in ask.params.items() if wire.get(source) is not None}}
        )
        try:
            response = yield from exchange(core, question, timeout)
        except VenueError as error:
            if isinstance(error, APIError) and error.code in ask.absent:
                continue
            return evolve(verdict, outcome="unknown", reason=f"the venue did not tell: {error}")
        rows = response.data if ask.rows is None else getattr(response.data, ask.rows)
        verdicts = [
            _verdict_of_row(core, endpoint, ask, wire, evolve(verdict, row=row), began)
            for row in (rows if is_array(rows) else [rows])
        ]
        known = sorted((found for found in verdicts if found is not None), key=lambda found: found.outcome == "unknown")
        if known:
            return known[0]
    return evolve(verdict, outcome="not_executed", reason="the venue has none")


def _verdict_of_row(
    core: Core, endpoint: Endpoint, ask: Ask, wire: Mapping[str, Any], verdict: Verdict, began: float | None
) -> Verdict | None:
    """Return what a row of an answer says about the write, or None if it is of another one."""
    how, row = endpoint.reconcile, verdict.row
    asked = core.venue.requests(ask.method, ask.path).endpoint.name
    raw = getattr(row, "raw", None)
    if how is None or not is_object(raw):
        return None
    fields = ask.match or {name: source for name, source in ask.params.items() if source == endpoint.dedup_key}
    key = next(name for name, source in fields.items() if source == endpoint.dedup_key)
    if key not in raw:
        return evolve(verdict, row=None, reason=f"the venue answered a record without {key}")
    other = [name for name, source in fields.items() if name in raw and _text(raw[name]) != _text(wire.get(source))]
    if other == [key] and _holds(_text(raw[key]), _text(wire.get(endpoint.dedup_key or ""))):
        return evolve(verdict, reason=f"{asked} has {readable(str(raw[key]), 80)!r}, which may be it")
    if other:
        return None
    created = ask.created or how.created
    made = _time_of(row, created)
    earliest = (began or 0.0) + core.offset.milliseconds / 1000 - core.venue.auth.tolerance
    if began is not None and created is not None and made is None:
        return evolve(verdict, row=None, reason=f"a record with this {key} has no time in {created}")
    if began is not None and made is not None and made < earliest:
        return None  # an earlier write with the same id, beyond the clocks' tolerance
    for name, values in how.refused.items():
        if _text(raw.get(name)) in values:
            return evolve(verdict, outcome="not_executed", reason=f"{name} is {raw[name]}")
    for name, values in how.undecided.items():
        if _text(raw.get(name)) in values:
            return evolve(verdict, reason=f"{name} is {raw[name]}, which says nothing about this call")
    return evolve(verdict, outcome="executed", reason=f"{asked} has it")


def _holds(text: str | None, client_id: str | None) -> bool:
    """Tell whether a venue's name of a record is a client id with more around it, such as ``transfer_ID_1``."""
    if not text or not client_id:
        return False
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(client_id)}(?![A-Za-z0-9])", text) is not None


def _text(value: Any) -> str | None:
    """Return a name in an answer as text; a JSON number and its digits name the same record."""
    return None if value is None else str(value)


def _time_of(row: Any, name: str | None) -> float | None:
    """Return a row's time in Unix seconds, by the unit that its field documents."""
    attribute = row.known[name][0] if name in row.known else None
    value = row.get(attribute) if attribute is not None else None
    return value.timestamp() if isinstance(value, datetime) else None
