"""Get reference prices of a coin in a fiat currency, by way of payment.

GET /v5/fiat/reference-price, https://bybit-exchange.github.io/docs/v5/asset/fiat-convert/reference-price (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    ABSENT,
    SECOND,
    UNUSUAL_VALUE,
    Row,
    exact_decimal,
    no_number,
    no_time,
    prose,
    rows,
    spelt,
    wire,
)
from ..._runtime.rules import Rule, Violation, violation_of
from ..._runtime.values import EPOCH
from ..context import Context

ENDPOINT = Endpoint(
    name="fiat_convert.get_reference_price",
    method="GET",
    path="/v5/fiat/reference-price",
    docs="https://bybit-exchange.github.io/docs/v5/asset/fiat-convert/reference-price",
    signed=True,
    rate_limits=(
        RateLimit(limit=1000, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)
PAIR_NAMED = Rule(
    id="pair_named",
    says="symbol is required.",
    because="The table requires symbol, where the example has none.",
    params=("symbol",),
    level="warn",
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Buy(Row):
    """Prices at which coins are bought, one entry per way of payment."""

    unit_price: Decimal = field(default=ABSENT, metadata=wire("unitPrice", "decimal"))
    """Price of one coin, in fiat."""
    payment_method: str = field(default=ABSENT, metadata=wire("paymentMethod", "prose"))
    """Way of payment."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("unitPrice", "")) != "":
                made.unit_price = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := prose(get("paymentMethod"), "paymentMethod")) is not None:
                made.payment_method = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Sell(Row):
    """Prices at which coins are sold, one entry per way of payment."""

    unit_price: Decimal = field(default=ABSENT, metadata=wire("unitPrice", "decimal"))
    """Price of one coin, in fiat."""
    payment_method: str = field(default=ABSENT, metadata=wire("paymentMethod", "prose"))
    """Way of payment."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("unitPrice", "")) != "":
                made.unit_price = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := prose(get("paymentMethod"), "paymentMethod")) is not None:
                made.payment_method = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class FiatReferencePrice(Row):
    """The response to fiat_convert.get_reference_price."""

    symbol: str = field(default=ABSENT, metadata=wire("symbol", "prose"))
    """Pair of coin and fiat currency, such as EUR-USDT."""
    fiat: str = field(default=ABSENT, metadata=wire("fiat", "text"))
    """Fiat currency."""
    crypto: str = field(default=ABSENT, metadata=wire("crypto", "text"))
    """Coin."""
    timestamp: datetime = field(default=ABSENT, metadata=wire("timestamp", "seconds"))
    """When the prices were taken."""
    buys: list[Buy] = field(factory=list[Buy], metadata=wire("buys", "rows", Buy))
    """Prices at which coins are bought, one entry per way of payment."""
    sells: list[Sell] = field(factory=list[Sell], metadata=wire("sells", "rows", Sell))
    """Prices at which coins are sold, one entry per way of payment."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := prose(get("symbol"), "symbol")) is not None:
                made.symbol = v
            if (v := get("fiat", "")) != "":
                made.fiat = v if type(v) is str else spelt(v, "fiat")
            if (v := get("crypto", "")) != "":
                made.crypto = v if type(v) is str else spelt(v, "crypto")
            if (v := get("timestamp", "")) not in ("", "0"):
                made.timestamp = EPOCH + SECOND * (int(v) or no_time())
            made.buys = rows(get("buys"), "buys", Buy.from_wire)
            made.sells = rows(get("sells"), "sells", Sell.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetReferencePrice(Request[FiatReferencePrice]):
    """Get reference prices of a coin in a fiat currency, by way of payment."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", FiatReferencePrice)
    read_by_rules: ClassVar = ()

    symbol: str | None = field(default=None, metadata=param("symbol"))
    """Pair of coin and fiat currency, such as EUR-USDT."""

    def __init__(
        self,
        *,
        symbol: str | None = None,
    ) -> None:
        self.__dict__.update(
            symbol=symbol,
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if self.symbol is None:
            yield violation_of(PAIR_NAMED)
