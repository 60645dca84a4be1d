"""The wrapper of answers: where a body has its payload and its code, and whether it tells a success.

An envelope without ``data`` wraps nothing: the payload is the body, whatever JSON it is. Its ``data`` may be a path
with dots, for a payload inside another object. One without ``code`` leaves the verdict to the HTTP status; so does a
body without a code where nothing is wrapped.
"""

from typing import Any

from .json_types import is_object
from .venue import Envelope

BARE = ""
"""The key under which the client keeps a payload that has no wrapper."""


def key_of(envelope: Envelope) -> str:
    """Return the key under which the client keeps the payload."""
    return BARE if envelope.data is None else envelope.data


def payload_of(envelope: Envelope, body: Any) -> Any:
    """Return the payload of a body; None if the body does not have one."""
    if envelope.data is None:
        return body
    for step in envelope.data.split(".") if "." in envelope.data else (envelope.data,):
        body = body.get(step) if is_object(body) else None
    return body


def with_payload(envelope: Envelope, body: dict[str, Any], payload: Any) -> Any:
    """Return a body with this payload in its place; the payload itself where nothing wraps it."""
    if envelope.data is None:
        return payload
    first, _, rest = envelope.data.partition(".")
    if not rest:
        return {**body, first: payload}
    within = body.get(first)
    return {**body, first: with_payload(envelope._replace(data=rest), within if is_object(within) else {}, payload)}


_BOOLEANS = frozenset({"true", "false"})


def kept(envelope: Envelope, body: Any) -> Any:
    """Return a body as the client keeps it: with its payload under ``key_of``, and no longer inside an object."""
    if envelope.data is None:
        return {BARE: body}
    first, _, rest = envelope.data.partition(".")
    if not rest or not is_object(body) or not is_object(body.get(first)):
        return body
    inner = kept(envelope._replace(data=rest), body[first])
    beside = {name: value for name, value in inner.items() if name != rest}
    outer = {name: value for name, value in body.items() if name != first} | ({first: beside} if beside else {})
    return {**outer, envelope.data: inner[rest]} if rest in inner else outer


def code_of(envelope: Envelope, body: Any) -> str | None:
    """Return the code of a body; None if it has none. JSON booleans are codes only where one of them tells success."""
    code = body.get(envelope.code) if envelope.code is not None and is_object(body) else None
    if isinstance(code, str):
        return code
    if isinstance(code, bool):
        return str(code).lower() if not _BOOLEANS.isdisjoint(envelope.success) else None
    return str(code) if isinstance(code, int) else None


def without_code(envelope: Envelope, body: Any) -> bool:
    """Return whether a body without a code tells a success if its HTTP status does."""
    if envelope.data is None:
        return True
    return envelope.code is None and is_object(body) and envelope.data.partition(".")[0] in body


def succeeds(envelope: Envelope, body: Any) -> bool:
    """Return whether a documented body tells a success by itself."""
    code = code_of(envelope, body)
    return without_code(envelope, body) if code is None else code in envelope.success
