"""Derive the proof of a write from the documented answers, and the form of a client-made id.

Both follow from the page's tables and examples, so no request or answer of the page itself is refused.
"""

import random
import re
from typing import Any, Literal

from ..runtime.endpoint import MadeId, Proof
from ..runtime.envelopes import payload_of, succeeds
from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field, VenueSpec

_SHORTEST, _LONGEST = 16, 32
_UUID = "123e4567-e89b-42d3-a456-426614174000"
_Form = Literal["letters_and_digits", "digits", "uuid"]


def proof(endpoint: EndpointSpec, venue: VenueSpec) -> Proof | None:
    """Return the content that answers to an executed write always have; None where the page does not show it."""
    if not endpoint.write or endpoint.shape not in ("objects", "object") or not endpoint.response:
        return None
    answers = [data for _, data in exchanges(endpoint, venue)]
    if not answers or not all(_holds_rows(endpoint, data) for data in answers):
        return None
    items, listed = _items(endpoint), _listed(endpoint, venue)
    several = endpoint.batch or (items is not None and listed is not None)
    sent, rows = endpoint.request, endpoint.response
    if items is not None and listed is not None:
        sent, rows = items.fields, listed.fields
    ours = {endpoint.dedup_key for endpoint in venue.endpoints if endpoint.dedup_key}
    both = [column.name for column in rows if column.name in {row.name for row in sent} and column.kind == "id"]
    if endpoint.dedup_key is not None:
        echo, ids = [name for name in both if name == endpoint.dedup_key], []
    else:
        echo, ids = [name for name in both if name in ours], [name for name in both if name not in ours]
    return Proof(
        each=several and _has_verdict_per_item(endpoint, venue, items, listed),
        items=items.name if items is not None and listed is not None else None,
        listed=listed.name if items is not None and listed is not None else None,
        echo=tuple(echo),
        ids=tuple(ids) if echo else (),
    )


def made_id(endpoint: EndpointSpec) -> MadeId | None:
    """Return a form of ids that the page certainly accepts for an optional ``dedup_key``."""
    row = next((row for row in endpoint.request if row.name == endpoint.dedup_key), None)
    if endpoint.reconcile is not None and endpoint.reconcile.items is not None:
        inside = next((row for row in endpoint.request if row.name == endpoint.reconcile.items), None)
        row = next((row for row in inside.fields if row.name == endpoint.dedup_key), None) if inside else None
    if row is None or row.required == "yes" or row.values or row.json != "string" or row.kind not in ("id", "text"):
        return None
    limits = row.limits
    length = min(limits.max_length or _LONGEST, _LONGEST)
    forms: tuple[tuple[_Form, str], ...] = (
        ("letters_and_digits", "abcdefghijklmnopqrstuvwxyz0123456789"),
        ("digits", "0123456789"),
    )
    for form, alphabet in forms:
        samples = ["".join(random.Random(seed).choices(alphabet, k=length)) for seed in range(8)]
        if length >= max(_SHORTEST, limits.min_length or 0) and all(_fits(value, limits.pattern) for value in samples):
            return MadeId(length=length, form=form)
    if (limits.max_length or len(_UUID)) >= len(_UUID) and _fits(_UUID, limits.pattern):
        return MadeId(length=len(_UUID), form="uuid")
    return None


def _fits(value: str, pattern: str | None) -> bool:
    return pattern is None or re.fullmatch(pattern, value) is not None


def exchanges(endpoint: EndpointSpec, venue: VenueSpec) -> list[tuple[Any, Any]]:
    """Return the documented success answers, each with the request that precedes it."""
    found: list[tuple[Any, Any]] = []
    request: Any = None
    envelope = venue.envelope_of(endpoint)
    for example in endpoint.examples:
        request = example.request if example.request is not None else request
        answer = example.response
        if answer is not None and succeeds(envelope, answer):
            found.append((request, payload_of(envelope, answer)))
    return found


def _holds_rows(endpoint: EndpointSpec, data: Any) -> bool:
    if endpoint.shape == "object" or (endpoint.shape == "one_or_objects" and is_object(data)):
        return is_object(data) and bool(data)
    return is_array(data) and any(is_object(row) and bool(row) for row in data)


def _items(endpoint: EndpointSpec) -> Field | None:
    """Return the parameter with the items of a batch whose body is not a list."""
    lists = [row for row in endpoint.request if row.json == "array" and row.fields]
    return lists[0] if len(lists) == 1 and not endpoint.batch else None


def _listed(endpoint: EndpointSpec, venue: VenueSpec) -> Field | None:
    """Return the list in an answer whose items have a verdict each."""
    name = venue.envelope.verdicts[-1] if venue.envelope.verdicts else None
    verdicts = next((row for row in endpoint.response if row.name == name and row.fields), None)
    return verdicts if endpoint.shape == "object" else None


def _has_verdict_per_item(endpoint: EndpointSpec, venue: VenueSpec, items: Field | None, listed: Field | None) -> bool:
    """Tell whether each item has a verdict of its own, and no example has fewer rows than items."""
    verdict = endpoint.batch and venue.envelope.item_code in {row.name for row in endpoint.response}
    if not verdict and listed is None:
        return False
    for request, data in exchanges(endpoint, venue):
        sent = request.get(items.name) if items is not None and is_object(request) else request
        rows = data.get(listed.name) if listed is not None and is_object(data) else data
        if is_array(sent) and is_array(rows) and len(rows) < len(sent):
            return False
    return True
