"""Rows as tables of pandas or polars, which are imported only here."""

from collections.abc import Iterable
from decimal import Decimal
from importlib import import_module
from typing import Any, Literal

from .by_position import RowByPosition
from .errors import ConfigurationError
from .json_types import is_array, is_object
from .rows import Row, python_value

_BACKENDS = ("pandas", "polars")


def frame(rows: Iterable[Row] | Row, *, backend: Literal["pandas", "polars"] = "pandas", floats: bool = True) -> Any:
    """Return rows as a data frame, with a column for each of their attributes.

    Quantities are floats or, with ``floats=False``, Decimals with every digit; moments are aware datetimes, rows inside
    rows are dicts. Raises ``ConfigurationError`` where the library is not installed.
    """
    if backend not in _BACKENDS:
        raise ConfigurationError(f"backend must be one of {', '.join(_BACKENDS)}, got {backend!r}")
    try:
        library: Any = import_module(backend)
    except ImportError:
        raise ConfigurationError(f"{backend} is not installed; run: pip install {backend}") from None
    many = (
        [rows]
        if isinstance(rows, RowByPosition) or (isinstance(rows, Row) and not isinstance(rows, Iterable))
        else list(rows)
    )
    for row in many:
        if not isinstance(row, Row):
            raise ConfigurationError(f"frame takes rows of an answer, got {type(row).__name__}")
    names = dict.fromkeys(attribute for row in many for attribute, *_ in row.known.values())
    columns = {name: [python_value(getattr(row, name, None), floats=floats) for row in many] for name in names}
    if backend == "polars":
        return library.DataFrame({name: _column(library, values) for name, values in columns.items()})
    return library.DataFrame(columns)


def _column(polars: Any, values: list[Any]) -> Any:
    """Return a column of polars; Decimals keep as many places as the longest of them has."""
    exponents = [value.as_tuple().exponent for value in values if isinstance(value, Decimal)]
    if exponents:
        places = max(-exponent for exponent in (0, *exponents) if isinstance(exponent, int))
        return polars.Series(values, dtype=polars.Decimal(scale=places))
    return polars.Series(values, strict=not any(is_array(value) or is_object(value) for value in values))
