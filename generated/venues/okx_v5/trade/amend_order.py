"""Change price, size or attached orders of one open order.

POST /api/v5/trade/amend-order, https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-amend-order (generated
by venuespec from the spec; edit that instead)
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, ClassVar, Self, TypedDict

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.only_row import OnlyRow
from ..._runtime.payloads import only_row_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Item, Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, no_time, prose, spelt, text, wire
from ..._runtime.rules import (
    Rule,
    Undecided,
    Violation,
    lt,
    lte,
    none_of,
    only,
    placed,
    undecided_rule,
    unlike,
    violation_of,
)
from ..._runtime.values import EPOCH, Moment, Number, flag, listed, number, unix_milliseconds
from ..context import Context
from ..instruments import INSTRUMENTS
from ..types import AmendPxOnTriggerType, NewSlTriggerPxType, NewTpOrdKind, NewTpTriggerPxType, PxAmendType, SpeedBump

ENDPOINT = Endpoint(
    name="trade.amend_order",
    method="POST",
    path="/api/v5/trade/amend-order",
    docs="https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-amend-order",
    signed=True,
    permissions=("trade",),
    rate_limits=(
        RateLimit(limit=60, window=2.0, key=("user_id", "instId"), scope="except options"),
        RateLimit(limit=60, window=2.0, key=("user_id", "instFamily"), scope="options only"),
        RateLimit(
            limit=4,
            window=2.0,
            key=("user_id", "instId"),
            scope="lead trader lead instruments for copy trading; except options",
        ),
        RateLimit(
            limit=4,
            window=2.0,
            key=("user_id", "instFamily"),
            scope="lead trader lead instruments for copy trading; options only",
        ),
        RateLimit(
            limit=1000,
            window=2.0,
            key=("user_id",),
            counts="order",
            scope="except pairs and market maker protection",
            of="sub_account_orders",
        ),
    ),
    proof=Proof(echo=("clOrdId",), ids=("ordId", "reqId")),
)
ATTACHED_CLIENT_ID = Rule(
    id="attached_client_id",
    says="In each item of attachAlgoOrds, attachAlgoClOrdId must be 1 to 32 letters or digits.",
    because="The client id of an attached order has letters and digits only, at most 32.",
    params=("attachAlgoClOrdId",),
)
WHICH_ORDER = Rule(
    id="which_order",
    says="Either ordId or clOrdId is required; if both are sent, ordId is used.",
    because="One of the two ids says which order is meant.",
    params=("ordId", "clOrdId"),
)
REQUEST_ID = Rule(
    id="request_id",
    says="reqId must be 1 to 32 letters or digits.",
    because="A client request id has letters and digits only, at most 32.",
    params=("reqId",),
)
SOMETHING_CHANGES = Rule(
    id="something_changes",
    says="At least one of newSz, newPx, newPxUsd, newPxVol and attachAlgoOrds is required.",
    because="An amendment gives a new size, a new price or new attached orders.",
    params=("newSz", "newPx", "newPxUsd", "newPxVol", "attachAlgoOrds"),
)
SIZE_OR_PRICE_CHANGES = Rule(
    id="size_or_price_changes",
    says="When attachAlgoOrds is sent, at least one of newSz, newPx, newPxUsd and newPxVol is required.",
    because="OKX asks for a new size or price in every amendment, and yet there are changes that need neither.",
    params=("newSz", "newPx", "newPxUsd", "newPxVol", "attachAlgoOrds"),
    level="warn",
)
NEW_SIZE_ABOVE_ZERO = Rule(
    id="new_size_above_zero",
    says="newSz must be greater than 0.",
    because="The new size is the whole size of the order, filled part included; it cannot be nothing.",
    params=("newSz",),
)
OPTION_PRICE_IN_ONE_UNIT = Rule(
    id="option_price_in_one_unit",
    says="When the instrument type is OPTION, at most one of newPx, newPxUsd and newPxVol may be sent.",
    because="An option is priced in its quote unit, in dollars or in volatility, and in one of them only.",
    params=("newPx", "newPxUsd", "newPxVol"),
    needs=("instrument type",),
)
OPTION_PRICE_UNITS_APPLY = Rule(
    id="option_price_units_apply",
    says="When the instrument type is SPOT, MARGIN, FUTURES, SWAP or EVENTS, newPxUsd and newPxVol have no effect.",
    because="Prices in dollars or in volatility are for options.",
    params=("newPxUsd", "newPxVol"),
    level="warn",
    needs=("instrument type",),
)
RPI_ROUNDING_APPLIES = Rule(
    id="rpi_rounding_applies",
    says="When the instrument type is OPTION or EVENTS, rpiPxRound has no effect.",
    because="Prices of options and event contracts are not rounded.",
    params=("rpiPxRound",),
    level="warn",
    needs=("instrument type",),
)
WHICH_ATTACHED_ORDER = Rule(
    id="which_attached_order",
    says="In each item of attachAlgoOrds, either attachAlgoId or attachAlgoClOrdId is required.",
    because="An attached order is found by an id; whether a new one can be added without is not documented.",
    params=("attachAlgoId", "attachAlgoClOrdId"),
    level="warn",
)
TAKE_PROFIT_ONE_TRIGGER = Rule(
    id="take_profit_one_trigger",
    says="In each item of attachAlgoOrds, at most one of newTpTriggerPx and newTpTriggerRatio may be sent.",
    because="A take profit is triggered by a price or by a ratio.",
    params=("newTpTriggerPx", "newTpTriggerRatio"),
)
STOP_LOSS_ONE_TRIGGER = Rule(
    id="stop_loss_one_trigger",
    says="In each item of attachAlgoOrds, at most one of newSlTriggerPx and newSlTriggerRatio may be sent.",
    because="A stop loss is triggered by a price or by a ratio.",
    params=("newSlTriggerPx", "newSlTriggerRatio"),
)
TRIGGER_RATIOS_APPLY = Rule(
    id="trigger_ratios_apply",
    says=(
        "In each item of attachAlgoOrds, when the instrument type is SPOT, MARGIN, OPTION or EVENTS, "
        "newTpTriggerRatio and newSlTriggerRatio have no effect."
    ),
    because="Ratios as triggers are for expiry and perpetual futures.",
    params=("newTpTriggerRatio", "newSlTriggerRatio"),
    level="warn",
    needs=("instrument type",),
)
TAKE_PROFIT_RATIO_RANGE = Rule(
    id="take_profit_ratio_range",
    says="In each item of attachAlgoOrds, newTpTriggerRatio must be at least -1.",
    because="No price falls by more than all of it, on either side.",
    params=("newTpTriggerRatio",),
)
STOP_LOSS_RATIO_RANGE = Rule(
    id="stop_loss_ratio_range",
    says="In each item of attachAlgoOrds, newSlTriggerRatio must be at least 0.",
    because="On both sides the ratio of a stop loss counts upwards from 0; 0 deletes it.",
    params=("newSlTriggerRatio",),
    level="warn",
)
TRIGGER_PRICE_TYPES_APPLY = Rule(
    id="trigger_price_types_apply",
    says=(
        "In each item of attachAlgoOrds, when the instrument type is SPOT, MARGIN, OPTION or EVENTS, "
        "newTpTriggerPxType and newSlTriggerPxType have no effect."
    ),
    because="The kind of price that triggers can be chosen for expiry and perpetual futures.",
    params=("newTpTriggerPxType", "newSlTriggerPxType"),
    level="warn",
    needs=("instrument type",),
)
ONE_CALLBACK = Rule(
    id="one_callback",
    says="In each item of attachAlgoOrds, at most one of newCallbackRatio and newCallbackSpread may be sent.",
    because="A trailing stop follows at a ratio or at a distance.",
    params=("newCallbackRatio", "newCallbackSpread"),
)
SPLIT_TAKE_PROFITS_NEED_SIZE = Rule(
    id="split_take_profits_need_size",
    says=(
        "When (attachAlgoOrds has two or more items where either newTpOrdPx or newTpTriggerPx is sent) and "
        "attachAlgoOrds has an item where either newTpOrdPx or newTpTriggerPx is sent and sz is not sent, the "
        "request is refused."
    ),
    because="Each of several take profits says how much it closes.",
    params=("attachAlgoOrds",),
    level="warn",
)
REQUEST_ID_FORM = re.compile("[A-Za-z0-9]{1,32}")


@frozen(kw_only=True, init=False, slots=False)
class AttachAlgoOrd(Item):
    """One item of attachAlgoOrds in AmendOrder."""

    attach_algo_id: str | None = field(default=None, metadata=param("attachAlgoId"))
    """Id of the attached stop or target order."""
    attach_algo_cl_ord_id: str | None = field(default=None, metadata=param("attachAlgoClOrdId"))
    """Client id of the attached stop or target order. At most 32 characters."""
    new_tp_trigger_px: str | None = field(default=None, converter=number, metadata=param("newTpTriggerPx"))
    """Take-profit trigger price after the change; 0 removes it."""
    new_tp_trigger_ratio: str | None = field(default=None, converter=number, metadata=param("newTpTriggerRatio"))
    """Take-profit trigger ratio after the change; 0.3 is 30 %."""
    new_tp_ord_px: str | None = field(default=None, converter=number, metadata=param("newTpOrdPx"))
    """Take-profit order price after the change; -1 is market."""
    new_tp_ord_kind: NewTpOrdKind | None = field(
        default=None, metadata=param("newTpOrdKind", values=("condition", "limit"))
    )
    """Kind of take-profit order after the change. One of condition, limit."""
    new_sl_trigger_px: str | None = field(default=None, converter=number, metadata=param("newSlTriggerPx"))
    """Stop-loss trigger price after the change; 0 removes the stop."""
    new_sl_trigger_ratio: str | None = field(default=None, converter=number, metadata=param("newSlTriggerRatio"))
    """Stop-loss trigger ratio after the change; 0.3 is 30 %."""
    new_sl_ord_px: str | None = field(default=None, converter=number, metadata=param("newSlOrdPx"))
    """Stop-loss order price after the change; -1 is market."""
    new_tp_trigger_px_type: NewTpTriggerPxType | None = field(
        default=None, metadata=param("newTpTriggerPxType", values=("last", "index", "mark"))
    )
    """Price type that triggers the changed take-profit. One of last, index, mark."""
    new_sl_trigger_px_type: NewSlTriggerPxType | None = field(
        default=None, metadata=param("newSlTriggerPxType", values=("last", "index", "mark"))
    )
    """Price type that triggers the changed stop-loss. One of last, index, mark."""
    sz: str | None = field(default=None, converter=number, metadata=param("sz"))
    """Quantity."""
    amend_px_on_trigger_type: AmendPxOnTriggerType | None = field(
        default=None, metadata=param("amendPxOnTriggerType", values=("0", "1"))
    )
    """After the first take profit; 1: the stop loss moves to the cost price, 0: it stays. One of 0, 1. Default: 0."""
    new_callback_ratio: str | None = field(default=None, converter=number, metadata=param("newCallbackRatio"))
    """Callback ratio the trailing stop is changed to; 0.05 is 5 %."""
    new_callback_spread: str | None = field(default=None, converter=number, metadata=param("newCallbackSpread"))
    """Callback distance, as a price, the trailing stop is changed to."""
    new_active_px: str | None = field(default=None, converter=number, metadata=param("newActivePx"))
    """Activation price the trailing stop is changed to."""

    def __init__(
        self,
        *,
        attach_algo_id: str | None = None,
        attach_algo_cl_ord_id: str | None = None,
        new_tp_trigger_px: Number | None = None,
        new_tp_trigger_ratio: Number | None = None,
        new_tp_ord_px: Number | None = None,
        new_tp_ord_kind: NewTpOrdKind | None = None,
        new_sl_trigger_px: Number | None = None,
        new_sl_trigger_ratio: Number | None = None,
        new_sl_ord_px: Number | None = None,
        new_tp_trigger_px_type: NewTpTriggerPxType | None = None,
        new_sl_trigger_px_type: NewSlTriggerPxType | None = None,
        sz: Number | None = None,
        amend_px_on_trigger_type: AmendPxOnTriggerType | None = None,
        new_callback_ratio: Number | None = None,
        new_callback_spread: Number | None = None,
        new_active_px: Number | None = None,
    ) -> None:
        self.__dict__.update(
            attach_algo_id=attach_algo_id,
            attach_algo_cl_ord_id=attach_algo_cl_ord_id,
            new_tp_trigger_px=None if new_tp_trigger_px is None else number(new_tp_trigger_px),
            new_tp_trigger_ratio=None if new_tp_trigger_ratio is None else number(new_tp_trigger_ratio),
            new_tp_ord_px=None if new_tp_ord_px is None else number(new_tp_ord_px),
            new_tp_ord_kind=new_tp_ord_kind,
            new_sl_trigger_px=None if new_sl_trigger_px is None else number(new_sl_trigger_px),
            new_sl_trigger_ratio=None if new_sl_trigger_ratio is None else number(new_sl_trigger_ratio),
            new_sl_ord_px=None if new_sl_ord_px is None else number(new_sl_ord_px),
            new_tp_trigger_px_type=new_tp_trigger_px_type,
            new_sl_trigger_px_type=new_sl_trigger_px_type,
            sz=None if sz is None else number(sz),
            amend_px_on_trigger_type=amend_px_on_trigger_type,
            new_callback_ratio=None if new_callback_ratio is None else number(new_callback_ratio),
            new_callback_spread=None if new_callback_spread is None else number(new_callback_spread),
            new_active_px=None if new_active_px is None else number(new_active_px),
        )


class AttachAlgoOrdDict(TypedDict, total=False):
    """``AttachAlgoOrd`` as a dict."""

    attach_algo_id: str | None
    attach_algo_cl_ord_id: str | None
    new_tp_trigger_px: Number | None
    new_tp_trigger_ratio: Number | None
    new_tp_ord_px: Number | None
    new_tp_ord_kind: NewTpOrdKind | None
    new_sl_trigger_px: Number | None
    new_sl_trigger_ratio: Number | None
    new_sl_ord_px: Number | None
    new_tp_trigger_px_type: NewTpTriggerPxType | None
    new_sl_trigger_px_type: NewSlTriggerPxType | None
    sz: Number | None
    amend_px_on_trigger_type: AmendPxOnTriggerType | None
    new_callback_ratio: Number | None
    new_callback_spread: Number | None
    new_active_px: Number | None


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderAmendment(OnlyRow):
    """One row of the responses to trade.amend_order and trade.amend_orders."""

    ord_id: str | None = field(default=None, metadata=wire("ordId", "text"))
    """Order id."""
    cl_ord_id: str | None = field(default=None, metadata=wire("clOrdId", "text"))
    """Client id of the order."""
    ts: datetime | None = field(default=None, metadata=wire("ts", "milliseconds"))
    """When the order was created."""
    req_id: str | None = field(default=None, metadata=wire("reqId", "text"))
    """Client-supplied id of an amend request."""
    s_code: str = field(default=ABSENT, metadata=wire("sCode", "text"))
    """Result code of this item, 0 means success."""
    s_msg: str | None = field(default=None, metadata=wire("sMsg", "prose"))
    """Result message of this item, empty on success."""
    sub_code: str | None = field(default=None, metadata=wire("subCode", "text"))
    """Finer result code of a failed item."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.ord_id = (v or None) if type(v := get("ordId")) is str else text(v, "ordId")
            made.cl_ord_id = (v or None) if type(v := get("clOrdId")) is str else text(v, "clOrdId")
            made.ts = None if (v := get("ts", "")) in ("", "0") else EPOCH + MILLISECOND * (int(v) or no_time())
            made.req_id = (v or None) if type(v := get("reqId")) is str else text(v, "reqId")
            if (v := get("sCode", "")) != "":
                made.s_code = v if type(v) is str else spelt(v, "sCode")
            made.s_msg = prose(get("sMsg"), "sMsg")
            made.sub_code = (v or None) if type(v := get("subCode")) is str else text(v, "subCode")
        except UNUSUAL_VALUE:
            made._read()
        return made

    @property
    def failed(self) -> bool | None:
        """Whether the venue refused this item; ``s_code`` and ``s_msg`` give the reason.

        None if the answer does not say.
        """
        code = self.get("s_code")
        return code not in ("0",) if code else None


