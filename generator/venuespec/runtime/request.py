"""Requests: conversion to and from wire values, and validation against table and rules."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Generic, Literal, Self, TypeVar

from attrs import fields, frozen

from .endpoint import Endpoint
from .json_types import is_array, is_header_text, is_items, is_object
from .rules import Undecided, Violation, within
from .values import number, shown

T_co = TypeVar("T_co", covariant=True)
R_co = TypeVar("R_co", covariant=True)

Json = Literal["string", "boolean", "integer", "number", "array", "object"]
_NO_HEADERS: dict[str, str] = {}
JSON_TYPES: dict[str, type] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": Decimal,
    "array": tuple,
    "object": dict,
}


@frozen(kw_only=True)
class Param:
    """One row of an endpoint's parameter table."""

    wire: str
    json: Json = "string"
    required: bool = False
    values: tuple[str, ...] = ()
    items: "type[Item] | None" = None
    header: bool = False


def param(
    wire: str,
    json: Json = "string",
    *,
    required: bool = False,
    values: tuple[str, ...] = (),
    items: "type[Item] | None" = None,
    header: bool = False,
) -> dict[str, Param]:
    """Return the metadata that ties an attribute to its row of the parameter table.

    ``values`` are all the values that the documentation lists, where it lists them all; a ``header`` is sent beside
    the parameters.
    """
    return {"param": Param(wire=wire, json=json, required=required, values=values, items=items, header=header)}


@frozen(kw_only=True)
class Item:
    """An object inside a request, or the request itself: wire values by name, None for a value that is not sent."""

    params: ClassVar[tuple[tuple[str, Param], ...]] = ()
    """The attribute name and table row of every parameter, in the order of the documentation."""
    header_params: ClassVar[tuple[tuple[str, Param], ...]] = ()
    """Those that travel as headers."""

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        cls.params = tuple(
            (attribute.name, attribute.metadata["param"]) for attribute in fields(cls) if "param" in attribute.metadata
        )
        cls.header_params = tuple(entry for entry in cls.params if entry[1].header)

    def to_wire(self) -> Any:
        """Return the JSON object that is sent; attributes that are None are left out."""
        wire: dict[str, Any] = {}
        for attribute, row in self.params:
            value = getattr(self, attribute)
            if value is not None and not row.header:
                wire[row.wire] = value if row.items is None else _nested_to_wire(value)
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
        for attribute, row in self.params:
            value = getattr(self, attribute)
            if value is None:
                if row.required:
                    yield Violation(rule="required", params=(row.wire,), message=f"{row.wire} is required.")
            elif row.values and row.json == "integer" and type(value) is int:
                if str(value) not in row.values:
                    message = f"{row.wire} is {value}; the documentation lists {', '.join(row.values)}."
                    yield Violation(rule="values", params=(row.wire,), message=message)
            elif row.values and row.json == "string" and value not in row.values:
                # Where one value is documented, filters often take several with commas between them.
                if value != "" and not (isinstance(value, str) and set(value.split(",")) <= set(row.values)):
                    message = f"{row.wire} is {shown(value)}; the documentation lists {', '.join(row.values)}."
                    yield Violation(rule="values", params=(row.wire,), message=message)
            elif type(value) is str and row.json == "string" and not row.header:
                continue  # what nearly all are
            elif row.items is not None:
                yield from _nested_violations(row, value, context)
            elif type(value) is not JSON_TYPES[row.json]:
                message = f"{row.wire} cannot be sent: {shown(value)} is no {row.json} and does not convert to one."
                yield Violation(rule="type", params=(row.wire,), message=message)
            elif row.header and not is_header_text(value):
                message = f"{row.wire} cannot be sent: {shown(value)} holds characters that no header can carry."
                yield Violation(rule="type", params=(row.wire,), message=message)
        yield from self.broken(context)

    def broken(self, context: Any) -> Iterator[Violation]:
        """Yield the rules that this request certainly breaks."""
        return iter(())

    def undecided(self, context: Any) -> Iterator[Undecided]:
        """Return the rules that cannot be judged without more of the context."""
        return iter(())


