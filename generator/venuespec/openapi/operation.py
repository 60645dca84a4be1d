"""Render an endpoint as an OpenAPI operation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from attrs import frozen

from ..checks.shown import rows_in
from ..rules.schemas import Schema
from ..rules.to_english import says
from ..rules.to_schema import rules_schema
from ..rules.wire import as_json, text_of
from ..runtime.envelopes import payload_of
from ..runtime.json_types import is_array, is_object
from ..spec.model import Deprecation, EndpointSpec, Example, Field, VenueSpec
from ..spec.settings import Reason
from .rows import STATEMENTS, RowSchemas, shown, stated
from .unsaid import KEY, stated_of_page

JSON = "application/json"
_OF_A_KEY: frozenset[Reason] = frozenset(
    {
        *("missing_key", "missing_signature", "missing_timestamp", "missing_passphrase", "wrong_key"),
        *("wrong_signature", "wrong_passphrase", "wrong_timestamp", "wrong_environment", "clock"),
    }
)
"""The reasons for which only a signed call is refused."""


@frozen(eq=False)
class Operations:
    """Renders the operations of one venue; ``names`` has their operation ids by endpoint."""

    venue: VenueSpec
    names: Mapping[str, str]
    envelope: Schema

    def render(self, endpoint: EndpointSpec) -> Schema:
        """Return the operation of an endpoint; its schemas are components."""
        operation: Schema = {"operationId": self.names[endpoint.key], "tags": [endpoint.group]}
        operation["summary"] = endpoint.title
        if endpoint.summary:
            operation["description"] = endpoint.summary
        operation["externalDocs"] = {"url": endpoint.source}
        if endpoint.deprecated:
            operation["deprecated"] = True
        parameters = list(self._parameters(endpoint))
        if parameters:
            operation["parameters"] = parameters
        if _has_body(endpoint):
            operation["requestBody"] = self._body(endpoint)
        operation["responses"] = self._responses(endpoint)
        operation["security"] = self._security(endpoint)
        return operation | self._extensions(endpoint)

    def schemas(self, endpoint: EndpointSpec) -> Iterator[tuple[str, Schema]]:
        """Yield the named schemas of an endpoint: its request, its record and its answer."""
        name = component(self.names[endpoint.key])
        if _has_body(endpoint):
            item = _requests(endpoint).object(_in_body(endpoint))
            item |= rules_schema(endpoint.rules, endpoint.scope(self.venue), None)
            if endpoint.batch:
                yield f"{name}Item", item
                most = {} if endpoint.max_items is None else {"maxItems": endpoint.max_items}
                yield f"{name}Request", {"type": "array", "items": {"$ref": _ref(f"{name}Item")}, **most}
            else:
                yield f"{name}Request", item
        if endpoint.shape == "binary":
            return
        data = self._payload(endpoint, name)
        if endpoint.shape in ("objects", "object", "one_or_objects", "map", "maps"):
            yield f"{name}Record", self._responded(endpoint).object(endpoint.response)
        key = self.venue.envelope_of(endpoint).data
        if key is None:
            yield f"{name}Response", data or {}
            return
        wrapper: Schema = {"type": "object", "properties": {}} if endpoint.envelope else self.envelope
        answer = wrapper | {"properties": {**wrapper["properties"]}}
        if data is not None:
            first, *rest = key.split(".")
            for step in reversed(rest):
                data = {"type": "object", "properties": {step: data}}
            answer["properties"][first] = data
        yield f"{name}Response", answer

    def _payload(self, endpoint: EndpointSpec, name: str) -> Schema | None:
        record: Schema = {"$ref": _ref(f"{name}Record")}
        text: Schema = {"type": "string"}
        forms: dict[str, Schema] = {
            "objects": {"type": "array", "items": record},
            "object": record,
            "map": {"type": "object", "additionalProperties": record},
            "maps": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": record}},
            "one_or_objects": {"anyOf": [record, {"type": "array", "items": record}]},
            "strings": {"type": "array", "items": text},
            "string_lists": {"type": "array", "items": {"type": "array", "items": text}},
        }
        if endpoint.shape in ("arrays", "array"):
            row = self._responded(endpoint).record(endpoint.response)
            return {"type": "array", "items": row} if endpoint.shape == "arrays" else row
        return forms.get(endpoint.shape)

    def _responded(self, endpoint: EndpointSpec) -> RowSchemas:
        payloads = [payload_of(self.venue.envelope_of(endpoint), each.response) for each in endpoint.examples]
        shape = endpoint.shape if endpoint.shape in ("map", "maps") else "one_or_objects"
        records = [record for data in payloads for _, record in rows_in(shape, data)]
        return RowSchemas(shown(records)[0], response=True)

    def _parameters(self, endpoint: EndpointSpec) -> Iterator[Schema]:
        requests = [example.request for example in endpoint.examples if is_object(example.request)]
        rows = RowSchemas(lists=shown(requests)[1])
        for row in endpoint.request:
            in_path = f"{{{row.name}}}" in endpoint.path
            if in_path or not _has_body(endpoint):
                yield self._parameter(row, rows, "path" if in_path else "query", requests)
        for row in endpoint.headers:
            yield self._parameter(row, rows, "header", [])

    def _parameter(self, row: Field, rows: RowSchemas, place: str, requests: Sequence[Mapping[str, Any]]) -> Schema:
        schema = rows.row(row, row.name)
        parameter: Schema = {"name": row.name, "in": place}
        if "description" in schema:
            parameter["description"] = schema.pop("description")
        if row.required == "yes" or place == "path":
            parameter["required"] = True
        if schema.pop("deprecated", False):
            parameter["deprecated"] = True
        values = [request[row.name] for request in requests if row.name in request]
        if row.json in ("array", "object") and place == "query":
            shown_value = next((value for value in values if not isinstance(value, str)), None)
            return parameter | self._listed(schema, shown_value)
        parameter["schema"] = schema
        text = text_of(values[0]) if values else None
        return parameter | ({} if text is None else {"example": as_json(text, row.json)})

    def _listed(self, schema: Schema, value: Any) -> Schema:
        """Return a list or an object in a query as the venue takes it: JSON in a text, or texts with commas between."""
        if self.venue.lists == "json":
            text = {"type": "string", "contentMediaType": JSON, "contentSchema": schema}
            return {"schema": text} | ({} if value is None else {"example": orjson.dumps(value).decode()})
        return {"style": "form", "explode": False, "schema": schema} | ({} if value is None else {"example": value})

    def _body(self, endpoint: EndpointSpec) -> Schema:
        schema = {"$ref": _ref(f"{component(self.names[endpoint.key])}Request")}
        content: Schema = {"schema": schema} | _examples(endpoint, "request")
        needed = any(row.required == "yes" for row in endpoint.request) or endpoint.batch
        return {"required": needed, "content": {JSON: content}}

    def _responses(self, endpoint: EndpointSpec) -> Schema:
        said = f"The answer; {self.venue.envelope.code or 'its status'} says whether the call succeeded."
        if endpoint.shape == "binary":
            responses: Schema = {"200": {"description": "The content, which is not JSON.", "content": {_BINARY: {}}}}
        else:
            schema = {"$ref": _ref(f"{component(self.names[endpoint.key])}Response")}
            content = {JSON: {"schema": schema, **_examples(endpoint, "response")}}
            responses = {"200": {"description": said, "content": content}}
        for status in self._statuses(endpoint):
            responses[str(status)] = {"$ref": f"#/components/responses/Status{status}"}
        failure = {"$ref": "#/components/responses/Failure"}
        return responses | {"4XX": failure, "default": failure}

    def statuses(self, endpoints: Iterable[EndpointSpec]) -> frozenset[int]:
        """Return the HTTP statuses, other than 200, with which the venue can refuse calls of some endpoints."""
        return frozenset(status for endpoint in endpoints for status in self._statuses(endpoint))

    def _statuses(self, endpoint: EndpointSpec) -> list[int]:
        """Return the HTTP statuses, other than 200, with which the venue can refuse a call of this endpoint."""
        found = {self.venue.errors[code].status for code in endpoint.error_codes if code in self.venue.errors}
        for reason, refusal in self.venue.refusals.items():
            if reason not in ("unknown_path", "wrong_method", *(_OF_A_KEY if endpoint.access == "public" else ())):
                found.add(refusal.status)
        return sorted(found - {200})

    def _security(self, endpoint: EndpointSpec) -> list[Schema]:
        signed: Schema = {header: [] for header in self.venue.auth.headers}
        if endpoint.access == "public":
            return []
        if endpoint.access == "keyed":
            return [{header: [] for header, source in self.venue.auth.headers.items() if source == "api_key"}]
        return [{}, signed] if endpoint.access == "optional" else [signed]

    def _extensions(self, endpoint: EndpointSpec) -> Schema:
        known: Schema = {"x-sdk": endpoint.id}
        if endpoint.permissions:
            known["x-permissions"] = list(endpoint.permissions)
        limits = [{**stated(limit), "says": str(limit)} for limit in self.venue.charged(endpoint)]
        if limits:
            known["x-rate-limits"] = limits
        if endpoint.rules and not _has_body(endpoint):
            # A schema describes one parameter; nothing in OpenAPI says what holds between several.
            rules = [{"id": rule.id, "level": rule.level, "says": says(rule)} for rule in endpoint.rules]
            known["x-venuespec-rules"] = rules
        if endpoint.error_codes:
            errors = self.venue.errors
            known["x-error-codes"] = {
                code: errors[code].meaning if code in errors else "" for code in endpoint.error_codes
            }
        known |= {f"x-{name.replace('_', '-')}": list(said) for name in STATEMENTS if (said := getattr(endpoint, name))}
        if isinstance(endpoint.deprecated, Deprecation) and (end := stated(endpoint.deprecated)):
            known["x-deprecation"] = end
        facts = stated_of_page(endpoint)
        if endpoint.tables:
            tables = {title: _requests(endpoint).object(rows) for title, rows in endpoint.tables.items()}
            facts[KEY]["tables"] = tables
        known |= facts
        broken = [f"{each.title or 'an example'}: {each.broken}" for each in endpoint.examples if each.broken]
        return known | ({"x-broken-examples": broken} if broken else {})


_BINARY = "application/octet-stream"


def component(operation: str) -> str:
    """Name the schemas of an operation: 'TradePlaceOrder' of 'trade_place_order'."""
    return "".join(part[:1].upper() + part[1:] for part in operation.split("_"))


def _ref(name: str) -> str:
    return f"#/components/schemas/{name}"


def _has_body(endpoint: EndpointSpec) -> bool:
    return not endpoint.in_query and bool(_in_body(endpoint) or endpoint.batch)


def _requests(endpoint: EndpointSpec) -> RowSchemas:
    requests = [each.request for each in endpoint.examples]
    items = [item for request in requests for item in (request if is_array(request) else [request])]
    types, lists = shown(items)
    return RowSchemas(types, lists)


def _in_body(endpoint: EndpointSpec) -> tuple[Field, ...]:
    return tuple(row for row in endpoint.request if f"{{{row.name}}}" not in endpoint.path)


def _examples(endpoint: EndpointSpec, side: str) -> Schema:
    """Render the documented requests or answers; those that are broken on the page have no value."""
    found: Schema = {}
    for example in endpoint.examples:
        value = example.request if side == "request" else example.response
        if value is None or example.broken or (side == "request" and not (is_object(value) or is_array(value))):
            continue
        found[f"{side}{len(found) + 1}"] = {**_titled(example), "value": value}
    return {"examples": found} if found else {}


def shown_examples(endpoint: EndpointSpec) -> tuple[Example, ...]:
    """Return the examples of an endpoint that its operation has: request bodies, and answers that are not broken."""
    whole = [each for each in endpoint.examples if not each.broken]
    bodies = [each.request for each in whole if is_object(each.request) or is_array(each.request)]
    answers = [] if endpoint.shape == "binary" else [each.response for each in whole if each.response is not None]
    shown_bodies = [Example(request=body) for body in bodies if _has_body(endpoint)]
    return (*shown_bodies, *(Example(response=answer) for answer in answers))


def _titled(example: Example) -> Schema:
    return {"summary": example.title} if example.title else {}
