"""Render an endpoint's request as JSON Schema 2020-12: its table, and the rules that JSON Schema can express.

The instance is the data that is sent: the JSON body, or the query of a GET as an object; for a batch the list of items.
"""

import re
from collections.abc import Iterable, Mapping

from ..kinds.registry import KINDS
from ..rules.schemas import Schema
from ..rules.to_schema import DIALECT, rules_schema
from ..rules.wire import as_json
from .model import EndpointSpec, Field, VenueSpec
from .strict_schema import UNSAID, strict

# Nothing else: what Python would escape besides is an error in other dialects.
_META = re.compile(r"[\\^$.|?*+()\[\]{}/]")


def endpoint_schema(endpoint: EndpointSpec, venue: VenueSpec, context: Mapping[str, str] | None = None) -> Schema:
    """Return the schema of an endpoint's requests for an account with a known ``context``, by the venue's names."""
    request = _table(endpoint.request, query=endpoint.in_query, lists=endpoint.in_query and not endpoint.write)
    request |= rules_schema(endpoint.rules, endpoint.scope(venue), context)
    schema: Schema = {"$schema": DIALECT, "title": endpoint.key}
    if endpoint.summary:
        schema["description"] = endpoint.summary
    if not endpoint.batch:
        return strict(schema | request)
    most = {} if endpoint.max_items is None else {"maxItems": endpoint.max_items}
    unsaid = {UNSAID: request.pop(UNSAID)} if UNSAID in request else {}
    return strict(schema | {"type": "array", **most, "items": request, **unsaid})


def _table(rows: Iterable[Field], *, query: bool, lists: bool) -> Schema:
    rows = tuple(rows)
    table: Schema = {"type": "object", "properties": {row.name: _row(row, query=query, lists=lists) for row in rows}}
    required = [row.name for row in rows if row.required == "yes"]
    return table | ({"required": required} if required else {})


def _row(row: Field, *, query: bool, lists: bool) -> Schema:
    """Return a row's JSON type and values; sizes count only where a rule states them.

    The parameters of a ``query`` are text. Filters of reads take ``lists`` of their values.
    """
    schema: Schema = {}
    if row.description or row.label:
        schema["description"] = row.description or row.label
    if row.json in ("array", "object"):
        inside = _table(row.fields, query=query, lists=lists) if row.fields else {}
        schema |= {"type": "array", "items": inside} if row.json == "array" else {"type": "object", **inside}
    elif row.listed and row.json == "integer":
        schema["enum"] = [*map(int, row.listed), *(row.listed if query else ())]
    elif row.listed:
        several = lists and len(row.listed) > 1
        schema |= {"type": "string", **(_listed(row.listed) if several else {"enum": list(row.listed)})}
    else:
        schema |= {} if row.untyped else KINDS["text" if row.inferred else row.kind].schema_as(row.json)
        if query and row.json in ("integer", "number") and not row.untyped:
            schema["type"] = [row.json, "string"]  # a query is text; numbers come out of it the same
    if row.default is not None:
        schema["default"] = as_json(row.default, row.json)
    return schema | ({"deprecated": True} if row.deprecated else {})


def _listed(values: tuple[str, ...]) -> Schema:
    """Return a schema of one value or several with commas between, which some filters accept undocumented."""
    alternatives = "|".join(quoted(value) for value in values)
    return {"anyOf": [{"enum": list(values)}, {"pattern": f"^(?:{alternatives})(?:,(?:{alternatives}))+$"}]}


def quoted(value: str) -> str:
    """Return the regular expression that matches a text alone."""
    return _META.sub(r"\\\g<0>", value)
