"""Report the attempts of a call while it runs: hooks, log records, counters.

A failing hook or log handler never replaces the result of the call: its error is logged or, where logging itself fails,
printed as ``logging`` prints its own errors.
"""

import sys
import warnings
from collections.abc import Callable, Mapping
from typing import Any

from .core import Core
from .errors import AnswerWarning, APIError, ConfigurationError, VenueError, lines_up_to_caller, readable
from .interrupts import forget_locals, from_outside
from .logs import DEBUG, ERROR, INFO, WARNING, is_heard
from .logs import logger as logger_of
from .observe import Attempt, Hook
from .outgoing import Call
from .records import evolve
from .steps import Send
from .transport.base import HttpResponse
from .venue import Outcome

_LEVELS = {"info": INFO, "warning": WARNING, "error": ERROR}


def log_fields(call: Call) -> dict[str, Any]:
    """Return the fields that every log record of a call carries."""
    return {"endpoint": call.endpoint.name, "request_id": call.request_id}


def log(core: Core, level: str, message: str, *arguments: Any, **rest: Any) -> None:
    """Log a message; a failing log handler does not stop the call."""
    _log(core, _LEVELS[level], message, *arguments, **rest)


def _log(core: Core, level: int, message: str, *arguments: Any, **rest: Any) -> None:
    if not is_heard(core.venue.name, level):
        return
    logger = logger_of(core.venue.name)
    try:
        logger.log(level, message, *arguments, **rest)
    except Exception as error:
        if from_outside(error, logger.log):
            raise
        import logging
        import traceback

        if logging.raiseExceptions and sys.stderr is not None:
            print(f"a handler of the logger {logger.name} failed:", file=sys.stderr)
            traceback.print_exception(error, file=sys.stderr)


def report_start(core: Core, call: Call, number: int, waited: float) -> None:
    """Tell the ``on_request`` hook that an attempt starts."""
    if core.watch.on_request is not None:
        _call_hook(core, core.watch.on_request, _attempt(call, number, waited))


def report_end(
    core: Core, call: Call, number: int, waited: float, elapsed: float, result: Any, error: VenueError | None
) -> None:
    """Count and log an attempt that has ended and tell the hook, without any header, query or body."""
    if error is not None:
        core.watch.attempt_failed(call.endpoint, error)
    lost = error is not None and call.endpoint.write and error.outcome == "unknown"
    level = WARNING if lost else DEBUG
    hook = core.watch.on_response
    if hook is None and not is_heard(core.venue.name, level):
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
    """Tell the ``on_response`` hook that an attempt was cancelled."""
    if core.watch.on_response is not None:
        outcome: Outcome | None = None if not call.endpoint.write else "unknown" if left else "not_executed"
        ended = evolve(_attempt(call, number, waited), elapsed=elapsed, error="CancelledError", outcome=outcome)
        _call_hook(core, core.watch.on_response, ended)


def log_unreported_write(core: Core, send: Send | None) -> None:
    """Log a sent write whose caller learns no outcome, because an exception from outside stopped the call."""
    if send is None or not send.departed or not send.call.endpoint.write or send.outcome == "not_executed":
        return
    endpoint = send.call.endpoint
    words = "outcome unknown"
    if send.outcome == "executed":
        words = "its answer says that it was executed, its caller has it as outcome unknown"
    extra = {**log_fields(send.call), "attempt": send.attempt, "outcome": send.outcome}
    message = "%s %s was cancelled after it had left: %s"
    _log(core, WARNING, message, endpoint.method, endpoint.path, words, extra=extra)


def tell_limiter(core: Core, called: Callable[..., None], *arguments: Any) -> None:
    """Tell the limiter the outcome of a call; an error of the limiter does not replace it."""
    try:
        called(*arguments)
    except Exception as error:
        if from_outside(error, called):
            raise
        report_limiter_failure(core, error)


def report_limiter_failure(core: Core, error: Exception) -> None:
    """Log an error that the rate limiter raised after a call had left.

    A ``ConfigurationError``, which only the owner can fix, is also raised by the next call.
    """
    forget_locals(error)
    _log(core, ERROR, "the rate limiter failed after a call had left", exc_info=error)
    if isinstance(error, ConfigurationError):
        core.owed = error


def _attempt(call: Call, number: int, waited: float) -> Attempt:
    return Attempt(request_id=call.request_id, endpoint=call.endpoint, number=number, waited=waited)


def _call_hook(core: Core, hook: Hook, attempt: Attempt) -> None:
    """Call a hook; a failing hook does not stop the call."""
    try:
        hook(attempt)
    except Exception as error:
        if from_outside(error, hook):
            raise
        _log(core, ERROR, "a hook failed", exc_info=error, extra={"endpoint": attempt.endpoint.name})


def report_odd_values(core: Core, call: Call, faults: Mapping[str, str], count: int) -> None:
    """Count the values of an answer that could not be read, and warn of each field once."""
    for field in core.watch.unreadable(call.endpoint, faults, count):
        message = f"{call.endpoint.name}: {field} is None: {faults[field]}; the row's raw has what came"
        try:
            warnings.warn(message, AnswerWarning, stacklevel=lines_up_to_caller())
        except AnswerWarning:  # where warnings are errors: the call was executed, and its answer is not lost for one
            log(core, "warning", "%s", message, extra=log_fields(call))