@frozen(kw_only=True, init=False, slots=False)
class AmendOrder(Request[OrderAmendment]):
    """Change price, size or attached orders of one open order.

    Rate limit: 60 requests per 2 s for each user and instId (except options); 60 requests per 2 s for each user and
    instFamily (options only); 4 requests per 2 s for each user and instId (lead trader lead instruments for copy
    trading; except options); 4 requests per 2 s for each user and instFamily (lead trader lead instruments for copy
    trading; options only). 1000 orders per 2 s for each user (except pairs and market maker protection), together
    with trade.place_order, trade.place_orders and trade.amend_orders.

    Permission: trade.

    Notes:
    - An event contract's order must send speedBump unless it is post-only; the request does not show its type.
    - rpiTakerAccess is not kept from the order; without it the amended order has none. It is for limit, market, fok
      and ioc orders.
    - rpiPxRound works on rpi orders alone; the request does not show the type of the order.
    - Of newPx, newPxUsd and newPxVol the one in the unit that the order was placed in is meant.
    - A newSz that is not above the filled part makes the order filled.
    - 0 in newTpTriggerPx, newTpOrdPx, newSlTriggerPx or newSlOrdPx deletes the take profit or stop loss; an order
      price of -1 is the market price.
    - Which newTpTriggerRatio and newSlTriggerRatio are allowed depends on the side of the order; 0 deletes.
    - To add a take profit or stop loss where there was none, send newTpTriggerPxType or newSlTriggerPxType.
    - sz belongs to the take profits of a split and is required there; the order may already have a split.
    - amendPxOnTriggerType works beside a split of take profits, which the order may already have.
    - newCallbackRatio, newCallbackSpread and newActivePx change an attached order that is a trailing stop.
    - Success means that the venue took the amendment on; the order channel or a query tells its result.
    """

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = only_row_of("data", OrderAmendment)
    read_by_rules: ClassVar = ("attach_algo_ords", "inst_id")
    judged_alone: ClassVar = ("req_id", "new_sz")

    inst_id: str = field(metadata=param("instId", required=True))
    """Instrument id."""
    cxl_on_fail: bool | None = field(default=None, converter=flag, metadata=param("cxlOnFail", "boolean"))
    """Whether the order is cancelled if the amendment fails. Default: false."""
    ord_id: str | None = field(default=None, metadata=param("ordId"))
    """Order id."""
    cl_ord_id: str | None = field(default=None, metadata=param("clOrdId"))
    """Client id of the order."""
    req_id: str | None = field(default=None, metadata=param("reqId"))
    """Client-supplied id of an amend request. At most 32 characters."""
    new_sz: str | None = field(default=None, converter=number, metadata=param("newSz"))
    """Total size after the change, filled part included."""
    new_px: str | None = field(default=None, converter=number, metadata=param("newPx"))
    """Price after the change."""
    speed_bump: SpeedBump | str | None = field(default=None, metadata=param("speedBump", values=("1",), open=True))
    """1: the order takes the delay of event contracts. Documented values: 1."""
    new_px_usd: str | None = field(default=None, converter=number, metadata=param("newPxUsd"))
    """USD price the option order is changed to."""
    new_px_vol: str | None = field(default=None, converter=number, metadata=param("newPxVol"))
    """Implied volatility the option order is changed to; 1 is 100 %."""
    px_amend_type: PxAmendType | None = field(default=None, metadata=param("pxAmendType", values=("0", "1")))
    """Price beyond the price limit; 0: not changed, 1: moved to the best price within the limit. One of 0, 1.
    Default: 0.
    """
    attach_algo_ords: tuple[AttachAlgoOrd, ...] | None = field(
        default=None, converter=listed, metadata=param("attachAlgoOrds", "array", items=AttachAlgoOrd)
    )
    """One entry per attached take profit, stop loss or trailing order."""
    rpi_taker_access: bool | None = field(default=None, converter=flag, metadata=param("rpiTakerAccess", "boolean"))
    """Whether the order may trade with retail price improvement orders. Default: false."""
    rpi_px_round: bool | None = field(default=None, converter=flag, metadata=param("rpiPxRound", "boolean"))
    """Whether a price that is too close is rounded outward instead of refused. Default: false."""
    exp_time: str | None = field(default=None, converter=unix_milliseconds, metadata=param("expTime", header=True))
    """The venue drops the request if its clock is past this."""

    def __init__(
        self,
        *,
        inst_id: str,
        cxl_on_fail: bool | None = None,
        ord_id: str | None = None,
        cl_ord_id: str | None = None,
        req_id: str | None = None,
        new_sz: Number | None = None,
        new_px: Number | None = None,
        speed_bump: SpeedBump | str | None = None,
        new_px_usd: Number | None = None,
        new_px_vol: Number | None = None,
        px_amend_type: PxAmendType | None = None,
        attach_algo_ords: Iterable[AttachAlgoOrd | AttachAlgoOrdDict] | None = None,
        rpi_taker_access: bool | None = None,
        rpi_px_round: bool | None = None,
        exp_time: Moment | None = None,
    ) -> None:
        self.__dict__.update(
            inst_id=inst_id,
            cxl_on_fail=None if cxl_on_fail is None else flag(cxl_on_fail),
            ord_id=ord_id,
            cl_ord_id=cl_ord_id,
            req_id=req_id,
            new_sz=None if new_sz is None else number(new_sz),
            new_px=None if new_px is None else number(new_px),
            speed_bump=speed_bump,
            new_px_usd=None if new_px_usd is None else number(new_px_usd),
            new_px_vol=None if new_px_vol is None else number(new_px_vol),
            px_amend_type=px_amend_type,
            attach_algo_ords=None if attach_algo_ords is None else listed(attach_algo_ords),
            rpi_taker_access=None if rpi_taker_access is None else flag(rpi_taker_access),
            rpi_px_round=None if rpi_px_round is None else flag(rpi_px_round),
            exp_time=None if exp_time is None else unix_milliseconds(exp_time),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (
            (self.req_id is not None and unlike(REQUEST_ID_FORM, self.req_id))
            or (self.new_sz is not None and lte(self.new_sz, 0))
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        placed_attach_algo_ords = tuple(placed("attachAlgoOrds", self.attach_algo_ords, AttachAlgoOrd))
        types = INSTRUMENTS.types(ids=self.inst_id, known=context.inst_type)
        if self.ord_id is None and self.cl_ord_id is None:
            yield violation_of(WHICH_ORDER)
        if unlike(REQUEST_ID_FORM, self.req_id):
            yield violation_of(REQUEST_ID)
        if (
            self.new_sz is None
            and self.new_px is None
            and self.new_px_usd is None
            and self.new_px_vol is None
            and self.attach_algo_ords is None
        ):
            yield violation_of(SOMETHING_CHANGES)
        if (
            self.attach_algo_ords
            and self.new_sz is None
            and self.new_px is None
            and self.new_px_usd is None
            and self.new_px_vol is None
        ):
            yield violation_of(SIZE_OR_PRICE_CHANGES)
        if lte(self.new_sz, 0):
            yield violation_of(NEW_SIZE_ABOVE_ZERO)
        if only(types, "OPTION") and sum(map(bool, (self.new_px, self.new_px_usd, self.new_px_vol))) > 1:
            yield violation_of(OPTION_PRICE_IN_ONE_UNIT)
        if only(types, "SPOT", "MARGIN", "FUTURES", "SWAP", "EVENTS") and (self.new_px_usd or self.new_px_vol):
            yield violation_of(OPTION_PRICE_UNITS_APPLY)
        if only(types, "OPTION", "EVENTS") and self.rpi_px_round is not None:
            yield violation_of(RPI_ROUNDING_APPLIES)
        if sum(1 for _, each in placed_attach_algo_ords if each.new_tp_ord_px or each.new_tp_trigger_px) >= 2 and any(
            (each.new_tp_ord_px or each.new_tp_trigger_px) and each.sz is None for _, each in placed_attach_algo_ords
        ):
            yield violation_of(SPLIT_TAKE_PROFITS_NEED_SIZE)
        for where, item in placed_attach_algo_ords:
            if unlike(REQUEST_ID_FORM, item.attach_algo_cl_ord_id):
                yield violation_of(ATTACHED_CLIENT_ID, where)
            if item.attach_algo_id is None and item.attach_algo_cl_ord_id is None:
                yield violation_of(WHICH_ATTACHED_ORDER, where)
            if item.new_tp_trigger_px and item.new_tp_trigger_ratio:
                yield violation_of(TAKE_PROFIT_ONE_TRIGGER, where)
            if item.new_sl_trigger_px and item.new_sl_trigger_ratio:
                yield violation_of(STOP_LOSS_ONE_TRIGGER, where)
            if only(types, "SPOT", "MARGIN", "OPTION", "EVENTS") and (
                item.new_tp_trigger_ratio or item.new_sl_trigger_ratio
            ):
                yield violation_of(TRIGGER_RATIOS_APPLY, where)
            if lt(item.new_tp_trigger_ratio, -1):
                yield violation_of(TAKE_PROFIT_RATIO_RANGE, where)
            if lt(item.new_sl_trigger_ratio, 0):
                yield violation_of(STOP_LOSS_RATIO_RANGE, where)
            if only(types, "SPOT", "MARGIN", "OPTION", "EVENTS") and (
                item.new_tp_trigger_px_type or item.new_sl_trigger_px_type
            ):
                yield violation_of(TRIGGER_PRICE_TYPES_APPLY, where)
            if item.new_callback_ratio and item.new_callback_spread:
                yield violation_of(ONE_CALLBACK, where)

    def undecided(self, context: Context) -> Iterator[Undecided]:
        types = INSTRUMENTS.types(ids=self.inst_id, known=context.inst_type)
        if (
            not none_of(types, "OPTION")
            and sum(map(bool, (self.new_px is not None, self.new_px_usd is not None, self.new_px_vol is not None))) > 1
        ):
            yield from undecided_rule(OPTION_PRICE_IN_ONE_UNIT, {"instrument type": types})
        if not none_of(types, "SPOT", "MARGIN", "FUTURES", "SWAP", "EVENTS") and (
            self.new_px_usd is not None or self.new_px_vol is not None
        ):
            yield from undecided_rule(OPTION_PRICE_UNITS_APPLY, {"instrument type": types})
        if not none_of(types, "OPTION", "EVENTS") and self.rpi_px_round is not None:
            yield from undecided_rule(RPI_ROUNDING_APPLIES, {"instrument type": types})
        for _, item in placed("attachAlgoOrds", self.attach_algo_ords, AttachAlgoOrd):
            if not none_of(types, "SPOT", "MARGIN", "OPTION", "EVENTS") and (
                item.new_tp_trigger_ratio is not None or item.new_sl_trigger_ratio is not None
            ):
                yield from undecided_rule(TRIGGER_RATIOS_APPLY, {"instrument type": types})
            if not none_of(types, "SPOT", "MARGIN", "OPTION", "EVENTS") and (
                item.new_tp_trigger_px_type is not None or item.new_sl_trigger_px_type is not None
            ):
                yield from undecided_rule(TRIGGER_PRICE_TYPES_APPLY, {"instrument type": types})
