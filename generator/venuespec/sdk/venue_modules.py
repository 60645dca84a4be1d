"""The modules of a venue that belong to no group: clients, context, types, errors, limits, instruments."""

from collections.abc import Mapping
from typing import Any

from ..python_text import PyName, Python
from .planned import Sdk
from .sentences import GENERATED, spaced
from .templating import template
from .text import docstring


def venue_modules(sdk: Sdk) -> dict[str, Python]:
    """Render the modules of a venue's package that belong to no group, by path below ``generated/venues``."""
    base = sdk.venue.name
    files: dict[str, Python] = {
        f"{base}/__init__.py": template("package.py.jinja", docs={"module": _package_doc(sdk)}),
        f"{base}/types.py": _types(sdk),
        f"{base}/context.py": _context(sdk),
        f"{base}/errors.py": _errors(sdk),
        f"{base}/venue.py": _venue(sdk),
        f"{base}/client.py": _client(sdk),
        f"{base}/async_client.py": _client(sdk, "Async"),
        f"{base}/endpoints.py": _endpoints(sdk),
        f"{base}/index.py": _index(sdk),
    }
    if _has_terms(sdk):
        files[f"{base}/limits.py"] = _limits(sdk)
    if sdk.venue.instruments.patterns:
        files[f"{base}/instruments.py"] = _instruments(sdk)
    return files


def _client(sdk: Sdk, prefix: str = "") -> Python:
    """Render the module of the blocking client or, with the prefix ``Async``, of the asyncio client."""
    venue = sdk.venue
    credentials = ", ".join(f"{name}=..." for name in venue.auth.credentials)
    paragraphs = [
        f"{venue.title}: every endpoint, in groups{', for asyncio' if prefix else ''}.",
        f"Create it with {credentials}, or from environment variables with {prefix}Client.from_env(). Public "
        "endpoints need no credentials.",
        f"Environments: {', '.join(venue.environments)}.",
    ]
    title = f"The {'asyncio ' if prefix else ''}client of {venue.title}."
    return template(
        "client.py.jinja",
        docs={
            "module": docstring([title, GENERATED], 0),
            "client": docstring(paragraphs),
            "groups": {group.name: docstring([f"The {spaced(group.name)} endpoints."], 8) for group in sdk.groups},
        },
        client={
            "name": PyName(f"{prefix}Client"),
            "module": PyName("async_client" if prefix else "client"),
            "base": PyName("AsyncioClient" if prefix else "BlockingClient"),
        },
        group_classes={group.name: PyName(f"{prefix}{group.class_name}") for group in sdk.groups},
        groups=sdk.groups,
        environments=list(venue.environments),
        regions=list(dict.fromkeys(region for place in venue.environments.values() for region in place.hosts)),
        env_prefix=venue.name.split("_")[0].upper(),
    )


def _endpoints(sdk: Sdk) -> Python:
    doc = docstring([f"Every endpoint of {sdk.venue.title}, by method and path.", GENERATED], 0)
    return template("endpoints.py.jinja", docs={"module": doc})


def _index(sdk: Sdk) -> Python:
    doc = docstring([f"The modules of the requests of {sdk.venue.title}.", GENERATED], 0)
    modules = sorted(
        (module for group in sdk.groups for module in group.modules), key=lambda module: module.endpoint.key
    )
    return template("index.py.jinja", docs={"module": doc}, modules=modules)


def _package_doc(sdk: Sdk) -> Python:
    return docstring([f"A typed client of {sdk.venue.title}.", f"Documentation: {sdk.venue.docs}", GENERATED], 0)


def _context(sdk: Sdk) -> Python:
    described = {entry.name: entry for entry in sdk.venue.context}
    attributes = [
        {
            "name": entry.name,
            "wire": entry.wire,
            "values": tuple(described[entry.wire].values),
            "annotation": entry.annotation,
            "per": described[entry.wire].per,
            "only": described[entry.wire].only,
            "of_one": docstring(
                [f"The {entry.name} that is known of single values of {described[entry.wire].per}; None for unknown."]
            ),
            "doc": docstring(
                [
                    described[entry.wire].meaning,
                    *(f"- {value}: {meaning}" for value, meaning in described[entry.wire].values.items()),
                ]
            ),
        }
        for entry in sdk.context
    ]
    paragraphs = [
        "Facts about the account that rules depend on. None means unknown, and an unknown fact breaks no rule."
    ]
    return template(
        "context.py.jinja",
        docs={
            "module": docstring([f"The context of {sdk.venue.title} requests.", GENERATED], 0),
            "context": docstring(paragraphs),
            "now": docstring(
                [
                    "The time when the venue receives a call: a range, a datetime with a zone, or Unix milliseconds.",
                    "A client gives it once it has learnt the venue's clock; until then no rule reads it.",
                ]
            ),
        },
        reads_now=sdk.reads_now,
        attributes=attributes,
        enums=[enum for enum in sdk.enums if enum.name in _context_types(sdk)],
    )


