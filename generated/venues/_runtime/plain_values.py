"""Values of other types as Python's own: subclasses, enums, scalars of numpy and pandas, whatever acts as a number.

Only unusual values come here. No library is imported for it: a type is known by what it can do.
"""

import operator
from datetime import UTC, datetime
from decimal import Context, Decimal, Inexact
from enum import Enum
from numbers import Integral, Rational, Real
from typing import Any
from uuid import UUID

_EXACT = Context(prec=100, traps=[Inexact])
_PYTHON = (str, int, bool, float, Decimal, bytes, type(None))


def plain_value(value: object) -> Any:
    """Return a value as an exact str, int, bool, float, Decimal or datetime; any other value unchanged."""
    if type(value) in _PYTHON:
        return value
    try:
        return _converted(value)
    except Exception:  # an error of a foreign type, which validation puts into words
        return value


def _converted(value: Any) -> Any:
    if isinstance(value, Enum):
        return plain_value(value.value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, float):
        return float.__pos__(value)
    if isinstance(value, Decimal):
        return Decimal(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Integral):
        return operator.index(value)
    if isinstance(value, Rational):
        return _EXACT.divide(Decimal(int(value.numerator)), Decimal(int(value.denominator)))
    if isinstance(value, Real):
        return Decimal(str(value))  # a float of another size is its own shortest text: 0.1, not 0.10000000149
    if getattr(value, "shape", None) == () and callable(getattr(value, "item", None)):
        return _scalar(value)
    return operator.index(value)


def _scalar(value: Any) -> Any:
    """Return a scalar of numpy or of a library that follows it; its moments are in UTC."""
    if getattr(getattr(value, "dtype", None), "kind", "") == "M":
        moment = value.astype("datetime64[us]").item()
        return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else value
    held = value.item()
    return value if type(held) is type(value) else plain_value(held)


def is_missing(value: Any) -> bool:
    """Tell whether a value stands for one that is not there: NaN, and NaT or NA of pandas."""
    if type(value).__name__ in ("NAType", "NaTType"):
        return True
    try:
        return bool(value != value)
    except Exception:  # an array, or a number that compares with nothing
        return False
