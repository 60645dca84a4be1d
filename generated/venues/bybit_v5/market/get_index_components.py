"""Get the exchanges and weights that an index price is made of.

GET /v5/market/index-price-components, https://bybit-exchange.github.io/docs/v5/market/index-components (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import MILLISECOND, UNUSUAL_VALUE, Row, exact_decimal, no_time, prose, rows, wire
from ..._runtime.values import EPOCH

ENDPOINT = Endpoint(
    name="market.get_index_components",
    method="GET",
    path="/v5/market/index-price-components",
    docs="https://bybit-exchange.github.io/docs/v5/market/index-components",
    signed=False,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)


@define(kw_only=True)
class Component(Row):
    """One entry per exchange."""

    exchange: str | None = field(default=None, metadata=wire("exchange", "prose"))
    """Name of the exchange."""
    spot_pair: str | None = field(default=None, metadata=wire("spotPair", "prose"))
    """Pair on the exchange."""
    equivalent_price: Decimal | None = field(default=None, metadata=wire("equivalentPrice", "decimal"))
    """Price that counts for the index."""
    multiplier: Decimal | None = field(default=None, metadata=wire("multiplier", "decimal"))
    """Factor on the exchange's price."""
    price: Decimal | None = field(default=None, metadata=wire("price", "decimal"))
    """Price."""
    weight: Decimal | None = field(default=None, metadata=wire("weight", "decimal"))
    """Weight in the index, as a fraction."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.exchange = prose(get("exchange"), "exchange")
            made.spot_pair = prose(get("spotPair"), "spotPair")
            made.equivalent_price = exact_decimal(v) if (v := get("equivalentPrice", "")) != "" else None
            made.multiplier = exact_decimal(v) if (v := get("multiplier", "")) != "" else None
            made.price = exact_decimal(v) if (v := get("price", "")) != "" else None
            made.weight = exact_decimal(v) if (v := get("weight", "")) != "" else None
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class IndexComponents(Row):
    """The response to market.get_index_components."""

    index_name: str | None = field(default=None, metadata=wire("indexName", "prose"))
    """Name of the index."""
    last_price: Decimal | None = field(default=None, metadata=wire("lastPrice", "decimal"))
    """Price of the latest trade."""
    update_time: datetime | None = field(default=None, metadata=wire("updateTime", "milliseconds"))
    """When the data was last renewed."""
    components: list[Component] = field(factory=list[Component], metadata=wire("components", "rows", Component))
    """One entry per exchange."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.index_name = prose(get("indexName"), "indexName")
            made.last_price = exact_decimal(v) if (v := get("lastPrice", "")) != "" else None
            made.update_time = (
                EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("updateTime", "")) not in ("", "0") else None
            )
            made.components = rows(get("components"), "components", Component.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[Component]:
        return iter(self.components)

    def __len__(self) -> int:
        return len(self.components)

    def __getitem__(self, index: int) -> Component:
        return self.components[index]


@frozen(kw_only=True)
class GetIndexComponents(Request[IndexComponents]):
    """Get the exchanges and weights that an index price is made of."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", IndexComponents)

    index_name: str = field(metadata=param("indexName", required=True))
    """Name of the index."""
