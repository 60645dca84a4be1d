"""Take the rows of a response from its samples, where a page has no table of it, or one of its items only."""

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from ...runtime.json_types import is_array, is_object
from ..draft import Draft, DraftRow
from .commented import rows_of_examples


def with_shown_rows(draft: Draft, data_key: str) -> Draft:
    """Return a draft whose response has the rows of its samples, if its reader keeps their comments for this.

    ``data_key`` is the key of the payload in the envelope, empty for a venue that has none.
    """
    if draft.comments is None:
        return draft
    payloads = [_payload(each.response, data_key) for each in draft.examples if each.response is not None]
    if not draft.response:
        return evolve(draft, response=rows_of_examples(payloads, dict(draft.comments), [], draft.line))
    key = _key_of_items(payloads, draft.response)
    if key is None:
        return draft
    shown = next(payload[key] for payload in payloads if key in payload)
    items = DraftRow(name=key, type="array of objects" if is_array(shown) else "object", line=draft.response[0].line)
    others = [{name: value for name, value in payload.items() if name != key} for payload in payloads]
    beside = rows_of_examples(others, dict(draft.comments), [], draft.line)
    return evolve(draft, response=(evolve(items, fields=draft.response), *beside))


def _payload(answer: Any, data_key: str) -> Any:
    return answer.get(data_key, answer) if data_key and is_object(answer) else answer


def _key_of_items(payloads: Sequence[Any], rows: Sequence[DraftRow]) -> str | None:
    """Return the key below which samples have the rows of a table: 'beds' of '{"beds": [{"bed": "b-17"}]}'."""
    names = {row.name for row in rows}
    keys: set[str] = set()
    for payload in payloads:
        if not is_object(payload) or names & set(payload):
            return None
        for key, value in payload.items():
            item = value[0] if is_array(value) and value else value
            if is_object(item) and len(names & set(item)) * 2 > len(names):
                keys.add(key)
    return keys.pop() if len(keys) == 1 else None
