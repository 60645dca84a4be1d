"""Prepare a call: check the request, write URL, body and headers, sign each attempt."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from .clock import timestamp
from .core import Core
from .endpoint import Endpoint
from .errors import ConfigurationError, RequestError, warn
from .json_types import is_array, is_items, is_object, json_text, writer
from .records import evolve
from .request import Param, Request
from .routes import filled, names_in
from .rules import Violation
from .transport.base import HttpRequest, SentHeaders
from .values import is_sendable, number, plain, shown
from .venue import ListForm, Venue

T = TypeVar("T")

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# The path follows the host in the URL: without its slash it would be read as a part of the host.
_PATH = re.compile(r"(?:/(?!(?:\.|%2[eE]){1,2}(?:/|$))(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})+)+/?")


class Call(NamedTuple):
    """One request in wire form, the same in every attempt."""

    endpoint: Endpoint
    wire: Any
    target: str
    body: bytes
    request_id: str
    headers: Mapping[str, str] = {}


def check(request: Request[T], context: Any, given: Request[T], ages: Callable[[], Mapping[str, str]]) -> Request[T]:
    """Refuse a request that the venue would refuse; warn about one that is merely inadvisable.

    Returns the request, or ``given`` if only the id that the client added breaks a rule. ``ages`` tells how old the
    learnt values of the context are. Raises ``RequestError``.
    """
    settled, broken = request.judged(context)
    if not broken:
        return request
    if request is not given:
        without_id, before = given.judged(context)
        if any(violation not in before for violation in broken):
            request, settled, broken = given, without_id, before
    for violation in broken:
        if violation.level == "warn":
            warn(violation, request.endpoint)
    errors = tuple(violation for violation in broken if violation.level == "error")
    if errors:
        known = {violation.rule for violation in errors}
        undecided = tuple(rule for rule in settled.undecided(context) if rule.rule not in known)
        read = {name for violation in errors for name in violation.needs}
        told = {name: age for name, age in ages().items() if _concerns(name, read, settled)}
        learnt = tuple(f"{name} was learnt {age} ago" for name, age in told.items())
        raise RequestError(request.endpoint, errors, undecided, learnt, settled.python_names())
    return request


def _concerns(name: str, read: set[str], request: Request[Any]) -> bool:
    """Return whether a rule read a value of the context: that of the account, or of an instrument of the request."""
    known, _, key = name.partition("[")
    return known in read and (not key or _holds(request.to_wire(), key.removesuffix("]")))


def _holds(wire: Any, text: str) -> bool:
    if is_object(wire):
        return any(_holds(value, text) for value in wire.values())
    return any(_holds(value, text) for value in wire) if is_array(wire) else wire == text


def need_credentials(venue: Venue, endpoint: Endpoint) -> None:
    """Refuse a call that needs credentials, for a client without any. Raises ``ConfigurationError``."""
    if endpoint.keyed or (endpoint.signed and not endpoint.optional):
        names = ", ".join(venue.auth.credentials)
        needs = "is signed" if endpoint.signed else "carries the key"
        raise ConfigurationError(f"{endpoint.name} {needs}: give the client {names}", endpoint=endpoint)


def check_route(endpoint: Endpoint) -> None:
    """Refuse an invalid method or path. Raises ``ConfigurationError``."""
    if endpoint.method not in _METHODS:
        raise ConfigurationError(f"method must be one of {', '.join(_METHODS)}, got {endpoint.method!r}")
    path, _ = filled(endpoint.path, dict.fromkeys(names_in(endpoint.path), "x"))
    if _PATH.fullmatch(path) is None:
        raise ConfigurationError(
            "path must begin with one slash, without segments of dots, query or fragment, and write all but plain "
            f"ASCII as %XX, got {endpoint.path!r}"
        )


def raw_endpoint(venue: Venue, method: str, path: str, signed: bool) -> tuple[Endpoint, Mapping[str, Param]]:
    """Return the endpoint of a call by hand, with its parameters by wire name as far as the SDK knows them."""
    try:
        known = venue.requests(method, path)
    except KeyError:
        form = venue.transport == "form" and method not in ("GET", "DELETE")
        query = method in ("GET", "DELETE") or venue.transport == "query"
        name, write = f"{method} {path}", method != "GET"
        made = Endpoint(
            name=name, method=method, path=path, docs="", signed=signed, write=write, query=query, form=form
        )
        return made, {}
    endpoint = evolve(known.endpoint, signed=signed, optional=False, reconcile=None)
    return endpoint, {row.wire: row for _, row in known.params}


def raw_wire(endpoint: Endpoint, values: Any, rows: Mapping[str, Param]) -> Any:
    """Return wire values given by hand in the form that typed requests give them.

    What is None is not sent, and numbers are written out: as text where the table has text. Raises ``RequestError``.
    """
    try:
        return _raw(values, rows)
    except _UnwritableError as error:
        message = str(error).removeprefix(": ")
        raise RequestError(endpoint, (Violation(rule="type", params=error.params, message=message),)) from None


class _UnwritableError(ValueError):
    """A value without a wire form, with the names that lead to it, the innermost first."""

    def __init__(self, problem: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(f"{'.'.join(reversed(path))}: {problem}")
        self.problem = problem
        self.path = path
        self.params = path[-1:]


def _raw(value: Any, rows: Mapping[str, Param], row: Param | None = None) -> Any:
    if is_object(value):
        inside = _within(row) if row else rows
        return {name: _raw_named(name, inner, inside) for name, inner in value.items() if inner is not None}
    if is_array(value) or is_items(value):
        return [_raw(inner, rows, row) for inner in value]
    if type(value) not in (str, int, bool):
        from .plain_values import plain_value  # which few programs need

        value = plain_value(value)
    if isinstance(value, float | Decimal):
        written = number(value)
        if type(written) is not str:
            raise _UnwritableError(f"{shown(value)} is not a number that can be written out")
        return written if row is not None and row.json == "string" else Decimal(written)
    if value is None or isinstance(value, str | int):
        return value
    advice = "; give the venue's own form, such as Unix milliseconds" if isinstance(value, date) else ""
    raise _UnwritableError(f"{shown(value)} has no wire form{advice}")


def _raw_named(name: str, value: Any, rows: Mapping[str, Param]) -> Any:
    try:
        return _raw(value, rows, rows.get(name))
    except _UnwritableError as error:
        raise _UnwritableError(error.problem, (*error.path, str(name))) from None


def _within(row: Param) -> Mapping[str, Param]:
    return {} if row.items is None else {inner.wire: inner for _, inner in row.items.params}


def make_call(core: Core, endpoint: Endpoint, wire: Any, headers: Mapping[str, str]) -> Call:
    """Return a call with its wire values written. Raises ``RequestError`` for values without a wire form."""
    target, body = written(core.venue, endpoint, wire)
    return Call(endpoint, wire, target, body, core.watch.request_id(), headers)


def written(venue: Venue, endpoint: Endpoint, wire: Any) -> tuple[str, bytes]:
    """Write wire values as the query or the body of a call; return its target and its body.

    Raises ``RequestError`` for values without a wire form.
    """
    body = b""
    try:
        target, rest = filled(endpoint.path, wire, _plain)
        if endpoint.form:
            body = _pairs(rest, venue.lists).encode() if rest else b""
        elif not endpoint.query:
            body = json_text(rest) if rest else b"{}"
        elif rest:
            target += "?" + _pairs(rest, venue.lists)
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        form = "a query" if endpoint.query else "a form" if endpoint.form else "JSON"
        message = f"the parameters cannot be written as {form}: {error}"
        raise RequestError(endpoint, (Violation(rule="type", params=(), message=message),)) from None
    return target, body


def writing(venue: Venue, endpoint: Endpoint) -> Callable[[Any], tuple[str, bytes]]:
    """Return a function that does what ``written`` does for the calls of one endpoint."""
    path = endpoint.path
    if names_in(path) or endpoint.form or endpoint.query:
        return partial(written, venue, endpoint)
    text = writer()

    def write(wire: Any) -> tuple[str, bytes]:
        try:
            return path, text(wire) if wire else b"{}"
        except (TypeError, ValueError, RecursionError):
            return written(venue, endpoint, wire)  # which raises the error

    return write


def _pairs(values: Mapping[str, Any], lists: ListForm) -> str:
    if lists == "json":
        values = {name: _in_json(value) for name, value in values.items()}
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in values.items())


def _in_json(value: Any) -> Any:
    return json_text(value).decode() if is_array(value) or is_items(value) or is_object(value) else value


def _quoted(value: Any) -> str:
    """Percent-encode a query value; the commas of a list stay as they are."""
    return quote(_plain(value), safe="-_.~,")


def _plain(value: Any) -> str:
    """Write a value of a query or of a path as text."""
    if value is None:
        raise ValueError("None has no form there")
    if value is True or value is False:
        return "true" if value else "false"
    if is_array(value) or is_items(value):
        if any(map(is_object, value)):
            raise ValueError("a list of objects has no form there")
        value = ",".join(map(_plain, value))
    if is_object(value):
        raise ValueError("an object has no form there")
    if isinstance(value, Decimal):
        if not is_sendable(value):
            raise ValueError(f"{value} is not a number that can be written out")
        value = plain(value)
    return str(value)


def http(core: Core, call: Call, timeout: float) -> HttpRequest:
    """Build the HTTP request of one attempt, signed with the current time."""
    endpoint = call.endpoint
    signer = core.signer
    headers = {**core.headers, **call.headers}
    target, body = call.target, call.body
    now = 0
    if signer is not None and endpoint.signed:
        now = timestamp(core.clock.now, core.offset)
        target, body = signer.with_params(endpoint.method, target, body, now, form=endpoint.form)
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded" if endpoint.form else "application/json"
    # Signed headers are never a local variable: crash reporters show those.
    if signer is not None and endpoint.signed:
        sent = SentHeaders(headers | signer.headers(endpoint.method, target, body, now))
    elif signer is not None and endpoint.keyed:
        sent = SentHeaders(headers | signer.key_headers())
    else:
        sent = SentHeaders(headers)
    return HttpRequest(
        method=endpoint.method,
        url=core.base_url + target,
        headers=sent,
        body=body,
        write=endpoint.write,
        connect_timeout=min(core.connect_timeout, timeout),
        timeout=timeout,
    )
