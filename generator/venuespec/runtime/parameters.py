"""The rows of an endpoint's parameter table, as its request class knows them."""

from decimal import Decimal
from typing import Any, Literal

from .records import field, frozen

Json = Literal["string", "boolean", "integer", "number", "array", "object"]
_HOLDS: dict[str, type] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": Decimal,
    "array": tuple,
    "object": dict,
}


@frozen(kw_only=True, slots=False)
class Param:
    """One row of an endpoint's parameter table.

    ``holds`` is the exact type of the values that are sent; ``closer`` marks headers and objects, which take a closer
    look.
    """

    wire: str
    json: Json = "string"
    required: bool = False
    values: tuple[str, ...] = ()
    items: type[Any] | None = None
    header: bool = False
    open: bool = False
    several: bool = False
    empty: bool = False
    flags: tuple[str, str] | None = None
    holds: type = field(init=False)
    closer: bool = field(init=False)

    def __init__(
        self,
        *,
        wire: str,
        json: Json = "string",
        required: bool = False,
        values: tuple[str, ...] = (),
        items: type[Any] | None = None,
        header: bool = False,
        open: bool = False,
        several: bool = False,
        empty: bool = False,
        flags: tuple[str, str] | None = None,
    ) -> None:
        self.__dict__.update(
            wire=wire,
            json=json,
            required=required,
            values=values,
            items=items,
            header=header,
            open=open,
            several=several,
            empty=empty,
            flags=flags,
            holds=_HOLDS[json] if items is None or json == "array" else items,
            closer=header or items is not None or flags is not None,
        )


def param(
    wire: str,
    json: Json = "string",
    *,
    required: bool = False,
    values: tuple[str, ...] = (),
    items: type[Any] | None = None,
    header: bool = False,
    open: bool = False,
    several: bool = False,
    empty: bool = False,
    flags: tuple[str, str] | None = None,
) -> dict[str, Param]:
    """Return the metadata that ties an attribute to its row of the parameter table.

    ``values`` are the values that the documentation lists: all there are, unless the list is ``open``. ``several`` says
    that a text of some of them with commas between is taken. A ``header`` is sent beside the parameters.
    ``flags`` are the texts that are sent for false and true.
    """
    row = Param(
        wire=wire,
        json=json,
        required=required,
        values=values,
        items=items,
        header=header,
        open=open,
        several=several,
        empty=empty,
        flags=flags,
    )
    return {"param": row}
