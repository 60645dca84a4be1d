"""Interruptions from outside: signals, Ctrl-C, time limits of task queues, cancellation.

A signal handler's exception can be raised at any line, and must reach the caller unchanged. Code that we call and whose
failures we only log, such as a hook, raises exceptions too; the traceback distinguishes the two.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from types import BuiltinFunctionType, BuiltinMethodType, CodeType, FrameType, TracebackType
from typing import Any

_ROOT = f"{__name__.rpartition('.')[0]}."
_LIBRARIES = frozenset({"redis", "hiredis", "builtins"})
_LONGEST_CHAIN = 20


def from_outside(error: BaseException, called: Any) -> bool:
    """Return whether an exception raised during a call of ``called`` came from elsewhere.

    The exception must have been caught in the frame that made the call.
    """
    trace = error.__traceback__
    frames = [] if trace is None else [each.tb_frame for each in _links(trace.tb_next)]
    handlers = {_code(signal.getsignal(number)) for number in signal.valid_signals()} - {None}
    if not isinstance(error, Exception) or any(frame.f_code in handlers for frame in frames):
        return True
    code = _code(called)
    if not frames:
        return code is not None
    if code is not None and frames[0].f_code is not code:
        return True
    if code is None and isinstance(called, BuiltinFunctionType | BuiltinMethodType):
        return True
    if not _is_ours(frames[0]):
        return False
    stranger = next((frame for frame in frames if not _is_ours(frame)), None)
    if stranger is None:
        # Raised by our own code, which raises only known exceptions.
        return not _is_known(type(error).__module__)
    return not _is_known(stranger.f_globals.get("__name__", ""))


def forget_locals(error: BaseException) -> None:
    """Clear the local variables in the tracebacks of an error and its causes, below the caller's frames.

    They hold signed headers, and crash reporters print and send local variables.
    """
    outer = set[FrameType]()
    frame = sys._getframe().f_back  # pyright: ignore[reportPrivateUsage] - inspect takes long to import
    while frame is not None and frame.f_back is not None:
        frame = frame.f_back
        outer.add(frame)
    queue: list[BaseException | None] = [error]
    seen = set[int]()
    while queue and len(seen) < _LONGEST_CHAIN:
        current = queue.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        trace: TracebackType | None = current.__traceback__
        if current is not error and trace is not None and trace.tb_frame in outer:
            continue  # the exception that the caller was handling
        for link in _links(trace):
            with suppress(RuntimeError):  # the frame still runs
                link.tb_frame.clear()
        queue += (current.__cause__, current.__context__)


def _links(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _code(called: Any) -> CodeType | None:
    """Return the Python code that a call of ``called`` runs first; None if it is not Python."""
    function = getattr(called, "__func__", called)
    code = getattr(function, "__code__", None)
    if code is None:
        from inspect import getattr_static  # which usual calls never need

        kind: Any = called.__class__
        code = getattr(getattr_static(kind, "__call__", None), "__code__", None)
    return code if isinstance(code, CodeType) else None


def _is_ours(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).startswith(_ROOT)


def _is_known(module: str) -> bool:
    """Return whether a module is ours, or of a library whose errors we expect."""
    root = module.partition(".")[0]
    return module.startswith(_ROOT) or root in _LIBRARIES or root in sys.stdlib_module_names
