"""Ask for a quote on a conversion, good for 15 seconds.

POST /v5/asset/exchange/quote-apply, https://bybit-exchange.github.io/docs/v5/asset/convert/apply-quote (generated
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
    choice,
    exact_decimal,
    no_number,
    no_time,
    spelt,
    text,
    wire,
)
from ..._runtime.rules import Rule, Violation, differ, longer, violation_of
from ..._runtime.values import EPOCH, Number, number
from ..context import Context
from ..types import AssetConvertFromCoinType, AssetConvertToCoinType, EbConvertFundingEbConvertUtaAccountType, ParamType

ENDPOINT = Endpoint(
    name="asset_convert.request_quote",
    method="POST",
    path="/v5/asset/exchange/quote-apply",
    docs="https://bybit-exchange.github.io/docs/v5/asset/convert/apply-quote",
    signed=True,
    write=False,
    permissions=("Exchange",),
    rate_limits=(
        RateLimit(limit=20, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)
AMOUNT_IS_OF_THE_COIN_THAT_IS_SOLD = Rule(
    id="amount_is_of_the_coin_that_is_sold",
    says="requestCoin must equal fromCoin.",
    because="Only the amount to be sold can be given so far; the venue refuses an amount to be bought.",
    params=("requestCoin", "fromCoin"),
)
REQUEST_ID_LENGTH = Rule(
    id="request_id_length",
    says="requestId must have at most 36 characters.",
    because="A request id has 36 characters at most.",
    params=("requestId",),
)
BROKER_IS_A_PAIR = Rule(
    id="broker_is_a_pair",
    says="paramType and paramValue must be sent together or not at all.",
    because="The type says what the value is.",
    params=("paramType", "paramValue"),
    level="warn",
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ConvertQuote(Row):
    """The response to asset_convert.request_quote."""

    quote_tx_id: str | None = field(default=None, metadata=wire("quoteTxId", "text"))
    """Id of the quote."""
    exchange_rate: Decimal = field(default=ABSENT, metadata=wire("exchangeRate", "decimal"))
    """Rate of the exchange, in the coin that is bought for one of the coin that is sold."""
    from_coin: str = field(default=ABSENT, metadata=wire("fromCoin", "text"))
    """Coin that is sold."""
    from_coin_type: AssetConvertFromCoinType = field(default=ABSENT, metadata=wire("fromCoinType", "text"))
    """Kind of the sold currency, a coin or fiat. Documented values: crypto."""
    to_coin: str = field(default=ABSENT, metadata=wire("toCoin", "text"))
    """Coin that is bought."""
    to_coin_type: AssetConvertToCoinType = field(default=ABSENT, metadata=wire("toCoinType", "text"))
    """Kind of the bought currency, a coin or fiat. Documented values: crypto."""
    from_amount: Decimal = field(default=ABSENT, metadata=wire("fromAmount", "decimal"))
    """Amount of the coin that is sold."""
    to_amount: Decimal = field(default=ABSENT, metadata=wire("toAmount", "decimal"))
    """Amount of the coin that is bought."""
    expired_time: datetime | None = field(default=None, metadata=wire("expiredTime", "milliseconds"))
    """When the quote ends."""
    request_id: str = field(default=ABSENT, metadata=wire("requestId", "text"))
    """The caller's own id of the request."""
    ext_tax_and_fee: Any = field(default=None, metadata=wire("extTaxAndFee", "json"))
    """Not used."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_quote_tx_id,
            v_exchange_rate,
            v_from_coin,
            v_from_coin_type,
            v_to_coin,
            v_to_coin_type,
            v_from_amount,
            v_to_amount,
            v_expired_time,
            v_request_id,
            v_ext_tax_and_fee,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            made.quote_tx_id = (
                (v_quote_tx_id or None) if type(v_quote_tx_id) is str else text(v_quote_tx_id, "quoteTxId")
            )
            if v_exchange_rate != "":
                made.exchange_rate = d if (d := exact_decimal(v_exchange_rate)).is_finite() else no_number()
            if v_from_coin != "":
                made.from_coin = v_from_coin if type(v_from_coin) is str else spelt(v_from_coin, "fromCoin")
            if (v := choice(v_from_coin_type, "fromCoinType")) is not None:
                made.from_coin_type = v
            if v_to_coin != "":
                made.to_coin = v_to_coin if type(v_to_coin) is str else spelt(v_to_coin, "toCoin")
            if (v := choice(v_to_coin_type, "toCoinType")) is not None:
                made.to_coin_type = v
            if v_from_amount != "":
                made.from_amount = d if (d := exact_decimal(v_from_amount)).is_finite() else no_number()
            if v_to_amount != "":
                made.to_amount = d if (d := exact_decimal(v_to_amount)).is_finite() else no_number()
            made.expired_time = (
                None if v_expired_time in ("", "0") else EPOCH + MILLISECOND * (int(v_expired_time) or no_time())
            )
            if v_request_id != "":
                made.request_id = v_request_id if type(v_request_id) is str else spelt(v_request_id, "requestId")
            made.ext_tax_and_fee = v_ext_tax_and_fee
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class RequestQuote(Request[ConvertQuote]):
    """Ask for a quote on a conversion, good for 15 seconds."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", ConvertQuote)
    read_by_rules: ClassVar = ("request_coin", "from_coin")
    judged_alone: ClassVar = ("request_id",)

    account_type: EbConvertFundingEbConvertUtaAccountType | str = field(
        metadata=param("accountType", required=True, values=("eb_convert_uta", "eb_convert_funding"), open=True)
    )
    """Wallet that pays and gets. Documented values: eb_convert_uta, eb_convert_funding."""
    from_coin: str = field(metadata=param("fromCoin", required=True))
    """Coin that is sold."""
    to_coin: str = field(metadata=param("toCoin", required=True))
    """Coin that is bought."""
    request_coin: str = field(metadata=param("requestCoin", required=True))
    """Coin of the amount."""
    request_amount: str = field(converter=number, metadata=param("requestAmount", required=True))
    """Amount of the coin that is sold."""
    from_coin_type: AssetConvertFromCoinType | str | None = field(
        default=None, metadata=param("fromCoinType", values=("crypto",), open=True)
    )
    """Kind of the sold currency, a coin or fiat. Documented values: crypto."""
    to_coin_type: AssetConvertToCoinType | str | None = field(
        default=None, metadata=param("toCoinType", values=("crypto",), open=True)
    )
    """Kind of the bought currency, a coin or fiat. Documented values: crypto."""
    param_type: ParamType | str | None = field(default=None, metadata=param("paramType", values=("opFrom",), open=True))
    """Meaning of paramValue, for brokers. Documented values: opFrom."""
    param_value: str | None = field(default=None, metadata=param("paramValue"))
    """Id of the broker."""
    request_id: str | None = field(default=None, metadata=param("requestId"))
    """The caller's own id of the quote, which the venue does not use. At most 36 characters."""

    def __init__(
        self,
        *,
        account_type: EbConvertFundingEbConvertUtaAccountType | str,
        from_coin: str,
        to_coin: str,
        request_coin: str,
        request_amount: Number,
        from_coin_type: AssetConvertFromCoinType | str | None = None,
        to_coin_type: AssetConvertToCoinType | str | None = None,
        param_type: ParamType | str | None = None,
        param_value: str | None = None,
        request_id: str | None = None,
    ) -> None:
        self.__dict__.update(
            account_type=account_type,
            from_coin=from_coin,
            to_coin=to_coin,
            request_coin=request_coin,
            request_amount=number(request_amount),
            from_coin_type=from_coin_type,
            to_coin_type=to_coin_type,
            param_type=param_type,
            param_value=param_value,
            request_id=request_id,
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.request_id is not None and longer(self.request_id, 36))

    def broken(self, context: Context) -> Iterator[Violation]:
        if differ(self.request_coin, self.from_coin):
            yield violation_of(AMOUNT_IS_OF_THE_COIN_THAT_IS_SOLD)
        if longer(self.request_id, 36):
            yield violation_of(REQUEST_ID_LENGTH)
        if (self.param_type or self.param_value) and (self.param_type is None or self.param_value is None):
            yield violation_of(BROKER_IS_A_PAIR)
