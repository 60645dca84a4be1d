"""What a case is, and how it is played: a script for the server, a few calls, and what must come of each."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from venues._runtime.errors import ConfigurationError, NotSentError, OutcomeUnknownError
from venues._runtime.transport.base import HttpRequest

from .carriers import Carrier
from .server import HEALTHY_BODY, RawServer, Script, Step

BODY = b'{"code":"0"}'
CANARY = "CANARY-f00d"
"""Stands in each request's headers, and may stand in no message and in nothing that a proxy sees."""

LATE = 0.05
"""Seconds by which a call may overrun its deadline."""
LOADED = 0.25
"""Seconds more for the threads of a loaded machine with two cores, where server and client share the interpreter."""


class LateError(AssertionError):
    """A call outlived its deadline, which a machine that does other work may cause by itself."""


@frozen
class Answer:
    """An answer that the caller gets. ``absent`` names headers that it must not have."""

    body: bytes = BODY
    status: int = 200
    headers: Mapping[str, str] = field(factory=dict[str, str])
    absent: tuple[str, ...] = ()


@frozen
class Fails:
    """An error that the caller gets; one of ``words``, split at '|', is in its message in any case."""

    errors: tuple[type[Exception], ...]
    words: str = ""

    def saying(self, words: str) -> "Fails":
        return Fails(self.errors, words)


OK = Answer()
NEXT = Answer(HEALTHY_BODY)
UNKNOWN = Fails((OutcomeUnknownError,))
NOT_SENT = Fails((NotSentError,))
REFUSED = Fails((ConfigurationError,))
TIMED_OUT = UNKNOWN.saying("timed out")
RESET = UNKNOWN.saying("closed|reset|aborted|recv|broken pipe")
CLOSED = UNKNOWN.saying("closed|reset|broken pipe|disconnected|end")

Expected = Answer | Fails


@frozen
class Call:
    """One call. ``expected`` are all results that the RFCs allow; ``asleep``: no event loop runs before it."""

    expected: tuple[Expected, ...]
    method: str = "GET"
    body: bytes = b""
    timeout: float = 2.0
    asleep: bool = False
    at_once: bool = False


def get(*expected: Expected, timeout: float = 2.0) -> Call:
    return Call(expected, timeout=timeout)


def post(*expected: Expected, timeout: float = 2.0, body: bytes = b'{"sz":"1"}') -> Call:
    return Call(expected, "POST", body, timeout)


@frozen(kw_only=True)
class Case:
    """A script for each connection, the calls, and what the server must have seen of them.

    Between two calls the server does first what its script has left to do. ``memory`` is by how many megabytes the
    process may grow meanwhile.
    """

    name: str
    scripts: tuple[Script, ...]
    calls: tuple[Call, ...]
    requests: tuple[int, ...]
    connections: tuple[int, ...]
    healthy: Script = ()
    memory: float | None = None
    max_body: int | None = None
    url: str = "http://127.0.0.1:{port}/api/x?y=1"
    options: Mapping[str, Any] = field(factory=dict[str, Any])
    environment: Mapping[str, str] = field(factory=dict[str, str])
    secrets: tuple[str, ...] = ()
    seen: tuple[bytes, ...] = ()
    """What must stand in the requests that the server saw."""
    unseen: tuple[bytes, ...] = ()
    """What must not stand there."""


def one(name: str, *steps: Step, expect: Expected | tuple[Expected, ...], **settings: Any) -> Case:
    """A call that meets this answer, and a call after it, which must fare well.

    ``reused`` says whether the second goes over the same connection; without it both are right.
    """
    from .server import Read

    expected = expect if isinstance(expect, tuple) else (expect,)
    reused: bool | None = settings.pop("reused", False)
    call = Call(expected, settings.pop("method", "GET"), settings.pop("body", b""), settings.pop("timeout", 2.0))
    return Case(
        name=name,
        scripts=((Read(), *steps),),
        calls=(call, get(NEXT)),
        requests=settings.pop("requests", (2,)),
        connections=(1, 2) if reused is None else (1,) if reused else (2,),
        **settings,
    )


