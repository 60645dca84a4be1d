"""The SDK's loggers, made when something is logged: most programs of one call never import ``logging``."""

import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import Logger

DEBUG, INFO, WARNING, ERROR = 10, 20, 30, 40
"""The levels of ``logging``."""


@cache
def logger(name: str) -> "Logger":
    """Return the logger ``venues.NAME``, which prints nothing where logging is not set up."""
    from logging import NullHandler, getLogger

    parent = getLogger("venues")
    if not any(isinstance(each, NullHandler) for each in parent.handlers):
        parent.addHandler(NullHandler())
    return getLogger(f"venues.{name}")


def is_heard(name: str, level: int) -> bool:
    """Return whether anybody may listen to records of a level: nobody does before ``logging`` is imported."""
    return "logging" in sys.modules and logger(name).isEnabledFor(level)
