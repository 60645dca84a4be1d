"""A background thread for shared limits: heartbeats, pending updates, reconnection."""

import threading
from weakref import ref

from ..logs import logger
from .redis import Connections
from .shared import SharedWindows

_EVERY = 0.1
_logger = logger("limits")


class Keeper:
    """Runs ``SharedWindows.tend`` in a thread until the windows are garbage or ``stop`` is called."""

    def __init__(self, windows: SharedWindows, connections: Connections) -> None:
        self._windows, self._connections = windows, connections
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def start(self) -> None:
        """Start the thread unless it runs."""
        if self._thread is None:
            self._stop = threading.Event()
            arguments = (ref(self), self._stop)
            self._thread = threading.Thread(target=_keep, args=arguments, name="venues.limits", daemon=True)
            self._thread.start()

    def stop(self, patience: float = 0.5) -> None:
        """Stop the thread, with a moment for its current work."""
        thread, self._thread = self._thread, None
        self._stop.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join(patience)

    def forked(self) -> None:
        """Forget the thread, which a forked child does not have."""
        self._thread = None

    def tend(self) -> None:
        """Run one round of maintenance."""
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
