"""Requests: conversion to and from wire values, and validation against table and rules."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any, ClassVar, Generic, Self, TypeVar

from .endpoint import Endpoint
from .json_types import is_array, is_header_text, is_items, is_object
from .keywords import hinting
from .misfits import Unsendable, lacking, replaced, sendable, settle, unfit, unlisted
from .objects import is_dict, objects_of, unfit_object
from .parameters import Param as Param
from .parameters import param as param
from .records import frozen, metadata_of
from .rules import Undecided, Violation, within
from .values import Misfit, number

T_co = TypeVar("T_co", covariant=True)
R_co = TypeVar("R_co", covariant=True)

_NO_HEADERS: dict[str, str] = {}


@frozen(kw_only=True, slots=False)
class Item:
    """An object inside a request, or the request itself: wire values by name, None for a value that is not sent."""

    __test__: ClassVar = False  # pytest takes a class whose name begins with Test for tests
    params: ClassVar[tuple[tuple[str, Param], ...]] = ()
    """The attribute name and table row of every parameter, in the order of the documentation."""
    header_params: ClassVar[tuple[tuple[str, Param], ...]] = ()
    """Those that travel as headers."""
    nested: ClassVar[tuple[tuple[str, Param], ...]] = ()
    """Those that are objects, or arrays of them."""
    table: ClassVar[tuple[tuple[str, bool, type, tuple[str, ...], bool, Param], ...]] = ()
    """What a check reads of each row: attribute, required, type, values, whether it takes a closer look, the row."""
    values_of: ClassVar[Callable[[Any], tuple[Any, ...]] | None] = None
    """Returns the values of all rows at once; None for a class that is checked or sent in a way of its own."""

    def __init__(self) -> None:
        """Take no parameters; classes with some have an ``__init__`` of their own."""

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        cls.__init__ = hinting(cls.__init__)  # type: ignore[method-assign]  # a wrapper with the same signature
        cls._tabulate()

    def with_objects(self) -> Self:
        """Return the item with the dicts inside it as objects; itself if it has none.

        A dict that has another name than its class stays a dict.
        """
        changed: dict[str, Any] = {}
        for attribute, row in self.nested:
            value = getattr(self, attribute)
            if value is not None and row.items is not None:
                made = objects_of(row.items, value)
                if made is not value:
                    changed[attribute] = made
        return replaced(self, changed) if changed else self

    @classmethod
    def _tabulate(cls) -> None:
        cls.params = tuple((name, metadata["param"]) for name, metadata in metadata_of(cls) if "param" in metadata)
        cls.header_params = tuple(entry for entry in cls.params if entry[1].header)
        cls.nested = tuple(entry for entry in cls.params if entry[1].items is not None)
        cls.table = tuple((name, row.required, row.holds, row.values, row.closer, row) for name, row in cls.params)
        usual = cls.to_wire is Item.to_wire and cls.judged is Item.judged and len(cls.params) > 1
        cls.values_of = attrgetter(*(name for name, _ in cls.params)) if usual else None

    def to_wire(self) -> Any:
        """Return the JSON object that is sent; attributes that are None are left out."""
        wire: dict[str, Any] = {}
        for attribute, row in self.params:
            value = getattr(self, attribute)
            if value is None:
                continue
            if type(value) is row.holds and not row.closer:
                wire[row.wire] = value
            elif not row.header and (sent := _sendable(self, attribute, row, value)) is not None:
                wire[row.wire] = sent
        return wire

    def sound(self, context: Any) -> dict[str, Any] | None:
        """Return the JSON object that is sent, if the item plainly breaks no rule; None for one that ``judged`` judges.

        This is what ``judged`` and ``to_wire`` come to where nothing takes a closer look, in one pass.
        """
        values_of = type(self).values_of
        if values_of is None:
            return None
        wire: dict[str, Any] = {}
        for value, entry in zip(values_of(self), self.table, strict=True):
            if value is None:
                if entry[1]:
                    return None
                continue
            _, required, holds, values, closer, row = entry
            if type(value) is not holds or closer or (values and value not in values) or (required and not value):
                return None
            wire[row.wire] = value
        for _ in self.broken(context):
            return None
        return wire

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Create an object from wire names and values, as on a documentation page.

        Names that the page does not have are left out.
        """
        arguments: dict[str, Any] = {}
        for attribute, row in cls.params:
            value = wire.get(row.wire)
            if value is None:
                arguments[attribute] = None
            elif row.items is not None:
                arguments[attribute] = _nested_from_wire(row.items, value)
            else:
                arguments[attribute] = _as_text(value) if row.json == "string" else value
        return cls(**arguments)

    def violations(self, context: Any) -> Iterator[Violation]:
        """Return every certain violation: the parameter table first, then the rules."""
        return iter(self.judged(context)[1])

    def judged(self, context: Any) -> tuple[Self, list[Violation]]:
        """Return the item as it is sent, with values of other types made plain, and every certain violation."""
        if (made := self.with_objects()) is not self:
            return made.judged(context)
        settled = self
        found: list[Violation] = []
        for attribute, required, holds, values, closer, row in self.table:
            value = getattr(self, attribute)
            if value is None or (required and type(value) is str and not value and not row.empty):
                if required:
                    found.append(lacking(attribute, row, value))
            elif type(value) is not holds:
                made, told = settle(self)
                if made is not self:
                    made, found = made.judged(context)
                    return made, told + found
                found += _unusual_violations(attribute, row, value, context)
            elif values and value not in values and (holds is str or (holds is int and str(value) not in values)):
                found += unlisted(attribute, row, value, read=self._reads())
            elif closer and row.items is not None:
                plain, broken = _judged_objects(row, value, context)
                found += broken
                if plain is not value:
                    settled = replaced(settled, {attribute: plain})
            elif closer and not is_header_text(value):
                found.append(unfit(attribute, row, value, "printable ASCII, as all of a header"))
        found.extend(settled.broken(context))
        return settled, found

    @classmethod
    def _reads(cls) -> bool:
        """Whether this is a request that only reads."""
        endpoint: Endpoint | None = getattr(cls, "endpoint", None)
        return endpoint is not None and not endpoint.write

    def broken(self, context: Any) -> Iterator[Violation]:
        """Yield the rules that this request certainly breaks."""
        return iter(())

    def undecided(self, context: Any) -> Iterator[Undecided]:
        """Return the rules that cannot be judged without more of the context."""
        return iter(())


