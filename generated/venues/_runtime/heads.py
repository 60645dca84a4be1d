"""The bytes of an endpoint's calls: a template, filled in for each call.

They are the bytes that a transport writes for the same call, without a dict of headers for each.
"""

from collections.abc import Callable

from .core import Core
from .endpoint import Endpoint
from .errors import ConfigurationError
from .transport.dialing import LINES, Origin
from .transport.http11 import Outgoing

# Marks of the places that differ from call to call: control characters, which no header and no path can hold.
_TARGET, _SIGNATURE, _TIMESTAMP, _LENGTH, _BODY = "\1\2\3\4\5"
_Fill = Callable[[tuple[bytes | int, ...]], bytes]


class Writer:
    """Writes the calls of one endpoint of a client, signed where it is a signed one."""

    def __init__(self, core: Core, endpoint: Endpoint, origin: Origin) -> None:
        self._method = endpoint.method
        self._form = endpoint.form
        self._target = endpoint.path
        self._path = endpoint.path.encode("ascii", "replace")
        self._signer = signer = core.signer if endpoint.signed else None
        self._adds_params = signer is not None and signer.adds_params
        varying = () if signer is None else signer.varying
        self._sign = signer.signing(endpoint.method) if signer is not None and "signature" in varying else None
        self._stamps = "timestamp" in varying
        self._sized = endpoint.method != "GET"
        self._with_body = _template(core, endpoint, origin, body=True)
        self._without_body = _template(core, endpoint, origin, body=False)

    def write(self, target: str, body: bytes, now: int) -> bytes:
        """Return the bytes of a call, which hold credentials; ``now`` is the venue's time in milliseconds."""
        signer = self._signer
        if self._adds_params and signer is not None:
            target, body = signer.with_params(self._method, target, body, now, form=self._form)
        path = self._path if target is self._target else target.encode("ascii")
        varying: tuple[bytes, ...] = (path,)
        if signer is not None and (self._sign is not None or self._stamps):
            stamp = signer.stamp(now)
            if self._sign is None:
                varying = (path, stamp)
            else:
                signature = self._sign(path, body, stamp)
                varying = (path, signature, stamp) if self._stamps else (path, signature)
        if body:
            return self._with_body((*varying, len(body), body))
        return self._without_body((*varying, 0) if self._sized else varying)


def _template(core: Core, endpoint: Endpoint, origin: Origin, *, body: bool) -> _Fill:
    """Return a function that fills in the varying parts of a call.

    It is a bound method of C, so that no ``repr`` and no frame shows the credentials in the template.
    """
    headers = dict(core.headers)
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded" if endpoint.form else "application/json"
    # Signed headers are never a local variable: crash reporters show those.
    held = Outgoing(endpoint.method, origin.url, 0.0, 0.0)
    if core.signer is not None and endpoint.signed:
        held.lines = "\r\n".join(map(": ".join, (headers | core.signer.with_marks(_SIGNATURE, _TIMESTAMP)).items()))
    elif core.signer is not None and endpoint.keyed:
        held.lines = "\r\n".join(map(": ".join, (headers | core.signer.key_headers()).items()))
    else:
        held.lines = "\r\n".join(map(": ".join, headers.items()))
    if LINES.fullmatch(held.lines.replace(_SIGNATURE, "x").replace(_TIMESTAMP, "x")) is None:
        raise ConfigurationError("a header holds a line break, or another character that no header can carry")
    start = f"{endpoint.method} {_TARGET} HTTP/1.1\r\n{origin.preamble}"
    length = f"Content-Length: {_LENGTH}\r\n" if body or endpoint.method != "GET" else ""
    return (
        f"{start}{held.lines}\r\n{length}\r\n{_BODY if body else ''}".replace("%", "%%")
        .replace(_TARGET, "%b")
        .replace(_SIGNATURE, "%b")
        .replace(_TIMESTAMP, "%b")
        .replace(_LENGTH, "%d")
        .replace(_BODY, "%b")
        .encode("ascii")
        .__mod__
    )
