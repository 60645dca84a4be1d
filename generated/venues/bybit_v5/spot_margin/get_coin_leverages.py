"""Get the leverage of spot margin trading by coin.

GET /v5/spot-margin-trade/coinstate, https://bybit-exchange.github.io/docs/v5/spot-margin-uta/coinstate (generated
by venuespec from the spec; edit that instead)
"""

import re
from builtins import list as ListOf
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.renamed import deprecated
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, exact_decimal, no_number, rows, spelt, wire
from ..._runtime.rules import Rule, Violation, unlike, violation_of
from ..context import Context

ENDPOINT = Endpoint(
    name="spot_margin.get_coin_leverages",
    method="GET",
    path="/v5/spot-margin-trade/coinstate",
    docs="https://bybit-exchange.github.io/docs/v5/spot-margin-uta/coinstate",
    signed=True,
    optional=True,
    rate_limits=(
        RateLimit(limit=50, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)
COIN_IN_CAPITALS = Rule(
    id="coin_in_capitals",
    says="currency must match the pattern [^a-z]+.",
    because="Coins are documented in capitals only; the answer to others is not documented.",
    params=("currency",),
    level="warn",
)
COIN_IN_CAPITALS_FORM = re.compile("[^a-z]+")


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class CoinLeverage(Row):
    """One entry per record."""

    currency: str = field(default=ABSENT, metadata=wire("currency", "text"))
    """Coin."""
    spot_leverage: Decimal | None = field(default=None, metadata=wire("spotLeverage", "decimal"))
    """Leverage of the coin; none where margin trading is off."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("currency", "")) != "":
                made.currency = v if type(v) is str else spelt(v, "currency")
            made.spot_leverage = (
                None
                if (v := get("spotLeverage", "")) == ""
                else d
                if (d := exact_decimal(v)).is_finite()
                else no_number()
            )
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class CoinLeverages(Row):
    """The response to spot_margin.get_coin_leverages."""

    list: ListOf[CoinLeverage] = field(factory=ListOf[CoinLeverage], metadata=wire("list", "rows", CoinLeverage))
    """One entry per record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.list = rows(get("list"), "list", CoinLeverage.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[CoinLeverage]:
        return iter(self.list)

    def __len__(self) -> int:
        return len(self.list)

    def __getitem__(self, index: int) -> CoinLeverage:
        return self.list[index]

    @property
    @deprecated("list_ is called list now")
    def list_(self) -> ListOf[CoinLeverage]:
        """The older name of ``list``."""
        return self.list


@frozen(kw_only=True, init=False, slots=False)
class GetCoinLeverages(Request[CoinLeverages]):
    """Get the leverage of spot margin trading by coin."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", CoinLeverages)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("currency",)

    currency: str | None = field(default=None, metadata=param("currency"))
    """Coin."""

    def __init__(
        self,
        *,
        currency: str | None = None,
    ) -> None:
        self.__dict__.update(
            currency=currency,
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.currency is not None and unlike(COIN_IN_CAPITALS_FORM, self.currency))

    def broken(self, context: Context) -> Iterator[Violation]:
        if unlike(COIN_IN_CAPITALS_FORM, self.currency):
            yield violation_of(COIN_IN_CAPITALS)
