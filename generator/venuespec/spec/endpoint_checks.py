"""Whether an endpoint's own sections fit together: names, paging, reconcile, the sandbox. What does not is an error."""

import keyword
import re
from collections.abc import Iterator

from .model import EndpointSpec, VenueSpec, walk
from .problem import Problem
from .yaml import Document, problem_at

_Fault = tuple[tuple[str | int, ...], str, str]
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def unfit(endpoint: EndpointSpec, venue: VenueSpec, document: Document) -> Iterator[Problem]:
    """Yield what is wrong with an endpoint, at its place in the file."""
    for faults in (
        _names(endpoint),
        _renamed(endpoint),
        _pages(endpoint),
        _reconcile(endpoint),
        _sandbox(endpoint, venue),
    ):
        for path, check, message in faults:
            yield problem_at(document, path, check, message)


def _names(endpoint: EndpointSpec) -> Iterator[_Fault]:
    for what, name in (("group", endpoint.group), ("endpoint", endpoint.name)):
        if not _NAME.fullmatch(name) or keyword.iskeyword(name):
            message = f"the {what} {name!r} is not a Python name; use lower case letters, digits and underscores"
            yield (), "name", message
    if not re.fullmatch(r"/[A-Za-z0-9/_.{}-]*", endpoint.path):
        yield ("docs", "path"), "path", f"{endpoint.path!r} is not a path such as /api/v5/account/balance"


def _renamed(endpoint: EndpointSpec) -> Iterator[_Fault]:
    rows = {f"{side}.{path}" for side in ("request", "response") for path, _ in walk(getattr(endpoint, side))}
    for path, each in endpoint.renamed.items():
        older = f"{path.rpartition('.')[0]}.{each.former}"
        if path not in rows:
            yield ("sdk", "renamed", path), "renamed", f"no table has a row {path}; write request.NAME or response.NAME"
        elif older in rows:
            message = f"the table still has the row {each.former}, which needs no older name; leave this out"
            yield ("sdk", "renamed", path), "renamed", message


def _pages(endpoint: EndpointSpec) -> Iterator[_Fault]:
    pages = endpoint.pages
    if pages is None:
        return
    named = bool(pages.field) + (pages.token is not None)
    if (pages.cursor is None) == (pages.number is None) or named != (pages.cursor is not None):
        message = "pages are turned by a cursor and the field or token that it names, or by a number"
        yield ("sdk", "pages"), "pages", message
    sent, kept = pages.keep or (None, None)
    parameters, answered = dict(walk(endpoint.request)), dict(walk(endpoint.response))
    for key, name, known, what in (
        ("cursor", pages.cursor, parameters, "request"),
        ("number", pages.number, parameters, "request"),
        ("keep", sent, parameters, "request"),
        ("field", ".".join(map(str, pages.field)) or None, answered, "response"),
        ("token", pages.token, answered, "response"),
        ("rows", pages.rows, answered, "response"),
        ("keep", kept, answered, "response"),
    ):
        if name is not None and name not in known:
            yield ("sdk", "pages", key), "pages", f"the {what} table has no {name}"


def _parameters(endpoint: EndpointSpec) -> set[str]:
    """The names of an endpoint's parameters, and of those in the items of its batch."""
    nested = {each.items for each in (endpoint.reconcile, endpoint.sandbox) if each is not None}
    inside = {row.name for each in endpoint.request if each.name in nested for row in each.fields}
    return {row.name for row in endpoint.request} | inside


def _reconcile(endpoint: EndpointSpec) -> Iterator[_Fault]:
    reconcile = endpoint.reconcile
    if reconcile is None:
        return
    for index, ask in enumerate(reconcile.ask):
        path = ("sdk", "reconcile", "ask", index, "params")
        if endpoint.dedup_key is None or endpoint.dedup_key not in ask.params.values():
            yield path, "reconcile", "nothing is asked by the dedup_key, which tells one write from another"
        for name in sorted(set(ask.params.values()) - _parameters(endpoint)):
            yield path, "reconcile", f"the request table has no {name}"
    if reconcile.expires is not None and reconcile.expires not in {row.name for row in endpoint.headers}:
        yield ("sdk", "reconcile"), "reconcile", f"no header {reconcile.expires} is sent"


def _sandbox(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[_Fault]:
    state = endpoint.sandbox
    if state is None or state.does is None:
        return
    if state.table not in venue.orders:
        yield ("sdk", "sandbox"), "sandbox", f"venue.yaml has no table of orders {state.table}"
    for name in sorted({*state.changes, *filter(None, [state.items])} - _parameters(endpoint)):
        yield ("sdk", "sandbox"), "sandbox", f"the request table has no {name}"
