"""Get the exchanges and weights that an index price is made of.

GET /v5/market/index-price-components, https://bybit-exchange.github.io/docs/v5/market/index-components (generated
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
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    exact_decimal,
    no_number,
    no_time,
    prose,
    rows,
    wire,
)
from ..._runtime.values import EPOCH

ENDPOINT = Endpoint(
    name="market.get_index_components",
    method="GET",
    path="/v5/market/index-price-components",
    docs="https://bybit-exchange.github.io/docs/v5/market/index-components",
    signed=False,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Component(Row):
    """One entry per exchange."""

    exchange: str = field(default=ABSENT, metadata=wire("exchange", "prose"))
    """Name of the exchange."""
    spot_pair: str = field(default=ABSENT, metadata=wire("spotPair", "prose"))
    """Pair on the exchange."""
    equivalent_price: Decimal = field(default=ABSENT, metadata=wire("equivalentPrice", "decimal"))
    """Price that counts for the index."""
    multiplier: Decimal = field(default=ABSENT, metadata=wire("multiplier", "decimal"))
    """Factor on the exchange's price."""
    price: Decimal = field(default=ABSENT, metadata=wire("price", "decimal"))
    """Price."""
    weight: Decimal = field(default=ABSENT, metadata=wire("weight", "decimal"))
    """Weight in the index, as a fraction."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := prose(get("exchange"), "exchange")) is not None:
                made.exchange = v
            if (v := prose(get("spotPair"), "spotPair")) is not None:
                made.spot_pair = v
            if (v := get("equivalentPrice", "")) != "":
                made.equivalent_price = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("multiplier", "")) != "":
                made.multiplier = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("price", "")) != "":
                made.price = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("weight", "")) != "":
                made.weight = d if (d := exact_decimal(v)).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class IndexComponents(Row):
    """The response to market.get_index_components."""

    index_name: str = field(default=ABSENT, metadata=wire("indexName", "prose"))
    """Name of the index."""
    last_price: Decimal = field(default=ABSENT, metadata=wire("lastPrice", "decimal"))
    """Price of the latest trade."""
    update_time: datetime = field(default=ABSENT, metadata=wire("updateTime", "milliseconds"))
    """When the data was last renewed."""
    components: list[Component] = field(factory=list[Component], metadata=wire("components", "rows", Component))
    """One entry per exchange."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := prose(get("indexName"), "indexName")) is not None:
                made.index_name = v
            if (v := get("lastPrice", "")) != "":
                made.last_price = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("updateTime", "")) not in ("", "0"):
                made.update_time = EPOCH + MILLISECOND * (int(v) or no_time())
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


@frozen(kw_only=True, init=False, slots=False)
class GetIndexComponents(Request[IndexComponents]):
    """Get the exchanges and weights that an index price is made of."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", IndexComponents)

    index_name: str = field(metadata=param("indexName", required=True))
    """Name of the index."""

    def __init__(
        self,
        *,
        index_name: str,
    ) -> None:
        self.__dict__.update(
            index_name=index_name,
        )