@frozen(kw_only=True)
class Request(Item, Generic[T_co]):
    """A call of one endpoint, whose answer decodes to ``T_co``."""

    endpoint: ClassVar[Endpoint]
    payload: ClassVar[Callable[[Any], Any]]
    """Reads the payload of an answer."""

    def headers(self) -> dict[str, str]:
        """Return the headers that this request sends beside its parameters."""
        if not self.header_params:
            return _NO_HEADERS
        sent = ((row.wire, getattr(self, attribute)) for attribute, row in self.header_params)
        return {name: value for name, value in sent if value is not None}

    @classmethod
    def decode(cls, data: Any) -> T_co:
        """Return the payload of an answer as typed rows.

        Raises ``FieldError`` for a value that is not what was documented.
        """
        decoded: T_co = cls.payload(data)
        return decoded


@frozen(kw_only=True)
class PagedRequest(Request[T_co], Generic[T_co, R_co]):
    """A call of an endpoint whose answer is one page of many, with records of ``R_co``."""


@frozen(kw_only=True)
class BatchRequest(Request[T_co], Generic[T_co]):
    """A call whose body is a JSON array: one object for each item."""

    item_class: ClassVar[type[Item]]
    max_items: ClassVar[int | None] = None
    items: tuple[Item, ...]

    def to_wire(self) -> list[Any]:
        """Return the JSON array that is sent."""
        return [item.to_wire() if isinstance(item, Item) else item for item in self.items]

    @classmethod
    def from_wire(cls, wire: Any) -> Self:
        """Create a request from a list of objects of wire names and values."""
        return cls(items=tuple(cls.item_class.from_wire(item) for item in wire))

    def violations(self, context: Any) -> Iterator[Violation]:
        """Return every certain violation of an item, placed at its position."""
        if not is_items(self.items):
            message = f"items must be a sequence of {self.item_class.__name__}, got {type(self.items).__name__}."
            yield Violation(rule="type", params=("items",), message=message)
            return
        if self.max_items is not None and len(self.items) > self.max_items:
            message = f"one call takes at most {self.max_items} items, and here are {len(self.items)}."
            yield Violation(rule="items", params=(), message=message)
        for index, item in enumerate(self.items):
            if isinstance(item, self.item_class):
                yield from within(f"[{index}]", item.violations(context))
            else:
                message = f"item {index} is no {self.item_class.__name__} but {type(item).__name__}."
                yield Violation(rule="type", params=(), message=message, where=f"[{index}]")
        yield from self.broken(context)

    def undecided(self, context: Any) -> Iterator[Undecided]:
        """Return the rules that cannot be judged for some item without more of the context."""
        for item in self.items if is_items(self.items) else ():
            if isinstance(item, self.item_class):
                yield from item.undecided(context)


def _nested_to_wire(value: Any) -> Any:
    if is_items(value):
        return [item.to_wire() if isinstance(item, Item) else item for item in value]
    return value.to_wire() if isinstance(value, Item) else value


def _nested_from_wire(items: type[Item], value: Any) -> Any:
    if is_array(value):
        return tuple(items.from_wire(item) if is_object(item) else item for item in value)
    return items.from_wire(value) if is_object(value) else value


def _nested_violations(row: Param, value: Any, context: Any) -> Iterator[Violation]:
    assert row.items is not None
    wanted = row.items.__name__
    placed = [(row.wire, value)]
    if row.json == "array":
        if not is_items(value):
            yield Violation(rule="type", params=(row.wire,), message=f"{row.wire} takes a sequence of {wanted}.")
            return
        placed = [(f"{row.wire}[{index}]", item) for index, item in enumerate(value)]
    for where, item in placed:
        if isinstance(item, row.items):
            yield from within(where, item.violations(context))
        else:
            message = f"{where} takes a {wanted}, not {type(item).__name__}."
            yield Violation(rule="type", params=(row.wire,), message=message)


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, int | float | Decimal) else value
