"""What a call tells of itself while it is under way: hooks, log records, counters.

Nothing that these do replaces what became of the call: their errors are logged, or, where logging itself fails,
printed as ``logging`` prints its own.
"""

import logging
import sys
import traceback
from logging import DEBUG, WARNING
from typing import Any

from attrs import evolve

from .core import Core
from .errors import APIError, ConfigurationError, VenueError, readable
from .interrupts import forget_locals, from_outside
from .observe import Attempt, Hook
from .outgoing import Call
from .steps import Send
from .transport.base import HttpResponse
from .venue import Outcome

_LEVELS = {"info": logging.INFO, "warning": WARNING, "error": logging.ERROR}


def log_fields(call: Call) -> dict[str, Any]:
    """What every log record of a call has."""
    return {"endpoint": call.endpoint.name, "request_id": call.request_id}


def log(core: Core, level: str, message: str, *arguments: Any, **rest: Any) -> None:
    """Log; a handler that fails stops no call."""
    _log(core, _LEVELS[level], message, *arguments, **rest)


def _log(core: Core, level: int, message: str, *arguments: Any, **rest: Any) -> None:
    logger = core.logger
    if not logger.isEnabledFor(level):
        return
    try:
        logger.log(level, message, *arguments, **rest)
    except Exception as error:
        if from_outside(error, logger.log):
            raise
        if logging.raiseExceptions and sys.stderr is not None:
            print(f"a handler of the logger {logger.name} failed:", file=sys.stderr)
            traceback.print_exception(error, file=sys.stderr)


def report_start(core: Core, call: Call, number: int, waited: float) -> None:
    """Tell the hook of an attempt that goes out."""
    if core.watch.on_request is not None:
        _call_hook(core, core.watch.on_request, _attempt(call, number, waited))


def report_end(
    core: Core, call: Call, number: int, waited: float, elapsed: float, result: Any, error: VenueError | None
) -> None:
    """Count, log and tell of an attempt that has ended: never a header, a query or a body."""
    if error is not None:
        core.watch.attempt_failed(call.endpoint, error)
    lost = error is not None and call.endpoint.write and error.outcome == "unknown"
    level = WARNING if lost else DEBUG
    hook = core.watch.on_response
    if hook is None and not core.logger.isEnabledFor(level):
        return
    attempt = evolve(
        _attempt(call, number, waited),
        elapsed=elapsed,
        status=result.status if isinstance(result, HttpResponse) else None,
        error=None if error is None else type(error).__name__,
        code=readable(error.code, 40) if isinstance(error, APIError) else None,
        outcome=error.outcome if error is not None and call.endpoint.write else None,
    )
    _log(
        core,
        level,
        "%s %s attempt=%d status=%s ms=%.1f%s",
        call.endpoint.method,
        call.endpoint.path,
        number,
        attempt.status,
        elapsed * 1000,
        "" if error is None else f" {attempt.error} {attempt.code or ''}".rstrip() + ": outcome unknown" * lost,
        extra={
            **log_fields(call),
            "attempt": number,
            "status": attempt.status,
            "elapsed_ms": elapsed * 1000,
            "waited_ms": waited * 1000,
            "error": attempt.error,
            "code": attempt.code,
            "outcome": attempt.outcome,
        },
    )
    if hook is not None:
        _call_hook(core, hook, attempt)


def report_cancelled(core: Core, call: Call, number: int, waited: float, elapsed: float, *, left: bool) -> None:
    """Tell the hook of an attempt that was cancelled."""
    if core.watch.on_response is not None:
        outcome: Outcome | None = None if not call.endpoint.write else "unknown" if left else "not_executed"
        ended = evolve(_attempt(call, number, waited), elapsed=elapsed, error="CancelledError", outcome=outcome)
        _call_hook(core, core.watch.on_response, ended)


def log_unreported_write(core: Core, send: Send | None) -> None:
    """Log that the caller of a write that had left hears of no outcome, for something from outside stopped the
    call."""
    if send is None or not send.departed or not send.request.write or send.outcome == "not_executed":
        return
    endpoint = send.call.endpoint
    words = "outcome unknown"
    if send.outcome == "executed":
        words = "its answer says that it was executed, its caller has it as outcome unknown"
    extra = {**log_fields(send.call), "attempt": send.attempt, "outcome": send.outcome}
    message = "%s %s was cancelled after it had left: %s"
    _log(core, WARNING, message, endpoint.method, endpoint.path, words, extra=extra)


def report_limiter_failure(core: Core, error: Exception) -> None:
    """Log what the rate limiter raised when a call was on its way; what only its owner can mend fails the next
    call."""
    forget_locals(error)
    _log(core, logging.ERROR, "the rate limiter failed after a call had left", exc_info=error)
    if isinstance(error, ConfigurationError):
        core.owed = error


def _attempt(call: Call, number: int, waited: float) -> Attempt:
    return Attempt(request_id=call.request_id, endpoint=call.endpoint, number=number, waited=waited)


def _call_hook(core: Core, hook: Hook, attempt: Attempt) -> None:
    """Call a hook; a broken one stops no call."""
    try:
        hook(attempt)
    except Exception as error:
        if from_outside(error, hook):
            raise
        _log(core, logging.ERROR, "a hook failed", exc_info=error, extra={"endpoint": attempt.endpoint.name})
