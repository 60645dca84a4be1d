"""List the fiat currencies and coins that can be converted.

GET /v5/fiat/query-coin-list, https://bybit-exchange.github.io/docs/v5/asset/fiat-convert/query-coin-list (generated
by venuespec from the spec; edit that instead)
"""

from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    ABSENT,
    UNUSUAL_VALUE,
    Row,
    boolean,
    exact_decimal,
    integer,
    no_number,
    prose,
    rows,
    spelt,
    wire,
)
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


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Fiat(Row):
    """One entry per fiat currency."""

    coin: str = field(default=ABSENT, metadata=wire("coin", "text"))
    """Fiat currency."""
    full_name: str = field(default=ABSENT, metadata=wire("fullName", "prose"))
    """Full name."""
    icon: str = field(default=ABSENT, metadata=wire("icon", "prose"))
    """Address of the icon."""
    icon_night: str = field(default=ABSENT, metadata=wire("iconNight", "prose"))
    """Address of the icon for dark screens."""
    precision: int = field(default=ABSENT, metadata=wire("precision", "integer"))
    """Decimals of an amount of the currency."""
    disable: bool = field(default=ABSENT, metadata=wire("disable", "boolean"))
    """Whether it cannot be converted."""
    single_from_min_limit: Decimal = field(default=ABSENT, metadata=wire("singleFromMinLimit", "decimal"))
    """Least that can be sold at once."""
    single_from_max_limit: Decimal = field(default=ABSENT, metadata=wire("singleFromMaxLimit", "decimal"))
    """Most that can be sold at once."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_coin,
            v_full_name,
            v_icon,
            v_icon_night,
            v_precision,
            v_disable,
            v_single_from_min_limit,
            v_single_from_max_limit,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_coin != "":
                made.coin = v_coin if type(v_coin) is str else spelt(v_coin, "coin")
            if (v := prose(v_full_name, "fullName")) is not None:
                made.full_name = v
            if (v := prose(v_icon, "icon")) is not None:
                made.icon = v
            if (v := prose(v_icon_night, "iconNight")) is not None:
                made.icon_night = v
            if (v := integer(v_precision, "precision")) is not None:
                made.precision = v
            if (v := boolean(v_disable, "disable")) is not None:
                made.disable = v
            if v_single_from_min_limit != "":
                made.single_from_min_limit = (
                    d if (d := exact_decimal(v_single_from_min_limit)).is_finite() else no_number()
                )
            if v_single_from_max_limit != "":
                made.single_from_max_limit = (
                    d if (d := exact_decimal(v_single_from_max_limit)).is_finite() else no_number()
                )
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Crypto(Row):
    """One entry per coin."""

    coin: str = field(default=ABSENT, metadata=wire("coin", "text"))
    """Coin."""
    full_name: str = field(default=ABSENT, metadata=wire("fullName", "prose"))
    """Full name."""
    icon: str = field(default=ABSENT, metadata=wire("icon", "prose"))
    """Address of the icon."""
    icon_night: str = field(default=ABSENT, metadata=wire("iconNight", "prose"))
    """Address of the icon for dark screens."""
    precision: int = field(default=ABSENT, metadata=wire("precision", "integer"))
    """Decimals of an amount of the coin."""
    disable: bool = field(default=ABSENT, metadata=wire("disable", "boolean"))
    """Whether it cannot be converted."""
    single_from_min_limit: Decimal = field(default=ABSENT, metadata=wire("singleFromMinLimit", "decimal"))
    """Least that can be sold at once."""
    single_from_max_limit: Decimal = field(default=ABSENT, metadata=wire("singleFromMaxLimit", "decimal"))
    """Most that can be sold at once."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_coin,
            v_full_name,
            v_icon,
            v_icon_night,
            v_precision,
            v_disable,
            v_single_from_min_limit,
            v_single_from_max_limit,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_coin != "":
                made.coin = v_coin if type(v_coin) is str else spelt(v_coin, "coin")
            if (v := prose(v_full_name, "fullName")) is not None:
                made.full_name = v
            if (v := prose(v_icon, "icon")) is not None:
                made.icon = v
            if (v := prose(v_icon_night, "iconNight")) is not None:
                made.icon_night = v
            if (v := integer(v_precision, "precision")) is not None:
                made.precision = v
            if (v := boolean(v_disable, "disable")) is not None:
                made.disable = v
            if v_single_from_min_limit != "":
                made.single_from_min_limit = (
                    d if (d := exact_decimal(v_single_from_min_limit)).is_finite() else no_number()
                )
            if v_single_from_max_limit != "":
                made.single_from_max_limit = (
                    d if (d := exact_decimal(v_single_from_max_limit)).is_finite() else no_number()
                )
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class FiatTradingPairs(Row):
    """The response to fiat_convert.get_trading_pairs."""

    fiats: list[Fiat] = field(factory=list[Fiat], metadata=wire("fiats", "rows", Fiat))
    """One entry per fiat currency."""
    cryptos: list[Crypto] = field(factory=list[Crypto], metadata=wire("cryptos", "rows", Crypto))
    """One entry per coin."""

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


@frozen(kw_only=True, init=False, slots=False)
class GetTradingPairs(Request[FiatTradingPairs]):
    """List the fiat currencies and coins that can be converted."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", FiatTradingPairs)

    side: TradingPairsSide | None = field(default=None, metadata=param("side", values=("0", "1")))
    """Direction; 0: coins are bought with fiat, 1: coins are sold for fiat. One of 0, 1."""

    def __init__(
        self,
        *,
        side: TradingPairsSide | None = None,
    ) -> None:
        self.__dict__.update(
            side=side,
        )
