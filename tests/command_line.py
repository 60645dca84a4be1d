"""Run the commands in this process: what they print and their exit codes, without the start of an interpreter."""

import io
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

from venuespec.cli.app import app

Command = Callable[..., CompletedProcess[str]]


def venuespec(*arguments: str, cwd: Path) -> CompletedProcess[str]:
    """Run a command in a folder; an exception that a user would see as a traceback is raised."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code = 0
    with chdir(cwd), redirect_stdout(out), redirect_stderr(err):
        try:
            app(args=list(arguments), prog_name="venuespec")
        except SystemExit as done:
            code = int(done.code or 0)
    printed, complained = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
    return CompletedProcess(["venuespec", *arguments], code, printed, complained)
