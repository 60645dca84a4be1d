"""Get Token Details.

POST /v5/alpha/trade/biz-token-details, https://bybit-exchange.github.io/docs/v5/alpha/biz-token-details (generated
by venuespec from the spec; edit that instead)
"""

from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, decimal, guessed, integer, prose, text, values, wire

ENDPOINT = Endpoint(
    name="alpha.get_token_details",
    method="POST",
    path="/v5/alpha/trade/biz-token-details",
    docs="https://bybit-exchange.github.io/docs/v5/alpha/biz-token-details",
    signed=True,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
    proof=Proof(),
)


@define(kw_only=True)
class GetTokenDetailsRow(Row):
    """The response to alpha.get_token_details."""

    token_code: str | None = field(default=None, metadata=wire("tokenCode", "prose"))
    """Token code."""
    chain_code: str | None = field(default=None, metadata=wire("chainCode", "prose"))
    """Blockchain code."""
    chain_icon_url: str | None = field(default=None, metadata=wire("chainIconUrl", "prose"))
    """Chain icon URL."""
    token_address: str | None = field(default=None, metadata=wire("tokenAddress", "prose"))
    """Token contract address."""
    symbol: str | None = field(default=None, metadata=wire("symbol", "text"))
    """Symbol of the instrument."""
    token_decimals: int | None = field(default=None, metadata=wire("tokenDecimals", "integer"))
    """Token decimal precision."""
    token_icon_url_day: str | None = field(default=None, metadata=wire("tokenIconUrlDay", "prose"))
    """Token icon URL."""
    token_icon_url_night: str | None = field(default=None, metadata=wire("tokenIconUrlNight", "prose"))
    """Token icon URL."""
    min_order_quantity: Decimal | str | None = field(
        default=None, metadata=wire("minOrderQuantity", "guessed", decimal)
    )
    """Minimum order quantity."""
    max_order_quantity: Decimal | str | None = field(
        default=None, metadata=wire("maxOrderQuantity", "guessed", decimal)
    )
    """Maximum order quantity."""
    max_position_quantity: Decimal | str | None = field(
        default=None, metadata=wire("maxPositionQuantity", "guessed", decimal)
    )
    """Maximum position quantity per user."""
    token_desc: str | None = field(default=None, metadata=wire("tokenDesc", "prose"))
    """Token project description."""
    x_url: str | None = field(default=None, metadata=wire("xUrl", "prose"))
    """X."""
    official_url: str | None = field(default=None, metadata=wire("officialUrl", "prose"))
    """Official website URL."""
    white_paper_url: str | None = field(default=None, metadata=wire("whitePaperUrl", "prose"))
    """Whitepaper URL."""
    token_tag: int | None = field(default=None, metadata=wire("tokenTag", "integer"))
    """Token tag. Documented values: 0, 1, 2."""
    risk_flag: int | None = field(default=None, metadata=wire("riskFlag", "integer"))
    """Risk flag. Documented values: 0, 1."""
    create_time_onchain: int | None = field(default=None, metadata=wire("createTimeOnchain", "integer"))
    """On-chain creation time."""
    status: str | None = field(default=None, metadata=wire("status", "text"))
    """State. Documented values: 0, 1, 2, 3, 4."""
    token_tags: list[str | None] = field(factory=list[str | None], metadata=wire("tokenTags", "values", prose))
    """Tag ID list."""
    show_message: int | None = field(default=None, metadata=wire("showMessage", "integer"))
    """Whether to display a notification. Documented values: 0, 1."""
    content: str | None = field(default=None, metadata=wire("content", "prose"))
    """Notification message content."""
    link_name: str | None = field(default=None, metadata=wire("linkName", "prose"))
    """Notification link display name."""
    link_address: str | None = field(default=None, metadata=wire("linkAddress", "prose"))
    """Notification link URL."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.token_code = prose(get("tokenCode"), "tokenCode")
            made.chain_code = prose(get("chainCode"), "chainCode")
            made.chain_icon_url = prose(get("chainIconUrl"), "chainIconUrl")
            made.token_address = prose(get("tokenAddress"), "tokenAddress")
            made.symbol = text(get("symbol"), "symbol")
            made.token_decimals = integer(get("tokenDecimals"), "tokenDecimals")
            made.token_icon_url_day = prose(get("tokenIconUrlDay"), "tokenIconUrlDay")
            made.token_icon_url_night = prose(get("tokenIconUrlNight"), "tokenIconUrlNight")
            made.min_order_quantity = guessed(get("minOrderQuantity"), "minOrderQuantity", decimal)
            made.max_order_quantity = guessed(get("maxOrderQuantity"), "maxOrderQuantity", decimal)
            made.max_position_quantity = guessed(get("maxPositionQuantity"), "maxPositionQuantity", decimal)
            made.token_desc = prose(get("tokenDesc"), "tokenDesc")
            made.x_url = prose(get("xUrl"), "xUrl")
            made.official_url = prose(get("officialUrl"), "officialUrl")
            made.white_paper_url = prose(get("whitePaperUrl"), "whitePaperUrl")
            made.token_tag = integer(get("tokenTag"), "tokenTag")
            made.risk_flag = integer(get("riskFlag"), "riskFlag")
            made.create_time_onchain = integer(get("createTimeOnchain"), "createTimeOnchain")
            made.status = text(get("status"), "status")
            made.token_tags = values(get("tokenTags"), "tokenTags", prose)
            made.show_message = integer(get("showMessage"), "showMessage")
            made.content = prose(get("content"), "content")
            made.link_name = prose(get("linkName"), "linkName")
            made.link_address = prose(get("linkAddress"), "linkAddress")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetTokenDetails(Request[GetTokenDetailsRow]):
    """Get Token Details."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetTokenDetailsRow)

    chain_code: str = field(metadata=param("chainCode", required=True))
    """Blockchain code."""
    token_address: str = field(metadata=param("tokenAddress", required=True))
    """Token contract address on the specified chain."""
