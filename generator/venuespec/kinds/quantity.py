"""Quantities: decimals as text, and as JSON numbers."""

from typing import Any

from attrs import evolve

from ..python_text import Python, literal
from .kind import DECIMAL_TYPE, Kind, Reading, WireForm, expects_unless_empty, from_rows, from_values


def _fast(value: Python) -> Python:
    read = Python.of("d if (d := {}({})).is_finite() else", from_rows("exact_decimal"), value)
    return Python.of("{} {}()", read, from_rows("no_number"))


def _expects(value: Any) -> Python:
    return Python.of("{}({})", DECIMAL_TYPE, literal(str(value)))


DECIMAL = Kind(
    name="decimal",
    means="a quantity, with every digit",
    text=WireForm(holds=Python("str"), accepts=from_values("Number"), converter=from_values("number")),
    reading=Reading(holds=DECIMAL_TYPE, reader="decimal", fast=_fast),
    respelt=True,
    expects=expects_unless_empty(_expects),
)
NUMBER = evolve(
    DECIMAL,
    name="number",
    means="a quantity that travels as a JSON number; every digit of an answer's number is read",
)
