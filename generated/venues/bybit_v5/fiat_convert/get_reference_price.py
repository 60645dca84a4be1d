"""Get Reference Price.

GET /v5/fiat/reference-price, https://bybit-exchange.github.io/docs/v5/asset/fiat-convert/reference-price (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import SECOND, UNUSUAL_VALUE, Row, decimal, guessed, no_time, prose, rows, text, wire
from ..._runtime.values import EPOCH
from ..types import PaymentMethod

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


@define(kw_only=True)
class Buy(Row):
    """Array of buy quote objects."""

    unit_price: Decimal | str | None = field(default=None, metadata=wire("unitPrice", "guessed", decimal))
    """unitPrice."""
    payment_method: PaymentMethod | str | None = field(default=None, metadata=wire("paymentMethod", "prose"))
    """From coin type. Documented values: fiat, crypto."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.unit_price = guessed(get("unitPrice"), "unitPrice", decimal)
            made.payment_method = prose(get("paymentMethod"), "paymentMethod")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class Sell(Row):
    """Array of sell quote objects."""

    unit_price: Decimal | str | None = field(default=None, metadata=wire("unitPrice", "guessed", decimal))
    """unitPrice."""
    payment_method: PaymentMethod | str | None = field(default=None, metadata=wire("paymentMethod", "prose"))
    """From coin type. Documented values: fiat, crypto."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.unit_price = guessed(get("unitPrice"), "unitPrice", decimal)
            made.payment_method = prose(get("paymentMethod"), "paymentMethod")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetReferencePriceRow(Row):
    """The response to fiat_convert.get_reference_price."""

    symbol: str | None = field(default=None, metadata=wire("symbol", "text"))
    """Symbol of the instrument."""
    fiat: str | None = field(default=None, metadata=wire("fiat", "prose"))
    """Fiat currency of the trading pair."""
    crypto: str | None = field(default=None, metadata=wire("crypto", "prose"))
    """Cryptocurrency of the trading pair."""
    timestamp: datetime | None = field(default=None, metadata=wire("timestamp", "seconds"))
    """When the record was made."""
    buys: list[Buy] = field(factory=list[Buy], metadata=wire("buys", "rows", Buy))
    """Array of buy quote objects."""
    sells: list[Sell] = field(factory=list[Sell], metadata=wire("sells", "rows", Sell))
    """Array of sell quote objects."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.symbol = text(get("symbol"), "symbol")
            made.fiat = prose(get("fiat"), "fiat")
            made.crypto = prose(get("crypto"), "crypto")
            made.timestamp = (
                EPOCH + SECOND * (int(v) or no_time()) if (v := get("timestamp", "")) not in ("", "0") else None
            )
            made.buys = rows(get("buys"), "buys", Buy.from_wire)
            made.sells = rows(get("sells"), "sells", Sell.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetReferencePrice(Request[GetReferencePriceRow]):
    """Get Reference Price."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetReferencePriceRow)

    symbol: str | None = field(default=None, metadata=param("symbol"))
    """Symbol of the instrument."""
