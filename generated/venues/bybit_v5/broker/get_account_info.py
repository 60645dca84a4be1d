"""Get the number of sub-accounts and the rebates of the exchange broker.

GET /v5/broker/account-info, https://bybit-exchange.github.io/docs/v5/broker/exchange-broker/account-info (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, integer, no_time, prose, row, wire
from ..._runtime.values import EPOCH

ENDPOINT = Endpoint(
    name="broker.get_account_info",
    method="GET",
    path="/v5/broker/account-info",
    docs="https://bybit-exchange.github.io/docs/v5/broker/exchange-broker/account-info",
    signed=True,
    rate_limits=(
        RateLimit(limit=10, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class BaseFeeRebateRate(Row):
    """Rebates of the base fee."""

    spot: str = field(default=ABSENT, metadata=wire("spot", "prose"))
    """Rebate for spot, in percent with its sign."""
    derivatives: str = field(default=ABSENT, metadata=wire("derivatives", "prose"))
    """Rebate for derivatives, in percent with its sign."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := prose(get("spot"), "spot")) is not None:
                made.spot = v
            if (v := prose(get("derivatives"), "derivatives")) is not None:
                made.derivatives = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MarkupFeeRebateRate(Row):
    """Rebates of the markup."""

    spot: str = field(default=ABSENT, metadata=wire("spot", "prose"))
    """Rebate for spot, in percent with its sign."""
    derivatives: str = field(default=ABSENT, metadata=wire("derivatives", "prose"))
    """Rebate for derivatives, in percent with its sign."""
    convert: str | None = field(default=None, metadata=wire("convert", "prose"))
    """Rebate for conversions, in percent with its sign."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := prose(get("spot"), "spot")) is not None:
                made.spot = v
            if (v := prose(get("derivatives"), "derivatives")) is not None:
                made.derivatives = v
            made.convert = prose(get("convert"), "convert")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class BrokerAccount(Row):
    """The response to broker.get_account_info."""

    sub_acct_qty: int = field(default=ABSENT, metadata=wire("subAcctQty", "integer"))
    """Number of sub-accounts."""
    max_sub_acct_qty: int = field(default=ABSENT, metadata=wire("maxSubAcctQty", "integer"))
    """Most sub-accounts that can be made."""
    base_fee_rebate_rate: BaseFeeRebateRate = field(
        default=ABSENT, metadata=wire("baseFeeRebateRate", "row", BaseFeeRebateRate)
    )
    """Rebates of the base fee."""
    markup_fee_rebate_rate: MarkupFeeRebateRate = field(
        default=ABSENT, metadata=wire("markupFeeRebateRate", "row", MarkupFeeRebateRate)
    )
    """Rebates of the markup."""
    ts: datetime = field(default=ABSENT, metadata=wire("ts", "milliseconds"))
    """When the data was made."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := integer(get("subAcctQty"), "subAcctQty")) is not None:
                made.sub_acct_qty = v
            if (v := integer(get("maxSubAcctQty"), "maxSubAcctQty")) is not None:
                made.max_sub_acct_qty = v
            if (v := row(get("baseFeeRebateRate"), "baseFeeRebateRate", BaseFeeRebateRate.from_wire)) is not None:
                made.base_fee_rebate_rate = v
            if (v := row(get("markupFeeRebateRate"), "markupFeeRebateRate", MarkupFeeRebateRate.from_wire)) is not None:
                made.markup_fee_rebate_rate = v
            if (v := get("ts", "")) not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetAccountInfo(Request[BrokerAccount]):
    """Get the number of sub-accounts and the rebates of the exchange broker."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", BrokerAccount)

    def __init__(self) -> None:
        """Take no parameters: the endpoint has none."""