@frozen(kw_only=True, slots=False)
class Request(Item, Generic[T_co]):
    """A call of one endpoint, whose answer decodes to ``T_co``."""

    endpoint: ClassVar[Endpoint]
    read_by_rules: ClassVar[tuple[str, ...]] = ()
    """The attributes whose values rules read together with others; of the rest they only ask whether they are sent."""
    judged_alone: ClassVar[tuple[str, ...]] = ()
    """Those of the rest whose values rules read that are on nothing else; ``fits_alone`` judges them."""
    payload: ClassVar[Callable[[Any], Any]]
    """Reads the payload of an answer."""
    reads_now: ClassVar[bool] = False
    """Whether a rule compares a time with the present."""

    def __init__(self) -> None:
        """Take no parameters."""

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return True

    def python_names(self) -> dict[str, str]:
        """Return the attributes of the request, and of the objects inside it, by wire name where that differs."""
        classes: list[type[Item]] = [type(self), *([self.item_class] if isinstance(self, BatchRequest) else [])]
        names: dict[str, str] = {}
        for cls in classes:
            names |= {row.wire: name for name, row in cls.params if name != row.wire and row.wire not in names}
            classes += [row.items for _, row in cls.nested if row.items is not None]
        return names

    def headers(self) -> dict[str, str]:
        """Return the headers that this request sends beside its parameters."""
        if not self.header_params:
            return _NO_HEADERS
        given = ((attribute, row, getattr(self, attribute)) for attribute, row in self.header_params)
        sent = {
            row.wire: value if type(value) is str else sendable(self, attribute, row, value)
            for attribute, row, value in given
            if value is not None
        }
        return {name: value for name, value in sent.items() if value is not None}

    @classmethod
    def decode(cls, data: Any) -> T_co:
        """Return the payload of an answer as typed rows.

        Raises ``FieldError`` for a value that is not what was documented.
        """
        decoded: T_co = cls.payload(data)
        return decoded


@frozen(kw_only=True, slots=False)
class PagedRequest(Request[T_co], Generic[T_co, R_co]):
    """A call of an endpoint whose answer is one page of many, with records of ``R_co``."""

    def __init__(self) -> None:
        """Take no parameters."""


