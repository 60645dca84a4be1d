"""Remember that a request breaks no rule, for requests that no rule can tell from it.

A program asks the same again and again: of an order the price and the size change, and no rule reads more of them than
that they are there. A remembered verdict is that of the rules themselves, under the same context; only requests that
break no rule are remembered, so that errors and warnings come from the rules each time.
"""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from .request import Item, Request

_MOST = 500
_COMPARED = (str, int, bool, type(None))
"""The types of values that are equal only where every rule reads them alike, as long as the types are the same."""
_Pick = Callable[[Mapping[str, Any]], tuple[Any, ...]]
"""Returns the values of some attributes, out of those that are given."""


class GivenNames:
    """Which attributes of a request are given: how those that rules compare, and all that are sent, are picked."""

    __slots__ = ("alone", "names", "pairs", "read", "sent")

    def __init__(self, kind: "RuledClass", names: tuple[str, ...]) -> None:
        self.names = names
        self.pairs = tuple((name, kind.wires[name]) for name in names)
        self.sent = picking(names)
        self.read = picking([name for name in names if name in kind.read])
        self.alone = not kind.alone.isdisjoint(names)
        """Whether there are values with rules of their own."""


class RuledClass:
    """What the verdicts on one request class hang on."""

    def __init__(self, cls: type[Request[Any]]) -> None:
        self.cls = cls
        self.wires = {name: row.wire for name, row in cls.params}
        listed = {name for name, row in cls.params if row.values}
        self.read = frozenset(listed | {*cls.read_by_rules})
        self.alone = frozenset(cls.judged_alone) - self.read
        self.required = frozenset(name for name, row in cls.params if row.required)
        self._absent: dict[str, Any] = dict.fromkeys(self.wires)
        self.shapes: dict[tuple[str, ...], GivenNames] = {}
        """Those of late, by names in the order in which they were given."""

    def shape(self, given: Mapping[str, Any]) -> GivenNames:
        """Return the shape of what is given, in any order. Raises ``KeyError`` for a name that is not a parameter."""
        names = tuple(given)
        ordered = tuple(name for name in self.wires if name in given)
        if len(ordered) < len(names):
            raise KeyError("not a parameter")
        if len(self.shapes) >= _MOST:
            self.shapes = {}
        shape = self.shapes.get(ordered) or GivenNames(self, ordered)
        self.shapes[ordered] = self.shapes[names] = shape
        return shape

    def not_compared(self) -> set[str]:
        """Return the wire names of the parameters whose values may differ where the verdict is the same."""
        return {wire for name, wire in self.wires.items() if name not in self.read}

    def request(self, given: Mapping[str, Any]) -> Request[Any]:
        """Return a request with these values, which its converters have seen."""
        held = self._absent.copy()
        held.update(given)
        # In one line: a crash reporter that shows the locals of a frame never meets half a request.
        object.__setattr__(request := object.__new__(self.cls), "__dict__", held)
        return request


class Sound:
    """A verdict: requests of a shape that break no rule."""

    __slots__ = ("charged", "filled", "shape")

    def __init__(self, shape: GivenNames, filled: _Pick) -> None:
        self.shape = shape
        self.charged: tuple[Any, Any] = (None, ())
        """The limits set at run time, and the charges of such a request under them, where nothing else decides them."""
        self.filled = filled
        """Returns what a rule or the table asks of whether it is sent: an empty text or list possibly is not."""


class Verdicts:
    """The verdicts of one client, under one context at a time."""

    def __init__(self) -> None:
        self._kinds: dict[type[Request[Any]], RuledClass | None] = {}
        self._known: tuple[Any, dict[Any, Sound]] = (None, {})

    def kind(self, cls: type[Request[Any]]) -> RuledClass | None:
        """Return what verdicts on a class hang on; None for rules on the present time, or of the user's own."""
        try:
            return self._kinds[cls]
        except KeyError:
            kind = self._kinds[cls] = _kind_of(cls)
            return kind

    def known(self, kind: RuledClass, given: Mapping[str, Any], context: Any) -> Sound | None:
        """Return the verdict on what is given, None excepted, of a request; None if there is none yet.

        It counts where ``filled`` returns nothing empty and, for a shape with values ``alone``, ``fits_alone`` agrees.
        """
        judged, known = self._known
        if judged is not context:
            return None
        try:
            shape = kind.shapes.get(tuple(given)) or kind.shape(given)
            return known.get((shape, shape.read(given), tuple(map(type, shape.sent(given)))))
        except (KeyError, TypeError):  # of a value that cannot be compared that way
            return None

    def sound(self, request: Request[Any], context: Any) -> dict[str, Any] | None:
        """Return the JSON object that is sent, if the request plainly breaks no rule, as its own ``sound`` does."""
        kind = self.kind(type(request))
        if kind is None:
            return request.sound(context)
        held = request.__dict__
        if len(held) != len(kind.wires):  # of a subclass that keeps some in another place
            return request.sound(context)
        given = {name: value for name, value in held.items() if value is not None}
        found = self.known(kind, given, context)
        if found is None:
            wire = request.sound(context)
            if wire is not None:
                self._remember(kind, given, context)
            return wire
        shape = found.shape
        if (shape.alone and not request.fits_alone()) or not all(found.filled(given)):
            return request.sound(context)
        return {wire: given[name] for name, wire in shape.pairs}

    def _remember(self, kind: RuledClass, given: Mapping[str, Any], context: Any) -> None:
        judged, known = self._known
        if judged is not context:
            known = {}
            self._known = (context, known)
        try:
            shape = kind.shape(given)
        except KeyError:
            return
        if any(type(given[name]) not in _COMPARED for name in shape.names if name in kind.read):
            return
        rest = [name for name in shape.names if name not in kind.read]
        filled = picking([name for name in rest if name in kind.required or type(given[name]) in (str, tuple)])
        if not all(filled(given)):
            return
        if len(known) >= _MOST:
            known.clear()
        known[shape, shape.read(given), tuple(map(type, shape.sent(given)))] = Sound(shape, filled)


def _kind_of(cls: type[Request[Any]]) -> RuledClass | None:
    if cls.values_of is None or cls.sound is not Item.sound or cls.reads_now:
        return None
    ruled: Any = next(each for each in cls.__mro__ if "broken" in vars(each))
    if ruled is not Item and ("read_by_rules" not in vars(ruled) or cls.fits_alone is not ruled.fits_alone):
        return None
    return RuledClass(cls)


def picking(names: Any) -> _Pick:
    """Return a function that returns the values with some names."""
    if len(names) > 1:
        return itemgetter(*names)
    return (lambda given: (given[names[0]],)) if names else lambda given: ()
