"""Get description, limits and risk of one token.

POST /v5/alpha/trade/biz-token-details, https://bybit-exchange.github.io/docs/v5/alpha/biz-token-details (generated
by venuespec from the spec; edit that instead)
"""

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
    integer,
    no_number,
    no_time,
    prose,
    spelt,
    values,
    wire,
)
from ..._runtime.values import EPOCH

ENDPOINT = Endpoint(
    name="alpha.get_token_details",
    method="POST",
    path="/v5/alpha/trade/biz-token-details",
    docs="https://bybit-exchange.github.io/docs/v5/alpha/biz-token-details",
    signed=True,
    write=False,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class TokenDetails(Row):
    """The response to alpha.get_token_details."""

    token_code: str = field(default=ABSENT, metadata=wire("tokenCode", "text"))
    """Code of the token."""
    chain_code: str = field(default=ABSENT, metadata=wire("chainCode", "text"))
    """Code of the blockchain."""
    chain_icon_url: str = field(default=ABSENT, metadata=wire("chainIconUrl", "prose"))
    """Web address of the chain's icon."""
    token_address: str = field(default=ABSENT, metadata=wire("tokenAddress", "text"))
    """Contract address of the token."""
    symbol: str = field(default=ABSENT, metadata=wire("symbol", "text"))
    """Symbol of the token."""
    token_decimals: int = field(default=ABSENT, metadata=wire("tokenDecimals", "integer"))
    """Decimal places of the token."""
    token_icon_url_day: str = field(default=ABSENT, metadata=wire("tokenIconUrlDay", "prose"))
    """Web address of the token's light icon."""
    token_icon_url_night: str = field(default=ABSENT, metadata=wire("tokenIconUrlNight", "prose"))
    """Web address of the token's dark icon."""
    min_order_quantity: Decimal = field(default=ABSENT, metadata=wire("minOrderQuantity", "decimal"))
    """Smallest quantity of an order."""
    max_order_quantity: Decimal = field(default=ABSENT, metadata=wire("maxOrderQuantity", "decimal"))
    """Largest quantity of an order."""
    max_position_quantity: Decimal = field(default=ABSENT, metadata=wire("maxPositionQuantity", "decimal"))
    """Largest quantity that a user may hold."""
    token_desc: str = field(default=ABSENT, metadata=wire("tokenDesc", "prose"))
    """Description of the token's project."""
    x_url: str = field(default=ABSENT, metadata=wire("xUrl", "prose"))
    """Web address of the project on X."""
    official_url: str = field(default=ABSENT, metadata=wire("officialUrl", "prose"))
    """Web address of the project."""
    white_paper_url: str = field(default=ABSENT, metadata=wire("whitePaperUrl", "prose"))
    """Web address of the white paper."""
    token_tag: int | None = field(default=None, metadata=wire("tokenTag", "integer"))
    """Tag of the token; 0: none, 1: new, 2: in demand. Documented values: 0, 1, 2."""
    risk_flag: int = field(default=ABSENT, metadata=wire("riskFlag", "integer"))
    """Whether the token is risky; 0: no, 1: yes. Documented values: 0, 1."""
    create_time_onchain: datetime = field(default=ABSENT, metadata=wire("createTimeOnchain", "seconds"))
    """Creation time of the token on its chain."""
    status: int = field(default=ABSENT, metadata=wire("status", "integer"))
    """State of the token; 0: not listed, 1: listed, 2: to be delisted, 3: in delivery, 4: delisted. Documented
    values: 0, 1, 2, 3, 4.
    """
    token_tags: list[int | None] = field(factory=list[int | None], metadata=wire("tokenTags", "values", integer))
    """Tags of the token."""
    show_message: int = field(default=ABSENT, metadata=wire("showMessage", "integer"))
    """Whether there is a notice to show; 0: no, 1: yes. Documented values: 0, 1."""
    content: str | None = field(default=None, metadata=wire("content", "prose"))
    """Text of the notice."""
    link_name: str | None = field(default=None, metadata=wire("linkName", "prose"))
    """Name of the link of the notice."""
    link_address: str | None = field(default=None, metadata=wire("linkAddress", "prose"))
    """Web address of the notice."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_token_code,
            v_chain_code,
            v_chain_icon_url,
            v_token_address,
            v_symbol,
            v_token_decimals,
            v_token_icon_url_day,
            v_token_icon_url_night,
            v_min_order_quantity,
            v_max_order_quantity,
            v_max_position_quantity,
            v_token_desc,
            v_x_url,
            v_official_url,
            v_white_paper_url,
            v_token_tag,
            v_risk_flag,
            v_create_time_onchain,
            v_status,
            v_token_tags,
            v_show_message,
            v_content,
            v_link_name,
            v_link_address,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_token_code != "":
                made.token_code = v_token_code if type(v_token_code) is str else spelt(v_token_code, "tokenCode")
            if v_chain_code != "":
                made.chain_code = v_chain_code if type(v_chain_code) is str else spelt(v_chain_code, "chainCode")
            if (v := prose(v_chain_icon_url, "chainIconUrl")) is not None:
                made.chain_icon_url = v
            if v_token_address != "":
                made.token_address = (
                    v_token_address if type(v_token_address) is str else spelt(v_token_address, "tokenAddress")
                )
            if v_symbol != "":
                made.symbol = v_symbol if type(v_symbol) is str else spelt(v_symbol, "symbol")
            if (v := integer(v_token_decimals, "tokenDecimals")) is not None:
                made.token_decimals = v
            if (v := prose(v_token_icon_url_day, "tokenIconUrlDay")) is not None:
                made.token_icon_url_day = v
            if (v := prose(v_token_icon_url_night, "tokenIconUrlNight")) is not None:
                made.token_icon_url_night = v
            if v_min_order_quantity != "":
                made.min_order_quantity = d if (d := exact_decimal(v_min_order_quantity)).is_finite() else no_number()
            if v_max_order_quantity != "":
                made.max_order_quantity = d if (d := exact_decimal(v_max_order_quantity)).is_finite() else no_number()
            if v_max_position_quantity != "":
                made.max_position_quantity = (
                    d if (d := exact_decimal(v_max_position_quantity)).is_finite() else no_number()
                )
            if (v := prose(v_token_desc, "tokenDesc")) is not None:
                made.token_desc = v
            if (v := prose(v_x_url, "xUrl")) is not None:
                made.x_url = v
            if (v := prose(v_official_url, "officialUrl")) is not None:
                made.official_url = v
            if (v := prose(v_white_paper_url, "whitePaperUrl")) is not None:
                made.white_paper_url = v
            made.token_tag = integer(v_token_tag, "tokenTag")
            if (v := integer(v_risk_flag, "riskFlag")) is not None:
                made.risk_flag = v
            if v_create_time_onchain not in ("", "0"):
                made.create_time_onchain = EPOCH + SECOND * (int(v_create_time_onchain) or no_time())
            if (v := integer(v_status, "status")) is not None:
                made.status = v
            made.token_tags = values(v_token_tags, "tokenTags", integer)
            if (v := integer(v_show_message, "showMessage")) is not None:
                made.show_message = v
            made.content = prose(v_content, "content")
            made.link_name = prose(v_link_name, "linkName")
            made.link_address = prose(v_link_address, "linkAddress")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetTokenDetails(Request[TokenDetails]):
    """Get description, limits and risk of one token."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", TokenDetails)

    chain_code: str = field(metadata=param("chainCode", required=True))
    """Code of the blockchain."""
    token_address: str = field(metadata=param("tokenAddress", required=True))
    """Contract address of the token."""

    def __init__(
        self,
        *,
        chain_code: str,
        token_address: str,
    ) -> None:
        self.__dict__.update(
            chain_code=chain_code,
            token_address=token_address,
        )
