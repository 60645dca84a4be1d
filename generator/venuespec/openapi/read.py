"""Read an OpenAPI document as a state of a venue, to compare it with another state.

A document states less than a spec. What it never states, such as rules or the meaning of a value, is unknown: it is
taken over from the state that it is compared with, so that it counts neither as removed nor as changed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from ..naming import snake
from ..rules.schemas import Schema
from ..runtime.endpoint import RateLimit
from ..runtime.json_types import is_array, is_object
from ..runtime.venue import Auth, Envelope, Environment, ErrorCode
from ..spec.model import EndpointSpec, Example, Field, Shape, VenueSpec
from ..spec.texts import NO_TEXTS
from .complete import SHOWN, completed
from .fields import deprecation, positional, row_of, rows_of, texts_of
from .operation import shown_examples
from .parse import parse
from .references import References
from .unsaid import KEY, states_label, texts_of_document, with_facts_of_page

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_NO_ENVELOPE = Envelope(code="", message="", data="", success=frozenset())
_NO_AUTH = Auth(
    credentials=(), algorithm="hmac_sha256", encoding="hex", signs=(), timestamp="milliseconds", tolerance=0, headers={}
)
_FACTS = {
    "x-permissions": "permissions",
    "x-rate-limits": "rate_limits",
    "x-error-codes": "error_codes",
    "deprecated": "deprecated",
    "security": "access",
}
"""Keys of an operation, and the facts of an endpoint that they state."""

_LIMITS = ("minimum", "maximum", "x-minimum", "x-maximum", "minLength", "maxLength", "maxItems", "pattern")
_ROW_FACTS = {
    "default": "default",
    "enum": "values",
    "const": "values",
    "x-values": "values",
    "x-kind": "kind",
    "x-required": "conditional",
    "deprecated": "row_deprecated",
    **dict.fromkeys(_LIMITS, "limits"),
}
"""Keys of a schema, and the facts of a row that they state."""

_OF_VERSIONS = frozenset({"statements", "all"})
"""What only our own documents state, and not those of earlier versions."""


@frozen(eq=False)
class OpenApiDocument:
    """An OpenAPI document that was read, before it is compared with anything.

    ``groups`` are the groups of the SDK that it is limited to, if it is one of ours; all where there are none.
    """

    document: Schema
    references: References
    name: str

    @property
    def is_ours(self) -> bool:
        return is_object(self.document.get("x-venuespec"))

    @property
    def groups(self) -> frozenset[str]:
        ours = self.document.get("x-venuespec")
        groups = ours.get("groups") if is_object(ours) else None
        return frozenset(name for name in groups if isinstance(name, str)) if is_array(groups) else frozenset()


def read_openapi(text: str, name: str) -> OpenApiDocument:
    """Parse a document. Raises ``DocumentError``."""
    document = parse(text)
    return OpenApiDocument(document, References(document), name)


def against(document: OpenApiDocument, other: VenueSpec) -> tuple[VenueSpec, VenueSpec]:
    """Return a document as a state beside a spec, and the spec without what the document is not about.

    A document of somebody else need not describe the whole venue, so an endpoint that it lacks proves nothing.
    Raises ``DocumentError``.
    """
    if document.groups:
        other = _of_groups(other, document.groups)
    reader = _Reader(document.document, document.references, other.envelope)
    endpoints = tuple(reader.endpoints())
    known = {each.key: each for each in other.endpoints}
    facts = reader.facts()
    state = evolve(
        other,
        endpoints=tuple(completed(each, known.get(each.key), facts) for each in endpoints),
        environments=reader.environments() or other.environments,
        errors=reader.errors() or other.errors,
        texts=reader.texts,
        code_texts=reader.codes,
        documented=True,
        partial=not document.is_ours,
    )
    shown = tuple(evolve(each, examples=reader.examples_of(each)) for each in other.endpoints)
    codes = other.code_texts if reader.is_whole else {}
    return state, evolve(other, endpoints=shown, code_texts=codes, documented=True)


def both(old: OpenApiDocument, new: OpenApiDocument) -> tuple[VenueSpec, VenueSpec]:
    """Return two documents as states, each with what only the other one states. Raises ``DocumentError``."""
    states: list[tuple[VenueSpec, frozenset[str]]] = []
    for each in (old, new):
        envelope = _envelope(each.document)
        reader = _Reader(each.document, each.references, envelope)
        info = each.document.get("info")
        title = info.get("title") if is_object(info) else None
        venue = VenueSpec(
            name=each.name,
            title=title if isinstance(title, str) else each.name,
            docs="",
            pages="",
            auth=_NO_AUTH,
            envelope=envelope,
            environments=reader.environments(),
            errors=reader.errors(),
            endpoints=tuple(reader.endpoints()),
            texts=reader.texts,
            code_texts=reader.codes,
            documented=True,
        )
        states.append((venue, reader.facts()))
    [(before, old_facts), (after, new_facts)] = states
    for groups in filter(None, (old.groups, new.groups)):
        before, after = _of_groups(before, groups), _of_groups(after, groups)
    # A word that either document uses is one that the other could have used.
    facts = (old_facts | new_facts | {"words"}) - (_OF_VERSIONS - (old_facts & new_facts))
    return _beside(before, after, facts), _beside(after, before, facts)


def _of_groups(venue: VenueSpec, groups: frozenset[str]) -> VenueSpec:
    return evolve(venue, endpoints=tuple(each for each in venue.endpoints if each.group in groups))


def _beside(venue: VenueSpec, other: VenueSpec, facts: frozenset[str]) -> VenueSpec:
    known = {each.key: each for each in other.endpoints}
    endpoints = tuple(completed(each, known.get(each.key), facts) for each in venue.endpoints)
    return evolve(venue, endpoints=endpoints, environments=venue.environments or other.environments)


def _envelope(document: Schema) -> Envelope:
    stated = document.get("x-envelope")
    if not is_object(stated):
        return _NO_ENVELOPE
    code, message, data = (
        value if isinstance(value := stated.get(key), str) else None for key in ("code", "message", "data")
    )
    return Envelope(code=code, message=message, data=data)


class _Reader:
    """Reads the parts of one document; ``envelope`` wraps its answers where they have its keys."""

    def __init__(self, document: Schema, references: References, envelope: Envelope) -> None:
        self.document = document
        self.references = references
        self.envelope = envelope
        ours = document.get(KEY)
        self.is_whole = is_object(ours) and ours.get("facts") is True
        self.texts, self.codes = texts_of_document(ours) if is_object(ours) and self.is_whole else (NO_TEXTS, {})

    def facts(self) -> frozenset[str]:
        """Return the facts that the document states anywhere; ours states all that there are."""
        ours = is_object(self.document.get("x-venuespec"))
        if not ours:
            return frozenset(self._stated())
        # Documents of earlier versions have no statements of texts.
        more = ["statements"] if self.document["x-venuespec"].get("statements") is True else []
        more += ["all"] if self.is_whole else []
        return frozenset((*_FACTS.values(), *_ROW_FACTS.values(), *more))

    def _stated(self) -> Iterator[str]:
        for _, _, _, operation in self._operations():
            yield from (fact for key, fact in _FACTS.items() if key in operation)
        if "security" in self.document:
            yield "access"
        waiting: list[Any] = [self.document.get("paths"), self.document.get("components")]
        seen: set[int] = set()
        while waiting:
            node = waiting.pop()
            # A YAML document can have one value in many places.
            if not (is_object(node) or is_array(node)) or id(node) in seen:
                continue
            seen.add(id(node))
            if is_object(node):
                yield from (_ROW_FACTS[key] for key in node if key in _ROW_FACTS)
            waiting += node.values() if is_object(node) else node

    def _operations(self) -> Iterator[tuple[str, str, Schema, Schema]]:
        """Yield path, method, path item and operation."""
        for path, item in self.document.get("paths", {}).items():
            resolved = self.references.resolve(item)
            for method in METHODS:
                if is_object(operation := resolved.get(method)):
                    yield path, method, resolved, operation

    def endpoints(self) -> Iterator[EndpointSpec]:
        for path, method, item, operation in self._operations():
            yield self._endpoint(path, method, item, operation)

    def _endpoint(self, path: str, method: str, item: Schema, operation: Schema) -> EndpointSpec:
        group, name = _place(operation, path, method)
        docs = operation.get("externalDocs")
        url = docs.get("url") if is_object(docs) else None
        request, batch, in_query = self._request(item, operation)
        shape, response = self._response(operation)
        title = operation.get("summary", operation.get("operationId"))
        endpoint = EndpointSpec(
            venue="",
            group=group,
            name=name,
            method=method.upper(),
            path=path,
            title=title if isinstance(title, str) else f"{method.upper()} {path}",
            source=url if isinstance(url, str) else "",
            deprecated=operation.get("deprecated") is True and (deprecation(operation.get("x-deprecation")) or True),
            permissions=texts_of(operation.get("x-permissions")),
            rate_limits=tuple(_rate_limits(operation.get("x-rate-limits"))),
            at_most=texts_of(operation.get("x-at-most")),
            applies_to=texts_of(operation.get("x-applies-to")),
            excludes=texts_of(operation.get("x-excludes")),
            error_codes=texts_of(list(codes) if is_object(codes := operation.get("x-error-codes")) else None),
            access=self._access(operation),
            batch=batch,
            in_query=in_query or method == "get",
            request=request,
            shape=shape or "none",
            response=response,
            write=method not in ("get", "head", "options"),
            unread=() if shape else ("response",),
            tables=self._tables(operation),
            examples=tuple(self._examples(operation)) if self.is_whole else SHOWN,
        )
        return with_facts_of_page(endpoint, operation)

    def examples_of(self, endpoint: EndpointSpec) -> tuple[Example, ...]:
        """Return the examples of an endpoint of another state that a document like this one would have."""
        return shown_examples(endpoint) if self.is_whole else SHOWN

    def _examples(self, operation: Schema) -> Iterator[Example]:
        answer = self.references.resolve(responses["200"]) if "200" in (responses := operation["responses"]) else {}
        for holder, side in ((self.references.resolve(operation.get("requestBody")), "request"), (answer, "response")):
            content = holder.get("content")
            media = content.get("application/json") if is_object(content) else None
            examples = media.get("examples") if is_object(media) else None
            for example in examples.values() if is_object(examples) else ():
                if is_object(example) and "value" in example:
                    yield Example(**{side: example["value"]})

    def _tables(self, operation: Schema) -> Mapping[str, tuple[Field, ...]]:
        ours = operation.get(KEY)
        tables = ours.get("tables") if is_object(ours) else None
        return {title: rows_of(self.references, each) for title, each in (tables.items() if is_object(tables) else ())}

    def _access(self, operation: Schema) -> Any:
        stated = operation.get("security", self.document.get("security"))
        if not is_array(stated) or not stated:
            return "public"
        return "optional" if {} in stated else "signed"

    def _request(self, item: Schema, operation: Schema) -> tuple[tuple[Field, ...], bool, bool]:
        """Return the parameters, whether the body is a list of them, and whether they travel in the query."""
        rows: dict[str, Field] = {}
        for holder in (item, operation):
            parameters = holder.get("parameters")
            for node in parameters if is_array(parameters) else ():
                parameter = self.references.resolve(node)
                name, place = parameter.get("name"), parameter.get("in")
                if isinstance(name, str) and place in ("query", "path"):
                    rows[name] = self._parameter(name, parameter)
        body = self._schema(self.references.resolve(operation.get("requestBody")))
        if body is None:
            return tuple(rows.values()), False, bool(rows)
        schema, inside = self.references.merged(body)
        batch = schema.get("type") == "array"
        inner = rows_of(self.references, schema.get("items") if batch else schema, inside)
        return (*rows.values(), *(row for row in inner if row.name not in rows)), batch, False

    def _parameter(self, name: str, parameter: Schema) -> Field:
        schema = parameter.get("schema")
        node = schema if schema is not None else self._schema(parameter)
        if is_object(node) and is_object(inside := node.get("contentSchema")):
            node = inside  # JSON in a text
        row = row_of(self.references, name, node, "yes" if parameter.get("required") is True else "no")
        said = parameter.get("description")
        row = evolve(row, deprecated=row.deprecated or parameter.get("deprecated") is True)
        if not isinstance(said, str) or states_label(schema):
            return row
        return evolve(row, label=" ".join(said.split()))

    def _schema(self, holder: Schema) -> Any:
        """Return the schema of the JSON in a body, an answer or a parameter; None where there is none."""
        content = holder.get("content")
        if not is_object(content):
            return None
        kinds = [kind for kind in content if "json" in kind] or list(content)
        media = self.references.resolve(content[kinds[0]]) if kinds else {}
        return media.get("schema")

    def _response(self, operation: Schema) -> tuple[Shape | None, tuple[Field, ...]]:
        """Return the payload of a success: its shape, and its rows; no shape where the document does not tell it."""
        responses = operation.get("responses")
        found = responses if is_object(responses) else {}
        code = next((each for each in ("200", "201", "2XX", "202", "204", "default") if each in found), None)
        answer = self.references.resolve(found.get(code)) if code is not None else {}
        content = answer.get("content")
        if is_object(content) and content and not any("json" in kind or kind == "*/*" for kind in content):
            return "binary", ()
        node = self._schema(answer)
        if not node:
            return None, ()
        schema, inside = self.references.merged(node)
        properties = schema.get("properties")
        steps = self.envelope.data.split(".") if self.envelope.data is not None else []
        mark = self.envelope.code or next(iter(steps), None)
        if is_object(properties) and mark and mark in properties:
            if not steps:
                return "none", ()
            for step in steps:
                properties = schema.get("properties")
                if not is_object(properties) or step not in properties:
                    return "none", ()
                schema, inside = self.references.merged(properties[step], inside)
        return self._payload(schema, inside)

    def _payload(self, schema: Schema, inside: frozenset[str]) -> tuple[Shape | None, tuple[Field, ...]]:
        kind = schema.get("type")
        kind = next((each for each in kind if each != "null"), None) if is_array(kind) else kind
        if kind == "array" or "items" in schema or "prefixItems" in schema:
            if rows := positional(self.references, schema, inside):
                return "array", rows
            items, within = self.references.merged(schema.get("items"), inside)
            if rows := positional(self.references, items, within):
                return "arrays", rows
            if items.get("type") == "array":
                return "string_lists", ()
            return (
                ("strings", ())
                if items.get("type") == "string"
                else ("objects", rows_of(self.references, items, within))
            )
        if not schema or kind not in (None, "object"):
            return None, ()
        return "object", rows_of(self.references, schema, inside)

    def environments(self) -> Mapping[str, Environment]:
        """Return the servers; those of our own documents have the names of their environments."""
        servers = self.document.get("servers")
        hosts: dict[str, dict[str, str]] = {}
        for number, server in enumerate(servers if is_array(servers) else ()):
            if not is_object(server) or not isinstance(server.get("url"), str):
                continue
            place, region = server.get("x-environment"), server.get("x-region")
            if isinstance(place, str) and isinstance(region, str):
                hosts.setdefault(place, {})[region] = server["url"]
            elif self.envelope == _NO_ENVELOPE:
                hosts.setdefault("server", {})[str(number + 1)] = server["url"]
        return {name: Environment(regions) for name, regions in hosts.items()}

    def errors(self) -> Mapping[str, ErrorCode]:
        stated = self.document.get("x-error-codes")
        return {
            code: ErrorCode(meaning=meaning if isinstance(meaning := known.get("meaning"), str) else "")
            for code, known in (stated.items() if is_object(stated) else ())
            if is_object(known)
        }


def _place(operation: Schema, path: str, method: str) -> tuple[str, str]:
    """Return the group and name of an operation in an SDK."""
    stated = operation.get("x-sdk")
    if isinstance(stated, str) and stated.count(".") == 1:
        group, _, name = stated.partition(".")
        return group, name
    tags = texts_of(operation.get("tags"))
    said = operation.get("operationId")
    return snake(tags[0]) if tags else "", snake(said if isinstance(said, str) else f"{method}{path}")


def _rate_limits(stated: Any) -> Iterator[RateLimit]:
    for each in stated if is_array(stated) else ():
        if not is_object(each) or "of" in each:
            continue
        limit, window = each.get("limit"), each.get("window")
        if isinstance(limit, int) and isinstance(window, int | float):
            counts, scope = each.get("counts"), each.get("scope")
            yield RateLimit(
                limit=limit,
                window=window,
                key=texts_of(each.get("key")),
                counts="order" if counts == "order" else "request",
                scope=scope if isinstance(scope, str) else None,
            )
