"""Whole numbers: counts, levels, numbers of pages."""

from typing import Any

from ..python_text import Python
from .kind import INT, STR, Kind, Reading, WireForm, expects_unless_empty, from_values


def _expects(value: Any) -> Python:
    return Python(str(int(value)))


INTEGER = Kind(
    name="integer",
    means="a whole number",
    text=WireForm(holds=STR, accepts=Python.of("{} | {}", INT, STR), converter=from_values("whole_number")),
    reading=Reading(holds=INT, reader="integer"),
    respelt=True,
    expects=expects_unless_empty(_expects),
)
