"""Switch on or off that margin is added to an isolated position by itself.

POST /v5/position/set-auto-add-margin, https://bybit-exchange.github.io/docs/v5/position/auto-add-margin (generated
by venuespec from the spec; edit that instead)
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import nothing
from ..._runtime.records import field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rules import Rule, Undecided, Violation, matches, undecided_rule, violation_of
from ..._runtime.values import whole
from ..context import Context
from ..types import Category

ENDPOINT = Endpoint(
    name="position.set_auto_add_margin",
    method="POST",
    path="/v5/position/set-auto-add-margin",
    docs="https://bybit-exchange.github.io/docs/v5/position/auto-add-margin",
    signed=True,
    rate_limits=(
        RateLimit(limit=10, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)
HEDGE_NEEDS_INDEX = Rule(
    id="hedge_needs_index",
    says=(
        "When category is linear and symbol matches the pattern [A-Z0-9]+USDT and the context's positionMode is "
        "hedge, positionIdx is required and must be 1 or 2."
    ),
    because=(
        "In hedge mode, which only perpetuals of USDT have, a position is that of the buy side or of the sell side."
    ),
    params=("positionIdx", "category", "symbol"),
    needs=("positionMode",),
)
HEDGE_NEEDS_INDEX_FORM = re.compile("[A-Z0-9]+USDT")


@frozen(kw_only=True, init=False, slots=False)
class SetAutoAddMargin(Request[None]):
    """Switch on or off that margin is added to an isolated position by itself."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = nothing
    read_by_rules: ClassVar = ("category", "symbol", "position_idx")

    category: Category = field(
        metadata=param("category", required=True, values=("spot", "linear", "inverse", "option"))
    )
    """Product category. One of spot, linear, inverse, option."""
    symbol: str = field(metadata=param("symbol", required=True))
    """Symbol of the instrument."""
    auto_add_margin: int = field(
        converter=whole, metadata=param("autoAddMargin", "integer", required=True, values=("0", "1"))
    )
    """Whether margin is added by itself; 1: yes. One of 0, 1."""
    position_idx: int | None = field(
        default=None, converter=whole, metadata=param("positionIdx", "integer", values=("0", "1", "2"))
    )
    """Position of the symbol; 0: one-way mode, 1: buy side, 2: sell side. One of 0, 1, 2."""

    def __init__(
        self,
        *,
        category: Category,
        symbol: str,
        auto_add_margin: int | str,
        position_idx: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            category=category,
            symbol=symbol,
            auto_add_margin=whole(auto_add_margin),
            position_idx=None if position_idx is None else whole(position_idx),
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if (
            self.category == "linear"
            and matches(HEDGE_NEEDS_INDEX_FORM, self.symbol)
            and context.value_of("position_mode", self.symbol) == "hedge"
            and self.position_idx not in (1, 2)
        ):
            yield violation_of(HEDGE_NEEDS_INDEX)

    def undecided(self, context: Context) -> Iterator[Undecided]:
        if (
            self.category == "linear"
            and matches(HEDGE_NEEDS_INDEX_FORM, self.symbol)
            and context.value_of("position_mode", self.symbol) in (None, "hedge")
            and self.position_idx not in (1, 2)
        ):
            yield from undecided_rule(
                HEDGE_NEEDS_INDEX, {"positionMode": context.value_of("position_mode", self.symbol)}
            )
