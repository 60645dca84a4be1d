"""Show how far long work has come, on a terminal only."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

MoveBar = Callable[[int, int], None]


@contextmanager
def shown_progress(text: str) -> Generator[MoveBar]:
    """Draw a bar on stderr while the block runs, and yield the function that moves it: ``(done, total)``.

    Nothing is drawn where stderr is not a terminal, and nothing of it stays there. No thread draws, because a program
    with threads does not fork.
    """
    terminal = Console(stderr=True)
    with Progress(console=terminal, transient=True, disable=not terminal.is_terminal, auto_refresh=False) as progress:
        task = progress.add_task(text, total=None)
        progress.refresh()
        yield lambda done, total: progress.update(task, completed=done, total=total, refresh=True)
