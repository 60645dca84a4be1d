"""Client ids for writes whose caller gave none, so that their outcome can always be asked for."""

import os
from collections.abc import Callable
from functools import lru_cache
from itertools import count, repeat
from operator import attrgetter
from random import Random
from typing import Any, TypeVar, cast

from . import fork_safety
from .endpoint import Endpoint, MadeId
from .json_types import is_items
from .records import declared_of
from .request import BatchRequest, Item, Request

ItemT = TypeVar("ItemT", bound=Item)
T = TypeVar("T")

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_PREFIX = 10


class ClientIds:
    """Makes unique ids: a prefix of the client and a number."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.forked()
        fork_safety.watch(self)

    def forked(self) -> None:
        """Give a forked child ids of its own."""
        random = Random(os.urandom(16))
        # Some venues want a letter first, and none a number without its zeros.
        self._letters = random.choice(_LETTERS) + "".join(random.choices(_LETTERS + _DIGITS, k=_PREFIX - 1))
        self._digits = random.choice(_DIGITS[1:]) + "".join(random.choices(_DIGITS, k=_PREFIX - 1))

    def new(self, made: MadeId) -> str:
        """Return a new id in the form that a venue accepts."""
        if made.form == "uuid":
            from uuid import uuid4  # here, because few venues want one

            return str(uuid4())
        number = next(self._numbers)
        return f"{self._digits if made.form == 'digits' else self._letters}{number}"

    def identified(self, request: Request[T]) -> Request[T]:
        """Return the request, or a copy in which every item has an id; the original stays unchanged."""
        endpoint = request.endpoint
        made = endpoint.made_id
        if made is None:
            return request
        if isinstance(request, BatchRequest):
            return self._with_items(request, "items", request.items, endpoint, made)
        if endpoint.reconcile is not None and endpoint.reconcile.items is not None:
            wire = endpoint.reconcile.items
            attribute = next(name for name, row in request.params if row.wire == wire)
            return self._with_items(request, attribute, getattr(request, attribute), endpoint, made)
        return self._filled(request, endpoint, made)

    def _with_items(
        self, request: Request[T], attribute: str, items: Any, endpoint: Endpoint, made: MadeId
    ) -> Request[T]:
        if not is_items(items) or not all(isinstance(item, Item) for item in items):
            return request  # which the check of the request refuses
        filled = tuple(self._filled(item, endpoint, made) for item in items)
        if all(new is old for new, old in zip(filled, items, strict=True)):
            return request
        return _copied(request, attribute, filled)

    def _filled(self, item: ItemT, endpoint: Endpoint, made: MadeId) -> ItemT:
        kind: Any = type(item)
        attribute = _attribute(kind, endpoint.dedup_key)
        if attribute is None or getattr(item, attribute) is not None:
            return item
        return _copied(item, attribute, self.new(made))


def own_id(cls: type[Request[Any]]) -> tuple[str, MadeId] | None:
    """Return the attribute of a request's id, and its form; None for a class without one, or with ids in its items."""
    endpoint, kind = cls.endpoint, cast(Any, cls)
    items = endpoint.reconcile is not None and endpoint.reconcile.items is not None
    if endpoint.made_id is None or items or issubclass(cls, BatchRequest):
        return None
    attribute = _attribute(kind, endpoint.dedup_key)
    return None if attribute is None else (attribute, endpoint.made_id)


@lru_cache(maxsize=1024)
def _attribute(cls: type[Item], wire: str | None) -> str | None:
    """Return the attribute with a wire name, or None."""
    return next((name for name, row in cls.params if row.wire == wire), None)


def _copied(item: ItemT, attribute: str, value: Any) -> ItemT:
    """Return a copy with one changed value.

    ``attrs.evolve`` would convert all values anew, which takes ten times as long.
    """
    kind: Any = type(item)
    copy: ItemT = object.__new__(kind)
    names, values_of = _attributes(kind)
    held: dict[str, Any] | None = getattr(item, "__dict__", None)
    if held is not None and len(held) == len(names):
        copy.__dict__.update(held)
        copy.__dict__[attribute] = value
        return copy
    any(map(object.__setattr__, repeat(copy), names, values_of(item)))  # each call returns None
    object.__setattr__(copy, attribute, value)
    return copy


@lru_cache(maxsize=1024)
def _attributes(cls: type[Item]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Return the names of all attributes, and what returns the values of all of them."""
    names = tuple(declared_of(cls))
    return names, attrgetter(*names) if len(names) > 1 else lambda item: tuple(getattr(item, name) for name in names)
