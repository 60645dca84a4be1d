"""Moments as ISO 8601 text: ``2026-01-05T10:00:00.000Z``."""

import re
from datetime import UTC, datetime
from typing import Any

from ..python_text import Python
from .kind import DATETIME, STR, Kind, Reading, WireForm, expects_unless_empty, from_values

_DIGITS_BEYOND_MICROSECONDS = re.compile(r"(\.[0-9]{6})[0-9]+")


def _expects(value: Any) -> Python:
    moment = datetime.fromisoformat(_DIGITS_BEYOND_MICROSECONDS.sub(r"\1", value))
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    numbers = [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, moment.microsecond]
    arguments = ", ".join(map(str, numbers))
    return Python(f"datetime({arguments}, tzinfo=UTC)", {("datetime", "datetime"), ("datetime", "UTC")})


ISO = Kind(
    name="timestamp_iso",
    means="a moment as ISO 8601 text",
    text=WireForm(holds=STR, accepts=Python.of("{} | {}", DATETIME, STR), converter=from_values("iso_time")),
    reading=Reading(holds=DATETIME, reader="iso_moment"),
    sample="2023-11-14T22:13:20.000Z",
    respelt=True,
    expects=expects_unless_empty(_expects),
    schema={"string": {"format": "date-time"}},
)