@frozen(kw_only=True, slots=False)
class BatchRequest(Request[T_co], Generic[T_co]):
    """A call whose body is a JSON array: one object for each item."""

    item_class: ClassVar[type[Item]]
    max_items: ClassVar[int | None] = None
    items: tuple[Item, ...]

    def __init__(self, *, items: tuple[Item, ...]) -> None:
        self.__dict__.update(items=items)

    def to_wire(self) -> list[Any]:
        """Return the JSON array that is sent."""
        items = objects_of(self.item_class, self.items)
        return [item.to_wire() if isinstance(item, Item) else item for item in items]

    def with_objects(self) -> Self:
        """Return the call with its dicts as items."""
        made = objects_of(self.item_class, self.items)
        return super().with_objects() if made is self.items else replaced(self, {"items": made}).with_objects()

    @classmethod
    def from_wire(cls, wire: Any) -> Self:
        """Create a request from a list of objects of wire names and values."""
        return cls(items=tuple(cls.item_class.from_wire(item) for item in wire))

    def judged(self, context: Any) -> tuple[Self, list[Violation]]:
        """Return the call as it is sent, and every certain violation of an item, placed at its position."""
        if not is_items(self.items):
            message = f"items must be a sequence of {self.item_class.__name__}, got {type(self.items).__name__}."
            return self, [Violation(rule="type", params=("items",), message=message)]
        settled, found = super().judged(context)
        if not self.items:
            message = "items must have at least one item, got none."
            found.append(Violation(rule="items", params=(), message=message))
        if self.max_items is not None and len(self.items) > self.max_items:
            message = f"one call takes at most {self.max_items} items, and here are {len(self.items)}."
            found.append(Violation(rule="items", params=(), message=message))
        items: list[Any] = []
        for index, item in enumerate(self.items):
            plain: Any = item
            if isinstance(item, self.item_class):
                plain, broken = item.judged(context)
                found += within(f"[{index}]", iter(broken)) if broken else ()
            else:
                message = f"item {index} must be a {self.item_class.__name__}, got {type(item).__name__}."
                found.append(unfit_object(self.item_class, item, (), f"[{index}]", message))
            items.append(plain)
        if any(plain is not item for plain, item in zip(items, self.items, strict=True)):
            settled = replaced(settled, {"items": tuple(items)})
        return settled, found

    def undecided(self, context: Any) -> Iterator[Undecided]:
        """Return the rules that cannot be judged for some item without more of the context."""
        for item in self.items if is_items(self.items) else ():
            if isinstance(item, self.item_class):
                yield from item.undecided(context)


def _sendable(item: Item, attribute: str, row: Param, value: Any) -> Any:
    """Return a value as it is sent, where it is not a plain one of the usual type; None if it is not sent."""
    if row.items is not None:
        return _nested_to_wire(objects_of(row.items, value))
    sent = value if type(value) is row.holds else sendable(item, attribute, row, value)
    return row.flags[sent == "true"] if row.flags is not None and sent in ("true", "false") else sent


def _nested_to_wire(value: Any) -> Any:
    if is_items(value):
        return [item.to_wire() if isinstance(item, Item) else item for item in value]
    return value.to_wire() if isinstance(value, Item) else value


def _nested_from_wire(items: type[Item], value: Any) -> Any:
    if is_array(value):
        return tuple(items.from_wire(item) if is_object(item) else item for item in value)
    return items.from_wire(value) if is_object(value) else value


def _judged_objects(row: Param, value: Any, context: Any) -> tuple[Any, list[Violation]]:
    """Return the objects inside a parameter as they are sent, and their violations, placed at their paths."""
    assert row.items is not None
    many = row.json == "array"
    plain: list[Any] = []
    found: list[Violation] = []
    for index, item in enumerate(value if many else (value,)):
        where = f"{row.wire}[{index}]" if many else row.wire
        if isinstance(item, row.items):
            item, broken = item.judged(context)
            found += within(where, iter(broken)) if broken else ()
        else:
            message = f"{where} takes a {row.items.__name__}, not {type(item).__name__}."
            found.append(unfit_object(row.items, item, (row.wire,), "", message, where))
        plain.append(item)
    if all(new is old for new, old in zip(plain, value if many else (value,), strict=True)):
        return value, found
    return (tuple(plain) if many else plain[0]), found


def _unusual_violations(attribute: str, row: Param, value: Any, context: Any) -> list[Violation]:
    """Return the violations of a value that is not of the type that is sent, and could not be made one."""
    if isinstance(value, Unsendable):
        if row.items is not None and row.json != "array" and is_dict(value.value):
            return _judged_objects(row, value.value, context)[1]
        return [unfit(attribute, row, value.value, value.wanted)]
    if isinstance(value, Misfit):
        return [unfit(attribute, row, value, value.why)]
    return _judged_objects(row, value, context)[1]


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, int | float | Decimal) else value
