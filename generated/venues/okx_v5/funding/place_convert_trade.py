"""Convert one currency to another at the terms of a quote.

POST /api/v5/asset/convert/trade, https://www.okx.com/docs-v5/en/#funding-account-rest-api-convert-trade (generated
by venuespec from the spec; edit that instead)
"""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Ask, Endpoint, MadeId, Proof, RateLimit, Reconcile
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
from ..types import BuySellSide, ConvertMode, FullyFilledRejectedState

ENDPOINT = Endpoint(
    name="funding.place_convert_trade",
    method="POST",
    path="/api/v5/asset/convert/trade",
    docs="https://www.okx.com/docs-v5/en/#funding-account-rest-api-convert-trade",
    signed=True,
    permissions=("trade",),
    rate_limits=(RateLimit(limit=10, window=1.0, key=("user_id",)),),
    dedup_key="clTReqId",
    reconcile=Reconcile(
        ask=(Ask(method="GET", path="/api/v5/asset/convert/history", params={"clTReqId": "clTReqId", "tag": "tag"}),),
        created="ts",
        refused={"state": ("rejected",)},
    ),
    made_id=MadeId(length=32, form="letters_and_digits"),
    proof=Proof(echo=("clTReqId",)),
)
CL_T_REQ_ID_FORMAT = Rule(
    id="cl_t_req_id_format",
    says="clTReqId must be 1 to 32 letters or digits.",
    because="A client id is made of letters and digits, 32 of them at most.",
    params=("clTReqId",),
)
CL_T_REQ_ID_FORMAT_FORM = re.compile("[A-Za-z0-9]{1,32}")


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ConvertTrade(OnlyRow):
    """One row of the response to funding.place_convert_trade."""

    trade_id: str = field(default=ABSENT, metadata=wire("tradeId", "text"))
    """Trade id."""
    quote_id: str = field(default=ABSENT, metadata=wire("quoteId", "text"))
    """Quote id."""
    cl_t_req_id: str | None = field(default=None, metadata=wire("clTReqId", "text"))
    """Client id of the conversion."""
    state: FullyFilledRejectedState | str = field(default=ABSENT, metadata=wire("state", "text"))
    """State of the conversion. Documented values: fullyFilled, rejected."""
    inst_id: str = field(default=ABSENT, metadata=wire("instId", "text"))
    """Instrument id."""
    base_ccy: str = field(default=ABSENT, metadata=wire("baseCcy", "text"))
    """Base currency."""
    quote_ccy: str = field(default=ABSENT, metadata=wire("quoteCcy", "text"))
    """Quote currency."""
    side: BuySellSide = field(default=ABSENT, metadata=wire("side", "text"))
    """Direction of the order or trade. Documented values: buy, sell."""
    fill_px: Decimal = field(default=ABSENT, metadata=wire("fillPx", "decimal"))
    """Price of the latest fill."""
    fill_base_sz: Decimal = field(default=ABSENT, metadata=wire("fillBaseSz", "decimal"))
    """Filled amount in base currency."""
    fill_quote_sz: Decimal = field(default=ABSENT, metadata=wire("fillQuoteSz", "decimal"))
    """Filled amount in quote currency."""
    ts: datetime = field(default=ABSENT, metadata=wire("ts", "milliseconds"))
    """Time of the conversion."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_trade_id,
            v_quote_id,
            v_cl_t_req_id,
            v_state,
            v_inst_id,
            v_base_ccy,
            v_quote_ccy,
            v_side,
            v_fill_px,
            v_fill_base_sz,
            v_fill_quote_sz,
            v_ts,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_trade_id != "":
                made.trade_id = v_trade_id if type(v_trade_id) is str else spelt(v_trade_id, "tradeId")
            if v_quote_id != "":
                made.quote_id = v_quote_id if type(v_quote_id) is str else spelt(v_quote_id, "quoteId")
            made.cl_t_req_id = (
                (v_cl_t_req_id or None) if type(v_cl_t_req_id) is str else text(v_cl_t_req_id, "clTReqId")
            )
            if v_state != "":
                made.state = v_state if type(v_state) is str else spelt(v_state, "state")
            if v_inst_id != "":
                made.inst_id = v_inst_id if type(v_inst_id) is str else spelt(v_inst_id, "instId")
            if v_base_ccy != "":
                made.base_ccy = v_base_ccy if type(v_base_ccy) is str else spelt(v_base_ccy, "baseCcy")
            if v_quote_ccy != "":
                made.quote_ccy = v_quote_ccy if type(v_quote_ccy) is str else spelt(v_quote_ccy, "quoteCcy")
            if (v := choice(v_side, "side")) is not None:
                made.side = v
            if v_fill_px != "":
                made.fill_px = d if (d := exact_decimal(v_fill_px)).is_finite() else no_number()
            if v_fill_base_sz != "":
                made.fill_base_sz = d if (d := exact_decimal(v_fill_base_sz)).is_finite() else no_number()
            if v_fill_quote_sz != "":
                made.fill_quote_sz = d if (d := exact_decimal(v_fill_quote_sz)).is_finite() else no_number()
            if v_ts not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v_ts) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class PlaceConvertTrade(Request[ConvertTrade]):
    """Convert one currency to another at the terms of a quote."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = only_row_of("data", ConvertTrade)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("cl_t_req_id",)

    quote_id: str = field(metadata=param("quoteId", required=True))
    """Quote id."""
    base_ccy: str = field(metadata=param("baseCcy", required=True))
    """Base currency."""
    quote_ccy: str = field(metadata=param("quoteCcy", required=True))
    """Quote currency."""
    side: BuySellSide = field(metadata=param("side", required=True, values=("buy", "sell")))
    """Direction of the order or trade. One of buy, sell."""
    sz: str = field(converter=number, metadata=param("sz", required=True))
    """Quantity."""
    sz_ccy: str = field(metadata=param("szCcy", required=True))
    """Currency the quantity is expressed in."""
    cl_t_req_id: str | None = field(default=None, metadata=param("clTReqId"))
    """Client id of the conversion. At most 32 characters."""
    tag: str | None = field(default=None, metadata=param("tag"))
    """Order tag set by the client or broker."""
    convert_mode: ConvertMode | None = field(default=None, metadata=param("convertMode", values=("0", "1")))
    """0: standard conversion, 1: large conversion for VIPs. One of 0, 1. Default: 0."""

    def __init__(
        self,
        *,
        quote_id: str,
        base_ccy: str,
        quote_ccy: str,
        side: BuySellSide,
        sz: Number,
        sz_ccy: str,
        cl_t_req_id: str | None = None,
        tag: str | None = None,
        convert_mode: ConvertMode | None = None,
    ) -> None:
        self.__dict__.update(
            quote_id=quote_id,
            base_ccy=base_ccy,
            quote_ccy=quote_ccy,
            side=side,
            sz=number(sz),
            sz_ccy=sz_ccy,
            cl_t_req_id=cl_t_req_id,
            tag=tag,
            convert_mode=convert_mode,
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.cl_t_req_id is not None and unlike(CL_T_REQ_ID_FORMAT_FORM, self.cl_t_req_id))

    def broken(self, context: Context) -> Iterator[Violation]:
        if unlike(CL_T_REQ_ID_FORMAT_FORM, self.cl_t_req_id):
            yield violation_of(CL_T_REQ_ID_FORMAT)
