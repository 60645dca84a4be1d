"""Redeem OKUSD for USDT, at once or within days.

POST /api/v5/finance/okusd/redeem, https://www.okx.com/docs-v5/en/#financial-product-okusd-redeem-okusd (generated
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
    wire,
)
from ..._runtime.rules import Rule, Violation, lt, unlike, violation_of
from ..._runtime.values import EPOCH, Number, number
from ..context import Context
from ..types import OkusdCcy, OkusdRedeemState, RedeemType

ENDPOINT = Endpoint(
    name="okusd.redeem",
    method="POST",
    path="/api/v5/finance/okusd/redeem",
    docs="https://www.okx.com/docs-v5/en/#financial-product-okusd-redeem-okusd",
    signed=True,
    rate_limits=(RateLimit(limit=1, window=2.0, key=("user_id",)),),
    dedup_key="clOrdId",
    proof=Proof(echo=("clOrdId",)),
)
CLIENT_ORDER_ID = Rule(
    id="client_order_id",
    says="clOrdId must be 1 to 32 letters, digits, underscores or hyphens.",
    because="A client order id has letters, digits, hyphens and underscores, 32 of them at most.",
    params=("clOrdId",),
)
AT_LEAST_ONE = Rule(
    id="at_least_one", says="amt must be at least 1.", because="Amounts below 1 are not taken.", params=("amt",)
)
AT_MOST_8_DECIMALS = Rule(
    id="at_most_8_decimals",
    says="amt must match the pattern (?![0-9]*\\.[0-9]{8}[0-9]*[1-9])[-+.0-9eE]+.",
    because="Amounts have 8 decimals at most.",
    params=("amt",),
)
CLIENT_ORDER_ID_FORM = re.compile("[A-Za-z0-9_-]{1,32}")
AT_MOST_8_DECIMALS_FORM = re.compile("(?![0-9]*\\.[0-9]{8}[0-9]*[1-9])[-+.0-9eE]+")


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Redemption(OnlyRow):
    """One row of the response to okusd.redeem."""

    ord_id: str = field(default=ABSENT, metadata=wire("ordId", "text"))
    """Order id."""
    cl_ord_id: str = field(default=ABSENT, metadata=wire("clOrdId", "text"))
    """Client id of the order."""
    ccy: OkusdCcy | str = field(default=ABSENT, metadata=wire("ccy", "text"))
    """Currency. Documented values: OKUSD."""
    amt: Decimal = field(default=ABSENT, metadata=wire("amt", "decimal"))
    """Amount of OKUSD redeemed."""
    fee: Decimal = field(default=ABSENT, metadata=wire("fee", "decimal"))
    """Fee charged in USDT."""
    usdt_amt: Decimal = field(default=ABSENT, metadata=wire("usdtAmt", "decimal"))
    """Amount of USDT credited after the fee."""
    redeem_type: RedeemType = field(default=ABSENT, metadata=wire("redeemType", "text"))
    """Kind of redemption; 1: fast, 2: standard. Documented values: 1, 2."""
    state: OkusdRedeemState | str = field(default=ABSENT, metadata=wire("state", "text"))
    """State of the order. Documented values: processing, success, failed, cancelled."""
    est_settlement_time: datetime = field(default=ABSENT, metadata=wire("estSettlementTime", "milliseconds"))
    """When the redemption is expected to be settled."""
    ts: datetime = field(default=ABSENT, metadata=wire("ts", "milliseconds"))
    """When the order was created."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_ord_id,
            v_cl_ord_id,
            v_ccy,
            v_amt,
            v_fee,
            v_usdt_amt,
            v_redeem_type,
            v_state,
            v_est_settlement_time,
            v_ts,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_ord_id != "":
                made.ord_id = v_ord_id if type(v_ord_id) is str else spelt(v_ord_id, "ordId")
            if v_cl_ord_id != "":
                made.cl_ord_id = v_cl_ord_id if type(v_cl_ord_id) is str else spelt(v_cl_ord_id, "clOrdId")
            if v_ccy != "":
                made.ccy = v_ccy if type(v_ccy) is str else spelt(v_ccy, "ccy")
            if v_amt != "":
                made.amt = d if (d := exact_decimal(v_amt)).is_finite() else no_number()
            if v_fee != "":
                made.fee = d if (d := exact_decimal(v_fee)).is_finite() else no_number()
            if v_usdt_amt != "":
                made.usdt_amt = d if (d := exact_decimal(v_usdt_amt)).is_finite() else no_number()
            if (v := choice(v_redeem_type, "redeemType")) is not None:
                made.redeem_type = v
            if v_state != "":
                made.state = v_state if type(v_state) is str else spelt(v_state, "state")
            if v_est_settlement_time not in ("", "0"):
                made.est_settlement_time = EPOCH + MILLISECOND * (int(v_est_settlement_time) or no_time())
            if v_ts not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v_ts) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class Redeem(Request[Redemption]):
    """Redeem OKUSD for USDT, at once or within days."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = only_row_of("data", Redemption)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("cl_ord_id", "amt")

    amt: str = field(converter=number, metadata=param("amt", required=True))
    """Amount of OKUSD to redeem. At least 1."""
    redeem_type: RedeemType = field(metadata=param("redeemType", required=True, values=("1", "2")))
    """Kind of redemption; 1: fast, 2: standard. One of 1, 2."""
    cl_ord_id: str = field(metadata=param("clOrdId", required=True))
    """Client id of the order. At most 32 characters."""

    def __init__(
        self,
        *,
        amt: Number,
        redeem_type: RedeemType,
        cl_ord_id: str,
    ) -> None:
        self.__dict__.update(
            amt=number(amt),
            redeem_type=redeem_type,
            cl_ord_id=cl_ord_id,
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (
            (unlike(CLIENT_ORDER_ID_FORM, self.cl_ord_id))
            or (lt(self.amt, 1) or unlike(AT_MOST_8_DECIMALS_FORM, self.amt))
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if unlike(CLIENT_ORDER_ID_FORM, self.cl_ord_id):
            yield violation_of(CLIENT_ORDER_ID)
        if lt(self.amt, 1):
            yield violation_of(AT_LEAST_ONE)
        if unlike(AT_MOST_8_DECIMALS_FORM, self.amt):
            yield violation_of(AT_MOST_8_DECIMALS)
