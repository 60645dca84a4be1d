"""Get Trading Pair List.

GET /v5/fiat/query-coin-list, https://bybit-exchange.github.io/docs/v5/asset/fiat-convert/query-coin-list (generated
by venuespec from the spec; edit that instead)
"""

from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, boolean, decimal, guessed, integer, prose, rows, text, wire
from ..types import TradingPairsSide

ENDPOINT = Endpoint(
    name="fiat_convert.get_trading_pairs",
    method="GET",
    path="/v5/fiat/query-coin-list",
    docs="https://bybit-exchange.github.io/docs/v5/asset/fiat-convert/query-coin-list",
    signed=True,
    rate_limits=(
        RateLimit(limit=1000, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)


@define(kw_only=True)
class Fiat(Row):
    """Fiat coin list."""

    coin: str | None = field(default=None, metadata=wire("coin", "text"))
    """Coin."""
    full_name: str | None = field(default=None, metadata=wire("fullName", "prose"))
    """Fiat full coin name."""
    icon: str | None = field(default=None, metadata=wire("icon", "prose"))
    """Coin icon url."""
    icon_night: str | None = field(default=None, metadata=wire("iconNight", "prose"))
    """Coin icon url."""
    precision: int | None = field(default=None, metadata=wire("precision", "integer"))
    """Fiat precision."""
    disable: bool | None = field(default=None, metadata=wire("disable", "boolean"))
    """disable."""
    single_from_min_limit: Decimal | str | None = field(
        default=None, metadata=wire("singleFromMinLimit", "guessed", decimal)
    )
    """For buy side."""
    single_from_max_limit: Decimal | str | None = field(
        default=None, metadata=wire("singleFromMaxLimit", "guessed", decimal)
    )
    """For buy side."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.coin = text(get("coin"), "coin")
            made.full_name = prose(get("fullName"), "fullName")
            made.icon = prose(get("icon"), "icon")
            made.icon_night = prose(get("iconNight"), "iconNight")
            made.precision = integer(get("precision"), "precision")
            made.disable = boolean(get("disable"), "disable")
            made.single_from_min_limit = guessed(get("singleFromMinLimit"), "singleFromMinLimit", decimal)
            made.single_from_max_limit = guessed(get("singleFromMaxLimit"), "singleFromMaxLimit", decimal)
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class Crypto(Row):
    """Crypto coin list."""

    coin: str | None = field(default=None, metadata=wire("coin", "text"))
    """Coin."""
    full_name: str | None = field(default=None, metadata=wire("fullName", "prose"))
    """Fiat full coin name."""
    icon: str | None = field(default=None, metadata=wire("icon", "prose"))
    """Coin icon url."""
    icon_night: str | None = field(default=None, metadata=wire("iconNight", "prose"))
    """Coin icon url."""
    precision: int | None = field(default=None, metadata=wire("precision", "integer"))
    """Fiat precision."""
    disable: bool | None = field(default=None, metadata=wire("disable", "boolean"))
    """disable."""
    single_from_min_limit: Decimal | str | None = field(
        default=None, metadata=wire("singleFromMinLimit", "guessed", decimal)
    )
    """For sell side."""
    single_from_max_limit: Decimal | str | None = field(
        default=None, metadata=wire("singleFromMaxLimit", "guessed", decimal)
    )
    """For sell side."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.coin = text(get("coin"), "coin")
            made.full_name = prose(get("fullName"), "fullName")
            made.icon = prose(get("icon"), "icon")
            made.icon_night = prose(get("iconNight"), "iconNight")
            made.precision = integer(get("precision"), "precision")
            made.disable = boolean(get("disable"), "disable")
            made.single_from_min_limit = guessed(get("singleFromMinLimit"), "singleFromMinLimit", decimal)
            made.single_from_max_limit = guessed(get("singleFromMaxLimit"), "singleFromMaxLimit", decimal)
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetTradingPairsRow(Row):
    """The response to fiat_convert.get_trading_pairs."""

    fiats: list[Fiat] = field(factory=list[Fiat], metadata=wire("fiats", "rows", Fiat))
    """Fiat coin list."""
    cryptos: list[Crypto] = field(factory=list[Crypto], metadata=wire("cryptos", "rows", Crypto))
    """Crypto coin list."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.fiats = rows(get("fiats"), "fiats", Fiat.from_wire)
            made.cryptos = rows(get("cryptos"), "cryptos", Crypto.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetTradingPairs(Request[GetTradingPairsRow]):
    """Get Trading Pair List."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetTradingPairsRow)

    side: TradingPairsSide | None = field(default=None, metadata=param("side", values=("0", "1")))
    """Buy or sell. One of 0, 1."""
