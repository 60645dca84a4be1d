"""Write a venue's API as an OpenAPI 3.1 document.

The document is the same for the same spec, byte for byte, in the order of the spec.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import evolve

from ..rules.schemas import Schema
from ..runtime.json_types import is_object
from ..spec.model import VenueSpec
from .operation import JSON, Operations
from .rows import type_name
from .unsaid import stated_of_texts

_CREDENTIALS = {
    "signature": "The signature of the request: {algorithm}, as {encoding}, over {signs}.",
    "timestamp": "The time of the request ({timestamp}), at most {tolerance:g} s from the venue's clock.",
    "recv_window": "How many milliseconds after its timestamp the venue may still carry out the request.",
}


def openapi(venue: VenueSpec, groups: Sequence[str] = ()) -> Schema:
    """Return the document of a venue's endpoints, or of some groups of them, without those that left the pages."""
    kept = (each for each in venue.endpoints if each.gone_since is None and (not groups or each.group in groups))
    chosen = evolve(venue, endpoints=tuple(kept))
    names = operation_ids(chosen)
    operations = Operations(chosen, names, _envelope(venue))
    paths: dict[str, Schema] = {}
    schemas: Schema = {"Failure": operations.envelope}
    for endpoint in chosen.endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operations.render(endpoint)
        schemas |= dict(operations.schemas(endpoint))
    return {
        "openapi": "3.1.0",
        "info": _info(venue),
        "externalDocs": {"url": venue.docs},
        "servers": list(_servers(venue)),
        "tags": list(_tags(chosen)),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": _failures(venue, operations.statuses(chosen.endpoints)),
            "securitySchemes": _security_schemes(venue),
        },
        "x-envelope": _envelope_keys(venue),
        "x-venuespec": {"venue": venue.name, "groups": list(groups), "statements": True, "facts": True}
        | stated_of_texts(chosen),
        "x-error-codes": {code: _error_code(venue, code) for code in sorted(venue.errors)},
    }


def operation_ids(venue: VenueSpec) -> Mapping[str, str]:
    """Name the operations by their place in the SDK: 'trade_place_order' of trade.place_order.

    Of two places that would have one name the later gets a number.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for endpoint in venue.endpoints:
        name = wanted = endpoint.id.replace(".", "_")
        number = 2
        while name.lower() in taken:
            name, number = f"{wanted}_{number}", number + 1
        taken.add(name.lower())
        names[endpoint.key] = name
    return names


def _error_code(venue: VenueSpec, code: str) -> Schema:
    """Return what the spec states of an error code; what it does not state has the defaults of the SDK."""
    known = venue.errors[code]
    facts = {"meaning": known.meaning, "kind": known.kind, "outcome": known.outcome, "status": known.status}
    return {name: value for name, value in facts.items() if value not in ("", 200)}


def _info(venue: VenueSpec) -> Schema:
    """Describe the document; its version is the day of the documentation that it was made from."""
    day = max((each.as_of for each in venue.endpoints if each.as_of), default="unknown")
    said = f"The REST API of {venue.title} as its documentation describes it. Not published by the venue."
    return {"title": venue.title, "version": day, "description": said}


def _tags(venue: VenueSpec) -> Iterator[Schema]:
    """Yield the groups with the sections of the documentation that they are from."""
    sections: dict[str, dict[str, None]] = {}
    for endpoint in venue.endpoints:
        sections.setdefault(endpoint.group, {}).update({endpoint.section: None} if endpoint.section else {})
    for group, names in sections.items():
        yield {"name": group, "description": f"Documented in: {', '.join(names)}." if names else "Not in a section."}


def _servers(venue: VenueSpec) -> list[Schema]:
    return [
        {"url": url, "description": f"{name}, {region}", "x-environment": name, "x-region": region}
        | ({"x-headers": dict(place.headers)} if place.headers else {})
        for name, place in venue.environments.items()
        for region, url in place.hosts.items()
    ]


def _envelope(venue: VenueSpec) -> Schema:
    """Render the wrapper of every answer without its payload; its types are those of the documented answers."""
    keys = venue.envelope
    shown = [each.response for endpoint in venue.endpoints for each in endpoint.examples if is_object(each.response)]
    properties: Schema = {}
    for key, said in ((keys.code, "The venue's code."), (keys.message, "What the code means."), (keys.time, "")):
        if key is None:
            continue
        types = {type_name(answer[key]) for answer in shown if answer.get(key) is not None}
        named = sorted(types) or ["integer", "string"]
        properties[key] = {"type": named[0] if len(named) == 1 else named} | ({"description": said} if said else {})
    success = ", ".join(sorted(keys.success))
    wrapper: Schema = {"type": "object", "properties": properties, "additionalProperties": True}
    if keys.code is None:
        return wrapper
    properties[keys.code]["description"] = f"{success} for success, another code for a failure."
    return {"type": "object", "required": [keys.code], **wrapper}


def _envelope_keys(venue: VenueSpec) -> Schema:
    keys = venue.envelope
    named = {"code": keys.code, "message": keys.message, "data": keys.data, "time": keys.time}
    return {name: key for name, key in named.items() if key is not None} | {"success": sorted(keys.success)}


def _failures(venue: VenueSpec, statuses: Collection[int]) -> Schema:
    content = {JSON: {"schema": {"$ref": "#/components/schemas/Failure"}}}
    reasons: dict[int, list[str]] = {status: [] for status in sorted(statuses)}
    for reason, refusal in venue.refusals.items():
        if refusal.status in reasons:
            reasons[refusal.status].append(f"{reason.replace('_', ' ')} ({refusal.code})")
    failures: Schema = {"Failure": {"description": "Another failure.", "content": content}}
    for status, listed in reasons.items():
        said = f"The venue refuses the call: {', '.join(listed)}." if listed else "The venue refuses the call."
        failures[f"Status{status}"] = {"description": said, "content": content}
    return failures


def _security_schemes(venue: VenueSpec) -> Schema:
    auth = venue.auth
    terms = _signing_terms(venue)
    return {
        header: {
            "type": "apiKey",
            "in": "header",
            "name": header,
            "description": _CREDENTIALS.get(part, f"The {part.replace('_', ' ')}.").format(**terms),
        }
        for header, part in auth.headers.items()
    }


def _signing_terms(venue: VenueSpec) -> Schema:
    """Return the terms of a venue's signatures, as a description of its headers uses them."""
    auth = venue.auth
    signs = " + ".join(auth.signs).replace("_", " ")
    return {
        "algorithm": auth.algorithm.replace("_", "-"),
        "encoding": auth.encoding,
        "signs": signs,
        "timestamp": auth.timestamp.replace("_", " "),
        "tolerance": auth.tolerance,
    }
