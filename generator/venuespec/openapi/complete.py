"""Complete an endpoint of an OpenAPI document with facts that the document does not state, from another state."""

from collections.abc import Iterable
from typing import Any

from attrs import evolve

from ..rules.tree import JsonType
from ..spec.model import EndpointSpec, Example, Field, Limits
from .fields import UNKNOWN
from .operation import shown_examples
from .rows import STATEMENTS
from .unsaid import OF_A_PAGE, OF_A_ROW

_TAKEN = (
    *("venue", "section", "gone_since", "mentions", "summary", "row", "row_alias"),
    *("dedup_key", "reconcile", "success_codes", "max_items", "pages", "sandbox", "decided", "renamed", "as_of"),
    *("headers", "rules", "rule_places", "reviewed", "kept", "notes", "write", "prose"),
    *("text", "remarks", "remarks_digest", "stale", "form", "costs", "tables"),
)
"""What no OpenAPI document states of an endpoint, or not in the same words."""
_OF_A_ROW = (
    *("description", "meanings", "variants", "prose", "text", "facts", "inferred", "item", "unit"),
    *("required_when", "empty_at_times", "deprecated_values", "mentions", "text_key", "flags", "untyped", "empty"),
)

SHOWN = (Example(request={}, response={"data": [{}]}),)
"""An example that shows that there are bodies and answers, and no value: a schema needs none as evidence."""
_WITHOUT_ROWS = ("none", "strings", "string_lists", "binary")


def completed(endpoint: EndpointSpec, other: EndpointSpec | None, facts: frozenset[str]) -> EndpointSpec:
    """Return an endpoint with what its document does not state; ``facts`` are those that it states anywhere."""
    if other is None:
        return evolve(endpoint, unread=())
    stated = {*OF_A_PAGE, "tables", "text", "remarks"} if "all" in facts else set[str]()
    unstated = ("permissions", "rate_limits", "error_codes", "access")
    taken = [*(name for name in _TAKEN if name not in stated), *(name for name in unstated if name not in facts)]
    if "statements" not in facts:
        taken += STATEMENTS
    if "deprecated" not in facts or bool(other.deprecated) == bool(endpoint.deprecated):
        taken.append("deprecated")
    if not endpoint.group or not facts & {"kind"}:
        taken += ["group", "name", "title"]
    if not endpoint.request:
        taken.append("in_query")
    if "access" not in facts and "access_evidence" not in taken:
        taken.append("access_evidence")
    if endpoint.unread:
        taken += ["shape", "response"]
    shown = shown_examples(other) if endpoint.unread and "all" in facts else endpoint.examples
    known = evolve(endpoint, **{name: getattr(other, name) for name in taken}, unread=other.unread, examples=shown)
    untold = endpoint.unread or (known.shape == other.shape and known.shape in _WITHOUT_ROWS)
    response = other.response if untold else _rows(known.response, other.response, facts, is_request=False)
    return evolve(known, request=_rows(known.request, other.request, facts, is_request=True), response=response)


def _rows(
    rows: Iterable[Field], others: Iterable[Field], facts: frozenset[str], *, is_request: bool
) -> tuple[Field, ...]:
    known = {row.name: row for row in others}
    return tuple(
        _row(row, known[row.name], facts, is_request=is_request) if row.name in known else _plain(row) for row in rows
    )


def _plain(row: Field) -> Field:
    """Return a row that no other state has, with the type that its schema means where it says none."""
    return evolve(row, type="string") if row.type == UNKNOWN else row


def _row(row: Field, other: Field, facts: frozenset[str], *, is_request: bool) -> Field:
    is_whole = "all" in facts
    stated = {*OF_A_ROW, "deprecated_values", "text"} if is_whole else set[str]()
    taken: dict[str, Any] = {name: getattr(other, name) for name in _OF_A_ROW if name not in stated}
    if "statements" not in facts:
        taken |= {name: getattr(other, name) for name in STATEMENTS}
    if not is_whole:
        taken |= {"alias": row.alias or other.alias, "separator": row.separator or other.separator}
    if not is_whole and ("words" not in facts or not row.label):
        taken["label"] = other.label
    json = other.json if row.type == UNKNOWN else row.json
    if json == other.json and not is_whole:
        taken |= {"type": other.type, "json": json}
    if "kind" not in facts or json in ("array", "object") or row.kind == "text":
        taken["kind"] = other.kind
    if is_request:
        taken |= _as_request(row, other, facts)
    elif is_whole:
        pass
    else:
        taken |= {"closed": other.closed, "required": other.required, "default": other.default}
    if "values" not in facts or json == "boolean":
        taken |= {"values": other.values, "closed": other.closed}
    elif set(row.values) == set(other.values):
        taken["values"] = other.values
    taken["limits"] = _limits(row, json, other, facts)
    if "row_deprecated" not in facts or row.deprecated == other.deprecated:
        taken |= {"deprecated": other.deprecated, "deprecation": other.deprecation}
    inner = other.fields if not row.fields and json in ("array", "object") else row.fields
    if inner:
        taken["fields"] = _rows(inner, other.fields, facts, is_request=is_request)
    return evolve(row, **taken)


def _as_request(row: Field, other: Field, facts: frozenset[str]) -> dict[str, Any]:
    """Return what the other state knows of a parameter that the document only calls optional, and its default."""
    taken: dict[str, Any] = {} if "default" in facts else {"default": other.default}
    vague = other.required == "unknown" or (other.required == "conditional" and "conditional" not in facts)
    return taken | ({"required": other.required} if row.required != "yes" and vague else {})


def _limits(row: Field, json: JsonType, other: Field, facts: frozenset[str]) -> Limits:
    """Return the limits of a row; a list of values stands in their place, and some formats have no word for them."""
    if "limits" not in facts or row.values or json in ("boolean", "object"):
        return other.limits
    unsaid = ("max_items",) if json != "array" else ("min", "max", "min_length", "max_length", "pattern")
    if json in ("integer", "number"):
        unsaid = (*unsaid, "min_length", "max_length", "pattern")
    return evolve(row.limits, **{name: getattr(other.limits, name) for name in unsaid})
