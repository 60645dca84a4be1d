"""Check that an endpoint's sections fit together: names, paging, reconcile, the sandbox.

A section that names a row which the tables do not have is stale: it is left out, and the rest of the endpoint stays.
"""

import keyword
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import frozen

from ..rules.hints import nearest
from ..runtime.routes import names_in
from .model import EndpointSpec, VenueSpec, walk
from .problem import Problem
from .yaml import Document, problem_at

StalePart = Literal["dedup_key", "pages", "reconcile", "renamed", "sandbox", "verdict"]
"""A part of ``sdk:`` that is left out where it is stale."""

_Path = tuple[str | int, ...]
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@frozen
class _Fault:
    """A fault at a path of the file; ``stale`` is the section that names a row that does not exist."""

    path: _Path
    check: str
    message: str
    stale: StalePart | None = None


def unfit(endpoint: EndpointSpec, venue: VenueSpec, document: Document) -> Iterator[tuple[StalePart | None, Problem]]:
    """Yield the faults of an endpoint at their places in the file, each with the section that is stale."""
    for faults in (
        _names(endpoint),
        _dedup_key(endpoint),
        _renamed(endpoint),
        _pages(endpoint),
        _reconcile(endpoint),
        _verdict(endpoint),
        _sandbox(endpoint, venue),
    ):
        for fault in faults:
            stale = fault.stale is not None
            yield fault.stale, problem_at(document, fault.path, fault.check, fault.message, stale=stale)


def _names(endpoint: EndpointSpec) -> Iterator[_Fault]:
    for noun, name in (("group", endpoint.group), ("endpoint", endpoint.name)):
        if not _NAME.fullmatch(name) or keyword.iskeyword(name):
            message = f"the {noun} {name!r} is not a Python name; use lower case letters, digits and underscores"
            yield _Fault((), "name", message)
    if not re.fullmatch(r"/[A-Za-z0-9/_.{}-]*", endpoint.path):
        message = f"{endpoint.path!r} is not a path such as /api/v5/account/balance"
        yield _Fault(("docs", "path"), "path", message)
    rows = {row.name: row for row in endpoint.request}
    for name in names_in(endpoint.path):
        row = rows.get(name)
        if endpoint.batch or row is None or row.json in ("array", "object") or row.required != "yes":
            message = (
                f"the path has the parameter {name}, which must be a required row of the request with a plain value"
            )
            yield _Fault(("docs", "path"), "path", message)


def _dedup_key(endpoint: EndpointSpec) -> Iterator[_Fault]:
    known = {row.name for _, row in walk(endpoint.request)}
    if endpoint.dedup_key is not None and endpoint.dedup_key not in known:
        yield _missing(("sdk", "dedup_key"), "dedup-key", "request", endpoint.dedup_key, known, "dedup_key")


def _renamed(endpoint: EndpointSpec) -> Iterator[_Fault]:
    rows = {f"{side}.{path}" for side in ("request", "response") for path, _ in walk(getattr(endpoint, side))}
    for path, older_row in endpoint.renamed.items():
        older = f"{path.rpartition('.')[0]}.{older_row.former}"
        if path not in rows:
            message = f"no table has a row {path}; write request.NAME or response.NAME"
            yield _Fault(("sdk", "renamed", path), "renamed", message, stale="renamed")
        elif older in rows:
            message = f"the table still has the row {older_row.former}, which needs no older name; leave this out"
            yield _Fault(("sdk", "renamed", path), "renamed", message)


