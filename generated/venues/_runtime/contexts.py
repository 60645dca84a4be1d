"""The context of a client: its values checked, learnt from the venue, and following the client's own writes."""

import re
import warnings
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, cast

from .core import Core
from .endpoint import Endpoint
from .errors import ConfigurationError, DecodeError, RuleWarning, VenueError, lines_up_to_caller
from .json_types import is_array, is_object
from .keywords import hinting
from .records import declared_of, evolve
from .steps import Steps
from .values import shown
from .venue import LearnContext

T = TypeVar("T")

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


class CheckedContext:
    """The base of a venue's ``Context``: every value is one of the documented ones.

    ``documented`` maps an attribute to its wire name and its values; ``keyed`` has those that can differ for each
    instrument, with the attribute of the known ones and the parameter that names an instrument. ``only`` has, by
    attribute and value, the pattern of the instruments that can have the value.
    """

    __slots__ = ()
    documented: ClassVar[Mapping[str, tuple[str, tuple[str, ...]]]] = {}
    keyed: ClassVar[Mapping[str, tuple[str, str]]] = {}
    only: ClassVar[Mapping[tuple[str, str], str]] = {}

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        cls.__init__ = hinting(cls.__init__)  # type: ignore[method-assign]  # a wrapper with the same signature

    def __attrs_post_init__(self) -> None:
        for attribute, (wire, values) in self.documented.items():
            given = getattr(self, attribute)
            if given is None or (type(given) is str and given in values):
                continue
            object.__setattr__(self, attribute, _documented(attribute, wire, values, given))
        for attribute, (of_one, key) in self.keyed.items():
            wire, values = self.documented[attribute]
            given = getattr(self, of_one)
            if not isinstance(given, Mapping):
                raise ConfigurationError(f"the context's {of_one} maps a {key} to a value, got {shown(given)}")
            held = {
                _key(of_one, key, name): None if one is None else _documented(f"{of_one}[{name!r}]", wire, values, one)
                for name, one in cast(Mapping[object, object], given).items()
            }
            object.__setattr__(self, of_one, MappingProxyType(held))

    def value_of(self, attribute: str, key: object) -> str | None:
        """Return a value that can differ for each instrument: what is known of this one, else of the account."""
        of_one: Mapping[object, str | None] = getattr(self, self.keyed[attribute][0])
        value: str | None = getattr(self, attribute)
        if not isinstance(key, str):
            return value
        if key in of_one:
            return of_one[key]
        pattern = None if value is None else self.only.get((attribute, value))
        return value if pattern is None or re.fullmatch(pattern, key) else None

    def __reduce__(self) -> Any:
        names = {name: getattr(self, name) for name in declared_of(type(self))}
        plain = {
            name: dict(cast(Any, value)) if isinstance(value, MappingProxyType) else value
            for name, value in names.items()
        }
        return partial(type(self), **plain), ()


def _key(attribute: str, key: str, name: object) -> str:
    if not isinstance(name, str) or not name:
        raise ConfigurationError(f"a {key} of the context's {attribute} must be text, got {shown(name)}")
    return name


def _documented(attribute: str, wire: str, values: tuple[str, ...], given: object) -> str:
    """Return a documented value as text. Raises ``ConfigurationError`` for any other."""
    from .misfits import nearest
    from .plain_values import plain_value

    found = plain_value(given)
    text = found if type(found) is str else str(found) if type(found) is int else ""
    if text in values:
        return text
    near = nearest(text, values)
    names = attribute if attribute == wire else f"{attribute}/{wire}"
    hint = f"; did you mean {near!r}?" if near else "; None says that it is unknown."
    raise ConfigurationError(f"the context's {names} must be one of {', '.join(values)}, got {shown(given)}{hint}")


