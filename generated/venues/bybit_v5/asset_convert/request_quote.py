"""Request a Quote.

POST /v5/asset/exchange/quote-apply, https://bybit-exchange.github.io/docs/v5/asset/convert/apply-quote (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, decimal, guessed, milliseconds, prose, values, wire
from ..._runtime.values import number_or_text
from ..types import AssetConvertFromCoinType, AssetConvertToCoinType, EbConvertFundingEbConvertUtaAccountType, ParamType

ENDPOINT = Endpoint(
    name="asset_convert.request_quote",
    method="POST",
    path="/v5/asset/exchange/quote-apply",
    docs="https://bybit-exchange.github.io/docs/v5/asset/convert/apply-quote",
    signed=True,
    permissions=("Exchange",),
    rate_limits=(
        RateLimit(limit=20, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
    proof=Proof(),
)


@define(kw_only=True)
class RequestQuoteRow(Row):
    """The response to asset_convert.request_quote."""

    quote_tx_id: str | None = field(default=None, metadata=wire("quoteTxId", "prose"))
    """Quote transaction ID."""
    exchange_rate: Decimal | str | None = field(default=None, metadata=wire("exchangeRate", "guessed", decimal))
    """Exchange rate."""
    from_coin: str | None = field(default=None, metadata=wire("fromCoin", "prose"))
    """From coin."""
    from_coin_type: AssetConvertFromCoinType | str | None = field(default=None, metadata=wire("fromCoinType", "prose"))
    """From coin type. Documented values: crypto."""
    to_coin: str | None = field(default=None, metadata=wire("toCoin", "prose"))
    """To coin."""
    to_coin_type: AssetConvertToCoinType | str | None = field(default=None, metadata=wire("toCoinType", "prose"))
    """To coin type. Documented values: crypto."""
    from_amount: Decimal | str | None = field(default=None, metadata=wire("fromAmount", "guessed", decimal))
    """From coin amount."""
    to_amount: Decimal | str | None = field(default=None, metadata=wire("toAmount", "guessed", decimal))
    """To coin amount."""
    expired_time: datetime | str | None = field(default=None, metadata=wire("expiredTime", "guessed", milliseconds))
    """The expiry time for this quote."""
    request_id: str | None = field(default=None, metadata=wire("requestId", "prose"))
    """Customised request ID."""
    ext_tax_and_fee: list[str | None] = field(factory=list[str | None], metadata=wire("extTaxAndFee", "values", prose))
    """Compliance-related field."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.quote_tx_id = prose(get("quoteTxId"), "quoteTxId")
            made.exchange_rate = guessed(get("exchangeRate"), "exchangeRate", decimal)
            made.from_coin = prose(get("fromCoin"), "fromCoin")
            made.from_coin_type = prose(get("fromCoinType"), "fromCoinType")
            made.to_coin = prose(get("toCoin"), "toCoin")
            made.to_coin_type = prose(get("toCoinType"), "toCoinType")
            made.from_amount = guessed(get("fromAmount"), "fromAmount", decimal)
            made.to_amount = guessed(get("toAmount"), "toAmount", decimal)
            made.expired_time = guessed(get("expiredTime"), "expiredTime", milliseconds)
            made.request_id = prose(get("requestId"), "requestId")
            made.ext_tax_and_fee = values(get("extTaxAndFee"), "extTaxAndFee", prose)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class RequestQuote(Request[RequestQuoteRow]):
    """Request a Quote."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", RequestQuoteRow)

    account_type: EbConvertFundingEbConvertUtaAccountType = field(
        metadata=param("accountType", required=True, values=("eb_convert_uta", "eb_convert_funding"))
    )
    """Wallet that is meant. One of eb_convert_uta, eb_convert_funding."""
    from_coin: str = field(metadata=param("fromCoin", required=True))
    """Convert from coin."""
    to_coin: str = field(metadata=param("toCoin", required=True))
    """Convert to coin."""
    request_coin: str = field(metadata=param("requestCoin", required=True))
    """Request coin."""
    request_amount: str = field(converter=number_or_text, metadata=param("requestAmount", required=True))
    """request coin amount."""
    from_coin_type: AssetConvertFromCoinType | None = field(
        default=None, metadata=param("fromCoinType", values=("crypto",))
    )
    """fromCoinType. Must be crypto."""
    to_coin_type: AssetConvertToCoinType | None = field(default=None, metadata=param("toCoinType", values=("crypto",)))
    """toCoinType. Must be crypto."""
    param_type: ParamType | str | None = field(default=None, metadata=param("paramType", values=("opFrom",), open=True))
    """paramType. Documented values: opFrom."""
    param_value: str | None = field(default=None, metadata=param("paramValue"))
    """Broker ID."""
    request_id: str | None = field(default=None, metadata=param("requestId"))
    """Customised request ID. At most 36 characters."""