def _context_types(sdk: Sdk) -> list[PyName]:
    """Return the types of the context's values, which stand beside it so that a client imports no others."""
    return sorted({entry.annotation for entry in sdk.context})


def _types(sdk: Sdk) -> Python:
    doc = docstring([f"The documented values of {sdk.venue.title}, one type for each set.", GENERATED], 0)
    return template(
        "types.py.jinja",
        docs={"module": doc},
        enums=sdk.enums,
        kept=sdk.kept_types,
        context=_context_types(sdk),
        made={enum.name: enum.values for enum in (*sdk.enums, *sdk.kept_types) if enum.name not in _context_types(sdk)},
        older={PyName(former): PyName(now) for former, now in sdk.older_types.items()},
    )


def _errors(sdk: Sdk) -> Python:
    doc = docstring([f"The error codes of {sdk.venue.title}.", GENERATED], 0)
    return template("errors.py.jinja", docs={"module": doc}, errors=sorted(sdk.venue.errors.items()))


def _venue(sdk: Sdk) -> Python:
    clock = sdk.venue.clock
    endpoint = next((endpoint for endpoint in sdk.venue.endpoints if clock and endpoint.id == clock.endpoint), None)
    doc = docstring([f"The hosts, authentication and envelope of {sdk.venue.title}.", GENERATED], 0)
    return template(
        "venue.py.jinja",
        docs={"module": doc},
        venue=sdk.venue,
        clock=endpoint,
        learn=_learn(sdk),
        needs_limits=_has_terms(sdk),
    )


def _learn(sdk: Sdk) -> dict[str, Any] | None:
    """Return the source of the SDK's context, by its attributes."""
    learn = sdk.venue.learn
    endpoint = next((endpoint for endpoint in sdk.venue.endpoints if learn and endpoint.id == learn.endpoint), None)
    if learn is None or endpoint is None:
        return None
    attributes = sdk.context_names()
    values = {entry.name: tuple(entry.values) for entry in sdk.venue.context}
    return {
        "method": endpoint.method,
        "path": endpoint.path,
        "fields": {attributes[name]: wire for name, wire in learn.fields.items()},
        "same": {attributes[name]: (*pair, *values[name][:2]) for name, pair in learn.same.items()},
        "values": {attributes[name]: dict(texts) for name, texts in learn.values.items()},
        "set_by": {
            id: {attributes[name]: wire for name, wire in sets.items()}
            for id, sets in learn.set_by.items()
            if any(endpoint.id == id for endpoint in sdk.venue.endpoints)
        },
    }


def _has_terms(sdk: Sdk) -> bool:
    return bool(sdk.venue.limits.scopes or sdk.venue.limits.shared or sdk.venue.limits.derived)


def _limits(sdk: Sdk) -> Python:
    facts = sdk.venue.limits
    attributes = {f"context.{entry.wire}": f"context.{entry.name}" for entry in sdk.context}

    def named(values: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {attributes.get(name, name): allowed for name, allowed in values.items()}

    scopes = {
        words: scope._replace(only=named(scope.only), unless=named(scope.unless))
        for words, scope in facts.scopes.items()
    }
    return template(
        "limits.py.jinja",
        docs={"module": docstring([f"The terms in the rate limits of {sdk.venue.title}.", GENERATED], 0)},
        scopes=scopes,
        derived=dict(facts.derived),
        shared={name: limit.code for name, limit in facts.shared.items()},
        instruments=sdk.venue.instruments if sdk.venue.instruments.patterns else None,
    )


def _instruments(sdk: Sdk) -> Python:
    doc = docstring([f"The types of instrument ids of {sdk.venue.title}.", GENERATED], 0)
    return template("instruments.py.jinja", docs={"module": doc}, patterns=sdk.venue.instruments.patterns)
