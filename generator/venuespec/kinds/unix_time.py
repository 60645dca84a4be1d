"""Moments as Unix time: the seconds, milliseconds, microseconds or nanoseconds since 1970."""

from decimal import Decimal
from math import floor
from typing import Any

from ..python_text import PyName, Python, literal
from .kind import DATETIME, INT, STR, Kind, Reading, WireForm, expects_unless_empty, from_rows, from_values

_SAMPLE = 1_700_000_000
_MOMENT = from_values("Moment")
_EPOCH = from_values("EPOCH")
_NO_TIME = from_rows("no_time")
_MICROSECOND = 1_000_000


def _kind(name: str, unit: str, per_second: int, length: PyName, parts: int = 1) -> Kind:
    """Make the kind of a unit, of which so many ``parts`` make up a ``length`` of the runtime's."""
    zeros = str(per_second)[1:]

    def read(value: Python) -> Python:
        if parts > 1:
            return Python.of("{} + {} * ((int({}) or {}()) // {})", _EPOCH, length, value, _NO_TIME, literal(parts))
        return Python.of("{} + {} * (int({}) or {}())", _EPOCH, length, value, _NO_TIME)

    def expects(value: Any) -> Python:
        if str(value) == "0":
            return Python("None")
        whole, micros = divmod(floor(Decimal(str(value)) * _MICROSECOND / per_second), _MICROSECOND)
        moment = Python(f"datetime.fromtimestamp({whole}, UTC)", {("datetime", "datetime"), ("datetime", "UTC")})
        if not micros:
            return moment
        return Python.of("{} + {}", moment, Python(f"timedelta(microseconds={micros})", {("datetime", "timedelta")}))

    return Kind(
        name=name,
        means=f"a moment in Unix {unit}",
        text=WireForm(holds=STR, accepts=_MOMENT, converter=from_values(f"unix_{unit}")),
        integer=WireForm(holds=INT, accepts=_MOMENT, converter=from_values(f"whole_{unit}")),
        reading=Reading(holds=DATETIME, reader=unit, fast=read, nothing=("", "0")),
        sample=f"{_SAMPLE}{zeros}",
        respelt=True,
        expects=expects_unless_empty(expects),
    )


SECONDS = _kind("timestamp_s", "seconds", 1, from_rows("SECOND"))
MILLISECONDS = _kind("timestamp_ms", "milliseconds", 1_000, from_rows("MILLISECOND"))
MICROSECONDS = _kind("timestamp_us", "microseconds", 1_000_000, from_rows("MICROSECOND"))
NANOSECONDS = _kind("timestamp_ns", "nanoseconds", 1_000_000_000, from_rows("MICROSECOND"), 1000)
