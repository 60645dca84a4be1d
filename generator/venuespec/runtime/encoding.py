"""Write the plain values of a row as JSON again, as they came."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote, unquote

from .patterns import pattern
from .readers import (
    UNIX_UNITS,
    Codec,
    FieldError,
    boolean,
    cursor,
    decimal,
    integer,
    iso_moment,
    microseconds,
    milliseconds,
    nanoseconds,
    prose,
    seconds,
    text,
)
from .values import EPOCH, MICROSECOND, iso_time, plain

_WHOLE = pattern(r"-?[0-9]{1,20}")
SCALARS: Mapping[Codec, Callable[[Any, str], Any]] = {
    "text": text,
    "prose": prose,
    "cursor": cursor,
    "decimal": decimal,
    "integer": integer,
    "boolean": boolean,
    "seconds": seconds,
    "milliseconds": milliseconds,
    "microseconds": microseconds,
    "nanoseconds": nanoseconds,
    "iso_moment": iso_moment,
}
"""The readers of plain values."""


def codec_of(reader: Callable[[Any, str], Any]) -> Codec:
    """Return the codec of a reader of plain values."""
    for codec, known in SCALARS.items():
        if known is reader:
            return codec
    return "json"


def encoded(value: Any, codec: Codec, came: Any) -> Any:
    """Encode a plain value as JSON, in the JSON type that it ``came`` in."""
    if codec == "cursor":
        return came if isinstance(came, str) and unquote(came) == value else quote(value, safe="")
    moment = isinstance(value, datetime) and (codec in UNIX_UNITS or codec == "iso_moment")
    return _encode_moment(value, codec, came) if moment else _scalar(value, came)


def _encode_moment(value: datetime, codec: Codec, came: Any) -> Any:
    """Encode a moment, as it came if it is unchanged: a datetime drops nanoseconds and the offset."""
    try:
        if SCALARS[codec](came, "") == value:
            return came
    except FieldError:
        pass  # it came as something else, and a moment was set since
    if codec == "iso_moment":
        return iso_time(value)
    return _scalar((value - EPOCH) // MICROSECOND * 1000 // UNIX_UNITS[codec], came)


def _scalar(value: Any, came: Any) -> Any:
    """Encode a typed value as JSON: text, unless it came as a number or a boolean."""
    if value is None or isinstance(came, float):
        return came
    if isinstance(came, Decimal) and isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, bool):
        if came is None:
            return value
        value = "true" if value else "false"
    spelt = plain(value) if isinstance(value, Decimal) else str(value)
    if isinstance(came, bool):
        return {"true": True, "false": False, "1": True, "0": False}.get(spelt, spelt)
    return int(spelt) if isinstance(came, int) and _WHOLE.fullmatch(spelt) else spelt
