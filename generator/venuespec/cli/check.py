"""Define the command that judges requests with the generated SDK, and sends nothing."""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from ..rules.hints import nearest
from ..runtime.errors import readable
from ..runtime.json_types import is_array, is_object
from .completion import venue_names
from .inputs import fail, without_sdk


def check(
    venue: Annotated[str, typer.Argument(help="Venue name, as in the package venues.", autocompletion=venue_names)],
    batch: Annotated[Path, typer.Option(help="JSON list of {id, method, path, params, context}.")],
) -> None:
    """Check requests, by wire names and values, with the generated SDK; nothing is sent."""
    try:
        requests = json.loads(batch.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        fail(f"{batch} cannot be read as JSON: {error.strerror if isinstance(error, OSError) else error}")
    if not is_array(requests):
        fail(f"{batch} must hold a JSON list of requests")
    if not venue.isidentifier():
        fail(f"{venue!r} is not a venue name")
    try:
        index, contexts = import_module(f"venues.{venue}.endpoints"), import_module(f"venues.{venue}.context")
    except ModuleNotFoundError:
        without_sdk(venue)
    verdicts = [_checked(request, number, index, contexts) for number, request in enumerate(requests)]
    print(json.dumps(verdicts, indent=2))
    raise typer.Exit(1 if any(verdict["verdict"] == "reject" or verdict["unknown"] for verdict in verdicts) else 0)


def _checked(entry: Any, number: int, index: Any, contexts: Any) -> dict[str, Any]:
    """Return the verdict on one request."""
    if not is_object(entry) or not {"method", "path"} <= entry.keys():
        fail(f"request {number} has no method and path")
    name = entry.get("id", number)
    try:
        cls = index.request_class(entry["method"], entry["path"])
    except KeyError as error:
        fail(f"request {name}: the SDK has no {readable(str(error.args[0]))}")
    try:
        context = contexts.Context.from_wire(entry.get("context") or {})
    except (KeyError, AttributeError, TypeError) as error:
        fail(f"request {name}: the context has no {error}")
    params: Any = entry.get("params") or {}
    try:
        request = cls.from_wire(params)
    except (TypeError, AttributeError, KeyError):
        fail(
            f"request {name}: params must be a JSON {'list' if hasattr(cls, 'item_class') else 'object'} of wire names"
        )
    violations = list(request.violations(context))
    # A wrong JSON type matters to callers of the SDK only; a venue may accept it.
    refused = any(violation.level == "error" and violation.rule != "type" for violation in violations)
    broken = {violation.rule for violation in violations}
    return {
        "id": name,
        "verdict": "reject" if refused else "accept",
        "unknown": list(unknown_names(getattr(cls, "item_class", cls), params)),
        "undecided": [
            {"rule": undecided.rule, "needs": list(undecided.needs)}
            for undecided in request.undecided(context)
            if undecided.rule not in broken
        ],
        "violations": [
            {
                "rule": violation.rule,
                "level": "warn" if violation.rule == "type" else violation.level,
                "params": list(violation.params),
                "message": str(violation.message),
            }
            for violation in violations
        ],
    }


def unknown_names(cls: Any, params: Any, where: str = "") -> Iterator[str]:
    """Yield a sentence about each name of a request that its tables do not have."""
    rows = {row.wire: row for _, row in cls.params}
    for place, item in enumerate(params) if is_array(params) else ((None, params),):
        path = where if place is None else f"{where}[{place}]"
        for name, value in item.items() if is_object(item) else ():
            inner = f"{path}.{name}" if path else str(name)
            if name not in rows:
                yield f"{inner} is not a parameter{nearest(str(name), rows)}"
            elif rows[name].items is not None:
                yield from unknown_names(rows[name].items, value, inner)
