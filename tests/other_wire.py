"""Requests of clients that are not ours: read from the wire as a venue reads them, and sent again through the SDK."""

import json
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from attrs import frozen

from venues._runtime.errors import DecodeError
from venues._runtime.transport.stub import StubTransport


@frozen
class Wire:
    """One request: the values of a query as text, those of a body as JSON."""

    method: str
    path: str
    values: Any
    signed: bool = False


def read(method: str, target: str, body: bytes | str, headers: Mapping[str, str], signature: str) -> Wire:
    """Read a request; ``signature`` is the header with the signature of those calls that have one."""
    url = urlsplit(target)
    values = json.loads(body) if body else dict(parse_qsl(url.query, keep_blank_values=True))
    return Wire(method, url.path, values, signature in headers)


def through_the_sdk(venue: str, wire: Wire, keys: Mapping[str, str], envelope: Any) -> tuple[str, str, bytes, Any]:
    """Send a request of another client through the SDK of a venue: method, target, body and headers that go out.

    Raises ``KeyError`` for an endpoint that the SDK does not have, ``RequestError`` where it refuses the request.
    """
    package = import_module(f"venues.{venue}")
    request = import_module(f"venues.{venue}.endpoints").request_class(wire.method, wire.path).from_wire(wire.values)
    stub = StubTransport()
    stub.answer(wire.method, wire.path, envelope)
    with (
        package.Client(**keys, base_url="https://venue.test", transport=stub, auto_client_id=False) as client,
        suppress(DecodeError),
    ):
        client.send(request)  # what is answered does not matter here
    [call] = stub.calls
    return call.method, call.url.removeprefix("https://venue.test"), call.body, call.headers
