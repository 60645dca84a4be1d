"""Credentials that never appear in output."""

import hashlib
import hmac
from collections.abc import Callable
from typing import NoReturn


class Secret:
    """A text hidden from every ``repr``, log, format string, traceback and pickle.

    ``reveal()`` is the only way to read it.
    """

    __slots__ = ("_reveal",)

    def __init__(self, value: "str | Secret") -> None:
        # Held by a bound method of C, so that no attribute and no frame shows it.
        if isinstance(value, Secret):
            self._reveal: Callable[[], str] = value._reveal
        elif isinstance(value, str):
            self._reveal = str.__str__(value).__str__
        else:
            self._reveal = lambda: value  # the signer refuses it

    def reveal(self) -> str:
        """Return the text itself."""
        return self._reveal()

    def fingerprint(self) -> str:
        """Return a short hash that distinguishes secrets without revealing them."""
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
