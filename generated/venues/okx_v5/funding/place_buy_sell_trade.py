"""Buy or sell for fiat at the terms of a quote.

POST /api/v5/fiat/buy-sell/trade, https://www.okx.com/docs-v5/en/#funding-account-rest-api-buy-sell-trade (generated
by venuespec from the spec; edit that instead)
"""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.only_row import OnlyRow
from ..._runtime.payloads import only_row_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    choice,
    exact_decimal,
    no_number,
    no_time,
    spelt,
    text,
    wire,
)
from ..._runtime.rules import Rule, Violation, unlike, violation_of
from ..._runtime.values import EPOCH, Number, number
from ..context import Context
from ..types import BuySellSide, CompletedFailedProcessingState, PlaceBuySellTradePaymentMethod

ENDPOINT = Endpoint(
    name="funding.place_buy_sell_trade",
    method="POST",
    path="/api/v5/fiat/buy-sell/trade",
    docs="https://www.okx.com/docs-v5/en/#funding-account-rest-api-buy-sell-trade",
    signed=True,
    permissions=("trade",),
    rate_limits=(RateLimit(limit=1, window=5.0, key=("user_id",)),),
    proof=Proof(echo=("clOrdId",), ids=("quoteId",)),
)
CL_ORD_ID_FORMAT = Rule(
    id="cl_ord_id_format",
    says="clOrdId must be 1 to 32 letters or digits.",
    because="A client id is made of letters and digits, 32 of them at most.",
    params=("clOrdId",),
)
CL_ORD_ID_FORMAT_FORM = re.compile("[A-Za-z0-9]{1,32}")


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class BuySellTrade(OnlyRow):
    """One row of the response to funding.place_buy_sell_trade."""

    ord_id: str = field(default=ABSENT, metadata=wire("ordId", "text"))
    """Order id."""
    cl_ord_id: str | None = field(default=None, metadata=wire("clOrdId", "text"))
    """Client id of the order."""
    quote_id: str = field(default=ABSENT, metadata=wire("quoteId", "text"))
    """Quote id."""
    state: CompletedFailedProcessingState | None = field(default=None, metadata=wire("state", "text"))
    """State of the trade. Documented values: processing, completed, failed."""
    side: BuySellSide = field(default=ABSENT, metadata=wire("side", "text"))
    """Direction of the order or trade. Documented values: buy, sell."""
    from_ccy: str = field(default=ABSENT, metadata=wire("fromCcy", "text"))
    """Currency that is converted or sold."""
    to_ccy: str = field(default=ABSENT, metadata=wire("toCcy", "text"))
    """Currency received."""
    rfq_amt: Decimal = field(default=ABSENT, metadata=wire("rfqAmt", "decimal"))
    """Amount asked for in the quote request."""
    rfq_ccy: str = field(default=ABSENT, metadata=wire("rfqCcy", "text"))
    """Currency of the amount asked for."""
    fill_px: Decimal = field(default=ABSENT, metadata=wire("fillPx", "decimal"))
    """Price of the latest fill."""
    fill_quote_ccy: str = field(default=ABSENT, metadata=wire("fillQuoteCcy", "text"))
    """Currency the fill price is quoted in."""
    fill_from_amt: Decimal = field(default=ABSENT, metadata=wire("fillFromAmt", "decimal"))
    """Filled amount of the currency sold."""
    fill_to_amt: Decimal = field(default=ABSENT, metadata=wire("fillToAmt", "decimal"))
    """Filled amount of the currency bought."""
    c_time: datetime = field(default=ABSENT, metadata=wire("cTime", "milliseconds"))
    """When it was created."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_ord_id,
            v_cl_ord_id,
            v_quote_id,
            v_state,
            v_side,
            v_from_ccy,
            v_to_ccy,
            v_rfq_amt,
            v_rfq_ccy,
            v_fill_px,
            v_fill_quote_ccy,
            v_fill_from_amt,
            v_fill_to_amt,
            v_c_time,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_ord_id != "":
                made.ord_id = v_ord_id if type(v_ord_id) is str else spelt(v_ord_id, "ordId")
            made.cl_ord_id = (v_cl_ord_id or None) if type(v_cl_ord_id) is str else text(v_cl_ord_id, "clOrdId")
            if v_quote_id != "":
                made.quote_id = v_quote_id if type(v_quote_id) is str else spelt(v_quote_id, "quoteId")
            made.state = choice(v_state, "state")
            if (v := choice(v_side, "side")) is not None:
                made.side = v
            if v_from_ccy != "":
                made.from_ccy = v_from_ccy if type(v_from_ccy) is str else spelt(v_from_ccy, "fromCcy")
            if v_to_ccy != "":
                made.to_ccy = v_to_ccy if type(v_to_ccy) is str else spelt(v_to_ccy, "toCcy")
            if v_rfq_amt != "":
                made.rfq_amt = d if (d := exact_decimal(v_rfq_amt)).is_finite() else no_number()
            if v_rfq_ccy != "":
                made.rfq_ccy = v_rfq_ccy if type(v_rfq_ccy) is str else spelt(v_rfq_ccy, "rfqCcy")
            if v_fill_px != "":
                made.fill_px = d if (d := exact_decimal(v_fill_px)).is_finite() else no_number()
            if v_fill_quote_ccy != "":
                made.fill_quote_ccy = (
                    v_fill_quote_ccy if type(v_fill_quote_ccy) is str else spelt(v_fill_quote_ccy, "fillQuoteCcy")
                )
            if v_fill_from_amt != "":
                made.fill_from_amt = d if (d := exact_decimal(v_fill_from_amt)).is_finite() else no_number()
            if v_fill_to_amt != "":
                made.fill_to_amt = d if (d := exact_decimal(v_fill_to_amt)).is_finite() else no_number()
            if v_c_time not in ("", "0"):
                made.c_time = EPOCH + MILLISECOND * (int(v_c_time) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class PlaceBuySellTrade(Request[BuySellTrade]):
    """Buy or sell for fiat at the terms of a quote."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = only_row_of("data", BuySellTrade)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("cl_ord_id",)

    quote_id: str = field(metadata=param("quoteId", required=True))
    """Quote id."""
    side: BuySellSide = field(metadata=param("side", required=True, values=("buy", "sell")))
    """Direction of the order or trade. One of buy, sell."""
    from_ccy: str = field(metadata=param("fromCcy", required=True))
    """Currency that is converted or sold."""
    to_ccy: str = field(metadata=param("toCcy", required=True))
    """Currency received."""
    rfq_amt: str = field(converter=number, metadata=param("rfqAmt", required=True))
    """Amount asked for in the quote request."""
    rfq_ccy: str = field(metadata=param("rfqCcy", required=True))
    """Currency of the amount asked for."""
    payment_method: PlaceBuySellTradePaymentMethod | str = field(
        metadata=param("paymentMethod", required=True, values=("balance",), open=True)
    )
    """Payment method. Documented values: balance."""
    cl_ord_id: str = field(metadata=param("clOrdId", required=True))
    """Client id of the order. At most 32 characters."""

    def __init__(
        self,
        *,
        quote_id: str,
        side: BuySellSide,
        from_ccy: str,
        to_ccy: str,
        rfq_amt: Number,
        rfq_ccy: str,
        payment_method: PlaceBuySellTradePaymentMethod | str,
        cl_ord_id: str,
    ) -> None:
        self.__dict__.update(
            quote_id=quote_id,
            side=side,
            from_ccy=from_ccy,
            to_ccy=to_ccy,
            rfq_amt=number(rfq_amt),
            rfq_ccy=rfq_ccy,
            payment_method=payment_method,
            cl_ord_id=cl_ord_id,
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (unlike(CL_ORD_ID_FORMAT_FORM, self.cl_ord_id))

    def broken(self, context: Context) -> Iterator[Violation]:
        if unlike(CL_ORD_ID_FORMAT_FORM, self.cl_ord_id):
            yield violation_of(CL_ORD_ID_FORMAT)
