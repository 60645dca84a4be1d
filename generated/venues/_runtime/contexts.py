"""The context of a client: its values checked, learnt from the venue, and following the client's own writes."""

import warnings
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar, TypeVar, cast

from attrs import evolve

from .endpoint import Endpoint
from .errors import ConfigurationError, DecodeError, RuleWarning, VenueError, lines_up_to_caller
from .json_types import is_array, is_object
from .steps import Steps
from .values import shown
from .venue import LearnContext

T = TypeVar("T")

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


class CheckedContext:
    """The base of a venue's ``Context``: every value is one of the documented ones.

    ``documented`` maps an attribute to its wire name and its values.
    """

    __slots__ = ()
    documented: ClassVar[Mapping[str, tuple[str, tuple[str, ...]]]] = {}

    def __attrs_post_init__(self) -> None:
        for attribute, (wire, values) in self.documented.items():
            given = getattr(self, attribute)
            if given is None or (type(given) is str and given in values):
                continue
            object.__setattr__(self, attribute, _documented(attribute, wire, values, given))


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
        return self._with(context, {to: self._set(to, sent.get(name)) for to, name in changes.items()}, now)

    def forgotten(self, context: T, changes: Mapping[str, str], now: float) -> T:
        """Return the context after a write of which it is not known whether it changed it."""
        return self._with(context, dict.fromkeys(changes), now)

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
        self._since = {name: at for name, at in self._since.items() if name not in values} | dict.fromkeys(known, now)
        made: Any = evolve(cast(Any, context), **{name: known.get(name) for name in values})
        self._of = made
        return cast(T, made)

    def ages(self, context: Any, now: float) -> dict[str, str]:
        """Return how long ago each learnt value was learnt, by wire name, in words."""
        if context is not self._of:
            return {}
        return {context.documented[name][0]: _span(now - at) for name, at in self._since.items()}


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


def following(steps: Steps[T], client: Any, endpoint: Endpoint, wire: Any) -> Steps[T]:
    """Carry out a write that sets values of a client's context, and let the context follow."""
    learning, now = client.learning, client.now
    changes = learning.changes(endpoint)
    try:
        response = yield from steps
    except BaseException as error:
        if not (isinstance(error, VenueError) and error.outcome == "not_executed"):
            client.context = learning.forgotten(client.context, changes, now())
        raise
    client.context = learning.followed(client.context, changes, wire, now())
    return response