def _pages(endpoint: EndpointSpec) -> Iterator[_Fault]:
    pages = endpoint.pages
    if pages is None:
        return
    named = bool(pages.field) + (pages.token is not None)
    if (pages.cursor is None) == (pages.number is None) or named != (pages.cursor is not None):
        message = "pages are turned by a cursor and the field or token that it names, or by a number"
        yield _Fault(("sdk", "pages"), "pages", message)
    sent, kept = pages.keep or (None, None)
    parameters, answered = dict(walk(endpoint.request)), dict(walk(endpoint.response))
    for key, name, known, side in (
        ("cursor", pages.cursor, parameters, "request"),
        ("number", pages.number, parameters, "request"),
        ("size", pages.size, parameters, "request"),
        ("begin", pages.begin, parameters, "request"),
        ("keep", sent, parameters, "request"),
        ("field", ".".join(map(str, pages.field)) or None, answered, "response"),
        ("token", pages.token, answered, "response"),
        ("rows", pages.rows, answered, "response"),
        ("keep", kept, answered, "response"),
    ):
        if name is not None and name not in known:
            yield _missing(("sdk", "pages", key), "pages", side, name, known, "pages")


def _parameters(endpoint: EndpointSpec) -> set[str]:
    """Return the names of an endpoint's parameters, and of those in the items of its batch."""
    nested = {section.items for section in (endpoint.reconcile, endpoint.sandbox) if section is not None}
    inside = {row.name for batch in endpoint.request if batch.name in nested for row in batch.fields}
    return {row.name for row in endpoint.request} | inside


def _reconcile(endpoint: EndpointSpec) -> Iterator[_Fault]:
    reconcile = endpoint.reconcile
    if reconcile is None:
        return
    for index, ask in enumerate(reconcile.ask):
        path = ("sdk", "reconcile", "ask", index, "params")
        if endpoint.dedup_key is None or endpoint.dedup_key not in ask.params.values():
            message = "nothing is asked by the dedup_key, which tells one write from another"
            yield _Fault(path, "reconcile", message)
        if ask.match and endpoint.dedup_key not in ask.match.values():
            message = "match names no field for the dedup_key, which tells one write from another"
            yield _Fault((*path[:-1], "match"), "reconcile", message)
        for name in sorted({*ask.params.values(), *ask.match.values()} - _parameters(endpoint)):
            yield _missing(path, "reconcile", "request", name, _parameters(endpoint), "reconcile")
    if reconcile.expires is not None and reconcile.expires not in {row.name for row in endpoint.headers}:
        yield _Fault(("sdk", "reconcile"), "reconcile", f"no header {reconcile.expires} is sent")


def _verdict(endpoint: EndpointSpec) -> Iterator[_Fault]:
    verdict, known = endpoint.verdict, {row.name for row in endpoint.response}
    if verdict is None:
        return
    for name in filter(None, (verdict.code, verdict.message)):
        if name not in known:
            yield _missing(("sdk", "verdict"), "verdict", "response", name, known, "verdict")
    if not verdict.success:
        yield _Fault(("sdk", "verdict"), "verdict", "no code of success is named, so that every answer is a refusal")


def _sandbox(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[_Fault]:
    state = endpoint.sandbox
    if state is not None and not state.table and not state.context:
        yield _Fault(("sdk", "sandbox"), "sandbox", "the sandbox keeps nothing: name a table or a context")
    if state is None or state.does is None:
        return
    tables = {*venue.orders, *(venue.sandbox.columns if state.does == "read" else ())}
    if state.table not in tables or not set(state.inner.values()) <= venue.sandbox.columns.keys():
        yield _Fault(
            ("sdk", "sandbox"),
            "sandbox",
            f"venue.yaml has no table of {'rows' if state.does == 'read' else 'orders'} {state.table}",
        )
    for name in sorted({*state.changes, *state.ids, *filter(None, [state.items])} - _parameters(endpoint)):
        yield _missing(("sdk", "sandbox"), "sandbox", "request", name, _parameters(endpoint), "sandbox")


def _missing(path: _Path, check: str, table: str, name: str, known: Iterable[str], section: StalePart) -> _Fault:
    message = f"the {table} table has no {name}{nearest(name, known)}; {section} is left out"
    return _Fault(path, check, message, section)