class Learning:
    """The learnt values of a client's context: which they are, and since when."""

    def __init__(self, source: LearnContext | None) -> None:
        self._source = source
        self._since: dict[str, float] = {}
        self._of: Any = None

    def learnt(self, context: T, data: Any, now: float) -> T:
        """Return the context with the account's values of an answer."""
        source = self._source
        row: Any = data[0] if is_array(data) and data else data
        if source is None or not is_object(row):
            raise DecodeError("the answer about the account is empty", path="data[0]")
        found = {attribute: row.get(key) for attribute, key in source.fields.items()}
        for attribute, values in source.values.items():
            found[attribute] = values.get(_text(found.get(attribute)), found.get(attribute))
        for attribute, (first, second, equal, different) in source.same.items():
            if row.get(first) and row.get(second):
                found[attribute] = equal if row[first] == row[second] else different
        return self._with(context, {name: value for name, value in found.items() if value}, now)

    def changes(self, endpoint: Endpoint) -> Mapping[str, str]:
        """Return the attributes that a write of an endpoint sets, each with the parameter, or "" for unknown ones."""
        return self._source.set_by.get(endpoint.name, {}) if self._source is not None else {}

    def followed(self, context: T, changes: Mapping[str, str], wire: Any, now: float) -> T:
        """Return the context after a write that changed it."""
        sent: Mapping[str, Any] = wire if is_object(wire) else {}
        values = {to: self._set(to, sent.get(name)) for to, name in changes.items()}
        return self._with(*self._of_instruments(context, values, sent, now), now)

    def forgotten(self, context: T, changes: Mapping[str, str], wire: Any, now: float) -> T:
        """Return the context after a write of which it is not known whether it changed it."""
        sent: Mapping[str, Any] = wire if is_object(wire) else {}
        return self._with(*self._of_instruments(context, dict.fromkeys(changes), sent, now), now)

    def _of_instruments(
        self, context: T, values: Mapping[str, Any], sent: Mapping[str, Any], now: float
    ) -> tuple[T, Mapping[str, Any]]:
        """Return the context with the values that a write sets for one instrument, and those for the account.

        A write that can set them for several instruments and does not name one makes all of them unknown.
        """
        own: Any = context
        rest = dict(values)
        for attribute, (of_one, key) in own.keyed.items():
            if attribute not in rest:
                continue
            documented = own.documented[attribute][1]
            name, held = sent.get(key), dict(getattr(own, of_one))
            if isinstance(name, str) and name:
                value = rest.pop(attribute)
                made = evolve(own, **{of_one: held | {name: value if value in documented else None}})
                self._since = (self._since if own is self._of else {}) | {f"{attribute}[{name}]": now}
            else:
                rest[attribute] = None
                made = evolve(own, **{of_one: {}})
            own = self._of = made
        return cast(T, own), rest

    def _set(self, attribute: str, value: Any) -> Any:
        """Return a value that a write sends as the context has it."""
        values = self._source.values.get(attribute) if self._source is not None else None
        return value if values is None else values.get(_text(value), value)

    def _with(self, context: T, values: Mapping[str, Any], now: float) -> T:
        documented = cast(CheckedContext, context).documented
        known = {name: value for name, value in values.items() if value in documented[name][1]}
        for name, value in values.items():
            if value is not None and value not in known and name not in known:
                message = (
                    f"the venue reports {documented[name][0]} {shown(value)}, which is not documented: unknown now"
                )
                _warn(message)
        if context is not self._of:
            self._since = {}
        if not values:
            return context
        self._since = {name: at for name, at in self._since.items() if name not in values} | dict.fromkeys(known, now)
        made: Any = evolve(cast(Any, context), **{name: known.get(name) for name in values})
        self._of = made
        return cast(T, made)

    def ages(self, context: Any, now: float) -> dict[str, str]:
        """Return how long ago each learnt value was learnt, by wire name, in words."""
        if context is not self._of:
            return {}
        return {_wire_name(context, name): _span(now - at) for name, at in self._since.items()}


def _wire_name(context: Any, name: str) -> str:
    attribute, bracket, key = name.partition("[")
    return f"{context.documented[attribute][0]}{bracket}{key}"


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _span(seconds: float) -> str:
    for length, unit in _UNITS:
        if seconds >= length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def _warn(message: str) -> None:
    with suppress(RuleWarning):  # where warnings are errors: the call was made, and its answer counts more
        warnings.warn(message, RuleWarning, stacklevel=lines_up_to_caller())


def in_time(context: Any, core: Core, timeout: float) -> Any:
    """Return a context with the venue's time until a call gives up, unless it has one or that is not known well."""
    if context.now is not None:
        return context
    return evolve(context, now=core.offset.present(core.clock, timeout))


def following(steps: Steps[T], client: Any, endpoint: Endpoint, wire: Any) -> Steps[T]:
    """Carry out a write that sets values of a client's context, and let the context follow."""
    learning, now = client.learning, client.now
    changes = learning.changes(endpoint)
    try:
        response = yield from steps
    except BaseException as error:
        if not (isinstance(error, VenueError) and error.outcome == "not_executed"):
            client.context = learning.forgotten(client.context, changes, wire, now())
        raise
    client.context = learning.followed(client.context, changes, wire, now())
    return response
