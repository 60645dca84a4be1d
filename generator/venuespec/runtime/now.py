"""The present time of the venue as rules see it: a range that it certainly lies in, and comparisons with it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Literal

from .errors import ConfigurationError
from .patterns import pattern
from .records import frozen
from .rules import quantity
from .values import shown

Comparison = Literal["gte", "gt", "lte", "lt"]
TimeUnit = Literal["s", "ms", "us", "ns"]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = pattern(r"([0-9]{1,18})(?:\.\.([0-9]{1,18}))?")
_OF_MS: Mapping[TimeUnit, Decimal] = {
    "s": Decimal("0.001"),
    "ms": Decimal(1),
    "us": Decimal(10**3),
    "ns": Decimal(10**6),
}


@frozen(slots=False)
class Now:
    """A range of Unix milliseconds: the venue's time when it receives a call is not before, and not after these."""

    earliest: int
    latest: int

    def __init__(self, earliest: int, latest: int) -> None:
        self.__dict__.update(earliest=earliest, latest=latest)


def now_of(value: object) -> Now | None:
    """Return a range, a datetime with a zone, or Unix milliseconds as a range; None for an unknown time.

    ``"1700000000000..1700000005000"`` is a range as text. Raises ``ConfigurationError`` for anything else.
    """
    if value is None or isinstance(value, Now):
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        exact = (value - _EPOCH) // timedelta(milliseconds=1)
        return Now(exact, exact)
    match = _MOMENT.fullmatch(str(value)) if isinstance(value, str | int) else None
    earliest, latest = (int(match[1]), int(match[2] or match[1])) if match is not None else (1, 0)
    if earliest > latest:
        raise ConfigurationError(
            f"the context's now must be Unix milliseconds or a datetime with a zone, got {shown(value)}"
        )
    return Now(earliest, latest)


def exact(now: Now | None) -> str | None:
    """Return the present time as text; None for one that is known as a range only, or not at all."""
    return str(now.earliest) if now is not None and now.earliest == now.latest else None


def compares_with_now(
    value: object, op: Comparison, now: Now | None, offset: int, unit: TimeUnit = "ms", *, sure: bool
) -> bool:
    """Tell whether a time certainly, or only possibly, compares so with the present time plus an offset.

    ``offset`` is in milliseconds, ``unit`` that of the value. What is not a number compares with nothing.
    """
    moment = quantity(value)
    if moment is None:
        return False
    if now is None:
        return not sure
    # What is later than the latest time is later than any.
    bound = now.latest if (op in ("gte", "gt")) == sure else now.earliest
    limit = (bound + offset) * _OF_MS[unit]
    match op:
        case "gte":
            return moment >= limit
        case "gt":
            return moment > limit
        case "lte":
            return moment <= limit
        case "lt":
            return moment < limit
