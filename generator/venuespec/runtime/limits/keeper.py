"""A thread that looks after shared limits while no call does: signs of life, news that are due, the way back."""

import logging
import threading
from weakref import ref

from .redis import Connections
from .shared import SharedWindows

_EVERY = 0.1
_logger = logging.getLogger("venues.limits")


class Keeper:
    """Runs ``SharedWindows.tend`` in a thread that ends with the windows, or when it is told to."""

    def __init__(self, windows: SharedWindows, connections: Connections) -> None:
        self._windows, self._connections = windows, connections
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._thread is None:
            self._stop = threading.Event()
            arguments = (ref(self), self._stop)
            self._thread = threading.Thread(target=_keep, args=arguments, name="venues.limits", daemon=True)
            self._thread.start()

    def stop(self, patience: float = 0.5) -> None:
        """End; the thread is given a moment for what it is doing."""
        thread, self._thread = self._thread, None
        self._stop.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join(patience)

    def forked(self) -> None:
        """A child has no threads of its parent."""
        self._thread = None

    def tend(self) -> None:
        """Look after the windows once."""
        self._connections.run(self._windows.tend())


def _keep(keeper: "ref[Keeper]", stop: threading.Event) -> None:
    while not stop.wait(_EVERY):
        kept = keeper()
        if kept is None:
            return
        try:
            kept.tend()
        except Exception:
            _logger.exception("shared limits could not be looked after")
        del kept
