"""Remember that a request breaks no rule, for requests that no rule can tell from it.

A program asks the same again and again: of an order the price and the size change, and no rule reads more of them than
that they are there. A remembered verdict is that of the rules themselves, under the same context; only requests that
break no rule are remembered, so that errors and warnings come from the rules each time.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple

from .request import Item, Request

_MOST = 500
_COMPARED = (str, int, bool, type(None))
"""The types of values that are equal only where every rule reads them alike, as long as the types are the same."""


class _Kind(NamedTuple):
    """What the verdicts on one request class hang on, as places among the values of a request."""

    values_of: Callable[[Any], tuple[Any, ...]]
    by_value: Callable[[Any], tuple[Any, ...]]
    read: frozenset[int]
    alone: frozenset[int]
    required: frozenset[int]
    names: tuple[str, ...]


class _Sound(NamedTuple):
    """A verdict: what is sent of a request that breaks no rule."""

    names: tuple[str, ...]
    sent: Callable[[Any], tuple[Any, ...]]
    filled: Callable[[Any], tuple[Any, ...]]
    """Returns what a rule or the table asks of whether it is sent: an empty text or list possibly is not."""
    alone: bool
    """Whether the request has values on which there are rules of their own."""


class Verdicts:
    """The verdicts of one client, under one context at a time."""

    def __init__(self) -> None:
        self._kinds: dict[type[Request[Any]], _Kind | None] = {}
        self._known: tuple[Any, dict[Any, _Sound]] = (None, {})

    def sound(self, request: Request[Any], context: Any) -> dict[str, Any] | None:
        """Return the JSON object that is sent, if the request plainly breaks no rule, as its own ``sound`` does."""
        cls = type(request)
        try:
            kind = self._kinds[cls]
        except KeyError:
            kind = self._kinds[cls] = _kind_of(cls)
        if kind is None:
            return request.sound(context)
        judged, known = self._known
        if judged is not context:
            known = {}
            self._known = (context, known)
        values = kind.values_of(request)
        key = (cls, kind.by_value(values), tuple(map(type, values)))
        try:
            found = known.get(key)
        except TypeError:  # of a value that cannot be compared that way
            return request.sound(context)
        if found is None:
            wire = request.sound(context)
            if wire is not None:
                _remember(known, key, kind, values)
            return wire
        if (found.alone and not request.fits_alone()) or not all(found.filled(values)):
            return request.sound(context)
        return dict(zip(found.names, found.sent(values), strict=True))


def _kind_of(cls: type[Request[Any]]) -> _Kind | None:
    """Return what verdicts on a class hang on; None for rules on the present time, or of the user's own."""
    if cls.values_of is None or cls.sound is not Item.sound or cls.reads_now:
        return None
    ruled: Any = next(each for each in cls.__mro__ if "broken" in vars(each))
    if ruled is not Item and ("read_by_rules" not in vars(ruled) or cls.fits_alone is not ruled.fits_alone):
        return None
    attributes = [name for name, _ in cls.params]
    listed = {place for place, (_, row) in enumerate(cls.params) if row.values}
    read = frozenset(listed | {attributes.index(name) for name in cls.read_by_rules})
    alone = frozenset(map(attributes.index, cls.judged_alone))
    required = frozenset(place for place, (_, row) in enumerate(cls.params) if row.required)
    names = tuple(row.wire for _, row in cls.params)
    return _Kind(cls.values_of, _picking(sorted(read)), read, alone - read, required, names)


def _remember(known: dict[Any, _Sound], key: Any, kind: _Kind, values: tuple[Any, ...]) -> None:
    if any(type(values[place]) not in _COMPARED for place in kind.read):
        return
    sent = [place for place, value in enumerate(values) if value is not None]
    rest = [place for place in sent if place not in kind.read]
    filled = _picking([place for place in rest if place in kind.required or type(values[place]) in (str, tuple)])
    if not all(filled(values)):
        return
    if len(known) >= _MOST:
        known.clear()
    known[key] = _Sound(
        tuple(kind.names[place] for place in sent), _picking(sent), filled, not kind.alone.isdisjoint(sent)
    )


def _picking(places: list[int]) -> Callable[[Any], tuple[Any, ...]]:
    """Return a function that returns the values at some places."""
    if len(places) > 1:
        return itemgetter(*places)
    return (lambda values: (values[places[0]],)) if places else lambda values: ()
