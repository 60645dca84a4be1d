"""``python -m venuespec``, and the console script."""

import gc
import io
import os
import sys

# A command builds much and ends: counted in new objects, how rarely the collector looks for cycles among them.
_NEW_OBJECTS = 200_000

# Commands that hold what they read until they end, so that the collector would find next to nothing.
_HOLDING = ("import", "update", "diff")

# Commands that need no more than the extra of this name.
_READING = ("sandbox", "call", "show", "explain", "check", "schema", "coverage")

# Commands that write many files, all or none of a step, and the exit code of Ctrl-C.
_WRITING = ("import", "update", "generate", "fetch")
_INTERRUPTED = 130


def main() -> None:
    """Run a command; say what to install where the tool's libraries are missing, as in an SDK-only environment."""
    gc.set_threshold(_NEW_OBJECTS, 30, 30)
    if sys.argv[1:2] and sys.argv[1] in _HOLDING:
        gc.disable()
    for stream in (sys.stdout, sys.stderr):
        # Names of files need not be text; the streams of a caller are left as they are.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        from .cli.app import app

        app()
    except SystemExit as done:
        if sys.argv[1:2] and sys.argv[1] in _HOLDING and done.code in (0, 1, None):
            _leave(done.code or 0)
        if done.code == _INTERRUPTED and sys.argv[1:2] and sys.argv[1] in _WRITING:
            print(
                "interrupted; no file is half written, and git status shows what was done; run it again",
                file=sys.stderr,
            )
        raise
    except KeyboardInterrupt:  # while the command was still being imported
        sys.exit(_INTERRUPTED)
    except ModuleNotFoundError as error:
        extra = "sandbox" if sys.argv[1:2] and sys.argv[1] in _READING else "generator"
        install = f"pip install 'venuespec[{extra}]', or make setup in a checkout"
        print(f"error: {error.name} is not installed; run: {install}", file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        if error.strerror is None:
            raise
        what = f"{error.filename} cannot be read or written" if error.filename else "writing failed"
        print(f"error: {what}: {error.strerror}", file=sys.stderr)
        sys.exit(2)


def _leave(code: int) -> None:
    """End at once: to take apart all that a command holds takes longer than some commands."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return  # the interpreter's own end says what to do then
    os._exit(code)


if __name__ == "__main__":
    main()