def play(case: Case, make: Any, folder: Path, contexts: Any, setenv: Any) -> None:
    """Play a case on a carrier, and hold what came of it against what must come."""
    with RawServer(case.scripts, case.healthy, contexts) as server:
        options = {
            name: value.format(port=server.port, folder=folder) if isinstance(value, str) else value
            for name, value in case.options.items()
        }
        for name, value in case.environment.items():
            setenv(name, value.format(port=server.port))
        carrier: Carrier = make(**options)
        try:
            before = _resident() if case.memory is not None else 0.0
            for number, call in enumerate(case.calls):
                if number and not call.at_once:
                    _until(server.settled, carrier, call.asleep)
                _check(f"call {number}", call, carrier, server, case)
            grown = _greatest() - before if case.memory is not None else 0.0
            _until(lambda: len(server.requests) >= min(case.requests), carrier, True)
            _until(lambda: server.connections >= min(case.connections), carrier, True)
        finally:
            carrier.close()
    if len(server.requests) not in case.requests:
        raise AssertionError(f"the server saw {len(server.requests)} requests, not {case.requests}: {server.requests}")
    if server.connections not in case.connections:
        raise AssertionError(f"the server saw {server.connections} connections, not {case.connections}")
    seen = b"".join(server.requests)
    for part in case.seen:
        assert part in seen, f"the server did not see {part!r} but {seen!r}"
    for part in case.unseen:
        assert part not in seen, f"the server saw {part!r} in {seen!r}"
    for request in server.requests:
        if request.startswith(b"CONNECT "):
            assert CANARY.encode() not in request, "the proxy saw a header of the call"
    if case.memory is not None and grown > case.memory:
        raise AssertionError(f"the process grew by {grown:.0f} MB, and may by {case.memory:.0f}")


def _check(where: str, call: Call, carrier: Carrier, server: RawServer, case: Case) -> None:
    request = HttpRequest(
        method=call.method,
        url=case.url.format(port=server.port),
        headers={"X-Secret": CANARY},
        body=call.body,
        write=call.method != "GET",
        timeout=call.timeout,
        connect_timeout=call.timeout,
    )
    departed = carrier.departures
    began = time.monotonic()
    try:
        result: Any = carrier.send(request)
    except (NotSentError, OutcomeUnknownError, ConfigurationError) as error:
        result = error
    lasted = time.monotonic() - began
    wrong = [_unlike(result, each) for each in call.expected]
    if all(wrong):
        raise AssertionError(f"{where}: " + "; or ".join(each for each in wrong if each))
    if lasted > call.timeout + LATE + LOADED:
        raise LateError(f"{where} took {lasted:.2f} s of {call.timeout} s")
    if isinstance(result, Exception):
        said = _said(result)
        for secret in (CANARY, *case.secrets):
            assert secret not in said, f"{where}: a secret stands in {said}"
    if departed is not None and carrier.departures is not None:
        times = carrier.departures - departed
        most = 0 if isinstance(result, ConfigurationError) else 1
        least = 0 if isinstance(result, NotSentError | ConfigurationError) else 1
        assert least <= times <= most, f"{where}: the transport said {times} times that the call departs: {result!r}"


def _said(error: BaseException | None) -> str:
    """All words of an error and of what stands behind it, which a traceback prints."""
    said: list[str] = []
    while error is not None:
        said += [repr(error), str(error)]
        error = error.__cause__ or error.__context__
    return "\n".join(said)


def _unlike(result: Any, expected: Expected) -> str | None:
    """How a result differs from one that is expected; None if it does not."""
    if isinstance(expected, Fails):
        kinds = "/".join(each.__name__ for each in expected.errors)
        if not isinstance(result, expected.errors):
            return f"expected {kinds}, got {_short(result)}"
        if not any(word in str(result).lower() for word in expected.words.split("|")):
            return f"expected {kinds} that says {expected.words}, got {_short(result)}"
        return None
    if isinstance(result, Exception):
        return f"expected {expected.status} {expected.body[:40]!r}, got {_short(result)}"
    if (result.status, result.body) != (expected.status, expected.body):
        return f"expected {expected.status} {expected.body[:40]!r}, got {_short(result)}"
    for name, value in expected.headers.items():
        if result.headers.get(name) != value:
            return f"expected the header {name}: {value}, got {str(result.headers.get(name))[:80]}"
    present = [name for name in expected.absent if name in result.headers]
    return f"the answer has the headers {present}" if present else None


def _short(result: Any) -> str:
    if isinstance(result, Exception):
        return f"{type(result).__name__}: {str(result)[:200]}"
    return f"{result.status} {bytes(result.body[:60])!r}"


def _until(happened: Any, carrier: Carrier, asleep: bool) -> None:
    """Wait until the server is so far, at most a second."""
    for _ in range(500):
        if happened():
            break
        carrier.pause(0.002, asleep)
    # What was sent on loopback is there; the event loop has yet to look at it, unless it sleeps.
    carrier.pause(0.002, asleep)


def _resident() -> float:
    """Megabytes that the process holds; from here on ``_greatest`` is counted anew. Only Linux tells."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return float("inf")
    return _megabytes("VmRSS")


def _greatest() -> float:
    return _megabytes("VmHWM") if Path("/proc/self/status").exists() else 0.0


def _megabytes(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024
