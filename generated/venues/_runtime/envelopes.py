"""The wrapper of answers: where a body has its payload and its code, and whether it tells a success.

An envelope without ``data`` wraps nothing: the payload is the body, whatever JSON it is. One without ``code`` leaves
the verdict to the HTTP status; so does a body without a code where nothing is wrapped.
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
    return body.get(envelope.data) if is_object(body) else None


def code_of(envelope: Envelope, body: Any) -> str | None:
    """Return the code of a body; None if it has none. JSON booleans are not codes."""
    code = body.get(envelope.code) if envelope.code is not None and is_object(body) else None
    if isinstance(code, str):
        return code
    return str(code) if isinstance(code, int) and not isinstance(code, bool) else None


def without_code(envelope: Envelope, body: Any) -> bool:
    """Return whether a body without a code tells a success if its HTTP status does."""
    if envelope.data is None:
        return True
    return envelope.code is None and is_object(body) and envelope.data in body


def succeeds(envelope: Envelope, body: Any) -> bool:
    """Return whether a documented body tells a success by itself."""
    code = code_of(envelope, body)
    return without_code(envelope, body) if code is None else code in envelope.success
