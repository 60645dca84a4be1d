"""Round prices and quantities to the steps of an instrument."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal, DecimalException, localcontext
from typing import Any, cast

from .errors import ConfigurationError
from .json_types import is_object
from .records import frozen
from .rows import Row
from .values import MAX_EXPONENT, Number, number, shown
from .venue import Increments


@frozen(kw_only=True, slots=False)
class Quantized:
    """A price and a size at the steps of an instrument.

    ``enough`` is false where the size is below the instrument's minimum, so that the venue would refuse the order.
    """

    px: Decimal | None
    sz: Decimal | None
    enough: bool

    def __init__(self, *, px: Decimal | None, sz: Decimal | None, enough: bool) -> None:
        self.__dict__.update(px=px, sz=sz, enough=enough)


def quantize(increments: Increments | None, instrument: Row, px: Number | None, sz: Number | None) -> Quantized:
    """Round a price to the nearest tick and a size down to whole lots. Raises ``ConfigurationError``."""
    if increments is None:
        raise ConfigurationError("the venue's spec does not say which fields of an instrument are its steps")
    raw: Any = getattr(instrument, "raw", None)
    if not is_object(raw):
        message = f"instrument takes a row of the venue's instruments, not {type(instrument).__name__}"
        raise ConfigurationError(message)
    tick = None if px is None else _step(raw, increments.price, "price")
    lot = None if sz is None else _step(raw, increments.size, "size")
    price = None if px is None or tick is None else _whole_steps(px, tick, ROUND_HALF_EVEN, "px")
    size = None if sz is None or lot is None else _whole_steps(sz, lot, ROUND_DOWN, "sz")
    least = _first(raw, increments.minimum)
    return Quantized(px=price, sz=size, enough=size is None or (size > 0 and (least is None or size >= least)))


def _step(raw: Mapping[str, Any], paths: tuple[str, ...], what: str) -> Decimal:
    step = _first(raw, paths)
    if step is None or step <= 0:
        raise ConfigurationError(f"the row has no step for a {what}: none of {', '.join(paths)} is a number above 0")
    return step


def _first(raw: Mapping[str, Any], paths: tuple[str, ...]) -> Decimal | None:
    """Return the number at the first of several dotted paths that has one."""
    for path in paths:
        value: Any = raw
        for name in path.split("."):
            value = value.get(name) if is_object(value) else None
        found = _number(value)
        if found is not None:
            return found
    return None


def _number(value: Any) -> Decimal | None:
    try:
        text: Any = number(cast(Number, value))
        found = Decimal(text) if isinstance(text, str) else None
    except (DecimalException, ValueError):
        return None
    return found if found is not None and found.is_finite() else None


def _whole_steps(value: Number, step: Decimal, rounding: str, name: str) -> Decimal:
    quantity = _number(value)
    if quantity is None:
        raise ConfigurationError(f"{name} must be a finite number, got {shown(value)}")
    with localcontext(prec=2 * MAX_EXPONENT, Emax=MAX_EXPONENT, Emin=-MAX_EXPONENT) as context:
        context.rounding = rounding
        return (quantity / step).to_integral_value(rounding=rounding) * step
