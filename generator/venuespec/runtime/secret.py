"""Credentials that do not show."""

import hashlib
import hmac
from collections.abc import Callable
from typing import NoReturn


class Secret:
    """A text that appears in no ``repr``, log, format string, traceback or pickle.

    ``reveal()`` is the one way to it.
    """

    __slots__ = ("_reveal",)

    def __init__(self, value: "str | Secret") -> None:
        # In a closure, so that no attribute and no debugger's list of variables holds it.
        self._reveal: Callable[[], str] = value.reveal if isinstance(value, Secret) else lambda: value

    def reveal(self) -> str:
        """The text itself."""
        return self._reveal()

    def fingerprint(self) -> str:
        """A short hash that tells two secrets apart and neither away."""
        return hashlib.sha256(self._reveal().encode()).hexdigest()[:12]

    def __repr__(self) -> str:
        return "Secret('***')"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._reveal().encode(), other._reveal().encode())

    def __hash__(self) -> int:
        return hash(self.fingerprint())

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not pickled; give the other process its credentials by its environment")
