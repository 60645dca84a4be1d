"""True or false."""

from typing import Any

from ..python_text import Python
from .kind import BOOL, STR, Kind, Reading, WireForm, expects_unless_empty, from_values


def _expects(value: Any) -> Python:
    return Python(str(str(value).lower() in ("true", "1")))


BOOLEAN = Kind(
    name="boolean",
    means="true or false, as JSON or as text",
    text=WireForm(holds=STR, accepts=Python.of("{} | {}", BOOL, STR), converter=from_values("flag_text")),
    reading=Reading(holds=BOOL, reader="boolean"),
    expects=expects_unless_empty(_expects),
)
